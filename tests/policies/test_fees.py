"""Fees: the cases of the domain table, one test for each fact, each reading, and the promises of the engine (EN-1 … EN-7)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.dated import known_sources
from policies.fees import BUILT, Fact, FeeQuote, FeeRequest, OwnCar, RemoteRule, SameCity, Span, Travel, quote
from policies.fees import refusals as refused
from policies.fees.minutes import hours_and_minutes
from policies.vocabulary.money import NOTHING, Money
from policies.withholding import Aggregation, Withheld
from tests.policies.fee_builders import DAY, a_quote, a_request, at, request_of, sums, yuan

CASES = yaml.safe_load((Path(__file__).parent / "fee_cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_cases_of_the_domain_table(case: dict[str, Any]) -> None:
    answer = quote(request_of(case))
    assert sums(answer) == tuple(str(yuan(case[name])) for name in ("gross", "tax", "net"))
    assert answer.minutes == case["minutes"]


def test_work_past_midnight_is_overnight_even_if_nobody_says_so() -> None:
    assert sums(a_quote("HN", "d1 22:30", "d2 00:30")) == sums(a_quote("HN", "d1 22:30", "d2 00:30", facts=["overnight"]))
    assert a_quote("HN", "d1 20:00", "d2 00:00").base == yuan("700")


def test_an_expert_who_leaves_ill_is_paid_to_the_approved_leaving() -> None:
    answer = a_quote("HN", "09:00", "12:01", facts=["left_ill"])
    assert answer.base == yuan("650")
    assert "FEE-09" in {line.rule for line in answer.lines}


@pytest.mark.parametrize("fact", ["left_without_leave", "misconduct", "tenderer_representative"])
def test_neither_fee_nor_reimbursement_for_who_left_or_misbehaved_or_is_no_expert(fact: str) -> None:
    answer = a_quote("AH", facts=[fact, "leader"], travel=Travel(road_hours=2, receipts=Money(5000)))
    assert answer.payable == answer.paid.gross == NOTHING
    assert answer.lines[-1].rule == ("FEE-03" if fact == "tenderer_representative" else "FEE-01")


def test_a_void_opinion_earns_no_review_fee_but_receipts_are_reimbursed() -> None:
    answer = a_quote("AH", facts=["opinion_void", "leader"], travel=Travel(road_hours=2, receipts=Money(5000)))
    assert (answer.paid.gross, answer.reimbursed) == (NOTHING, Money(5000))
    assert answer.lines[0].rule == "FEE-02"


def test_a_successor_counts_from_the_assembly_time_of_the_redraw() -> None:
    answer = a_quote("HN", "11:40", "16:00", facts=["successor"])
    assert (answer.minutes, answer.base) == (260, yuan("750"))


def test_the_leader_of_an_anhui_panel_is_paid_more_and_of_a_hunan_panel_is_told_why_not() -> None:
    assert a_quote("AH", facts=["leader"]).extras == (("leader", yuan("100")),)
    hunan = a_quote("HN", facts=["leader"])
    assert hunan.extras == ()
    assert any("组长补助：本标准未规定" in line.text for line in hunan.lines)


@pytest.mark.parametrize("fact", ["holiday", "emergency", "offsite", "voided", "senior"])
def test_what_hunan_does_not_name_changes_nothing_and_is_said(fact: str) -> None:
    answer = a_quote("HN", facts=[fact])
    assert sums(answer) == sums(a_quote("HN"))
    assert any("本标准未规定，不计" in line.text for line in answer.lines)


def test_a_senior_expert_has_a_higher_first_block_in_anhui() -> None:
    assert a_quote("AH", facts=["senior"]).base == yuan("800")


@pytest.mark.parametrize("fact", ["cancelled", "recused", "not_started"])
def test_who_came_in_vain_gets_a_lump_sum_in_place_of_the_fee(fact: str) -> None:
    answer = a_quote("AH", facts=[fact, "leader"], travel=Travel(road_hours=1))
    assert (answer.base, answer.instead, answer.minutes) == (yuan("200"), yuan("200"), 0)
    assert dict(answer.extras) == {"road_hours": yuan("70")}


def test_hunan_names_no_lump_sum_so_the_setting_is_shown_as_unverified() -> None:
    answer = a_quote("HN", facts=["recused"])
    assert answer.payable == NOTHING
    assert "未核实" in answer.lines[0].text


@pytest.mark.parametrize("standard", ["HN", "AH"])
def test_a_complaint_hearing_has_no_fee_in_these_standards(standard: str) -> None:
    with pytest.raises(refused.NotProvided):
        a_quote(standard, facts=["complaint_hearing"])


def test_a_remote_expert_in_hunan_is_paid_by_the_hosts_standard_and_the_conflict_is_shown() -> None:
    answer = a_quote("HN", facts=["remote_venue"], own_standard="AH")
    assert answer.standard.code == "HN"
    assert any(line.rule == "FEE-04" and "就高不就低" in line.text for line in answer.lines)


def test_a_remote_expert_may_be_paid_by_his_own_standard() -> None:
    assert a_quote("HN", own_standard="AH", remote_rule=RemoteRule.OWN).standard.code == "AH"


def test_the_higher_of_two_standards_is_found_gross_against_gross_on_the_same_earlier_receipts() -> None:
    earlier = Withheld(yuan("3000"), yuan("440"), yuan("2560"))
    answer = a_quote("AH", "09:00", "18:30", own_standard="HN", remote_rule=RemoteRule.HIGHER_OF, earlier=earlier)
    assert answer.standard.code == "HN"
    assert answer.paid.net == yuan("1250")


def test_a_tie_goes_to_the_host_unless_the_reading_says_otherwise() -> None:
    def tie(**chosen: str) -> FeeQuote:
        return a_quote("AH", "09:00", "17:00", facts=["senior"], own_standard="AH", remote_rule=RemoteRule.HIGHER_OF, readings=chosen)

    assert any("A13 tie=host" in str(reading) for reading in tie().readings)
    assert any("A13 tie=own" in str(reading) for reading in tie(tie="own").readings)


def test_a_non_resident_is_taxed_by_the_monthly_table() -> None:
    answer = a_quote("AH", "09:00", "17:05", facts=["non_resident"])
    assert sums(answer) == ("950.00", "22.80", "927.20")
    assert answer.lines[-1].rule == "TAX-05"


@pytest.mark.parametrize("car", OwnCar)
def test_an_own_car_is_named_by_neither_standard(car: OwnCar) -> None:
    answer = a_quote("AH", travel=Travel(own_car=car))
    assert answer.extras == ()
    assert any("自驾补助：本标准未规定" in line.text for line in answer.lines)


@pytest.mark.parametrize(("place", "sum_"), [("capital", "100"), ("city", "80"), ("county", "50")])
def test_travel_in_the_same_city_is_a_lump_sum_by_place(place: str, sum_: str) -> None:
    assert a_quote("AH", travel=Travel(same_city=SameCity(place))).extras == (("same_city_travel", yuan(sum_)),)
    assert a_quote("HN", travel=Travel(same_city=SameCity(place), road_hours=2)).extras == ()


def test_receipts_are_reimbursed_beside_the_fee_and_not_taxed() -> None:
    answer = a_quote("HN", travel=Travel(receipts=Money(12345)))
    assert (answer.reimbursed, answer.paid) == (Money(12345), a_quote("HN").paid)


def test_earlier_receipts_of_the_key_raise_the_tax_unless_each_receipt_is_a_time_of_its_own() -> None:
    earlier = Withheld(yuan("862.50"), yuan("12.50"), yuan("850"))
    assert sums(a_quote("HN", earlier=earlier)) == ("1062.50", "212.50", "850.00")
    assert sums(a_quote("HN", earlier=earlier, aggregation=Aggregation.PER_RECEIPT)) == ("862.50", "12.50", "850.00")


def test_the_answer_has_the_names_that_programs_read() -> None:
    answer = a_quote("AH", facts=["leader"], travel=Travel(receipts=Money(700))).as_json()
    assert (answer["standard"], answer["minutes"], answer["base_fen"], answer["extras"]) == ("AH", 320, 60000, {"leader": 10000})
    assert (answer["gross_fen"], answer["tax_fen"], answer["net_fen"], answer["reimbursed_fen"]) == (70000, 0, 70000, 700)
    assert answer["lines"][0] == {"text": "计酬时长5小时20分，首段", "rule": "AH", "fen": 30000}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_line_names_a_rule_that_has_a_source(case: dict[str, Any]) -> None:
    rules = {line.rule for line in quote(request_of(case)).lines}
    assert rules <= {*BUILT, *known_sources()}


any_facts = st.sets(st.sampled_from([fact for fact in Fact if fact not in (Fact.COMPLAINT_HEARING, Fact.LEFT_ILL)]))
earlier_receipts = st.integers(0, 500_000).map(lambda fen: Withheld(Money(fen), Money(fen // 10), Money(fen - fen // 10)))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["HN", "AH"]), any_facts, st.integers(1, 1400), earlier_receipts, st.integers(0, 9))
def test_money_is_conserved_line_by_line(standard: str, facts: set[Fact], minutes: int, earlier: Withheld, hours: int) -> None:
    sitting = Span(at("00:00"), at("00:00") + timedelta(minutes=minutes))
    travel = Travel(road_hours=hours, receipts=Money(hours))
    answer = quote(FeeRequest(standard, DAY, (sitting,), facts=frozenset(facts), travel=travel, earlier=earlier))
    assert answer.paid.gross - answer.paid.tax == answer.paid.net
    assert answer.paid.tax >= NOTHING
    assert sum(line.fen for line in answer.lines) == answer.payable.fen


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["HN", "AH"]), st.integers(1, 1400))
def test_a_minute_more_never_pays_less(standard: str, minutes: int) -> None:
    shorter, longer = (
        quote(a_request(standard, sittings=(Span(at("00:00"), at("00:00") + timedelta(minutes=each)),))).paid.net
        for each in (minutes, minutes + 1)
    )
    assert shorter <= longer


@pytest.mark.parametrize(("minutes", "said"), [(0, "0小时"), (59, "0小时59分"), (60, "1小时"), (185, "3小时05分"), (240, "4小时")])
def test_the_time_of_a_sitting_is_said_in_hours_and_minutes(minutes: int, said: str) -> None:
    assert hours_and_minutes(minutes) == said
