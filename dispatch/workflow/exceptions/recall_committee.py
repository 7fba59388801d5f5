"""召回原评标委员会: the same members sit once more when a candidate's circumstances have changed; nobody is drawn, nobody replaced.

Source: domain rule TM-13 (《招标投标法实施条例》第五十六条); docs/domain/01-glossary-and-flow.md §6, step 18: same pseudonyms,
new timing for fees. The second sitting is a record of its own, which names the members of the first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from dispatch.kernel.canonical import labelled_hash
from dispatch.workflow.apply import tender_of
from dispatch.workflow.capsules import log_capabilities, reach_person
from dispatch.workflow.exceptions.appointed import RECALL, Named, seal_named
from dispatch.workflow.exceptions.refusals import NoRecallKnown, NotUnderWay, RecallPlanned
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.gate import LEFT, passages
from dispatch.workflow.moments import reach, token_mark
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.work import Work
from policies.calendar import LOCAL, local_day
from policies.exceptions import the_same_members
from policies.intervals import recall_checkin
from policies.profiles import profile
from policies.refusals import TenderInThePast
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Appointment, LawFamily

_REPORTED = (TenderState.REPORTED, TenderState.ARCHIVED)
_OPEN = (TenderState.APPROVED, TenderState.FULL, TenderState.EVALUATING)


def recall_committee(tender_id: str, *, begins_at: datetime, duration: timedelta, why: str, by: str, work: Work) -> TenderRecord:
    """Calls everybody who sat when the report was signed for another sitting; returns its record.

    Raises AuthorAndReason, NoRecallKnown outside tendering, NotUnderWay before the report, RecallPlanned while one is under way,
    TenderInThePast.
    """
    record, act = tender_of(tender_id, work.uow), Act(by, why)
    check_recall(record, begins_at, work)
    earlier = recalls_of(record, work)
    section = f"{record.tender.section}-复会{len(earlier) + 1}"
    tender = replace(
        record.tender,
        section=section,
        opening_at=begins_at,
        checkin_at=begins_at - lead_of(record, work),
        duration=duration,
        overnight=False,
        extra={"召回": act.why},
    )
    again = TenderRecord(tender.id, work.means.entropy(8).hex(), tender, TenderState.APPROVED, by, work.now)
    sealed = seal_named(again, _who_signed(record, work), work)
    again = replace(again, tender=replace(tender, appointment=Appointment(RECALL, "", "", sealed, of=record.id)))
    work.uow.tenders.save(again)
    reach(again, Event.SUBMITTED, work)
    _log(record, again, act, work)
    work.uow.tasks.put("appoint", again.id, work.now)
    return again


def lead_of(record: TenderRecord, work: Work) -> timedelta:
    """From check-in to the beginning of a second sitting."""
    return recall_checkin(profile(record.tender.profile), local_day(work.now))


def check_recall(record: TenderRecord, begins_at: datetime, work: Work) -> None:
    """What stands against a recall, without opening who sat. Raises as `recall_committee`."""
    if record.tender.law_family is not LawFamily.TENDERING or record.tender.n_subvenues:
        raise NoRecallKnown(rule=the_same_members.code, source=the_same_members.source)
    if record.state not in _REPORTED or (record.tender.appointment and record.tender.appointment.of):
        raise NotUnderWay(tender=record.id, state=record.state.value, act="召回原评标委员会", act_en="recall of the committee")
    under_way = [each.id for each in recalls_of(record, work) if each.state in _OPEN]
    if under_way:
        raise RecallPlanned(tender=under_way[0])
    checkin_at = begins_at - lead_of(record, work)
    if checkin_at <= work.now:
        shown = [f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M}" for at in (checkin_at, work.now)]
        raise TenderInThePast(what="复会签到时间", what_en="check-in of the second sitting", at=shown[0], now=shown[1])


def recalls_of(record: TenderRecord, work: Work) -> list[TenderRecord]:
    """The further sittings of this committee."""
    return work.uow.tenders.recalls_of(record.id)


def _who_signed(record: TenderRecord, work: Work) -> tuple[Named, ...]:
    """Those who were in their booths when the report was signed, each in his seat."""
    signed = [passage for kept, passage in passages(record, work).values() if kept.state == LEFT]
    log_capabilities(sorted(passage.capability for passage in signed), "", "recall", int(work.now.timestamp()), uow=work.uow)
    named = []
    for passage in signed:
        call = work.uow.calls.get(passage.capability)
        person = work.uow.registry.person(reach_person(call, work.means).ref) if call else None
        named.append(Named(int(passage.seat.removeprefix("seat")), person.expert_no if person else "", passage.report))
    return tuple(sorted(named, key=lambda one: (one.seat, one.no)))


def _log(record: TenderRecord, again: TenderRecord, act: Act, work: Work) -> None:
    told = labelled_hash("dispatch/recall", record.token.encode(), act.by.encode("utf-8"), act.why.encode("utf-8")).hex()
    entry = {"e": "recall", "t": token_mark(again.token), "of": token_mark(record.token), "why": told}
    work.uow.log.append(entry, kind="approval")
