"""A draw moves by one step at a time: a table of steps, each one transaction, resumable by any node after any crash."""

from __future__ import annotations

from collections.abc import Callable

from dispatch.workflow.call_wave import call_members
from dispatch.workflow.finish_draw import await_final, await_vacate
from dispatch.workflow.freeze import freeze_roster
from dispatch.workflow.records import DrawRecord, DrawStep
from dispatch.workflow.refusals import UnknownDraw
from dispatch.workflow.replies import await_replies, look_for_vacancies
from dispatch.workflow.rounds import await_commits, await_releases, pick
from dispatch.workflow.settle_round import await_settle
from dispatch.workflow.work import Work

Step = Callable[[DrawRecord, Work], DrawRecord]

STEPS: dict[DrawStep, Step] = {
    DrawStep.FREEZE: freeze_roster,
    DrawStep.COMMITS: await_commits,
    DrawStep.RELEASES: await_releases,
    DrawStep.PICK: pick,
    DrawStep.CALL: call_members,
    DrawStep.REPLIES: await_replies,
    DrawStep.SETTLE: await_settle,
    DrawStep.VACATE: await_vacate,
    DrawStep.FULL: look_for_vacancies,
    DrawStep.FINAL: await_final,
}


def advance_draw(m: str, work: Work) -> DrawRecord:
    """Runs the one step that is due and says when to look again; what waits for others is woken by them."""
    draw = work.uow.draws.get(m)
    if draw is None:
        raise UnknownDraw()
    if draw.step is DrawStep.ENDED:
        return draw
    after = STEPS[draw.step](draw, work)
    work.uow.draws.save(after)
    if after.step is not draw.step or after.round != draw.round:
        work.uow.tasks.put("draw", m, work.now)
    elif after.step is DrawStep.REPLIES and after.reply_by and after.reply_by > work.now:
        work.uow.tasks.put("draw", m, after.reply_by)
    return after
