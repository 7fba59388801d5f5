"""今日 as one role may see it: what sits today and next, which draws wait and for whom, and what a node failed to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch.workflow.barred_alarm import BarredAlarm, alarms
from dispatch.workflow.calendars import CalendarEntry, waiting_years
from dispatch.workflow.pages import Page, page_of
from dispatch.workflow.records import Denial, Task, TenderState
from dispatch.workflow.shown import Viewer
from dispatch.workflow.shown_draws import DrawLine, lines_of
from dispatch.workflow.shown_tenders import TenderLine, tenders_between, tenders_in
from dispatch.workflow.work import Work
from policies.calendar import local_day, midnight
from policies.vocabulary.roles import Role

COMING = 25  # sittings after today
_AHEAD = timedelta(days=366)
DENIALS = 100
_APPROVE = (Role.OPERATOR, Role.SUPERVISOR)
_WATCH = (Role.SUPERVISOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class TodayShown:
    """`faults` are tasks that failed and will be tried again, by kind and refusal code only; `unapproved` and `calendars` wait for another;

    `alarms` are for who watches over the draws.
    """

    now: datetime
    today: tuple[TenderLine, ...]
    coming: tuple[TenderLine, ...]
    unapproved: tuple[TenderLine, ...]
    calendars: tuple[CalendarEntry, ...]
    waiting: tuple[DrawLine, ...]
    running: int
    unsent: int
    faults: tuple[Task, ...]
    log_size: int
    alarms: tuple[BarredAlarm, ...] = ()


def today_shown(viewer: Viewer, work: Work) -> TodayShown:
    draws = work.uow.draws.under_way()
    begins = midnight(local_day(work.now))
    ends = begins + timedelta(days=1)
    runs_node = viewer.role in (Role.OPERATOR, Role.AUDITOR)
    return TodayShown(
        now=work.now,
        today=tuple(filter(_has_its_time, tenders_between(begins, ends, viewer, work))),
        coming=tuple(filter(_has_its_time, tenders_between(ends, ends + _AHEAD, viewer, work)))[:COMING],
        unapproved=tenders_in((TenderState.APPLIED,), viewer, work) if viewer.role in _APPROVE else (),
        calendars=waiting_years(work) if viewer.role in _APPROVE else (),
        waiting=tuple(lines_of([draw for draw in draws if draw.waiting], viewer, work)),
        running=len(draws),
        unsent=work.uow.calls.waiting(),
        faults=tuple(task for task in work.uow.tasks.all() if task.fault) if runs_node else (),
        log_size=work.uow.log.size,
        alarms=tuple(alarms(work)) if viewer.role in _WATCH else (),
    )


def denial_page(viewer: Viewer, work: Work, after: str = "") -> Page[Denial]:
    """Refused questions, for the auditor, a page behind the number of one of them, the latest first."""
    if viewer.role is not Role.AUDITOR:
        return Page((), "")

    def rows(last: str, most: int) -> list[Denial]:
        return work.uow.web.denials(most, int(last) if last.isdecimal() and last.isascii() and len(last) < 12 else None)

    return page_of(rows, iter, lambda denial: str(denial.id), after, most=DENIALS)


def _has_its_time(line: TenderLine) -> bool:
    return line.times is not None and line.times.checkin_at is not None
