"""What holds about an expert on a day is read from the entries alone; what was struck out stays, and counts for nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.workflow.experts.entries import Entry, Kind
from dispatch.workflow.experts.known import stricter
from dispatch.workflow.experts.state import Stage, fold
from policies.lifecycle import lifecycle_rules
from policies.profiles import profile
from policies.vocabulary.expert import Standing

TODAY = date(2026, 12, 15)
NOON = datetime(2026, 12, 15, 4, tzinfo=UTC)
RULES = lifecycle_rules(profile(), TODAY)


def entry(seq: int, kind: Kind, ago: int = 0, **facts: Any) -> Entry:
    return Entry("r", seq, kind, NOON - timedelta(days=ago), "李管理", "按规定", facts)


def points(seq: int, taken: int, ago: int = 0) -> Entry:
    on = (TODAY - timedelta(days=ago)).isoformat()
    return entry(seq, Kind.POINTS, ago, code="late", title="迟到", points=taken, on=on)


def suspension(seq: int, until: str = "", record: int = 0, ago: int = 0) -> Entry:
    return entry(seq, Kind.SUSPENSION, ago, ground="enquiry", title="", until=until, record=record, basis=[])


def test_points_of_more_than_a_year_ago_count_no_more():
    assert fold([points(1, 10, ago=366), points(2, 3, ago=364)], TODAY, RULES).points == 3


def test_a_withdrawn_entry_stays_and_counts_for_nothing():
    state = fold([points(1, 10), entry(2, Kind.WITHDRAWAL, of=1)], TODAY, RULES)
    assert (state.points, state.void) == (0, {1})


def test_an_appeal_that_is_granted_strikes_the_suspension_out():
    appealed = [suspension(1), entry(2, Kind.APPEAL, against=1), entry(3, Kind.REVIEW, of=2, granted=1, voids=1)]
    assert (fold(appealed[:2], TODAY, RULES).suspended, fold(appealed, TODAY, RULES).suspended) == (True, False)


def test_of_two_suspensions_the_one_that_lasts_longer_counts():
    assert fold([suspension(1, "2027-01-01"), suspension(2, "2026-12-31")], TODAY, RULES).suspended_until == date(2027, 1, 1)
    assert fold([suspension(1, "2027-01-01"), suspension(2)], TODAY, RULES).suspended_until is None


def test_a_suspension_lasts_through_its_last_day():
    until = [suspension(1, "2026-12-15", ago=30)]
    assert (fold(until, TODAY, RULES).suspended, fold(until, TODAY + timedelta(days=1), RULES).suspended) == (True, False)


def test_a_bad_record_is_of_the_day_of_its_decision_however_long_the_suspension():
    (record,) = fold([suspension(1, record=1, ago=400), entry(2, Kind.LIFT, of=[1])], TODAY, RULES).bad_records
    assert (record.since, record.until) == (TODAY - timedelta(days=400),) * 2


def test_the_state_of_an_earlier_day_does_not_know_what_came_later():
    entries = [points(1, 10, ago=5), entry(2, Kind.EXIT, ground="own", title="", banned=0)]
    assert fold(entries, TODAY - timedelta(days=1), RULES).stage is Stage.IN_POOL
    assert fold(entries, TODAY, RULES).stage is Stage.LEFT


def test_a_consent_that_is_revoked_is_none():
    given_ = entry(1, Kind.CONSENT, purpose="face", statement="v1", given=1)
    revoked = entry(2, Kind.CONSENT, purpose="face", statement="v1", given=0)
    assert (fold([given_], TODAY, RULES).consents, fold([given_, revoked], TODAY, RULES).consents) == ({"face": "v1"}, {})


def test_whose_dismissal_was_struck_out_is_in_the_pool_whatever_became_of_his_new_candidacy():
    left = [entry(1, Kind.EXIT, ground="failed", title="", banned=0), entry(2, Kind.CANDIDACY, call="C", row=[])]
    struck_out = [*left, entry(3, Kind.APPEAL, against=1), entry(4, Kind.REVIEW, of=3, granted=1, voids=1)]
    refused = [*struck_out, entry(5, Kind.REVIEW, of=2, granted=0, voids=0)]
    stages = [fold(entries, TODAY, RULES).stage for entries in (left, struck_out, refused)]
    assert stages == [Stage.CANDIDATE, Stage.IN_POOL, Stage.IN_POOL]


def test_a_refused_candidacy_that_an_appeal_reopens_waits_again():
    refused = [entry(1, Kind.CANDIDACY, row=[], call=""), entry(2, Kind.REVIEW, of=1, granted=0, voids=0)]
    reopened = [*refused, entry(3, Kind.APPEAL, against=2), entry(4, Kind.REVIEW, of=3, granted=1, voids=2)]
    assert (fold(refused, TODAY, RULES).stage, fold(reopened, TODAY, RULES).stage) == (Stage.TURNED_DOWN, Stage.CANDIDATE)
    assert [each.seq for each in fold(reopened, TODAY, RULES).waiting] == [1]


@given(st.sampled_from(Standing), st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.none() | st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_neither_the_file_nor_our_entries_can_lift_what_the_other_decided(row: Standing, until: date | None, days: int | None):
    ours = suspension(1, (TODAY + timedelta(days=days)).isoformat() if days is not None else "")
    file_until = until if row is Standing.SUSPENDED else None
    standing, end = stricter(row, file_until, fold([ours], TODAY, RULES), TODAY)
    assert standing is (Standing.LEFT if row is Standing.LEFT else Standing.SUSPENDED)
    if standing is Standing.SUSPENDED and days is not None:
        assert end is None or end >= TODAY + timedelta(days=days)
