"""工作日历的更改: the holidays of a year are put forward by one person with their basis, and count once another has compared and approved.

The calendar that ships with the rules holds for every year that was never approved here. What is approved lies in the database, so that it
counts on every node from the next unit of work on; nothing that was decided before is reckoned anew (docs/adr/0073).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dispatch.draw.tender_numbers import folded
from dispatch.intake.calendars import YearOff
from dispatch.kernel.canonical import canonical, labelled_hash
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.refusals import NoYearWaits, SamePerson
from dispatch.workflow.work import Work
from policies.calendar import WorkCalendar, work_calendar

ASKED, GRANTED, DECLINED = "calendar-asked", "calendar-granted", "calendar-declined"  # kinds of log entry
OFF, WORKED = "放假", "上班"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One step: a year put forward, or the answer to it; `of` is the log index of what is answered."""

    what: str
    days: YearOff
    by: str
    why: str
    at: datetime
    of: int | None
    log_idx: int


@dataclass(frozen=True, slots=True)
class YearShown:
    """How one year stands: what counts, who laid it down where this centre did, and what waits for a second person."""

    year: int
    in_force: YearOff | None
    asked: CalendarEntry | None
    granted: CalendarEntry | None
    waiting: CalendarEntry | None


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day that would be another one than it is."""

    day: date
    was: str
    becomes: str


def calendar_in_force(work: Work) -> WorkCalendar:
    """The calendar that ships, with every year that was approved in this centre in its place."""
    calendar = work_calendar()
    for entry in _entries(work):
        if entry.what == GRANTED:
            calendar = calendar.with_year(entry.days.year, entry.days.holidays, entry.days.worked)
    return calendar


def years_shown(work: Work) -> tuple[YearShown, ...]:
    """Every year that is known or waits, the latest first."""
    calendar, entries = calendar_in_force(work), _entries(work)
    return tuple(_shown(year, calendar, entries) for year in sorted(calendar.years | {each.days.year for each in entries}, reverse=True))


def waiting_years(work: Work) -> tuple[CalendarEntry, ...]:
    """What another person has to decide."""
    return tuple(shown.waiting for shown in years_shown(work) if shown.waiting)


def fresh_years(years: Iterable[YearOff], calendar: WorkCalendar) -> tuple[YearOff, ...]:
    """Those that are not in force as they are."""
    return tuple(year for year in years if not year.same_as(calendar))


def day_changes(days: YearOff, calendar: WorkCalendar) -> Iterator[DayChange]:
    """The days that these make another, in order; a year without data is plain weekends until then."""
    holidays, worked = calendar.days_of(days.year)
    for day in sorted({*holidays, *worked, *days.holidays, *days.worked}):
        was, becomes = calendar.is_workday(day), calendar.with_year(days.year, days.holidays, days.worked).is_workday(day)
        if was != becomes:
            yield DayChange(day, WORKED if was else OFF, WORKED if becomes else OFF)


def ask_calendar(years: Iterable[YearOff], act: Act, work: Work) -> tuple[YearOff, ...]:
    """Puts forward those years that are not in force as they are; answers which. A later request for a year replaces one that waits.

    The same days again are the same request.
    """
    work.uow.calendars.begin()
    waiting, fresh = {each.days.year: each for each in waiting_years(work)}, fresh_years(years, calendar_in_force(work))
    for days in fresh:
        known = waiting.get(days.year)
        if known is None or known.days != days:
            _keep(ASKED, days, act, None, work)
    return fresh


def decide_calendar(year: int, act: Act, work: Work, *, granted: bool) -> YearOff:
    """Another person approves; whoever asked may only take it back. Raises NoYearWaits, SamePerson."""
    work.uow.calendars.begin()
    asked = next((each for each in waiting_years(work) if each.days.year == year), None)
    if asked is None:
        raise NoYearWaits(year=year)
    if granted and folded(act.by) == folded(asked.by):
        raise SamePerson()
    _keep(GRANTED if granted else DECLINED, asked.days, act, asked.log_idx, work)
    return asked.days


def _shown(year: int, calendar: WorkCalendar, entries: tuple[CalendarEntry, ...]) -> YearShown:
    mine = [entry for entry in entries if entry.days.year == year]
    granted = next((entry for entry in reversed(mine) if entry.what == GRANTED), None)
    asked = next((entry for entry in mine if granted and entry.log_idx == granted.of), None)
    in_force = YearOff(year, *calendar.days_of(year)) if year in calendar.years else None
    return YearShown(year, in_force, asked, granted, mine[-1] if mine and mine[-1].what == ASKED else None)


def _entries(work: Work) -> tuple[CalendarEntry, ...]:
    return tuple(_entry(kept) for kept in work.uow.calendars.entries())


def _entry(kept: dict[str, Any]) -> CalendarEntry:
    holidays, worked = (tuple(map(date.fromisoformat, kept[name])) for name in ("holidays", "worked"))
    days, at = YearOff(kept["year"], holidays, worked), datetime.fromisoformat(kept["at"])
    return CalendarEntry(kept["what"], days, kept["by"], kept["why"], at, kept["of"], kept["log_idx"])


def _keep(what: str, days: YearOff, act: Act, of: int | None, work: Work) -> None:
    """One entry in the log, which binds days, who and why, and one row."""
    listed = {"holidays": [day.isoformat() for day in days.holidays], "worked": [day.isoformat() for day in days.worked]}
    kept = {"what": what, "of": of, "by": act.by, "why": act.why, "at": work.now.isoformat(), **listed}
    digest = labelled_hash("dispatch/calendar", canonical({**kept, "year": days.year})).hex()
    idx = work.uow.log.append({"e": what, "year": days.year, **listed, "why": digest}, kind="approval")
    work.uow.calendars.add(days.year, kept, idx)
