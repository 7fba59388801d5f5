"""The refusal that a tender shows when the refill ladder is exhausted: the smallest clash, and the changes that would open it.

The one place where it gets its words, for the plan of a first draw and for one that follows a draw that could not be filled.
"""

from __future__ import annotations

from dispatch.workflow.explain_changes import Change
from dispatch.workflow.explain_ruling import Ruling, rule_on
from dispatch.workflow.explain_words import Reason
from dispatch.workflow.former import NO_FORMER, Former
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.refusals import NoLawfulCommittee
from dispatch.workflow.work import Work

_TOLD = 3  # changes; all of them are in `draw explain`
_NUMBERED = "①②③"
_NOBODY = Reason("名单中没有可依法补全评标委员会的人选", "nobody on the list can complete a lawful committee", "", "")


def no_lawful_committee(record: TenderRecord, work: Work, former: Former = NO_FORMER) -> NoLawfulCommittee:
    """Looks once more, now for the reasons; only where a plan or a draw found no committee. Raises what `rule_on` raises."""
    return refusal_of(rule_on(record, work, former=former))


def reasons_now(record: TenderRecord, work: Work) -> tuple[str, str]:
    """The reasons alone, in both languages, as the roster stands; no step of the ladder is taken for them."""
    return _reasons(rule_on(record, work))


def refusal_of(ruling: Ruling) -> NoLawfulCommittee:
    following, (chinese, english) = ruling.following[0], _reasons(ruling)
    opening = [change for change in ruling.changes if change.opens] or list(ruling.changes)
    short = {seat for clash in ruling.clashes for seat in clash.seats} or {taken.seat for taken in ruling.climbed.steps}
    return NoLawfulCommittee(
        reasons=chinese,
        reasons_en=english,
        step=max(taken.widening.step for taken in ruling.climbed.steps if taken.seat in short),
        changes=_changes(opening[:_TOLD]),
        changes_en=_changes_en(opening[:_TOLD]),
        next=following.step,
        next_title=following.title,
        approval=following.approval,
    )


def _reasons(ruling: Ruling) -> tuple[str, str]:
    reasons = ruling.reasons or (_NOBODY,)
    return "；".join(reason.chinese for reason in reasons), "; ".join(reason.english for reason in reasons)


def _changes(changes: list[Change]) -> str:
    told = [f"{sign}{change.proposal.chinese}" for sign, change in zip(_NUMBERED, changes, strict=False)]
    return f"可由申请人或使用单位决定：{'；'.join(told)}；或" if told else "请调整名额或时间，或"


def _changes_en(changes: list[Change]) -> str:
    told = [f"({nth}) {change.proposal.english}" for nth, change in enumerate(changes, start=1)]
    return f"people may decide {'; '.join(told)}; or " if told else "change the seats or the time, or "
