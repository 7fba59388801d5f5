"""The roster screens by columns exactly what the rules say of each single expert."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.draw.roster import Roster
from policies.encounters import draw_weights, weight_of
from policies.screening import PERSON_RULES, explain, fit_counter, screen
from policies.standing import open_to, within
from policies.tender_facts import Party, PartyRole, Scope, SoftEffect, TenderFacts, WhenNotKnown
from policies.vocabulary.expert import Category, Specialty, Standing
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.roster import RecordLine, RelationLine, RosterLine, Served, UnitKeys
from policies.vocabulary.rule import NotKnown
from policies.vocabulary.tender import LawFamily
from tests.policies.builders import (
    BUILDING,
    CITY,
    DEPARTMENT,
    EVALUATION,
    NEIGHBOUR,
    PROJECT,
    STRANGER,
    SUPPLIER,
    TENDERER,
    TODAY,
    a_line,
    the_facts,
    with_limits,
)

BRIDGES = Specialty("2018", "A080302")
DAYS = st.sampled_from(
    [date(1956, 12, 16), date(1956, 12, 17), date(2018, 12, 17), date(2023, 12, 16), date(2023, 12, 15), TODAY, EVALUATION]
)
UNITS = st.sampled_from([TENDERER, SUPPLIER, DEPARTMENT, PROJECT, STRANGER, UnitKeys(), UnitKeys(uscc=b"code"), UnitKeys(b"x", b"code")])
KINDS = ["任职", "曾任职", "近亲属任职", "持股", "编制参与", "同项目前期评审", "争议", "监管人员"]
SHARES = st.none() | st.sampled_from([Fraction(0), Fraction(1, 20), Fraction(1, 2)])
RELATION = st.builds(RelationLine, st.sampled_from(KINDS), st.just(SUPPLIER) | UNITS, st.none() | DAYS, st.none() | DAYS, SHARES)
RECORD = st.builds(RecordLine, st.sampled_from(["不良记录", "请假"]), st.none() | DAYS, st.none() | DAYS)
SERVED = st.builds(Served, DAYS, st.none() | st.lists(UNITS, max_size=2).map(tuple))
LINE = st.builds(
    RosterLine,
    ref=st.just("p"),
    handle=st.binary(min_size=1, max_size=1),
    employer=UNITS,
    on_job=st.booleans(),
    specialties=st.lists(st.sampled_from([BUILDING, BRIDGES, Specialty("2010", "A080104")]), unique=True).map(tuple),
    category=st.sampled_from(Category),
    title=st.sampled_from(["高级", "中级", "初级", ""]),
    region=st.sampled_from([RegionCode("430100"), RegionCode("430104"), NEIGHBOUR, RegionCode("429004")]),
    birth=st.none() | DAYS,
    field_since=st.none() | DAYS,
    admitted=st.none() | DAYS,
    standing=st.sampled_from(Standing),
    suspended_until=st.none() | DAYS,
    relations=st.none() | st.lists(RELATION, max_size=2).map(tuple),
    busy=st.lists(DAYS, max_size=2).map(tuple),
    served=st.lists(SERVED, max_size=3).map(tuple),
    records=st.lists(RECORD, max_size=2).map(tuple),
    library=st.sampled_from(["", "", "HB-", "JX-"]),
)
SCOPES = st.lists(
    st.builds(
        Scope,
        st.sampled_from([(BUILDING,), (BRIDGES,), (BUILDING, BRIDGES)]),
        st.sampled_from([(), (CITY,), (CITY, NEIGHBOUR)]),
        st.sampled_from([(), (), ("HB-",), ("HB-", "JX-")]),
    ),
    min_size=1,
    max_size=2,
).map(tuple)
GROUPS = st.sampled_from([(), (Party(PartyRole.TENDERER, STRANGER),)])
PERHAPS = st.sampled_from([(), (STRANGER,), (UnitKeys(uscc=b"code"),)])
LIMITS = st.sampled_from(
    [
        the_facts().limits,
        with_limits(met=2, met_window=1100, met_effect=SoftEffect.BAR, interval=8, buffer_days=1).limits,
        with_limits(met=2, met_effect=SoftEffect.LOWER, met_weight=2, tiers={0: 4, 1: 3, 2: 2}).limits,
        with_limits(most=2, look_back_retired=5, bad_record_look_back=3, holding_least=Fraction(1, 20)).limits,
    ]
)


@st.composite
def tenders(draw: st.DrawFn) -> TenderFacts:
    parties = the_facts().parties[: draw(st.sampled_from([3, 3, 1, 0]))]
    taken = draw(st.frozensets(st.binary(min_size=1, max_size=1), max_size=3))
    facts = the_facts(draw(st.sampled_from(LawFamily)), scopes=draw(SCOPES), taken=taken, limits=draw(LIMITS))
    return replace(facts, parties=parties, groups=draw(GROUPS), perhaps=draw(PERHAPS))


FACTS = tenders()


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=12, unique_by=lambda line: line.handle), FACTS)
def test_the_column_and_the_sentence_of_a_rule_never_disagree(lines: list[RosterLine], tender: TenderFacts) -> None:
    roster = Roster(lines)
    for rule in PERSON_RULES:
        findings = [rule.find(line, tender) for line in lines]
        unknown = tuple(at for at, finding in enumerate(findings) if isinstance(finding, NotKnown))
        found = tuple(at for at, finding in enumerate(findings) if finding is not None and at not in unknown)
        assert (roster.where(rule(roster, tender)), roster.where(rule.not_known(roster, tender))) == (found, unknown), rule.code


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=12, unique_by=lambda line: line.handle), FACTS)
def test_who_is_eligible_has_no_reason_against_him(lines: list[RosterLine], tender: TenderFacts) -> None:
    screening = screen(Roster(lines), tender)
    assert screening.eligible == tuple(at for at, line in enumerate(lines) if explain(line, tender).eligible)
    assert screening.funnel[-1].left == len(screening.eligible)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=12, unique_by=lambda line: line.handle), FACTS)
def test_the_weights_of_a_roster_are_those_of_its_experts(lines: list[RosterLine], tender: TenderFacts) -> None:
    weights = draw_weights(Roster(lines), tender)
    assert weights == tuple(weight_of(line, tender) for line in lines)
    assert all(1 <= weight <= 64 for weight in weights)


@settings(max_examples=50, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=12, unique_by=lambda line: line.handle), FACTS)
def test_counting_for_one_seat_agrees_with_screening_for_it(lines: list[RosterLine], tender: TenderFacts) -> None:
    roster, scope = Roster(lines), tender.scopes[0]
    assert fit_counter(roster, tender)(scope) == len(screen(roster, replace(tender, scopes=(scope,))).eligible)


@settings(max_examples=50, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=12, unique_by=lambda line: line.handle), FACTS)
def test_whoever_is_eligible_fits_a_seat_in_a_scope_that_is_open_to_him(lines: list[RosterLine], tender: TenderFacts) -> None:
    for at in screen(Roster(lines), tender).eligible:
        reaching = [scope for scope in tender.scopes if open_to(scope, lines[at])]
        assert any(set(scope.specialties) & set(lines[at].specialties) for scope in reaching)


@settings(max_examples=50, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=12, unique_by=lambda line: line.handle), SCOPES)
def test_within_a_scope_are_those_to_whom_it_is_open_and_whose_specialty_it_asks_for(
    lines: list[RosterLine], scopes: tuple[Scope, ...]
) -> None:
    roster = Roster(lines)
    for scope in scopes:
        fit = tuple(at for at, line in enumerate(lines) if open_to(scope, line) and set(scope.specialties) & set(line.specialties))
        assert roster.where(within(roster, scope)) == fit


def test_a_code_of_another_edition_is_another_specialty() -> None:
    roster = Roster([a_line(specialties=(Specialty("2010", "A080104"),)), a_line()])
    assert roster.where(roster.holds([BUILDING])) == (1,)


def test_units_are_compared_by_credit_code_or_by_whole_name() -> None:
    roster = Roster([a_line(employer=UnitKeys(b"name", b"code")), a_line(employer=UnitKeys(b"name of another"))])
    assert roster.where(roster.employer.isin([UnitKeys(uscc=b"code")])) == (0,)
    assert roster.where(roster.employer.isin([UnitKeys(name=b"name")])) == (0,)
    assert roster.where(roster.employer.comparable([UnitKeys(uscc=b"other")])) == (0,)


def test_policy_decides_whether_missing_facts_bar() -> None:
    unknown = [a_line(relations=None)]
    asking, barring = the_facts(), the_facts()
    barring = replace(barring, limits=replace(barring.limits, when_not_known={"R2": WhenNotKnown.BAR}))
    assert len(screen(Roster(unknown), asking).eligible) == 1
    assert len(screen(Roster(unknown), barring).eligible) == 0
    assert "事实不明" in explain(unknown[0], barring).bars[0].sentence


def test_the_funnel_counts_every_reason_and_who_is_left() -> None:
    lines = [a_line(), a_line(standing=Standing.LEFT, employer=TENDERER), a_line(region=NEIGHBOUR)]
    screening = screen(Roster(lines), the_facts())
    assert screening.barred == {"R7": 1, "R1": 1, "R11": 1, "TM-16": 1}
    left = {sifted.code: sifted.left for sifted in screening.funnel}
    assert (screening.total, left["EX-01"], left["R7"], screening.funnel[-1].left) == (3, 3, 2, 1)


def test_an_empty_pool_has_nobody_eligible() -> None:
    assert screen(Roster([]), the_facts()).eligible == ()
