"""Times before and after an opening, on the work calendar with its shifted days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from policies.calendar import LOCAL, work_calendar
from policies.intervals import (
    earliest_draw,
    gate_tries,
    leave_closes,
    payment_due,
    recall_checkin,
    reply_window,
    venue_notice,
)
from policies.profiles import profile
from policies.replies import refusal_reason, refusal_reasons
from policies.vocabulary.tender import LawFamily, Method
from tests.policies.builders import NOW, OPENING, TODAY, a_tender

GP = LawFamily.PROCUREMENT


def at(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("opening", "earliest"),
    [
        (at(2026, 12, 16, 9), at(2026, 12, 14)),
        (at(2026, 12, 14, 9), at(2026, 12, 10)),
        (at(2026, 10, 12, 9), at(2026, 10, 9)),  # Saturday 10 October is worked
        (at(2026, 10, 10, 9), at(2026, 10, 8)),  # opens on that Saturday
        (at(2026, 1, 5), at(2025, 12, 31)),  # midnight; Sunday 4 January is worked
        (at(2026, 2, 24, 9), at(2026, 2, 13)),  # the Spring Festival; Saturday 14 February is worked
    ],
)
def test_a_procurement_draw_is_two_working_days_ahead_at_most(opening: datetime, earliest: datetime) -> None:
    assert earliest_draw(a_tender(law_family=GP, opening_at=opening), profile()) == earliest


def test_negotiation_consultation_and_remote_review_are_exempt() -> None:
    assert earliest_draw(a_tender(law_family=GP, method=Method.NEGOTIATION), profile()) is None
    assert earliest_draw(a_tender(law_family=GP, method=Method.CONSULTATION), profile()) is None
    assert earliest_draw(a_tender(law_family=GP, n_subvenues=2), profile()) is None
    assert earliest_draw(a_tender(law_family=GP, method=Method.INQUIRY), profile()) is not None


def test_chongqing_draws_within_24_hours() -> None:
    assert earliest_draw(a_tender(), profile("chongqing")) == OPENING - timedelta(hours=24)
    assert earliest_draw(a_tender(), profile()) is None


def test_a_gate_counts_guesses_by_settings_that_a_centre_must_verify() -> None:
    tries = gate_tries(profile(), TODAY)
    assert (tries.per_code, tries.per_venue, tries.within) == (5, 30, timedelta(minutes=10))
    assert not profile().setting("intervals.gate_tries_per_code", TODAY).verified


def test_a_reply_may_take_15_minutes_or_5_on_short_notice() -> None:
    assert reply_window(OPENING - timedelta(hours=2), OPENING, profile()) == timedelta(minutes=15)
    assert reply_window(OPENING - timedelta(minutes=119), OPENING, profile()) == timedelta(minutes=5)


def test_the_other_windows_are_those_of_the_handbook() -> None:
    rules, today = profile(), TODAY
    assert (venue_notice(rules, today), recall_checkin(rules, today)) == (timedelta(hours=2), timedelta(minutes=30))
    assert leave_closes(rules, today) == timedelta(hours=24)


def test_payment_is_due_ten_working_days_after_approval() -> None:
    assert payment_due(date(2026, 9, 18), profile()) == date(2026, 10, 9)


def test_a_year_without_a_calendar_is_marked_as_not_verified() -> None:
    calendar = work_calendar()
    assert calendar.remark(NOW.date()) == ""
    assert "2027" in calendar.remark(date(2026, 12, 30), date(2027, 1, 5)) and not calendar.is_known(date(2027, 1, 5))
    assert calendar.is_workday(date(2027, 1, 4)) and not calendar.is_workday(date(2027, 1, 3))


def test_recusal_and_illness_never_count_against_an_expert() -> None:
    counts = {reason.code: reason.counts for reason in refusal_reasons(TODAY)}
    assert list(counts) == [f"RF{number}" for number in range(1, 12)]
    assert (counts["RF2"], counts["RF5"], counts["RF7"], counts["RF11"]) == ("never", "never", "by_rate", "by_library")
    mismatch = refusal_reason("RF4", TODAY)
    assert mismatch is not None and mismatch.opens == "专业复核"
    assert refusal_reason("RF99", TODAY) is None
