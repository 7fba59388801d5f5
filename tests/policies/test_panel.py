"""Committees by the handbook's table: seats of experts and representatives, legal experts, sectors, leaders, the interested tenderer."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from policies.application import objections
from policies.equity import NO_EQUITY, Equity, Holding, share_of
from policies.panel import committee, leader_is_an_expert, more_time_votes, representatives_stay_out
from policies.profiles import profile
from policies.refusals import ApplicationRefused, CommitteeTooSmall, NoLegalExpert
from policies.tender_facts import TenderFacts, tender_facts
from policies.vocabulary.tender import LawFamily, Method, SeatDemand, Tender, Unit
from tests.policies.builders import EVALUATION, NOW, TODAY, a_committee, a_tender, a_unit
from tests.policies.test_profiles import a_change, written

GP = LawFamily.PROCUREMENT
BUILDERS, LAWYER = SeatDemand(("A080104",), 2), SeatDemand(("C060200", "C060300"), 1)


@pytest.mark.parametrize(
    ("members", "experts", "reps", "in_chongqing", "votes"),
    [(3, 2, 1, 1, 2), (5, 4, 1, 1, 2), (7, 5, 2, 2, 3), (9, 6, 3, 2, 4), (11, 8, 3, 2, 4), (13, 9, 4, 2, 5)],
)
def test_seats_follow_the_arithmetic_of_the_handbook(members: int, experts: int, reps: int, in_chongqing: int, votes: int) -> None:
    tender = a_committee(members)
    rules, there = committee(tender, profile(), EVALUATION), committee(tender, profile("chongqing"), EVALUATION)
    assert (rules.least_experts(members), rules.most_representatives(members)[1]) == (experts, reps)
    assert there.most_representatives(members)[1] == in_chongqing
    assert more_time_votes(members, profile().on(TODAY)) == votes


def talks(*seats: SeatDemand, method: Method = Method.NEGOTIATION, **remarks: str) -> Tender:
    return a_tender(law_family=GP, method=method, budget_fen=1_000_000, seats=seats, extra=remarks)


def test_the_rules_that_ask_for_more_are_named_with_the_committee() -> None:
    grounds = {
        method: {
            ground.code for ground in committee(talks(BUILDERS, LAWYER, 技术复杂="是", method=method), profile(), EVALUATION).grounds()
        }
        for method in (Method.NEGOTIATION, Method.CONSULTATION)
    }
    assert grounds == {Method.NEGOTIATION: {"GP-03", "GP-05"}, Method.CONSULTATION: {"GP-06"}}


def against(tender: Tender) -> list[type[ApplicationRefused]]:
    return [type(objection) for objection in objections(tender, profile(), NOW)]


@pytest.mark.parametrize(("method", "rule", "article"), [(Method.NEGOTIATION, "GP-05", "74号"), (Method.CONSULTATION, "GP-06", "214号")])
def test_a_complex_negotiation_without_a_legal_expert_is_refused_by_its_own_article(method: Method, rule: str, article: str) -> None:
    refused = list(objections(talks(replace(BUILDERS, count=3), method=method, 技术复杂="是"), profile(), NOW))
    assert [(type(each), each.facts["rule"]) for each in refused] == [(NoLegalExpert, rule)]
    assert article in str(refused[0].facts["source"])


@pytest.mark.parametrize(
    "tender",
    [
        talks(BUILDERS, LAWYER, 技术复杂="是"),
        talks(replace(BUILDERS, count=3)),
        talks(replace(BUILDERS, count=3), method=Method.INQUIRY, 技术复杂="是"),
        talks(SeatDemand(("C06",), 3, "政采"), 技术复杂="是", 法律专家="已含"),
    ],
    ids=["one is there", "not complex", "an inquiry", "said in a remark"],
)
def test_a_lawful_negotiation_is_not_refused(tender: Tender) -> None:
    assert against(tender) == []


def test_a_legal_expert_among_other_specialties_of_one_seat_is_none() -> None:
    assert against(talks(SeatDemand(("A080104", "C060200"), 3), 技术复杂="是")) == [NoLegalExpert]


def test_a_sector_may_ask_for_a_larger_committee(tmp_path: Path) -> None:
    rules, water = written(tmp_path, a_change("panel.sector_least", "{水利: 7}")), a_committee(5, sector="水利")
    assert [(type(each), each.facts["rule"]) for each in objections(water, rules, NOW)] == [(CommitteeTooSmall, "LC-05")]
    assert {str(each.facts["source"]) for each in objections(water, rules, NOW)} == {"《某规定》第一条（转述）"}
    assert list(objections(a_committee(7, sector="水利"), rules, NOW)) == list(objections(a_committee(5), rules, NOW)) == []


@pytest.mark.parametrize(("family", "place", "expert"), [(GP, "hunan-default", True), (LawFamily.TENDERING, "hunan-default", False),
                                                         (LawFamily.TENDERING, "chongqing", True)])  # fmt: skip
def test_the_representative_leads_only_where_no_rule_forbids_it(family: LawFamily, place: str, expert: bool) -> None:
    assert leader_is_an_expert(a_tender(law_family=family), profile(place).on(TODAY)) is expert


def facts(*bidders: str, equity: Equity = NO_EQUITY, **changes: Any) -> TenderFacts:
    units = tuple(map(Unit, bidders))
    return tender_facts(a_tender(**changes), profile().on(TODAY), lambda unit: a_unit(unit.name), bidders=units, equity=equity)


def test_an_interested_tenderer_sends_nobody_where_local_rules_say_so() -> None:
    there, here = profile("chongqing").on(TODAY), profile().on(TODAY)
    mother = Equity.on(TODAY, [Holding(a_unit("招标人"), a_unit("子公司"), share_of("80%"))], Fraction(1, 2))
    assert representatives_stay_out(facts("招标人"), there) and representatives_stay_out(facts("子公司", equity=mother), there)
    assert not representatives_stay_out(facts("子公司"), there) and not representatives_stay_out(facts("招标人"), here)
