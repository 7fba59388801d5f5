"""法定例外 as data and small functions: each condition with its article, one case just inside and one just outside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from policies.calendar import local_day
from policies.exceptions import basis_of_least_bidders, draw_outlasts, least_bidders, paid_for_coming
from policies.fees import Fact
from policies.profiles import changeable, profile
from policies.vocabulary.source import Status
from policies.vocabulary.tender import LawFamily, Method
from tests.policies.builders import EVALUATION, OPENING, a_tender

RULES = profile().on(EVALUATION)
PROCUREMENT = LawFamily.PROCUREMENT


@pytest.mark.parametrize(
    ("changes", "least"),
    [
        ({}, 3),
        ({"law_family": PROCUREMENT}, 3),
        ({"law_family": PROCUREMENT, "method": Method.INVITED}, 3),
        ({"law_family": PROCUREMENT, "method": Method.NEGOTIATION}, 0),
        ({"law_family": PROCUREMENT, "method": Method.INQUIRY}, 0),
    ],
)
def test_zb_17_wants_three_bidders_where_there_are_bids(changes: dict[str, Any], least: int):
    assert least_bidders(a_tender(**changes), RULES) == least
    assert least_bidders.source.status is Status.VERIFIED and "第四十四条" in str(least_bidders.source)


def test_a_procurement_with_too_few_bidders_is_stopped_by_procurement_law():
    bases = [basis_of_least_bidders(a_tender(law_family=family)) for family in LawFamily]
    assert [(basis.clause, basis.status) for basis in bases] == [
        ("《招标投标法实施条例》（2019年修订）第四十四条", Status.VERIFIED),
        ("《政府采购法》（2014年修正）第三十六条", Status.REPORTED),
    ]


def test_who_came_in_vain_is_paid_and_who_was_only_told_is_not_unless_policy_says_so():
    assert (paid_for_coming(RULES, came=True), paid_for_coming(RULES, came=False)) == (Fact.CANCELLED, None)
    assert not profile().setting("exceptions.came_in_vain", EVALUATION).verified


@pytest.mark.parametrize(
    ("name", "before", "outlasts"),
    [("chongqing", 23, True), ("chongqing", 24, True), ("chongqing", 25, False), ("hunan-default", 25, True)],
)
def test_tm_05_lets_a_draw_outlast_a_new_date_only_within_its_hours(name: str, before: int, outlasts: bool):
    tender = a_tender(profile=name)
    assert draw_outlasts(tender, OPENING - timedelta(hours=before), profile(name)) is outlasts


def test_working_days_count_from_the_plan_that_was_drawn_for():
    tender = a_tender(law_family=PROCUREMENT)
    assert draw_outlasts(tender, OPENING - timedelta(days=9), profile())


@pytest.mark.parametrize("name", ["bidders_least", "came_in_vain", "drawn_before", "postponed_most"])
def test_every_setting_of_the_exceptions_has_a_source_and_says_how_sure_it_is(name: str):
    setting = profile().setting(f"exceptions.{name}", local_day(OPENING))
    assert setting.sources and setting.title and setting.status in Status


def test_the_number_of_bidders_is_no_region_s_to_change():
    assert "exceptions.bidders_least" not in changeable()
