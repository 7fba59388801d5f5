"""项目、标段: what is to be evaluated, when, where, and which experts it needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from policies.vocabulary.ids import RegionCode, TenderId


class LawFamily(StrEnum):
    TENDERING = "tendering"
    PROCUREMENT = "procurement"


class Method(StrEnum):
    OPEN = "公开招标"
    INVITED = "邀请招标"
    NEGOTIATION = "竞争性谈判"
    CONSULTATION = "竞争性磋商"
    INQUIRY = "询价"


@dataclass(frozen=True, slots=True)
class Unit:
    """A legal person: name and, where known, its unified social credit code (统一社会信用代码)."""

    name: str
    uscc: str = ""


@dataclass(frozen=True, slots=True)
class SeatDemand:
    """名额: `count` experts, any of `codes` (leaves of `edition`) qualifies."""

    codes: tuple[str, ...]
    count: int
    edition: str = "2018"


@dataclass(frozen=True, slots=True)
class Appointment:
    """自行选定、直接确定、召回: why nobody is drawn, who agreed under which number, and who is named, sealed (hex).

    `of` is the tender whose committee sits once more (召回).
    """

    ground: str
    consent_by: str
    consent_no: str
    sealed: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Tender:
    """An application for a committee (抽取申请), as people write it; times are aware, `budget_fen` in fen."""

    number: str
    section: str
    law_family: LawFamily
    method: Method
    title: str
    budget_fen: int
    sector: str
    region: RegionCode
    opening_at: datetime
    checkin_at: datetime
    duration: timedelta
    overnight: bool
    tenderer: Unit
    agent: Unit | None
    supervisor: str
    seats: tuple[SeatDemand, ...]
    reps: int
    avoid_units: tuple[Unit, ...]
    host_centre: RegionCode
    n_subvenues: int
    profile: str
    extra: dict[str, str] = field(default_factory=dict)
    appointment: Appointment | None = None
    shares: str = ""  # the section whose committee this one has, if it has none of its own

    @property
    def id(self) -> TenderId:
        return TenderId(f"{self.number}/{self.section}")

    @property
    def experts(self) -> int:
        return sum(seat.count for seat in self.seats)

    @property
    def committee(self) -> int:
        """评标委员会 size: experts and representatives of the tenderer."""
        return self.experts + self.reps

    @property
    def parties(self) -> tuple[Unit, ...]:
        """The units known before the draw: tenderer, agent, units to avoid."""
        agent = (self.agent,) if self.agent else ()
        return (self.tenderer, *agent, *self.avoid_units)
