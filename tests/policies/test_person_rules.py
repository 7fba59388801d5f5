"""Every rule about a person: one barred, one just not, one whose facts are missing; column and sentence agree."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from dispatch.draw.roster import Roster
from policies.encounters import meets_a_party_often, sat_too_lately_or_often
from policies.recusal import (
    acts_already,
    has_no_time,
    helped_to_prepare,
    is_the_tenderers_own,
    kin_serve_a_supplier,
    quarrelled_with_a_supplier,
    supervises_this_tender,
    was_bound_to_a_supplier,
    works_for_a_party,
)
from policies.screening import PERSON_RULES, explain, screen
from policies.standing import (
    contradicts_itself,
    holds_no_wanted_specialty,
    lacks_procurement_standing,
    lacks_senior_standing,
    lives_elsewhere,
    may_not_serve,
    of_another_library,
)
from policies.tender_facts import Party, PartyRole, Scope, SoftEffect
from policies.vocabulary.expert import Specialty, Standing
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.roster import RelationLine, UnitKeys
from policies.vocabulary.rule import NotKnown, PersonRule
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
    a_line,
    a_record,
    a_relation,
    a_share,
    served,
    the_facts,
    with_limits,
)

GP = LawFamily.PROCUREMENT
NOBODY_KNOWS = UnitKeys()
OTHER = Specialty("2018", "A040303")
DAUGHTER = UnitKeys(name="子公司".encode())
GROUP = {"groups": (Party(PartyRole.AVOIDED, DAUGHTER),)}
A_THIRD = RelationLine("持股", SUPPLIER, share=Fraction("33.3333") / 100, evidence="77b2")  # just below one third
FORMER_EMPLOYEE = a_relation("曾任职", until=date(2022, 1, 1))
THRICE = {"limits": with_limits(met=3, met_effect=SoftEffect.BAR).limits}
WEEK_APART = {"limits": with_limits(interval=7).limits}
TWICE_A_YEAR = {"limits": with_limits(most=2).limits}
MET = (date(2026, 2, 1), date(2026, 5, 1), date(2026, 8, 1))

BARRED: list[tuple[PersonRule, dict[str, Any], dict[str, Any]]] = [
    (works_for_a_party, {"employer": TENDERER}, {}),
    (works_for_a_party, {"relations": (a_relation("任职"),)}, {}),
    (works_for_a_party, {"employer": DAUGHTER}, GROUP),
    (works_for_a_party, {"relations": (a_relation("任职", DAUGHTER),)}, GROUP),
    (was_bound_to_a_supplier, {"relations": (a_relation("曾任职", until=date(2023, 12, 16)),)}, {}),
    (was_bound_to_a_supplier, {"relations": (FORMER_EMPLOYEE,), "on_job": False}, {"limits": with_limits(look_back_retired=5).limits}),
    (was_bound_to_a_supplier, {"relations": (a_relation("持股"),)}, {}),
    (was_bound_to_a_supplier, {"relations": (a_share(5),)}, {"limits": with_limits(holding_least=Fraction(5, 100)).limits}),
    (kin_serve_a_supplier, {"relations": (a_relation("近亲属任职", until=EVALUATION),)}, {}),
    (helped_to_prepare, {"relations": (a_relation("编制参与", PROJECT),)}, {}),
    (quarrelled_with_a_supplier, {"relations": (a_relation("争议", until=date(2023, 12, 16)),)}, {}),
    (supervises_this_tender, {"relations": (a_relation("监管人员", DEPARTMENT),)}, {}),
    (supervises_this_tender, {"employer": DEPARTMENT}, {}),
    (contradicts_itself, {"field_since": date(1986, 4, 30)}, {}),
    (contradicts_itself, {"admitted": date(1970, 1, 1)}, {}),
    (contradicts_itself, {"suspended_until": date(2026, 12, 1)}, {}),
    (may_not_serve, {"birth": date(1956, 12, 16)}, {}),
    (may_not_serve, {"birth": date(1956, 2, 29)}, {"days": (date(2026, 3, 1),)}),
    (was_bound_to_a_supplier, {"relations": (a_relation("曾任职", until=date(2025, 2, 28)),)}, {"days": (date(2028, 2, 29),)}),
    (may_not_serve, {"standing": Standing.SUSPENDED}, {}),
    (may_not_serve, {"standing": Standing.SUSPENDED, "suspended_until": date(2026, 12, 1)}, {}),
    (may_not_serve, {"standing": Standing.LEFT}, {}),
    (may_not_serve, {"admitted": date(2026, 12, 2)}, {}),
    (may_not_serve, {"records": (a_record("不良记录", date(2001, 5, 1), date(2001, 5, 1)),)}, {}),
    (may_not_serve, {"records": (a_record("不良记录", date(2023, 12, 16), date(2023, 12, 16)),)}, {"family": GP}),
    (may_not_serve, {"records": (a_record("请假", date(2026, 12, 10), EVALUATION),)}, {}),
    (acts_already, {}, {"taken": frozenset({b"h" * 16})}),
    (has_no_time, {"busy": (EVALUATION,)}, {}),
    (has_no_time, {"busy": (date(2026, 12, 17),)}, {"limits": with_limits(buffer_days=1).limits}),
    (meets_a_party_often, {"served": served(*MET, parties=(TENDERER,))}, THRICE),
    (sat_too_lately_or_often, {"served": served(date(2026, 12, 10))}, WEEK_APART),
    (sat_too_lately_or_often, {"served": served(date(2026, 12, 22))}, WEEK_APART),
    (sat_too_lately_or_often, {"served": served(*MET, parties=None)}, TWICE_A_YEAR),
    (is_the_tenderers_own, {"employer": TENDERER}, {}),
    (lacks_senior_standing, {"field_since": date(2018, 12, 17)}, {}),
    (lacks_senior_standing, {"title": "中级"}, {}),
    (lacks_procurement_standing, {"title": "中级", "field_since": date(2018, 12, 17)}, {"family": GP}),
    (lacks_procurement_standing, {"title": "初级"}, {"family": GP}),
    (holds_no_wanted_specialty, {"specialties": (OTHER,)}, {}),
    (holds_no_wanted_specialty, {"specialties": (Specialty("2010", "A080104"),)}, {}),
    (lives_elsewhere, {"region": RegionCode("430202")}, {}),
    (of_another_library, {"library": "HB-"}, {}),
    (of_another_library, {"library": "HB-"}, {"scopes": (Scope((BUILDING,), (CITY,)), Scope((OTHER,), (CITY,), ("HB-",)))}),
    (lives_elsewhere, {"region": NEIGHBOUR}, {"scopes": (Scope((BUILDING,), (CITY,)), Scope((OTHER,), (CITY, NEIGHBOUR)))}),
]
JUST_NOT: list[tuple[PersonRule, dict[str, Any], dict[str, Any]]] = [
    (works_for_a_party, {"relations": (a_relation("任职", until=date(2026, 12, 15)),)}, {}),
    (works_for_a_party, {"employer": DAUGHTER}, {}),
    (was_bound_to_a_supplier, {"relations": (a_relation("曾任职", until=date(2023, 12, 15)),)}, {}),
    (was_bound_to_a_supplier, {"relations": (a_relation("曾任职", until=date(2025, 2, 27)),)}, {"days": (date(2028, 2, 29),)}),
    (was_bound_to_a_supplier, {"relations": (FORMER_EMPLOYEE,)}, {"limits": with_limits(look_back_retired=5).limits}),
    (was_bound_to_a_supplier, {"relations": (a_share(4),)}, {"limits": with_limits(holding_least=Fraction(5, 100)).limits}),
    (kin_serve_a_supplier, {"relations": (a_relation("近亲属任职", until=date(2026, 12, 15)),)}, {}),
    (helped_to_prepare, {"relations": (a_relation("编制参与", DEPARTMENT),)}, {}),
    (quarrelled_with_a_supplier, {"relations": (a_relation("争议", until=date(2023, 12, 15)),)}, {}),
    (was_bound_to_a_supplier, {"relations": (A_THIRD,)}, {"limits": with_limits(holding_least=Fraction(1, 3)).limits}),
    (supervises_this_tender, {"relations": (a_relation("监管人员", SUPPLIER),)}, {}),
    (supervises_this_tender, {"relations": (a_relation("监管人员", SUPPLIER, until=date(2026, 12, 15)),)}, {"family": GP}),
    (contradicts_itself, {"field_since": date(1986, 5, 1)}, {}),
    (contradicts_itself, {"field_since": date(1986, 4, 30), "birth": None}, {}),
    (contradicts_itself, {"suspended_until": date(2026, 11, 30)}, {}),
    (may_not_serve, {"birth": date(1956, 12, 17)}, {}),
    (may_not_serve, {"birth": date(1956, 2, 29)}, {"days": (date(2026, 2, 28),)}),
    (may_not_serve, {"standing": Standing.SUSPENDED, "suspended_until": date(2026, 11, 30)}, {}),
    (may_not_serve, {"admitted": date(2026, 12, 1)}, {}),
    (may_not_serve, {"birth": date(1957, 12, 17)}, {"family": GP}),
    (may_not_serve, {"records": (a_record("不良记录", date(2023, 12, 15), date(2023, 12, 15)),)}, {"family": GP}),
    (may_not_serve, {"records": (a_record("请假", date(2026, 12, 1), date(2026, 12, 15)),)}, {}),
    (acts_already, {}, {"taken": frozenset({b"x" * 16})}),
    (has_no_time, {"busy": (date(2026, 12, 15), date(2026, 12, 17))}, {}),
    (meets_a_party_often, {"served": served(*MET[1:], parties=(TENDERER,))}, THRICE),
    (meets_a_party_often, {"served": served(*MET, parties=(STRANGER,))}, THRICE),
    (meets_a_party_often, {"served": served(*MET, parties=(TENDERER,))}, {}),
    (sat_too_lately_or_often, {"served": served(date(2026, 12, 9))}, WEEK_APART),
    (sat_too_lately_or_often, {"served": served(date(2025, 12, 15), MET[0])}, TWICE_A_YEAR),
    (is_the_tenderers_own, {"employer": SUPPLIER}, {}),
    (lacks_senior_standing, {"field_since": date(2018, 12, 16)}, {}),
    (lacks_senior_standing, {"title": "中级"}, {"family": GP}),
    (lacks_procurement_standing, {"title": "中级", "field_since": date(2018, 12, 16)}, {"family": GP}),
    (lacks_procurement_standing, {"title": "高级", "field_since": date(2026, 1, 1)}, {"family": GP}),
    (holds_no_wanted_specialty, {"specialties": (OTHER, BUILDING)}, {}),
    (lives_elsewhere, {"region": RegionCode("430181")}, {}),
    (of_another_library, {"library": "HB-", "region": RegionCode("420100")}, {"scopes": (Scope((BUILDING,), (CITY,), ("HB-",)),)}),
]
NOT_KNOWN: list[tuple[PersonRule, dict[str, Any], dict[str, Any]]] = [
    (works_for_a_party, {"employer": NOBODY_KNOWS}, {}),
    (works_for_a_party, {"employer": TENDERER, "on_job": False}, {}),
    (works_for_a_party, {"employer": DAUGHTER}, {"perhaps": (DAUGHTER,)}),
    (works_for_a_party, {"relations": (a_relation("任职", DAUGHTER),)}, {"perhaps": (DAUGHTER,)}),
    (was_bound_to_a_supplier, {"relations": (a_relation("曾任职"),)}, {}),
    (was_bound_to_a_supplier, {"relations": None}, {}),
    (was_bound_to_a_supplier, {"relations": (a_share(None),)}, {"limits": with_limits(holding_least=Fraction(5, 100)).limits}),
    (kin_serve_a_supplier, {"relations": (a_relation("近亲属任职", NOBODY_KNOWS),)}, {}),
    (helped_to_prepare, {"relations": (a_relation("编制参与", TENDERER),)}, {}),
    (quarrelled_with_a_supplier, {"relations": None}, {}),
    (supervises_this_tender, {"relations": None}, {}),
    (supervises_this_tender, {"relations": (a_relation("监管人员", SUPPLIER),)}, {"family": GP}),
    (may_not_serve, {"birth": None}, {}),
    (may_not_serve, {"records": (a_record("不良记录", None, None),)}, {}),
    (meets_a_party_often, {"served": (*served(*MET[:2], parties=(TENDERER,)), *served(MET[2], parties=None))}, THRICE),
    (lacks_senior_standing, {"field_since": None}, {}),
    (lacks_senior_standing, {"title": ""}, {}),
    (lacks_procurement_standing, {"title": "中级", "field_since": None}, {"family": GP}),
]
ALWAYS_KNOWN = {"EX-01", "R8", "R9", "R11", "R14", "ZB-06", "ZB-13", "TM-16"}  # our own records, or columns that no line can lack


def named(cases: list[tuple[PersonRule, dict[str, Any], dict[str, Any]]]) -> list[Any]:
    return [pytest.param(*case, id=f"{case[0].code}-{number}") for number, case in enumerate(cases)]


@pytest.mark.parametrize(("rule", "line", "facts"), named(BARRED))
def test_whom_a_rule_names_is_barred_with_a_sentence(rule: PersonRule, line: dict[str, Any], facts: dict[str, Any]) -> None:
    expert, tender = a_line(**line), the_facts(**facts)
    bars = {bar.code: bar for bar in explain(expert, tender).bars}
    assert "{" not in bars[rule.code].sentence
    assert bars[rule.code].source == rule.source_for(tender.law_family) and bars[rule.code].evidence
    assert screen(Roster([expert]), tender, [rule]).barred == {rule.code: 1}


@pytest.mark.parametrize(("rule", "line", "facts"), named(JUST_NOT))
def test_whom_a_rule_just_misses_passes_it(rule: PersonRule, line: dict[str, Any], facts: dict[str, Any]) -> None:
    expert, tender = a_line(**line), the_facts(**facts)
    assert rule.find(expert, tender) is None
    screening = screen(Roster([expert]), tender, [rule])
    assert (len(screening.eligible), screening.barred, screening.not_known) == (1, {}, {})


@pytest.mark.parametrize(("rule", "line", "facts"), named(NOT_KNOWN))
def test_missing_facts_are_not_known_and_never_a_silent_pass(rule: PersonRule, line: dict[str, Any], facts: dict[str, Any]) -> None:
    expert, tender = a_line(**line), the_facts(**facts)
    assert isinstance(rule.find(expert, tender), NotKnown)
    assert screen(Roster([expert]), tender, [rule]).not_known == {rule.code: 1}
    assert rule.code in explain(expert, tender).not_known


def test_every_person_rule_has_all_three_tests() -> None:
    codes = {rule.code for rule in PERSON_RULES}
    assert {rule.code for rule, *_ in BARRED} == codes
    assert {rule.code for rule, *_ in JUST_NOT} == codes
    assert {rule.code for rule, *_ in NOT_KNOWN} == codes - ALWAYS_KNOWN


@pytest.mark.parametrize(("family", "article"), [(LawFamily.TENDERING, "第四十六条"), (GP, "第十六条")])
def test_the_staff_of_a_supervisor_are_told_the_article_of_their_tenders_own_law(family: LawFamily, article: str) -> None:
    (bar,) = (bar for bar in explain(a_line(employer=DEPARTMENT), the_facts(family)).bars if bar.code == "R6")
    assert bar.source.article == article


@pytest.mark.parametrize(("family", "words"), [(LawFamily.TENDERING, "第26号）第六条"), (GP, "已满69周岁（湖南省政府采购评审专家规定")])
def test_who_is_over_age_is_told_the_article_that_sets_the_age(family: LawFamily, words: str) -> None:
    (bar,) = (bar for bar in explain(a_line(birth=date(1940, 1, 1)), the_facts(family)).bars if bar.code == "R7")
    assert words in bar.sentence and bar.source.article == ("第六条" if family is GP else "第十二条")


def test_an_unremarkable_expert_is_eligible_by_every_rule() -> None:
    assert explain(a_line(), the_facts()).eligible
    assert screen(Roster([a_line()]), the_facts()).eligible == (0,)
