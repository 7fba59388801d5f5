"""Numbers of an expert's time in the pool: dated, sourced, and months counted as people count them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.lifecycle import lifecycle_rules, months_later
from policies.profiles import profile
from policies.vocabulary.source import Status

TODAY = date(2026, 12, 9)


def test_qinghai_points_propose_six_months_of_suspension():
    rules = lifecycle_rules(profile(), TODAY)
    assert (rules.total, rules.single, rules.window, rules.grounds["points"].months) == (25, 15, 12, 6)
    assert rules.causes["ZJ508"].points == 15


def test_a_penalty_is_a_bad_record_and_a_wish_of_ones_own_is_none():
    rules = lifecycle_rules(profile(), TODAY)
    assert (rules.grounds["banned"].record, rules.grounds["own"].record, rules.exits["bribe"].banned) == (True, False, True)


def test_every_repeated_cause_is_a_cause():
    rules = lifecycle_rules(profile(), TODAY)
    assert set(rules.repeated) <= set(rules.causes)


def test_points_that_nobody_published_are_shown_as_unverified():
    assert profile().setting("lifecycle.causes", TODAY).status is Status.SETTING


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
    ],
)
def test_a_month_that_has_no_such_day_ends_on_its_last(day: date, months: int, later: date):
    assert months_later(day, months) == later


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-60, 60))
@settings(max_examples=40, deadline=None)
def test_months_never_run_into_the_month_after(day: date, months: int):
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
