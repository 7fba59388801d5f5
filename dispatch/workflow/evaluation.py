"""评标: opens when every seat is taken and the hour has come, ends with the signed report, is announced later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from dispatch.notify.call_out import CallState
from dispatch.workflow.apply import tender_of
from dispatch.workflow.check_in import leave_at_end
from dispatch.workflow.draw_course import course_of, open_draw
from dispatch.workflow.exceptions.ask_again import UNDER_WAY
from dispatch.workflow.exceptions.match_named import match_named
from dispatch.workflow.exceptions.sections import leave_out_unapproved, sharing
from dispatch.workflow.exceptions.too_few import stops_for_too_few
from dispatch.workflow.finish_draw import finish
from dispatch.workflow.gate import ABSENT, EXPECTED, SEATED, passages
from dispatch.workflow.late_recusal import QUESTION, match_bidders
from dispatch.workflow.moments import reach
from dispatch.workflow.records import DrawStep, TenderRecord, TenderState
from dispatch.workflow.refusals import TooEarly
from dispatch.workflow.replies import wake
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.profiles import profile
from policies.vocabulary.roles import Event


def roll_call(tender_id: str, work: Work) -> None:
    """Whoever has not come by his limit is absent, and his seat is drawn anew; who was called in a later round has later to come.

    Everybody of one round has the same limit, that of whoever was called last: messages leave one by one, and a node that dies
    in between must not make two lists of absent members, and so two draws, out of one.
    """
    record = tender_of(tender_id, work.uow)
    for kept, passage in passages(record, work).values():
        call = work.uow.calls.get(passage.capability)
        if kept.state != EXPECTED or call is None or call.state is not CallState.ACCEPTED:
            continue
        limit = absent_from(record, max(each.reply_by for each in work.uow.calls.wave(call.wave)))
        if work.now < limit:
            work.uow.tasks.put("roll_call", record.id, limit)
        else:
            work.uow.venues.save_gate_pass(replace(kept, state=ABSENT, reason="RF11"))
            work.uow.calls.save(replace(call, state=CallState.ABSENT, reason="RF11"))
            wake(call, work)


def absent_from(record: TenderRecord, told_by: datetime) -> datetime:
    """From when on a member who has not come counts as absent: so long after check-in time, or after he knew that he must come."""
    day = local_day(record.tender.checkin_at)
    late = timedelta(minutes=profile(record.tender.profile).on(day).count("settlement.late_after"))
    return max(record.tender.checkin_at, told_by) + late


def open_evaluation(tender_id: str, work: Work) -> bool:
    """Opens evaluation (E6) if the deadline for bids has passed and every seat is taken; the law knows no smaller quorum.

    Where the filed list holds too few bidders there is no opening at all (ZB-17).
    """
    record = tender_of(tender_id, work.uow)
    if record.state in UNDER_WAY and work.now >= record.tender.opening_at:
        leave_out_unapproved(record, work)
        if stops_for_too_few(record, work):
            return False
    record = tender_of(tender_id, work.uow)
    if work.now < record.tender.opening_at or Event.BOOTH_ENTERED not in work.uow.tenders.moments(record.id):
        return False
    reach(record, Event.BID_DEADLINE, work)
    if _somebody_must_leave(record, work) or empty_seats(record, work):
        return False
    reach(record, Event.OPENED, work)
    work.uow.tenders.save(replace(record, state=TenderState.EVALUATING))
    work.uow.tasks.put(QUESTION, record.id, work.now)
    return True


def _somebody_must_leave(record: TenderRecord, work: Work) -> bool:
    """The sealed bidders against those who sit; named experts only once all of them are there."""
    if record.tender.appointment:
        return empty_seats(record, work) == 0 and match_named(record, work) > 0
    return match_bidders(record.id, work) > 0


def sign_report(tender_id: str, work: Work) -> None:
    """The committee has signed its report (E7): everybody leaves, the draw may end. Raises TooEarly."""
    record = tender_of(tender_id, work.uow)
    if record.state is not TenderState.EVALUATING or empty_seats(record, work):
        raise TooEarly(
            wanted="评标报告签署",
            wanted_en="signing of the report",
            missing="评标已开始且席位全部在席",
            missing_en="evaluation has to be under way with every seat taken",
        )
    reach(record, Event.REPORTED, work)
    work.uow.tenders.save(replace(record, state=TenderState.REPORTED))
    for kept, _ in passages(record, work).values():
        leave_at_end(kept, work)
    for shared in sharing(record, work):
        work.uow.tenders.save(replace(shared, state=TenderState.ARCHIVED))
    if record.draw:
        finish(record.draw, "complete", why="", work=work)
    work.uow.tasks.put("fees", record.id, work.now)
    work.uow.tasks.put("encounters", record.id, work.now)


def announce(tender_id: str, work: Work) -> None:
    """The result is announced (E8); from here on the transcript may be published once its time has come."""
    record = tender_of(tender_id, work.uow)
    reach(record, Event.ANNOUNCED, work)


def empty_seats(record: TenderRecord, work: Work) -> int:
    """How many sitting members are not in their booths; all of them while the committee is not full."""
    if record.tender.appointment:
        return record.tender.experts - sum(kept.state == SEATED for kept, _ in passages(record, work).values())
    draw = work.uow.draws.get(record.draw) if record.draw else None
    if draw is None or draw.step is not DrawStep.FULL:
        return record.tender.experts
    course = course_of(open_draw(draw.m, work), draw.round, work)
    known = passages(record, work)
    return sum(id not in known or known[id][0].state != SEATED for id, _ in course.sitting)
