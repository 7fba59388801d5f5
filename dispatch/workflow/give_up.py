"""项目终止: an application is given up before evaluation opens; its draw ends in public, and whoever was called is told."""

from __future__ import annotations

from dataclasses import replace

from dispatch.kernel.canonical import labelled_hash
from dispatch.workflow.apply import tender_of
from dispatch.workflow.exceptions.appointed import purpose_of
from dispatch.workflow.exceptions.sections import sharing
from dispatch.workflow.experts.entries import LONGEST, Act
from dispatch.workflow.finish_draw import end_draw
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.refusals import AlreadyOpened
from dispatch.workflow.release_members import release_called
from dispatch.workflow.work import Work

GIVEN_UP = "tender-given-up"  # the reason token of the draw's last event; the words stand with the tender
_OVER = (TenderState.CANCELLED, TenderState.REFUSED)
_OPENED = (TenderState.EVALUATING, TenderState.REPORTED, TenderState.ARCHIVED)


def give_up_tender(tender_id: str, *, why: str, by: str, work: Work) -> TenderRecord:
    """Gives a tender up, with a reason in words; a second time changes nothing. Raises AuthorAndReason, AlreadyOpened."""
    return _give_up(tender_of(tender_id, work.uow), Act(by, why), work)


def _give_up(record: TenderRecord, act: Act, work: Work) -> TenderRecord:
    if record.state in _OVER:
        return record
    if record.state in _OPENED:
        raise AlreadyOpened(tender=record.id)
    reason = labelled_hash("dispatch/given-up", record.token.encode("ascii"), act.by.encode("utf-8"), act.why.encode("utf-8")).hex()
    work.uow.log.append({"e": "given-up", "t": token_mark(record.token), "why": reason}, kind="approval")
    given_up = replace(record, state=TenderState.CANCELLED, refusal=(f"项目终止：{act.why}", f"The tender was given up: {act.why}"))
    work.uow.tenders.save(given_up)
    if record.draw:
        end_draw(record.draw, why=GIVEN_UP, work=work)
    else:
        work.uow.venues.free(record.token)
        if (purpose := purpose_of(record)) is not None:
            release_called(purpose, given_up, work)
    for shared in sharing(record, work):
        _give_up(shared, Act(act.by, f"共用的评标委员会（{record.id}）已解散：{act.why}"[:LONGEST]), work)
    return given_up
