"""劳务报酬标准: each province's rule pack as data, versioned and by day in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from policies.dated import DATA, Dated, in_force, load
from policies.fees.minutes import Pauses
from policies.fees.refusals import StandardNotBuilt, UnknownStandard
from policies.vocabulary.money import Money
from policies.vocabulary.source import Source, Status
from policies.withholding import Basis

BUILT = ("HN", "AH")
LISTED = ("HN", "BJ", "GD-GP", "GD-T", "SZ", "AH", "SD-GP", "SX-GP", "TJ", "SH", "JS", "ZJ", "HLJ", "FJ", "RZ", "GS")


class SameCity(StrEnum):
    """Where a lump sum for travel within the same city is paid."""

    CAPITAL = "capital"
    CITY = "city"
    COUNTY = "county"


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FirstBlock(_Form):
    """首段: a flat sum in yuan up to so many minutes; another sum overnight or for a senior expert, where there is one."""

    minutes: int
    sum: Decimal
    overnight: Decimal | None = None
    senior: Decimal | None = None


class Overtime(_Form):
    """加班: yuan per hour above so many minutes of a day."""

    above: int
    hour: Decimal


class RulePack(_Form):
    """One version of one standard; sums in yuan, times in minutes. Without `basis` or `step` a reading decides (A2, A3)."""

    version: str
    basis: Basis | None = None
    first: FirstBlock
    hour: Decimal
    overtime: Overtime | None = None
    step: int | None = None
    pauses: Pauses
    short_pause: int = 0
    instead: Mapping[Literal["cancelled", "recused", "not_started"], Decimal]
    instead_status: Status
    leader: Decimal | None = None
    road_hour: Decimal | None = None
    same_city: Mapping[SameCity, Decimal] = {}
    remote_fee_rule: Literal["host"] | None = None
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standard:
    """A rule pack in force on a day, with its code and its clause."""

    code: str
    title: str
    pack: RulePack
    clause: Source
    status: Status

    @property
    def pack_id(self) -> str:
        """Rule pack and version, as every fee line stores them (EN-2)."""
        return f"fees/{self.code}/{self.pack.version}"


def standard_in_force(code: str, on: date) -> Standard:
    """The standard on a day. Raises UnknownStandard, StandardNotBuilt, NotYetInForce."""
    if code not in LISTED:
        raise UnknownStandard(standard=code, known="、".join(LISTED))
    if code not in BUILT:
        raise StandardNotBuilt(standard=code, built="、".join(BUILT))
    dated = _pack(code)
    return Standard(code, dated.title, in_force(dated, on=on), dated.sources[0], dated.status)


@cache
def _pack(code: str) -> Dated[RulePack]:
    return load(DATA / "fees" / f"{code}.yaml", RulePack)


def yuan(amount: Decimal | None) -> Money:
    return Money.yuan(amount or 0)
