"""What a fee is asked for: the sittings, and the facts about one expert that change the sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from policies.fees.minutes import Span, aware, checked_pauses, checked_sittings
from policies.fees.refusals import ArrivedAfterTheEnd, FactsClash, NegativeSum, NoSitting, OwnStandardMissing
from policies.fees.standard import SameCity
from policies.vocabulary.money import NOTHING, Money
from policies.withholding import NO_EARLIER, Aggregation, Withheld


class Fact(StrEnum):
    """Words of the fee sheets; on the command line a flag each, with hyphens."""

    OVERNIGHT = "overnight"
    LEFT_ILL = "left_ill"
    LEFT_WITHOUT_LEAVE = "left_without_leave"
    SUCCESSOR = "successor"
    MISCONDUCT = "misconduct"
    OPINION_VOID = "opinion_void"
    TENDERER_REPRESENTATIVE = "tenderer_representative"
    LEADER = "leader"
    HOLIDAY = "holiday"
    EMERGENCY = "emergency"
    SENIOR = "senior"
    CANCELLED = "cancelled"
    RECUSED = "recused"
    NOT_STARTED = "not_started"
    VOIDED = "voided"
    COMPLAINT_HEARING = "complaint_hearing"
    OFFSITE = "offsite"
    REMOTE_VENUE = "remote_venue"
    NON_RESIDENT = "non_resident"


INSTEAD = (Fact.CANCELLED, Fact.RECUSED, Fact.NOT_STARTED)  # 误工: a lump sum in place of the fee
NO_FEE = (Fact.TENDERER_REPRESENTATIVE, Fact.MISCONDUCT, Fact.LEFT_WITHOUT_LEAVE)  # neither fee nor reimbursement


class OwnCar(StrEnum):
    NEIGHBOUR_CITY = "neighbour_city"
    OTHER_CITY = "other_city"


class RemoteRule(StrEnum):
    """FEE-04: by whose standard a remote expert is paid."""

    HOST = "host"
    OWN = "own"
    HIGHER_OF = "higher_of"


@dataclass(frozen=True, slots=True)
class Travel:
    """Lump sums for travel, and receipts (交通、住宿) that are reimbursed."""

    own_car: OwnCar | None = None
    road_hours: int = 0
    same_city: SameCity | None = None
    receipts: Money = NOTHING


@dataclass(frozen=True, slots=True)
class FeeRequest:
    """One receipt of one expert; `on` is the day whose standards and tables apply.

    For a successor the first sitting starts at the assembly time of the replacement round; for whoever left ill the last one
    ends at the approved leaving (FEE-09). `earlier` are the receipts of the same aggregation key.
    """

    standard: str
    on: date
    sittings: tuple[Span, ...] = ()
    breaks: tuple[Span, ...] = ()
    meals: tuple[Span, ...] = ()
    arrived_at: datetime | None = None
    facts: frozenset[Fact] = frozenset()
    travel: Travel = Travel()
    own_standard: str = ""
    remote_rule: RemoteRule | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    earlier: Withheld = NO_EARLIER
    aggregation: Aggregation = Aggregation.PER_PROJECT_MONTH

    @property
    def pauses(self) -> tuple[Span, ...]:
        return checked_pauses((*self.breaks, *self.meals), self.sittings)

    @property
    def needs_sittings(self) -> bool:
        return not self.facts & {*INSTEAD, *NO_FEE, Fact.OPINION_VOID}

    @property
    def passes_midnight(self) -> bool:
        """Declared overnight, or seen in the times: past midnight, or going on another day (A8)."""
        days = {sitting.day for sitting in self.sittings}
        return Fact.OVERNIGHT in self.facts or len(days) > 1 or any(sitting.passes_midnight for sitting in self.sittings)


def check(request: FeeRequest) -> None:
    """Raises the refusal of the first thing that cannot be true of this request."""
    sittings = checked_sittings(request.sittings)
    checked_pauses((*request.breaks, *request.meals), sittings)
    if not sittings and request.needs_sittings:
        raise NoSitting()
    if request.arrived_at is not None:
        aware(request.arrived_at)
        if sittings and request.arrived_at > sittings[-1].end:
            raise ArrivedAfterTheEnd(arrived=request.arrived_at.isoformat(), end=sittings[-1].end.isoformat())
    _check_sums(request)
    if {Fact.LEFT_ILL, Fact.LEFT_WITHOUT_LEAVE} <= request.facts:
        raise FactsClash(first="left_ill", second="left_without_leave")
    if request.remote_rule in (RemoteRule.OWN, RemoteRule.HIGHER_OF) and not request.own_standard:
        raise OwnStandardMissing(rule=request.remote_rule.value)


def _check_sums(request: FeeRequest) -> None:
    earlier, travel = request.earlier, request.travel
    for what, number in (
        ("road_hours", travel.road_hours),
        ("receipts_fen", travel.receipts.fen),
        ("earlier_gross_fen", earlier.gross.fen),
        ("earlier_tax_fen", earlier.tax.fen),
        ("earlier_net_fen", earlier.net.fen),
    ):
        if number < 0:
            raise NegativeSum(what=what)
