"""可办理事项: which lawful exceptions come into question for a tender as it stands; whether one is lawful its use case decides."""

from __future__ import annotations

from enum import StrEnum

from dispatch.draw.tender_numbers import folded
from dispatch.kernel.canonical import labelled_hash
from dispatch.workflow.exceptions.recall_committee import recalls_of
from dispatch.workflow.late_recusal import ORDERED
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.shown import Viewer, sights_of
from dispatch.workflow.widen import askable_steps, waiting_widenings, widenings
from dispatch.workflow.work import Work
from policies.vocabulary.roles import Event, Field, Role
from policies.vocabulary.tender import LawFamily

_BEFORE_OPENING = (TenderState.APPLIED, TenderState.APPROVED, TenderState.DRAWING, TenderState.FULL)
_REPORTED = (TenderState.REPORTED, TenderState.ARCHIVED)


class Act(StrEnum):
    """What may be done to a tender besides its ordinary course, and its approval."""

    APPROVE = "approve"
    APPOINT = "appoint"
    SHARE = "share"
    POSTPONE = "postpone"
    NO_OPENING = "no-opening"
    CANCEL = "cancel"
    RECALL = "recall"
    WIDEN = "widen"
    GRANT = "widen-approve"
    RECUSE = "recuse"


def offered(record: TenderRecord, work: Work) -> tuple[Act, ...]:
    """What a page offers, in this order; nothing that its use case would refuse for the state alone."""
    return tuple(act for act in Act if _comes_into_question(act, record, work))


def sections_beside(record: TenderRecord, work: Work) -> list[TenderRecord]:
    """The other sections of the same project that are not over and have a committee of their own, by number."""
    mine = folded(record.tender.number)
    others = (each for each in work.uow.tenders.in_states(*_BEFORE_OPENING) if each.id != record.id and not each.tender.shares)
    return sorted((each for each in others if folded(each.tender.number) == mine), key=lambda each: each.id)


def stamp(record: TenderRecord, work: Work) -> str:
    """Another one after every change: whoever confirms what he saw an hour ago is told that it is no longer so."""
    beside = f"{len(recalls_of(record, work))} {widenings(record, work)} {work.uow.log.last(ORDERED)}"
    return labelled_hash("dispatch/tender-stamp", repr(record).encode("utf-8"), beside.encode("utf-8")).hex()[:24]


def _comes_into_question(act: Act, record: TenderRecord, work: Work) -> bool:
    state, tender = record.state, record.tender
    if act is Act.APPROVE:
        return state is TenderState.APPLIED
    if act is Act.APPOINT:
        return state is TenderState.APPLIED and not (tender.n_subvenues or tender.shares or tender.appointment)
    if act is Act.SHARE:
        return state is TenderState.APPLIED and not tender.shares and not tender.appointment and bool(sections_beside(record, work))
    if act is Act.POSTPONE:
        return state in _BEFORE_OPENING and not tender.shares and Event.VENUE_NOTICE not in work.uow.tenders.moments(record.id)
    if act is Act.NO_OPENING:
        return state in _BEFORE_OPENING[1:] and work.now >= tender.opening_at
    if act is Act.CANCEL:
        return state in _BEFORE_OPENING
    if act is Act.WIDEN:
        return bool(askable_steps(record, work))
    if act is Act.GRANT:
        return bool(waiting_widenings(record, work))
    if act is Act.RECUSE:
        supervisor = sights_of(record, Viewer("", Role.SUPERVISOR), work)
        return state in (TenderState.FULL, TenderState.EVALUATING) and bool(record.draw) and supervisor.fully(Field.PERSON_DRAWN)
    again = tender.appointment is not None and bool(tender.appointment.of)
    return state in _REPORTED and tender.law_family is LawFamily.TENDERING and not (tender.n_subvenues or tender.shares or again)
