"""抽取申请 and its approval: by two persons, once for each section, each with its log entry."""

from __future__ import annotations

from dataclasses import replace

from dispatch.draw.tender_numbers import folded
from dispatch.kernel.canonical import labelled_hash
from dispatch.workflow.experts.entries import require_author
from dispatch.workflow.moments import reach, token_mark
from dispatch.workflow.ports import UnitOfWork
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.refusals import EndAwaited, NotApplied, PlaceWasTold, SamePerson, TenderExists, UnknownTender
from dispatch.workflow.specialty_trees import check_codes
from dispatch.workflow.work import Work
from policies.application import check_application
from policies.profiles import profile
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Tender

_OVER = (TenderState.REFUSED, TenderState.CANCELLED)


def apply(tender: Tender, *, by: str, work: Work) -> TenderRecord:
    """Stores an application that the rules of the day permit; the same one again changes nothing.

    One that was refused or given up may be applied for anew, with other seats or another time, as long as nobody was told
    where to come; if it was drawn already, the next draw names that one (docs/spec/draw-protocol.md §4, §5 duty 2).
    Raises what `check_application` and `check_codes` refuse, and TenderExists where the section has another application, however it
    is spelled.
    """
    known = _known(tender, work)
    anew = known is not None and known.id == tender.id and may_come_anew(known, work)
    if known and not anew:
        if known.tender == tender and known.state not in _OVER:
            return known
        raise _why_not_anew(known, tender, work)
    require_author(by)
    check_application(tender, profile(tender.profile), work.now)
    check_codes(tender, work)
    token = known.token if known and not known.draw else work.means.entropy(8).hex()
    record = TenderRecord(tender.id, token, tender, TenderState.APPLIED, by, work.now, draw=known.draw if known else None)
    work.uow.tenders.save(record)
    reach(record, Event.SUBMITTED, work)
    return record


def _known(tender: Tender, work: Work) -> TenderRecord | None:
    """The application for this section, also under another spelling of its number: one section has one draw."""
    return work.uow.tenders.of_section(tender)


def may_come_anew(known: TenderRecord, work: Work) -> bool:
    """Refused or given up, and its draw, if there was one, has ended; moments do not go back, so no place was told yet."""
    draw = work.uow.draws.get(known.draw) if known.draw else None
    over = known.state in _OVER and (draw is None or draw.ended_at is not None)
    return over and Event.VENUE_NOTICE not in work.uow.tenders.moments(known.id)


def _why_not_anew(known: TenderRecord, tender: Tender, work: Work) -> TenderExists:
    if known.state not in _OVER or known.id != tender.id:
        return TenderExists(tender=known.id)
    told = Event.VENUE_NOTICE in work.uow.tenders.moments(known.id)
    return PlaceWasTold(tender=known.id) if told else EndAwaited(tender=known.id)


def approve(tender_id: str, *, by: str, work: Work) -> TenderRecord:
    """Approves an application; from here on nobody presses a button until the committee is full.

    Raises UnknownTender, NotApplied, AuthorAndReason for an approval by nobody, SamePerson.
    """
    record = tender_of(tender_id, work.uow)
    if record.state is not TenderState.APPLIED:
        raise NotApplied(tender=tender_id, state=record.state.value)
    require_author(by)
    if folded(by) == folded(record.applied_by):
        raise SamePerson()
    approved = replace(record, state=TenderState.APPROVED, approved_by=by, approved_at=work.now)
    work.uow.tenders.save(approved)
    signer = labelled_hash("dispatch/approved-by", record.token.encode("ascii"), by.encode("utf-8")).hex()
    work.uow.log.append({"e": "approval", "t": token_mark(record.token), "by": signer}, kind="approval")
    if not record.tender.shares:  # else its committee is another section's
        work.uow.tasks.put("appoint" if record.tender.appointment else "plan", record.id, work.now)
    return approved


def tender_of(tender_id: str, uow: UnitOfWork) -> TenderRecord:
    """The tender of this number, or UnknownTender."""
    record = uow.tenders.get(tender_id) or uow.tenders.get(f"{tender_id}/1")
    if record is None:
        raise UnknownTender(tender=tender_id)
    return record
