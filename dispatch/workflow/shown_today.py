"""今日 as one role may see it: what sits today and next, which draws wait and for whom, and what a node failed to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch.workflow.records import Denial, DrawStep, Task, TenderState
from dispatch.workflow.shown import Viewer
from dispatch.workflow.shown_draws import DrawLine, draw_lines
from dispatch.workflow.shown_tenders import TenderLine, tender_lines
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.vocabulary.roles import Role

_APPROVE = (Role.OPERATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class TodayShown:
    """`faults` are tasks that failed and will be tried again, by kind and refusal code only; `unapproved` wait for a second person."""

    now: datetime
    today: tuple[TenderLine, ...]
    coming: tuple[TenderLine, ...]
    unapproved: tuple[TenderLine, ...]
    waiting: tuple[DrawLine, ...]
    running: int
    ended: int
    unsent: int
    faults: tuple[Task, ...]
    log_size: int


def today_shown(viewer: Viewer, work: Work) -> TodayShown:
    lines = tender_lines(viewer, work)
    draws = draw_lines(viewer, work)
    today = local_day(work.now)
    dated = [(local_day(line.times.checkin_at), line) for line in lines if line.times and line.times.checkin_at]
    runs_node = viewer.role in (Role.OPERATOR, Role.AUDITOR)
    return TodayShown(
        now=work.now,
        today=tuple(line for day, line in dated if day == today),
        coming=tuple(line for day, line in dated if day > today),
        unapproved=tuple(line for line in lines if line.state is TenderState.APPLIED) if viewer.role in _APPROVE else (),
        waiting=tuple(draw for draw in draws if draw.waiting),
        running=sum(draw.step is not DrawStep.ENDED for draw in draws),
        ended=sum(draw.step is DrawStep.ENDED for draw in draws),
        unsent=work.uow.calls.waiting(),
        faults=tuple(task for task in work.uow.tasks.all() if task.fault) if runs_node else (),
        log_size=work.uow.log.size,
    )


def denials_shown(viewer: Viewer, work: Work, limit: int = 100) -> tuple[Denial, ...]:
    """The latest refused questions, for the auditor."""
    return tuple(work.uow.web.denials(limit)) if viewer.role is Role.AUDITOR else ()
