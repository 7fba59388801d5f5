"""未经抽取的委员会: named experts are called under seal, seated by lot among the booths, and come like everybody; nobody is drawn.

Each function is one task of a node (dispatch/jobs.py). Whoever cannot come leaves a gap that no draw may fill: the tender then is
refused in words, and somebody has to name anew, with consent.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dispatch.kernel.canonical import labelled_hash
from dispatch.notify.call_out import COMING, PENDING, CallState, after_deadline
from dispatch.seats.refusals import NoSeatingPlan, NoVenue
from dispatch.workflow.apply import tender_of
from dispatch.workflow.book_booths import book_booths, booth_list
from dispatch.workflow.call_wave import stage_a
from dispatch.workflow.capsules import id_of, log_capabilities, make_capsule, seal_id
from dispatch.workflow.climbing import seat_name
from dispatch.workflow.engagements import engage
from dispatch.workflow.evaluation import absent_from
from dispatch.workflow.exceptions.appointed import Named, called_for, is_recalled, mark_of, named_of, purpose_of, wave_of_named
from dispatch.workflow.exceptions.name_experts import check_named, lines_of
from dispatch.workflow.exceptions.refusals import NamedExpertsBarred, NamedExpertsMissing, NamedExpertsUnfit, OriginalMembersMissing
from dispatch.workflow.exceptions.sections import end_sharing
from dispatch.workflow.experts.overlay import out_of_service
from dispatch.workflow.gate import passages
from dispatch.workflow.links import send_stage
from dispatch.workflow.moments import reach, token_mark
from dispatch.workflow.partners import host_venue
from dispatch.workflow.records import CallOut, TenderRecord, TenderState
from dispatch.workflow.release_members import release_called
from dispatch.workflow.replies import still_fit, wake_draw, wake_every_draw
from dispatch.workflow.slots import days_of
from dispatch.workflow.venue_notice import tell_place
from dispatch.workflow.work import Work
from policies.exceptions import the_same_members
from policies.intervals import reply_window, venue_notice
from policies.profiles import profile
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Event

APPOINT, LOOK, PLACE = "appoint", "appointed", "appointed_place"
_LIVE = (TenderState.APPROVED, TenderState.FULL, TenderState.EVALUATING)


def appoint(tender_id: str, work: Work) -> None:
    """Calls the named experts of an approved application, once; every rule is asked again first."""
    record = tender_of(tender_id, work.uow)
    named = named_of(record, work)
    if record.state is not TenderState.APPROVED or not named or called_for(record, work):
        return
    gone = _gone(named, work) if is_recalled(record) else 0
    if gone:
        _refuse(record, _gap(record, gone), work)
        return
    try:
        if not is_recalled(record):
            check_named(record, named, work)
        book_booths(record, work)
    except NamedExpertsBarred:
        _refuse(record, NamedExpertsUnfit(mark=mark_of(record)), work)
        return
    except (NoSeatingPlan, NoVenue) as refusal:
        _refuse(record, refusal, work)
        return
    if not is_recalled(record):
        _log(record, len(named), work)
    reach(record, Event.SEALED, work)
    reply_by = work.now + reply_window(work.now, record.tender.checkin_at, profile(record.tender.profile))
    calls = {work.means.entropy(16).hex(): one for one in named}
    log_capabilities(list(calls), "", "call", int(record.tender.opening_at.timestamp()), uow=work.uow)
    for capability, one in sorted(calls.items()):
        _call(record, capability, one, reply_by, work)
    reach(record, Event.CALLED, work)
    work.uow.tasks.put(LOOK, record.id, reply_by)


def wake_whoever_waits(wave: str, work: Work) -> None:
    """A reply came in: its draw looks again, or the tender whose experts were named."""
    wake_draw(wave, work)
    for record in work.uow.tenders.in_states(*_LIVE):
        if record.tender.appointment and wave_of_named(record) == wave:
            work.uow.tasks.put(LOOK, record.id, work.now)


def look_everywhere(_: str, work: Work) -> None:
    """Somebody was suspended or has left: every draw looks again, and every tender whose experts were named."""
    wake_every_draw(_, work)
    for record in work.uow.tenders.in_states(*_LIVE):
        if record.tender.appointment:
            work.uow.tasks.put(LOOK, record.id, work.now)


def look_at_named(tender_id: str, work: Work) -> None:
    """Full once all of them come; refused where some do not, for a gap is never drawn.

    Everybody is judged together, once all have answered or the time of whoever was called last is over: whatever is killed in
    between, and however messages left, the refusal counts the same people.
    """
    record = tender_of(tender_id, work.uow)
    if record.state not in _LIVE:
        return
    calls = called_for(record, work)
    pending = [call for call in calls if call.state in PENDING]
    if any(call.state is CallState.WAITING for call in pending):
        return  # the outbox wakes us once its message has left
    reply_by = max((call.reply_by for call in pending), default=work.now)
    if work.now < reply_by:
        work.uow.tasks.put(LOOK, record.id, reply_by)
        return
    for call in pending:
        work.uow.calls.save(replace(call, state=after_deadline(call.state)))
    out = out_of_service((), work)
    judged = [still_fit(call, record, out, work) for call in calls]
    missing = [call for call in judged if after_deadline(call.state) not in COMING]
    if missing:
        _refuse(record, _gap(record, len(missing)), work)
    elif record.state is TenderState.APPROVED:
        work.uow.tenders.save(replace(record, state=TenderState.FULL))
        reach(record, Event.ACCEPTED, work)
        work.uow.tasks.put(PLACE, record.id, work.now)


def tell_named(tender_id: str, work: Work) -> None:
    """Stage B at the set time before check-in; booths go by lot."""
    record = tender_of(tender_id, work.uow)
    due = record.tender.checkin_at - venue_notice(profile(record.tender.profile), record.tender.checkin_at.date())
    if work.now < due:
        work.uow.tasks.put(PLACE, record.id, due)
        return
    calls = {call.capability: call for call in called_for(record, work)}
    if record.state is not TenderState.FULL or passages(record, work) or any(call.state not in COMING for call in calls.values()):
        return
    reach(record, Event.VENUE_NOTICE, work)
    by_id = {id_of(call, work.means): capability for capability, call in calls.items()}
    chance, taken = work.means.entropy(32), set[str]()
    booths = sorted(booth_list(record, work), key=lambda place: labelled_hash("dispatch/booth-chance", chance, place[1].encode("utf-8")))
    for one, (venue, booth) in zip(named_of(record, work), booths, strict=False):
        id = _id_of(record, one, work)
        tell_place(
            record,
            (by_id[id], id, seat_name(one.seat)),
            (venue or host_venue(record.tender, work).id, booth),
            taken,
            work,
            report=one.report,
        )
    work.uow.tasks.put("roll_call", record.id, absent_from(record, work.now))
    work.uow.tasks.put("open", record.id, max(work.now, record.tender.opening_at))


def _call(record: TenderRecord, capability: str, one: Named, reply_by: datetime, work: Work) -> None:
    purpose = purpose_of(record)
    line = lines_of((one,), work)[one.no]
    person = work.uow.registry.person(line.ref)
    assert purpose is not None and person is not None, "a named expert without purpose or person"
    id = _id_of(record, one, work)
    work.uow.calls.save(
        CallOut(
            capability=capability,
            wave=wave_of_named(record),
            capsule=make_capsule(work.means.keys.secret(purpose), id, person, work.means),
            capsule_key=purpose,
            capsule_id=seal_id(capability, id, work.means),
            state=CallState.WAITING,
            reason="",
            called_at=work.now,
            reply_by=reply_by,
        )
    )
    engage(capability, line.ref, days_of(record.tender), work)
    send_stage(capability, stage_a(record), work)


def _id_of(record: TenderRecord, one: Named, work: Work) -> str:
    """Under which id a named expert is called: keyed, so that it tells nothing; 32 bytes like a pool id."""
    return work.means.keys.mac("tender/appointment-id", f"{record.token}|{one.no}".encode()).hex()


def _gone(named: tuple[Named, ...], work: Work) -> int:
    """How many of those who sat before may not come any more: suspended, gone or erased since."""
    out, held = out_of_service((), work), work.uow.registry.by_expert_no([one.no for one in named])
    return sum(one.no not in held or out(held[one.no].ref) for one in named)


def _gap(record: TenderRecord, missing: int) -> Refused:
    """What follows by law when somebody who was named, or sat before, cannot come."""
    if is_recalled(record):
        return OriginalMembersMissing(missing=missing, rule=the_same_members.code, source=the_same_members.source)
    return NamedExpertsMissing(missing=missing, mark=mark_of(record))


def _refuse(record: TenderRecord, refusal: Refused, work: Work) -> None:
    """Said in words, kept with the tender, logged by its code; whoever was called is told."""
    work.uow.log.append({"e": "refusal", "t": token_mark(record.token), "code": refusal.code}, kind="refusal")
    refused = replace(record, state=TenderState.REFUSED, refusal=(refusal.chinese, refusal.english))
    work.uow.tenders.save(refused)
    end_sharing(refused, work)
    work.uow.venues.free(record.token)
    purpose = purpose_of(record)
    if purpose:
        release_called(purpose, refused, work)


def _log(record: TenderRecord, count: int, work: Work) -> None:
    """The log shows that a committee was named, not drawn, on which ground and by which consent (hashed); never by whom it is filled."""
    named = record.tender.appointment
    assert named is not None, "nobody is named"
    consent = labelled_hash("dispatch/consent", record.token.encode(), named.consent_by.encode(), named.consent_no.encode()).hex()
    entry = {
        "e": "appointment",
        "t": token_mark(record.token),
        "mark": mark_of(record),
        "ground": named.ground,
        "n": count,
        "consent": consent,
    }
    work.uow.log.append(entry, kind="approval")
