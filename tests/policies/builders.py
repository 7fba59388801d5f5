"""Builders of invented tenders, parties and roster lines; each hides what a test does not speak of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from policies.calendar import LOCAL
from policies.profiles import profile
from policies.tender_facts import Party, PartyRole, Scope, TenderFacts, limits
from policies.vocabulary.expert import Category, Specialty, Standing
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.roster import RecordLine, RelationLine, RosterLine, Served, UnitKeys
from policies.vocabulary.tender import LawFamily, Method, SeatDemand, Tender, Unit

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=LOCAL)
OPENING = datetime(2026, 12, 16, 9, 0, tzinfo=LOCAL)
TODAY, EVALUATION = NOW.date(), OPENING.date()
CITY, NEIGHBOUR, FAR = RegionCode("430100"), RegionCode("430200"), RegionCode("433100")
BUILDING = Specialty("2018", "A080104")


def a_unit(name: str) -> UnitKeys:
    """Blind keys of an invented unit, by its name only."""
    return UnitKeys(name=name.encode())


TENDERER, AGENT, SUPPLIER, DEPARTMENT, STRANGER = map(a_unit, ("招标人", "代理", "供应商", "监督部门", "无关单位"))
PROJECT = a_unit("JY-1")


def a_tender(**changes: Any) -> Tender:
    tender = Tender(
        number="JY-1",
        section="1",
        law_family=LawFamily.TENDERING,
        method=Method.OPEN,
        title="某工程",
        budget_fen=500_000_000,
        sector="房屋建筑",
        region=CITY,
        opening_at=OPENING,
        checkin_at=OPENING - timedelta(minutes=30),
        duration=timedelta(hours=8),
        overnight=False,
        tenderer=Unit("招标人"),
        agent=None,
        supervisor="监督部门",
        seats=(SeatDemand(("A080104",), 5),),
        reps=0,
        avoid_units=(),
        host_centre=CITY,
        n_subvenues=0,
        profile="hunan-default",
    )
    return replace(tender, **changes)


def a_committee(experts: int, reps: int = 0, **changes: Any) -> Tender:
    return a_tender(seats=(SeatDemand(("A080104",), experts),), reps=reps, **changes)


def a_line(**changes: Any) -> RosterLine:
    line = RosterLine(
        ref="p-1",
        handle=b"h" * 16,
        employer=STRANGER,
        on_job=True,
        specialties=(BUILDING,),
        category=Category.TECHNICAL,
        title="高级",
        region=RegionCode("430104"),
        birth=date(1970, 5, 1),
        field_since=date(2000, 1, 1),
        admitted=date(2020, 1, 1),
        standing=Standing.ACTIVE,
        relations=(),
    )
    return replace(line, **changes)


def a_relation(kind: str, other: UnitKeys = SUPPLIER, since: date | None = None, until: date | None = None) -> RelationLine:
    return RelationLine(kind, other, since, until, evidence="3f0a")


def a_record(kind: str, since: date | None, until: date | None) -> RecordLine:
    return RecordLine(kind, since, until, "9c2e")


def a_share(percent: int | None, other: UnitKeys = SUPPLIER) -> RelationLine:
    return RelationLine("持股", other, share=None if percent is None else Fraction(percent, 100), evidence="77b1")


def served(*days: date, parties: tuple[UnitKeys, ...] | None = ()) -> tuple[Served, ...]:
    """Past committees on these days, with these parties, or with nobody knows whom."""
    return tuple(Served(day, parties, f"c-{day}") for day in days)


def with_limits(family: LawFamily = LawFamily.TENDERING, **changes: Any) -> TenderFacts:
    """The facts with other numbers; those of frequency and interval are named as in `Encounters`."""
    numbers = limits(family, profile().on(TODAY))
    own = {name: value for name, value in changes.items() if hasattr(numbers.encounters, name)}
    rest = {name: value for name, value in changes.items() if name not in own}
    return the_facts(family, limits=replace(numbers, **rest, encounters=replace(numbers.encounters, **own)))


def the_facts(family: LawFamily = LawFamily.TENDERING, **changes: Any) -> TenderFacts:
    facts = TenderFacts(
        law_family=family,
        drawn_on=TODAY,
        days=(EVALUATION,),
        parties=(Party(PartyRole.TENDERER, TENDERER), Party(PartyRole.AGENT, AGENT), Party(PartyRole.AVOIDED, SUPPLIER)),
        project=PROJECT,
        supervisor=DEPARTMENT,
        scopes=(Scope((BUILDING,), (CITY,)),),
        limits=limits(family, profile().on(TODAY)),
    )
    return replace(facts, **changes)
