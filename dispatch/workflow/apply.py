"""抽取申请 and its approval: by two persons, once for each section, each with its log entry."""

from __future__ import annotations

from dataclasses import replace

from dispatch.kernel.canonical import labelled_hash
from dispatch.workflow.moments import reach, token_mark
from dispatch.workflow.ports import UnitOfWork
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.refusals import NotApplied, SamePerson, TenderExists, UnknownTender
from dispatch.workflow.work import Work
from policies.application import check_application
from policies.profiles import profile
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Tender


def apply(tender: Tender, *, by: str, work: Work) -> TenderRecord:
    """Stores an application that the rules of the day permit; the same one again changes nothing.

    One that was refused before any draw was planned may be applied for anew, with other seats or another time.
    Raises what `check_application` refuses, and TenderExists where the section has another application.
    """
    known = work.uow.tenders.get(tender.id)
    refused_before_any_draw = known is not None and known.state is TenderState.REFUSED and known.draw is None
    if known and not refused_before_any_draw:
        if known.tender == tender:
            return known
        raise TenderExists(tender=tender.id)
    check_application(tender, profile(tender.profile), work.now)
    token = known.token if known else work.means.entropy(8).hex()
    record = TenderRecord(tender.id, token, tender, TenderState.APPLIED, by, work.now)
    work.uow.tenders.save(record)
    reach(record, Event.SUBMITTED, work)
    return record


def approve(tender_id: str, *, by: str, work: Work) -> TenderRecord:
    """Approves an application; from here on nobody presses a button until the committee is full."""
    record = tender_of(tender_id, work.uow)
    if record.state is not TenderState.APPLIED:
        raise NotApplied(tender=tender_id, state=record.state.value)
    if by == record.applied_by:
        raise SamePerson()
    approved = replace(record, state=TenderState.APPROVED, approved_by=by, approved_at=work.now)
    work.uow.tenders.save(approved)
    signer = labelled_hash("dispatch/approved-by", record.token.encode("ascii"), by.encode("utf-8")).hex()
    work.uow.log.append({"e": "approval", "t": token_mark(record.token), "by": signer}, kind="approval")
    work.uow.tasks.put("plan", record.id, work.now)
    return approved


def tender_of(tender_id: str, uow: UnitOfWork) -> TenderRecord:
    """The tender of this number, or UnknownTender."""
    record = uow.tenders.get(tender_id) or uow.tenders.get(f"{tender_id}/1")
    if record is None:
        raise UnknownTender(tender=tender_id)
    return record
