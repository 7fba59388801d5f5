"""What screening knows of a tender: days, limits and blind keys of its parties; no name of a unit or a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil

from policies.areas import area_of
from policies.calendar import local_day
from policies.equity import NO_EQUITY, Equity
from policies.profiles import PolicyDay
from policies.vocabulary.expert import Specialty
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.roster import UnitKeys
from policies.vocabulary.tender import LawFamily, SeatDemand, Tender, Unit

_HOURS = 24


class PartyRole(StrEnum):
    """What a unit is to the tender; a sentence about an expert names the role, never the unit."""

    TENDERER = "招标人"
    AGENT = "代理机构"
    AVOIDED = "应回避单位"
    BIDDER = "投标人"

    @property
    def english(self) -> str:
        return {"招标人": "the tenderer", "代理机构": "the agent", "应回避单位": "a unit to avoid", "投标人": "a bidder"}[self.value]


class WhenNotKnown(StrEnum):
    """What policy does where the facts of a rule are missing."""

    PASS = "pass"
    ASK = "ask"  # may be drawn, must answer when recusals are declared
    BAR = "bar"


class SoftEffect(StrEnum):
    """What policy does with a soft rule (R12): nothing but count, lower the weight in the draw, or bar."""

    COUNT = "count"
    LOWER = "lower"
    BAR = "bar"


@dataclass(frozen=True, slots=True)
class Party:
    role: PartyRole
    keys: UnitKeys


@dataclass(frozen=True, slots=True)
class Scope:
    """Who may fill one seat: any of these specialties, in one of these areas (none named: anywhere); of other libraries, where the ladder
    was climbed so far (L5), anybody with such a specialty, wherever he lives.
    """

    specialties: tuple[Specialty, ...]
    areas: tuple[RegionCode, ...] = ()
    libraries: tuple[str, ...] = ()  # beside our own, by the marks of ladder.libraries

    @property
    def labels(self) -> tuple[str, ...]:
        """The bare codes, sorted, as a draw's manifest names them."""
        return tuple(sorted({specialty.code for specialty in self.specialties}))


def labels_of(held: Iterable[Specialty], scopes: Iterable[Scope]) -> tuple[str, ...]:
    """Which labels of the seats an expert holds; a code of another edition is another specialty."""
    wanted = {specialty for scope in scopes for specialty in scope.specialties}
    return tuple(sorted({specialty.code for specialty in held if specialty in wanted}))


@dataclass(frozen=True, slots=True)
class Encounters:
    """频次与间隔: how often and how soon again; a number of 0 means that no such limit is set."""

    interval: int  # days between two evaluations
    most: int  # evaluations within `window` days
    window: int
    met: int  # times with the same party within `met_window` days
    met_window: int
    met_effect: SoftEffect
    tiers: Mapping[int, int]  # evaluations within `window` → weight in the draw
    met_weight: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of the day that rules about persons need, and what is done where facts are missing."""

    age_under: int
    age_basis: str
    years_in_field: int
    look_back: int
    look_back_retired: int
    dispute_look_back: int
    bad_record_look_back: int
    holding_least: Fraction
    buffer_days: int
    when_not_known: Mapping[str, WhenNotKnown]
    encounters: Encounters


@dataclass(frozen=True, slots=True)
class TenderFacts:
    """One tender on one day of drawing. `days` are the whole days that the evaluation takes, the first one decides ages."""

    law_family: LawFamily
    drawn_on: date
    days: tuple[date, ...]
    parties: tuple[Party, ...]
    project: UnitKeys
    supervisor: UnitKeys
    scopes: tuple[Scope, ...]
    limits: Limits
    taken: frozenset[bytes] = frozenset()  # handles of those who already act for this tender
    groups: tuple[Party, ...] = ()  # parent and subsidiary companies of the parties, in the role of their party
    perhaps: tuple[UnitKeys, ...] = ()  # companies that belong to a group if an unrecorded share is large enough

    @property
    def opens_on(self) -> date:
        return self.days[0]

    def units(self, *roles: PartyRole) -> tuple[UnitKeys, ...]:
        """The parties in these roles; without a role, all."""
        return tuple(party.keys for party in self.parties if not roles or party.role in roles)

    def group(self, *roles: PartyRole) -> tuple[UnitKeys, ...]:
        """母子公司 of the parties in these roles; without a role, of all."""
        return tuple(party.keys for party in self.groups if not roles or party.role in roles)

    @property
    def guarded_days(self) -> tuple[date, ...]:
        """The days of the evaluation, and as many before and after as must stay free."""
        buffer = self.limits.buffer_days
        return tuple(self.days[0] + timedelta(days=n) for n in range(-buffer, (self.days[-1] - self.days[0]).days + buffer + 1))

    @property
    def suppliers(self) -> tuple[UnitKeys, ...]:
        """供应商 as far as known: bidders, and before the deadline the units that the applicant names."""
        return self.units(PartyRole.BIDDER, PartyRole.AVOIDED)


def tender_facts(
    tender: Tender,
    rules: PolicyDay,
    blind: Callable[[Unit], UnitKeys],
    *,
    scopes: Iterable[Scope] = (),
    bidders: Iterable[Unit] = (),
    taken: Iterable[bytes] = (),
    equity: Equity = NO_EQUITY,
) -> TenderFacts:
    """The facts of a tender for a draw on the day of `rules`; `blind` turns a unit into its blind keys.

    Without `scopes` each seat takes its own codes, in the host's area.
    """
    parties = _parties(tender, bidders, blind)
    groups = [(party, equity.group_of(party.keys)) for party in parties]
    return TenderFacts(
        law_family=tender.law_family,
        drawn_on=rules.day,
        days=evaluation_days(tender),
        parties=parties,
        project=blind(Unit(tender.number)),
        supervisor=blind(Unit(tender.supervisor)) if tender.supervisor else UnitKeys(),
        scopes=tuple(scopes) or tuple(Scope(specialties(seat), (area_of(tender.host_centre),)) for seat in tender.seats),
        limits=limits(tender.law_family, rules),
        taken=frozenset(taken),
        groups=tuple(Party(party.role, keys) for party, group in groups for keys in group.members),
        perhaps=tuple(keys for _, group in groups for keys in group.perhaps),
    )


def specialties(seat: SeatDemand) -> tuple[Specialty, ...]:
    return tuple(Specialty(seat.edition, code) for code in seat.codes)


def evaluation_days(tender: Tender) -> tuple[date, ...]:
    """Every day in China that check-in or evaluation touches."""
    first, last = local_day(min(tender.checkin_at, tender.opening_at)), local_day(tender.opening_at + tender.duration)
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def limits(family: LawFamily, rules: PolicyDay) -> Limits:
    return Limits(
        age_under=rules.count_for("screening.age_under", family),
        age_basis="；".join(source.clause for source in rules.profile.setting("screening.age_under", rules.day, family).sources),
        years_in_field=rules.count_for("screening.years_in_field", family),
        look_back=rules.count("screening.look_back"),
        look_back_retired=rules.count("screening.look_back_retired"),
        dispute_look_back=rules.count("screening.dispute_look_back"),
        bad_record_look_back=rules.count_for("screening.bad_record_look_back", family),
        holding_least=rules.share("screening.holding_least"),
        buffer_days=ceil(rules.count("screening.buffer") / _HOURS),
        when_not_known=rules.ask("screening.when_not_known", dict[str, WhenNotKnown]),
        encounters=_encounters(rules),
    )


def _encounters(rules: PolicyDay) -> Encounters:
    return Encounters(
        interval=rules.count("screening.interval"),
        most=rules.count("screening.frequency_most"),
        window=rules.count("screening.frequency_window"),
        met=rules.count("screening.met_limit"),
        met_window=rules.count("screening.met_window"),
        met_effect=rules.ask("screening.met_effect", SoftEffect),
        tiers=rules.ask("screening.weight_tiers", dict[int, int]),
        met_weight=rules.count("screening.met_weight"),
    )


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _parties(tender: Tender, bidders: Iterable[Unit], blind: Callable[[Unit], UnitKeys]) -> tuple[Party, ...]:
    agent = (tender.agent,) if tender.agent else ()
    listed = (
        (PartyRole.TENDERER, (tender.tenderer,)),
        (PartyRole.AGENT, agent),
        (PartyRole.AVOIDED, tender.avoid_units),
        (PartyRole.BIDDER, tuple(bidders)),
    )
    return tuple(Party(role, blind(unit)) for role, units in listed for unit in units)
