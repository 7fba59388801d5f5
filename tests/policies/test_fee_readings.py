"""Fees: one test for each reading of an unclear text, and which time counts."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from policies.fees import FeeRequest, Span, Travel, quote
from policies.fees import refusals as refused
from tests.policies.fee_builders import DAY, a_quote, at, spans, sums, yuan


def test_reading_a1_moves_the_first_block() -> None:
    assert a_quote("HN", "09:00", "13:00", readings={"first_block_min": "240"}).base == yuan("600")


def test_reading_a2_takes_anhui_as_after_tax() -> None:
    answer = a_quote("AH", "09:00", "17:05", readings={"basis": "net"})
    assert sums(answer) == ("987.50", "37.50", "950.00")


@pytest.mark.parametrize(("rule", "amount"), [("ceil_hour", "400"), ("gd_gp", "300"), ("sd_gp", "350")])
def test_reading_a3_rounds_half_an_hour_by_three_rules(rule: str, amount: str) -> None:
    assert a_quote("AH", "09:00", "12:30", readings={"round": rule}).base == yuan(amount)


def test_reading_a8_counts_each_day_by_itself() -> None:
    two_days = ("d1 09:00", "d1 17:00", "d2 09:00", "d2 12:00")
    assert a_quote("HN", *two_days, readings={"overnight_sum": "false"}).base == yuan("1900")


def test_reading_a10_leaves_out_only_what_exceeds_half_an_hour() -> None:
    answer = a_quote("HN", breaks=spans(["12:00", "13:00"]), readings={"long_break": "drop_excess"})
    assert answer.minutes == 290


def test_reading_a12_frees_lump_sums_for_travel_from_tax() -> None:
    answer = a_quote("AH", travel=Travel(road_hours=3), readings={"taxable_allowance": "false"})
    assert (sums(answer), answer.reimbursed) == (("600.00", "0.00", "600.00"), yuan("210"))


@pytest.mark.parametrize(
    ("standard", "name", "value"), [("HN", "round", "gd_gp"), ("AH", "round", "up"), ("HN", "no_such", "1"), ("HN", "first_block_min", "0")]
)
def test_a_reading_that_the_standard_does_not_leave_open_is_refused(standard: str, name: str, value: str) -> None:
    with pytest.raises(refused.UnknownReading):
        a_quote(standard, readings={name: value})


def test_a_meal_is_a_break_in_hunan_and_two_that_touch_are_one() -> None:
    assert a_quote("HN", meals=spans(["12:00", "12:30"])).minutes == 320
    assert a_quote("HN", meals=spans(["12:00", "12:30"]), breaks=spans(["12:30", "12:45"])).minutes == 275


def test_a_started_minute_counts_whole() -> None:
    sitting = Span(at("09:00"), at("12:00") + timedelta(seconds=1))
    assert quote(FeeRequest("HN", DAY, (sitting,))).base == yuan("650")


def test_each_day_in_anhui_has_its_own_first_block() -> None:
    assert a_quote("AH", "d1 09:00", "d1 12:00", "d2 09:00", "d2 12:00").base == yuan("600")


def test_a_day_is_a_day_in_china_whatever_zone_the_times_name() -> None:
    sitting = Span(at("09:00").astimezone(UTC), at("14:20").astimezone(UTC))
    assert quote(FeeRequest("HN", DAY, (sitting,))).lines == a_quote("HN").lines
