"""The page behind a message: what it shows one person, where his answer stands, what he may still say, and that it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dispatch.notify.call_out import PENDING, Answer, CallState, is_over
from dispatch.settle.payout import Stage as FeeStage
from dispatch.workflow import declare
from dispatch.workflow.declare import may_declare
from dispatch.workflow.fee_answers import FEE_STAGES, answer_fee
from dispatch.workflow.fees import RETURNED
from dispatch.workflow.late_recusal import declare_by_link
from dispatch.workflow.links import read_stage
from dispatch.workflow.questions import CLEAR, answer_questions, is_asked
from dispatch.workflow.questions import STAGE as QUESTIONS
from dispatch.workflow.records import CallOut
from dispatch.workflow.refusals import UnknownReason
from dispatch.workflow.replies import answer
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.questions import question
from policies.replies import RefusalReason, refusal_reasons

CALL, VENUE = "A", "B"
DISPUTE, CORRECT = "dispute", "correct"
LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class LinkShown:
    """`body` is the stage as it was sealed for this link; `may` are the answers that would still count."""

    stage: str
    body: dict[str, Any]
    state: CallState | FeeStage
    may: tuple[str, ...]
    reply_by: datetime
    reasons: tuple[RefusalReason, ...]


def link_shown(locator: str, secret: str, work: Work) -> LinkShown:
    """Raises LinkClosed for an unknown, expired or false link, without saying which."""
    link, body = read_stage(locator, secret, work)
    call = work.uow.calls.get(link.capability)
    assert call is not None, "a link without call-out"
    reasons = tuple(reason for reason in refusal_reasons(local_day(work.now)) if reason.said_by == "expert" and reason.code != "RF10")
    if link.stage in FEE_STAGES:
        state, may = _fee(link.stage, str(body["line"]), work)
        return LinkShown(link.stage, body, state, may, call.reply_by, ())
    if link.stage == QUESTIONS:
        may = (CLEAR, Answer.RECUSE.value) if is_asked(link.capability, work) else ()
        return LinkShown(link.stage, {"questions": [question(code) for code in body["rules"]]}, call.state, may, call.reply_by, ())
    may = _may(link.stage, call, work.now)
    if may_declare(call, link.stage == CALL and bool(body.get(declare.ASK)), work):
        may, body = (*may, declare.ASK), {**body, "kinds": declare.KINDS, "told": declare.told_so_far(link.capability, work)}
    return LinkShown(link.stage, body, call.state, may, call.reply_by, reasons)


def take_answer(locator: str, secret: str, given: str, words: str, work: Work, *, told: Mapping[str, str] | None = None) -> None:
    """Takes one answer; saying no to a call needs a reason code, a declaration brings what he tells.

    Raises LinkClosed, UnknownReason, BadCard, BadRelation.
    """
    link, body = read_stage(locator, secret, work)
    if link.stage in FEE_STAGES:
        answer_fee(locator, secret, given, words[:LONGEST_WORDS], work)
    elif link.stage == QUESTIONS:
        if given in (CLEAR, Answer.RECUSE):
            answer_questions(link.capability, given == CLEAR, work)
    elif given == declare.ASK:
        _declare(link.capability, link.stage == CALL and bool(body.get(declare.ASK)), told or {}, work)
    elif given == Answer.ACCEPT:
        answer(locator, secret, Answer.ACCEPT, reason="", work=work)
    elif given == Answer.RECUSE:
        declare_by_link(link.capability, work)
    elif given in (Answer.DECLINE, Answer.LEAVE):
        answer(locator, secret, Answer(given), reason=_reason(words, work.now), work=work)


def _declare(capability: str, asked: bool, told: Mapping[str, str], work: Work) -> None:
    """One relation, or without a kind that there is nothing else; of whoever is not asked nothing is taken."""
    call = work.uow.calls.get(capability)
    if call is None or not may_declare(call, asked, work):
        return
    if told.get("kind"):
        declare.tell_relation(capability, told, work)
    else:
        declare.tell_all(capability, work)


def _reason(code: str, now: datetime) -> str:
    """A reason code that an expert may give. Raises UnknownReason."""
    if code not in {reason.code for reason in refusal_reasons(local_day(now)) if reason.said_by == "expert"}:
        raise UnknownReason()
    return code


def _may(stage: str, call: CallOut, now: datetime) -> tuple[str, ...]:
    if stage == CALL and call.state in PENDING and not is_over(call.state, at=now, reply_by=call.reply_by):
        return (Answer.ACCEPT, Answer.DECLINE)
    if stage in (CALL, VENUE) and call.state is CallState.ACCEPTED:
        return (Answer.LEAVE,)
    if stage == VENUE and call.state is CallState.ARRIVED:
        return (Answer.RECUSE,)
    return ()


def _fee(stage: str, ref: str, work: Work) -> tuple[FeeStage, tuple[str, ...]]:
    line, account = work.uow.finance.line(ref), work.uow.finance.account(ref)
    assert line is not None and account is not None, "a link to no fee"
    at = line.payout.stage
    if stage == RETURNED:
        return at, (CORRECT,) if at is FeeStage.RETURNED and account.version <= line.payout.account else ()
    return at, (Answer.ACCEPT, DISPUTE) if at is FeeStage.COMPUTED else ()
