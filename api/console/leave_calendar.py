"""请假日历: the months that an expert's leave touches, from today on, each day with whether he is away."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dispatch.workflow.experts.state import Spell

MONTHS = 6  # at most so many are shown
_WEEKS = Calendar()  # Monday first


@dataclass(frozen=True, slots=True)
class Day:
    """One square; `number` is 0 outside the month."""

    number: int
    away: bool
    today: bool


@dataclass(frozen=True, slots=True)
class Month:
    year: int
    month: int
    weeks: tuple[tuple[Day, ...], ...]


def leave_months(leave: Sequence[Spell], today: date) -> tuple[Month, ...]:
    """Months in which a day of leave is still to come, the nearest first.

    >>> [(each.year, each.month) for each in leave_months([Spell(1, date(2026, 12, 30), date(2027, 1, 2))], date(2026, 12, 9))]
    [(2026, 12), (2027, 1)]
    """
    touched = dict.fromkeys((day.year, day.month) for spell in sorted(leave, key=lambda each: each.since) for day in _days(spell, today))
    return tuple(Month(year, month, _weeks(year, month, leave, today)) for year, month in list(touched)[:MONTHS])


def _days(spell: Spell, today: date) -> list[date]:
    """The days from today on; leave without end counts as far as the calendar goes."""
    first = max(spell.since, today)
    last = spell.until or first + timedelta(days=31 * MONTHS)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _weeks(year: int, month: int, leave: Sequence[Spell], today: date) -> tuple[tuple[Day, ...], ...]:
    return tuple(tuple(_square(day, month, leave, today) for day in week) for week in _WEEKS.monthdatescalendar(year, month))


def _square(day: date, month: int, leave: Sequence[Spell], today: date) -> Day:
    if day.month != month:
        return Day(0, False, False)
    return Day(day.day, any(spell.holds(day) for spell in leave), day == today)
