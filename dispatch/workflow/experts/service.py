"""培训、请假、单独同意、撤回: what an expert and the library note from year to year."""

from __future__ import annotations

from datetime import date

from dispatch.workflow.experts.entries import Act, Entry, Kind, is_readable
from dispatch.workflow.experts.known import Known, look_up_to_change, require_word
from dispatch.workflow.experts.proposals import answered
from dispatch.workflow.experts.refusals import DaysDoNotFit, NotWithdrawable, WordsMissing
from dispatch.workflow.experts.state import MATTERS
from dispatch.workflow.work import Work
from policies.lifecycle import months_later

_WITHDRAWABLE = (Kind.LEAVE, Kind.TRAINING, Kind.POINTS)


def train(no: str, course: str, act: Act, work: Work, *, on: date | None = None, until: date | None = None) -> Entry:
    """Notes a training and until when it counts, by the rule of the day unless said otherwise.

    Raises UnknownExpert, WordsMissing, DaysDoNotFit.
    """
    known = look_up_to_change(no, work)
    known.require_in_pool()
    day = on or known.on
    if not is_readable(course):
        raise WordsMissing(what="培训名称", what_en="the course")
    if day > known.on or (until or day) < day:
        raise DaysDoNotFit(
            why="培训日期晚于今天，或有效期早于培训日期", why_en="a training of the future, or one that ends before it began"
        )
    last = until or months_later(day, known.rules.training_valid)
    return known.write(Kind.TRAINING, act, {"course": course.strip(), "on": day.isoformat(), "until": last.isoformat()}, work)


def take_leave(no: str, since: date, until: date, act: Act, work: Work) -> Entry:
    """请假: on these days, both included, rule R7 keeps the expert out of every draw.

    Whether he has been called to a committee on one of them is not looked at: the library must not learn that. Raises UnknownExpert,
    NotInThePool, DaysDoNotFit for days that are over, turned round, or too many.
    """
    known = look_up_to_change(no, work)
    known.require_in_pool()
    days = (until - since).days + 1
    if days < 1 or until < known.on:
        raise DaysDoNotFit(why="请假须有起有止，且不能全在过去", why_en="leave begins before it ends, and not all of it is over")
    if days > known.rules.leave_longest:
        most = known.rules.leave_longest
        raise DaysDoNotFit(
            why=f"一次请假{days}天，最长{most}天；更久的请办理暂停", why_en=f"{days} days of leave, at most {most}; or suspend"
        )
    return known.write(Kind.LEAVE, act, {"since": since.isoformat(), "until": until.isoformat()}, work)


def note_consent(no: str, purpose: str, statement: str, act: Act, work: Work, *, given: bool = True) -> Entry:
    """单独同意 to one purpose under one version of the statement, or its withdrawal, which is as easy (《个人信息保护法》第十五条).

    Raises UnknownExpert, UnknownWord, WordsMissing.
    """
    known = look_up_to_change(no, work)
    if not is_readable(statement):
        raise WordsMissing(what="告知书版本", what_en="the version of the statement")
    require_word(purpose, dict(known.rules.consents), "同意事项", "purpose")
    return known.write(Kind.CONSENT, act, {"purpose": purpose, "statement": statement.strip(), "given": int(given)}, work)


def withdraw(no: str, seq: int, act: Act, work: Work) -> Entry:
    """Takes leave, a training, points, or a matter that still waits, back: by a further entry. Raises UnknownExpert, NotWithdrawable."""
    known = look_up_to_change(no, work)
    entry = known.entry(seq)
    if entry is None or not is_withdrawable(entry, known):
        raise NotWithdrawable(seq=seq)
    return known.write(Kind.WITHDRAWAL, act, {"of": seq}, work)


def is_withdrawable(entry: Entry, known: Known) -> bool:
    """Leave, training and points that still count, and a matter or a proposed suspension that nobody has decided yet."""
    if entry.kind is Kind.PROPOSAL:
        return entry.seq not in known.state.void | answered(known)
    waits = entry in known.state.waiting
    return entry.seq not in known.state.void and (waits or entry.kind in _WITHDRAWABLE) and (waits or entry.kind not in MATTERS)
