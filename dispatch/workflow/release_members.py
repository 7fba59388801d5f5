"""解除: a draw has ended without committee, or its tender was given up: whoever was called is told, and paid if he sat already."""

from __future__ import annotations

from dataclasses import replace

from dispatch.notify.call_out import COMING, PENDING, CallState
from dispatch.notify.messages import text_of
from dispatch.workflow.capsules import capsule_purpose
from dispatch.workflow.check_in import leave_at_end
from dispatch.workflow.links import send_text
from dispatch.workflow.records import CallOut, TenderRecord
from dispatch.workflow.work import Work


def release_members(m: str, work: Work) -> None:
    """Everybody who was called under this draw and may still come, or sits there; a second time changes nothing."""
    release_called(capsule_purpose(m), work.uow.tenders.by_draw(m), work)


def release_called(purpose: str, tender: TenderRecord | None, work: Work) -> None:
    """The same for everybody whose capsule one key opens, drawn or appointed."""
    for call in work.uow.calls.under(purpose):
        if call.state in PENDING | COMING:
            let_go(call, work)
    if tender:
        _send_home(tender, work)


def let_go(call: CallOut, work: Work) -> None:
    """Who has accepted is told that he need not come; who has not answered finds his link closed."""
    work.uow.registry.drop_engagement(call.capability)
    work.uow.calls.save(replace(call, state=CallState.REPLACED))
    if call.state in (CallState.ACCEPTED, CallState.MOVED):
        send_text(call.capability, f"released/{call.capability}", text_of("released"), work)


def _send_home(tender: TenderRecord, work: Work) -> None:
    """Whoever sits leaves now; time that was spent is paid (FEE-09), and so is who came in vain."""
    passes = work.uow.venues.gate_passes(tender.token)
    for kept in passes:
        leave_at_end(kept, work)
    if passes:
        work.uow.tasks.put("fees", tender.id, work.now)
