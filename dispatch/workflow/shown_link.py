"""The page behind a message: what it shows one person, where his answer stands, what he may still say, and that it is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dispatch.notify.call_out import PENDING, Answer, CallState
from dispatch.workflow.links import read_stage
from dispatch.workflow.records import CallOut
from dispatch.workflow.refusals import UnknownReason
from dispatch.workflow.replies import answer
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.replies import RefusalReason, refusal_reasons

CALL, VENUE = "A", "B"


@dataclass(frozen=True, slots=True)
class LinkShown:
    """`body` is the stage as it was sealed for this link; `may` are the answers that would still count."""

    stage: str
    body: dict[str, Any]
    state: CallState
    may: tuple[Answer, ...]
    reply_by: datetime
    reasons: tuple[RefusalReason, ...]


def link_shown(locator: str, secret: str, work: Work) -> LinkShown:
    """Raises LinkClosed for an unknown, expired or false link, without saying which."""
    link, body = read_stage(locator, secret, work)
    call = work.uow.calls.get(link.capability)
    assert call is not None, "a link without call-out"
    reasons = tuple(reason for reason in refusal_reasons(local_day(work.now)) if reason.said_by == "expert" and reason.code != "RF10")
    return LinkShown(link.stage, body, call.state, _may(link.stage, call, work.now), call.reply_by, reasons)


def take_answer(locator: str, secret: str, given: Answer, reason: str, work: Work) -> None:
    """Takes one answer; saying no needs a reason code. Raises LinkClosed, UnknownReason."""
    if given is not Answer.ACCEPT:
        check_reason(reason, work.now)
    answer(locator, secret, given, reason=reason if given is not Answer.ACCEPT else "", work=work)


def check_reason(code: str, now: datetime) -> str:
    """A reason code that an expert may give. Raises UnknownReason."""
    if code not in {reason.code for reason in refusal_reasons(local_day(now)) if reason.said_by == "expert"}:
        raise UnknownReason()
    return code


def _may(stage: str, call: CallOut, now: datetime) -> tuple[Answer, ...]:
    if stage == CALL and call.state in PENDING and now <= call.reply_by:
        return (Answer.ACCEPT, Answer.DECLINE)
    if stage in (CALL, VENUE) and call.state is CallState.ACCEPTED:
        return (Answer.LEAVE,)
    return ()
