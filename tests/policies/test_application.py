"""An application is refused for its first fault, with the rule that it breaks; a lawful one names the rules it keeps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from policies.application import check_application, objections
from policies.panel import committee
from policies.profiles import profile
from policies.refusals import (
    ApplicationRefused,
    CheckinAfterOpening,
    CommitteeEven,
    CommitteeTooSmall,
    OpeningTooFar,
    TenderInThePast,
    TooFewExperts,
    TooManyRepresentatives,
    TooManySubvenues,
)
from policies.vocabulary.tender import LawFamily, Method, Tender
from tests.policies.builders import EVALUATION, NOW, OPENING, a_committee, a_tender

GP = {"law_family": LawFamily.PROCUREMENT}
SMALL, AT_THRESHOLD = {"budget_fen": 199_999_999}, {"budget_fen": 200_000_000}


def refusals(tender: Tender, profile_id: str = "hunan-default") -> list[type[ApplicationRefused]]:
    return [type(objection) for objection in objections(tender, profile(profile_id), NOW)]


@pytest.mark.parametrize(
    ("experts", "reps", "changes", "code"),
    [
        (5, 0, {}, "ZB-01"),
        (4, 1, {}, "ZB-01"),
        (5, 0, GP | {"budget_fen": 999_999_999}, "GP-01"),
        (7, 0, GP | {"budget_fen": 1_000_000_000}, "GP-02"),
        (2, 1, GP | SMALL | {"method": Method.NEGOTIATION}, "GP-03"),
        (3, 0, GP | SMALL | {"method": Method.INQUIRY}, "GP-03"),
        (5, 0, GP | AT_THRESHOLD | {"method": Method.NEGOTIATION}, "GP-04"),
        (3, 0, GP | {"method": Method.CONSULTATION}, "GP-06"),
    ],
)
def test_a_lawful_committee_names_the_rules_it_keeps(experts: int, reps: int, changes: dict[str, Any], code: str) -> None:
    grounds = check_application(a_committee(experts, reps, **changes), profile(), NOW)
    assert code in {ground.code for ground in grounds}
    assert all(ground.source.law and "{" not in ground.sentence for ground in grounds)


@pytest.mark.parametrize(
    ("experts", "reps", "changes", "refusal", "rule"),
    [
        (3, 0, {}, CommitteeTooSmall, "ZB-01"),
        (6, 0, {}, CommitteeEven, "ZB-01"),
        (4, 3, {}, TooFewExperts, "ZB-01"),
        (5, 0, GP | {"budget_fen": 1_000_000_000}, CommitteeTooSmall, "GP-02"),
        (5, 0, GP | {"budget_fen": 1, "extra": {"技术复杂": "是"}}, CommitteeTooSmall, "GP-02"),
        (1, 2, GP | SMALL | {"method": Method.NEGOTIATION}, TooFewExperts, "GP-03"),
        (3, 0, GP | AT_THRESHOLD | {"method": Method.INQUIRY}, CommitteeTooSmall, "GP-04"),
        (8, 0, GP | {"budget_fen": 1_000_000_000}, CommitteeEven, "GP-01"),
        (4, 0, GP | {"method": Method.CONSULTATION}, CommitteeEven, "GP-06"),
        (2, 0, GP | {"method": Method.CONSULTATION}, CommitteeTooSmall, "GP-06"),
        (3, 0, GP | {"method": Method.INVITED, "budget_fen": 1}, CommitteeTooSmall, "GP-01"),
    ],
)
def test_an_unlawful_committee_is_refused_with_its_rule(
    experts: int, reps: int, changes: dict[str, Any], refusal: type[ApplicationRefused], rule: str
) -> None:
    with pytest.raises(refusal) as refused:
        check_application(a_committee(experts, reps, **changes), profile(), NOW)
    assert refused.value.facts["rule"] == rule
    assert "{" not in refused.value.chinese + refused.value.english


@pytest.mark.parametrize(("members", "least_experts", "most_reps"), [(3, 2, 1), (5, 4, 1), (7, 5, 2), (9, 6, 3), (11, 8, 3), (13, 9, 4)])
def test_seats_follow_the_arithmetic_of_the_handbook(members: int, least_experts: int, most_reps: int) -> None:
    rules = committee(a_tender(), profile(), EVALUATION)
    assert (rules.least_experts(members), rules.most_representatives(members)[1]) == (least_experts, most_reps)


@pytest.mark.parametrize(("members", "most_reps"), [(5, 1), (7, 2), (9, 2), (11, 2), (13, 2)])
def test_chongqing_allows_two_representatives_at_most(members: int, most_reps: int) -> None:
    assert committee(a_tender(), profile("chongqing"), EVALUATION).most_representatives(members)[1] == most_reps
    assert refusals(a_committee(6, 3), "chongqing") == [TooManyRepresentatives]
    assert refusals(a_committee(6, 3)) == []


def test_a_tender_in_the_past_is_refused() -> None:
    assert refusals(a_tender(opening_at=NOW, checkin_at=NOW - timedelta(minutes=30))) == [TenderInThePast]
    assert refusals(a_tender(opening_at=NOW + timedelta(minutes=10), checkin_at=NOW)) == [TenderInThePast]
    assert refusals(a_tender(opening_at=NOW + timedelta(minutes=10), checkin_at=NOW + timedelta(minutes=1))) == []


def test_checkin_may_not_be_after_the_opening() -> None:
    assert refusals(a_tender(checkin_at=OPENING + timedelta(minutes=1))) == [CheckinAfterOpening]
    assert refusals(a_tender(checkin_at=OPENING)) == []


def test_an_opening_of_a_wrong_year_is_refused() -> None:
    assert refusals(a_tender(opening_at=NOW + timedelta(days=366))) == [OpeningTooFar]
    assert refusals(a_tender(opening_at=NOW + timedelta(days=365))) == []


def test_every_subvenue_needs_an_expert() -> None:
    procurement = GP | SMALL | {"method": Method.NEGOTIATION}
    assert refusals(a_committee(2, 1, n_subvenues=3, **procurement)) == [TooManySubvenues]
    assert refusals(a_committee(3, 0, n_subvenues=3, **procurement)) == []


def test_all_faults_are_found_the_first_is_raised() -> None:
    tender = a_committee(3, 3)
    assert refusals(tender) == [CommitteeEven, TooFewExperts, TooManyRepresentatives]
    with pytest.raises(CommitteeEven):
        check_application(tender, profile(), NOW)
