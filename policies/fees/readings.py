"""读法: what we take an unclear text to mean, printed beside each line and changeable by name (A1 …)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from policies.dated import DATA, Dated, in_force, load_table
from policies.fees.refusals import UnknownReading

COMMON = ("taxable_allowance", "tie")
_LONGEST_BLOCK = 24 * 60


class Reading(BaseModel):
    """The value taken, and what else may be chosen: one of `choices`, or a number of minutes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    taken: str
    choices: tuple[str, ...] = ()
    minutes: bool = False

    def accepts(self, value: str) -> bool:
        if self.minutes:
            return value.isascii() and value.isdigit() and 0 < int(value) <= _LONGEST_BLOCK
        return value in self.choices


@dataclass(frozen=True, slots=True)
class Taken:
    """One reading as used for one fee."""

    id: str
    name: str
    value: str
    says: str

    def __str__(self) -> str:
        return f"{self.id} {self.name}={self.value}：{self.says}（读法）"


@cache
def all_readings() -> dict[str, Dated[Reading]]:
    return load_table(DATA / "fees" / "readings.yaml", Reading)


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of one standard on one day, with what the payer chose instead."""

    on: date
    chosen: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.chosen.get(name, in_force(all_readings()[name], on=self.on).taken)

    def holds(self, name: str) -> bool:
        return self[name] == "true"

    def taken(self, name: str) -> Taken:
        reading = all_readings()[name]
        return Taken(reading.sources[0].id, name, self[name], reading.title)


def check_readings(chosen: Mapping[str, str], allowed: tuple[str, ...], standard: str, on: date) -> None:
    """Raises UnknownReading for a name that no standard in question leaves open, or a value it cannot take."""
    known = {name: in_force(all_readings()[name], on=on) for name in (*allowed, *COMMON)}
    for name, value in chosen.items():
        if name not in known or not known[name].accepts(value):
            raise UnknownReading(standard=standard, given=f"{name}={value}", known=_spelled(known))


def _spelled(known: Mapping[str, Reading]) -> str:
    return "，".join(f"{name}={'|'.join(reading.choices) or '分钟数'}" for name, reading in known.items())
