"""递补: the round is settled once the supervisor has signed who accepted; seats go by rank, and whoever is not needed is told.

Source: docs/spec/draw-protocol.md §9. Only in draws with standbys; without them whoever is drawn has his seat.
"""

from __future__ import annotations

from dataclasses import replace

from dispatch.notify.call_out import COMING
from dispatch.workflow.draw_course import called_in, course_of, open_draw
from dispatch.workflow.records import DrawRecord
from dispatch.workflow.release_members import let_go
from dispatch.workflow.replies import look_for_vacancies
from dispatch.workflow.work import Work


def await_settle(draw: DrawRecord, work: Work) -> DrawRecord:
    """Once the list of those who accepted is signed and logged, it decides alone; then somebody may be missing, or nobody."""
    signed = work.uow.draws.proposal(draw.m, "settle", draw.round)
    if signed is None or signed.state != "signed":
        return draw
    seated = {id for id, _ in course_of(open_draw(draw.m, work), draw.round, work).sitting}
    for id, call in called_in(draw.m, draw.round, work).items():
        if id in seated:
            continue
        if call.state in COMING:
            let_go(call, work)
        else:
            work.uow.registry.drop_engagement(call.capability)
    work.uow.tasks.put("checkpoint", work.means.origin, work.now)
    return look_for_vacancies(replace(draw, waiting=""), work)
