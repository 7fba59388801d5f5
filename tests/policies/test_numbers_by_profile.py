"""Rules whose number a profile may change: each by its code, in the profile that has it and in one that has not."""

from __future__ import annotations

from policies.committee_rules import VenueChoice, few_locals, spread_over_subvenues
from policies.intervals import hours_ahead, working_days_ahead
from policies.panel import few_representatives
from policies.profiles import PolicyDay, profile
from policies.vocabulary.tender import LawFamily, Method
from tests.policies.builders import EVALUATION, a_committee, a_tender

GP = LawFamily.PROCUREMENT


def day(name: str = "hunan-default") -> PolicyDay:
    return profile(name).on(EVALUATION)


def test_lc_01_allows_two_representatives_in_chongqing_and_sets_no_bound_elsewhere() -> None:
    assert few_representatives.code == "LC-01"
    demand = few_representatives(a_committee(6, 3), day("chongqing"))
    assert demand is not None and demand.most == 2
    assert few_representatives(a_committee(6, 3), day()) is None


def test_tm_04_draws_procurement_two_working_days_ahead_and_exempts_negotiation() -> None:
    assert working_days_ahead.code == "TM-04"
    assert working_days_ahead(a_tender(law_family=GP), day()) == 2
    assert working_days_ahead(a_tender(law_family=GP, method=Method.NEGOTIATION), day()) is None


def test_tm_05_draws_within_24_hours_in_chongqing_only() -> None:
    assert hours_ahead.code == "TM-05"
    assert (hours_ahead(a_tender(), day("chongqing")), hours_ahead(a_tender(), day())) == (24, None)


def test_yd_01_lets_at_most_a_share_of_the_committee_come_from_the_hosts_area() -> None:
    assert few_locals.code == "YD-01"
    assert [few_locals(a_committee(experts, reps, n_subvenues=2), day()) for experts, reps in ((5, 0), (7, 0), (6, 3))] == [1, 2, 3]


def test_yd_02_spreads_the_experts_over_the_subvenues() -> None:
    assert spread_over_subvenues.code == "YD-02"
    assert spread_over_subvenues(a_committee(7, n_subvenues=2), day()) == VenueChoice(2, 3, 4)
