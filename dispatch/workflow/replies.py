"""应答: a reply is taken once, with evidence; when the time is over the round is settled by what came in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dispatch.draw.course import Course
from dispatch.draw.manifest import check_manifest
from dispatch.kernel.canonical import labelled_hash
from dispatch.notify.call_out import COMING, PENDING, Answer, CallState, after_answer, after_deadline, vacancy_reason
from dispatch.notify.messages import text_of
from dispatch.workflow.call_wave import wave_of
from dispatch.workflow.capsules import reach_person
from dispatch.workflow.draw_course import called_in, capability_of, course_of, open_draw, open_plan
from dispatch.workflow.experts.overlay import out_of_service
from dispatch.workflow.gate import close_passes
from dispatch.workflow.links import read_stage, send_text
from dispatch.workflow.moments import reach
from dispatch.workflow.proposals import propose_settle, propose_vacate
from dispatch.workflow.records import CallOut, DrawRecord, DrawStep, Reply, TenderRecord, TenderState
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.intervals import leave_closes
from policies.profiles import profile
from policies.vocabulary.roles import Event

RECUSAL, ABSENCE, BARRED = "RF5", "RF11", "R7"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the person is shown after answering."""

    state: CallState
    counted: bool


def answer(locator: str, secret: str, given: Answer, *, reason: str, work: Work) -> Answered:
    """Takes an answer given behind a link of stage A; the same answer again changes nothing. Raises LinkClosed."""
    link, _ = read_stage(locator, secret, work)
    call = work.uow.calls.get(link.capability)
    assert call is not None, "a link without call-out"
    seen = call.state.name.encode("ascii")  # what does not fit now may fit later: leave can be asked for once one has accepted
    key = labelled_hash("dispatch/reply", locator.encode("ascii"), given.encode("ascii"), seen).hex()
    if not work.uow.calls.receive(Reply(key, call.capability, given.value, reason, work.now)):
        return Answered(call.state, counted=False)
    moved = after_answer(call.state, given, at=work.now, reply_by=call.reply_by)
    if moved is call.state:
        return Answered(call.state, counted=False)
    work.uow.calls.save(replace(call, state=moved, reason=reason, replied_at=work.now))
    wake(call, work)
    return Answered(moved, counted=True)


def wake(call: CallOut, work: Work) -> None:
    """Something changed for one person called: the draw looks again. The wave's name is all that is known here."""
    work.uow.tasks.put("wave", call.wave, work.now)


def wake_every_draw(_: str, work: Work) -> None:
    """Somebody was suspended or has left: whoever decided that does not know whether a draw holds him, so all of them look again."""
    for draw in work.uow.draws.under_way():
        work.uow.tasks.put("draw", draw.m, work.now)


def wake_draw(wave: str, work: Work) -> None:
    """The worker knows which of its draws made a wave; the notifier does not."""
    for draw in work.uow.draws.under_way():
        if wave in (wave_of(draw.m, r) for r in range(draw.round + 1)):
            work.uow.tasks.put("draw", draw.m, work.now)


def await_replies(draw: DrawRecord, work: Work) -> DrawRecord:
    """Settles the round once all have answered or the time of everybody who was called is over; who was not yet is waited for."""
    calls = work.uow.calls.wave(wave_of(draw.m, draw.round))
    pending = [call for call in calls if call.state in PENDING]
    reply_by = max((call.reply_by for call in pending), default=work.now)
    if work.now < reply_by or any(call.state is CallState.WAITING for call in pending):
        return replace(draw, reply_by=reply_by)
    for call in calls:
        work.uow.calls.save(replace(call, state=after_deadline(call.state)))
    manifest = check_manifest(open_plan(draw.m, work)["manifest"])
    if not manifest.standby:
        return look_for_vacancies(draw, work)
    tender, out = work.uow.tenders.by_draw(draw.m), out_of_service((), work)
    called = {id: still_fit(call, tender, out, work) for id, call in called_in(draw.m, draw.round, work).items()}
    accepted = [id for id, call in called.items() if call.state in COMING]
    return propose_settle(draw, manifest, accepted, evidence=_evidence(called), work=work)


def look_for_vacancies(draw: DrawRecord, work: Work) -> DrawRecord:
    """If a member is not coming, the next round is proposed; if all are, the committee is full."""
    opened = open_draw(draw.m, work)
    course = course_of(opened, draw.round, work)
    tender = work.uow.tenders.by_draw(draw.m)
    out = out_of_service((), work)
    calls = {id: _judged(still_fit(call, tender, out, work), tender, work) for id, call in _calls_of(course, draw, work).items()}
    gone = {id: vacancy_reason(call.state, call.reason) for id, call in calls.items() if call.state not in COMING}
    if gone or course.open_seats:
        for id in gone:
            work.uow.registry.drop_engagement(calls[id].capability)
        close_passes(tender, set(gone), work)
        evidence = _evidence(calls)
        return propose_vacate(draw, opened.manifest, gone, evidence=evidence, work=work)
    if tender and tender.state is TenderState.DRAWING:
        work.uow.tenders.save(replace(tender, state=TenderState.FULL))
        reach(tender, Event.ACCEPTED, work)
    if tender:
        work.uow.tasks.put("notice", tender.id, work.now)
        work.uow.tasks.put("recusal", tender.id, max(work.now, tender.tender.opening_at))
    return replace(draw, step=DrawStep.FULL, waiting="", reply_by=None)


def still_fit(call: CallOut, tender: TenderRecord | None, out: Callable[[str], bool], work: Work) -> CallOut:
    """Who has accepted and was suspended or left the pool since (R7) is told that he need not come; his seat is vacant."""
    before = tender is not None and tender.state in (TenderState.APPROVED, TenderState.DRAWING, TenderState.FULL)
    if not before or call.state is not CallState.ACCEPTED or not out(reach_person(call, work.means).ref):
        return call
    barred = replace(call, state=CallState.ON_LEAVE, reason=BARRED, replied_at=work.now)
    work.uow.calls.save(barred)
    send_text(call.capability, f"released/{call.capability}", text_of("released"), work)
    return barred


def _judged(call: CallOut, tender: TenderRecord | None, work: Work) -> CallOut:
    """Leave that was asked for after its limit counts as absence (RF11); whoever must recuse himself may say so at any time.

    The worker judges it, who knows the hour; the notifier took the words as they came, and they stay in its inbox.
    """
    if call.state is not CallState.ON_LEAVE or call.reason in (RECUSAL, BARRED) or tender is None or call.replied_at is None:
        return call
    opening = tender.tender.opening_at
    if call.replied_at <= opening - leave_closes(profile(tender.tender.profile), local_day(opening)):
        return call
    judged = replace(call, state=CallState.ABSENT, reason=ABSENCE)
    work.uow.calls.save(judged)
    return judged


def _calls_of(course: Course, draw: DrawRecord, work: Work) -> dict[str, CallOut]:
    found: dict[str, CallOut] = {}
    for id, _ in course.sitting:
        call = work.uow.calls.get(capability_of(draw.m, id, draw.round, work))
        assert call is not None, "a sitting member was never called"
        found[id] = call
    return found


def _evidence(calls: Mapping[str, CallOut]) -> list[Any]:
    """The replies as recorded, in the order of the ids: id, state, reason code, time."""
    return [[id, call.state.value, call.reason, _seconds(call.replied_at)] for id, call in sorted(calls.items())]


def _seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0
