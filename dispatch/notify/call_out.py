"""通知 and 应答: which answer moves a call-out where; a reply after its time changes nothing.

Source: states of a call-out, docs/domain/01-glossary-and-flow.md §7; refusal codes RF1–RF11 (§8).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class CallState(StrEnum):
    WAITING = "待发"
    CALLED = "已发"
    ACCEPTED = "已接受"
    DECLINED = "已拒绝"
    SILENT = "超时无应答"
    UNREACHABLE = "号码失效"
    MOVED = "改期待答"  # has accepted, and is asked whether a new date suits him: the seat stays his until he says no
    ON_LEAVE = "请假"
    ARRIVED = "到场"
    ABSENT = "缺席"
    ILL = "中途病退"
    REPLACED = "已替换"
    ENGAGED = "另有任务"  # never called: another committee has called him for that day since the roster was frozen
    BARRED = "不得参加"  # never called: suspended, gone or on leave since the roster was frozen (rule R7)


class Answer(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    RECUSE = "recuse"
    LEAVE = "leave"


COMING = frozenset({CallState.ACCEPTED, CallState.MOVED, CallState.ARRIVED})
PENDING = frozenset({CallState.WAITING, CallState.CALLED, CallState.MOVED})
NEVER_CALLED = frozenset({CallState.ENGAGED, CallState.BARRED})
_ASKED = frozenset({CallState.CALLED, CallState.MOVED})

_TRANSITIONS: dict[tuple[CallState, Answer], CallState] = {
    (CallState.WAITING, Answer.ACCEPT): CallState.ACCEPTED,
    (CallState.CALLED, Answer.ACCEPT): CallState.ACCEPTED,
    (CallState.WAITING, Answer.DECLINE): CallState.DECLINED,
    (CallState.CALLED, Answer.DECLINE): CallState.DECLINED,
    (CallState.CALLED, Answer.RECUSE): CallState.DECLINED,
    (CallState.ACCEPTED, Answer.RECUSE): CallState.ON_LEAVE,
    (CallState.MOVED, Answer.ACCEPT): CallState.ACCEPTED,
    (CallState.MOVED, Answer.DECLINE): CallState.DECLINED,
    (CallState.MOVED, Answer.RECUSE): CallState.ON_LEAVE,
    (CallState.ACCEPTED, Answer.LEAVE): CallState.ON_LEAVE,
}


def is_over(state: CallState, *, at: datetime, reply_by: datetime) -> bool:
    """Whether the time for a first answer is over; it runs from the sending, so before that it cannot be over."""
    return state in _ASKED and at > reply_by


def after_answer(state: CallState, answer: Answer, *, at: datetime, reply_by: datetime) -> CallState:
    """The state after an answer; unchanged if the answer does not fit, or a first answer comes after its time."""
    if is_over(state, at=at, reply_by=reply_by):
        return state
    return _TRANSITIONS.get((state, answer), state)


def after_deadline(state: CallState) -> CallState:
    """Whoever was called and has not answered when the time for replies is over counts as silent."""
    return CallState.SILENT if state in _ASKED else state


def vacancy_reason(state: CallState, refusal: str) -> str:
    """The reason token of a vacancy (docs/spec/draw-protocol.md §9) for a member who is not coming."""
    if state is CallState.SILENT or state is CallState.UNREACHABLE:
        return "no-answer"
    if state is CallState.ON_LEAVE:
        return {"RF5": "recusal", "R7": "barred"}.get(refusal, "leave")
    if state is CallState.ABSENT:
        return "absent"
    if state is CallState.ILL:
        return "ill"
    if state is CallState.ENGAGED:
        return "engaged"
    if state is CallState.BARRED:
        return "barred"
    return "recusal" if refusal == "RF5" else "declined"
