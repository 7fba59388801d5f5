"""Whether a tender can have a lawful committee today, by the same ladder and rules as its plan; and if not, why, and what would help.

Nothing is written, and no seed is touched. The one place where a refusal for want of experts gets its words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from dispatch.workflow.climbing import ladder_of
from dispatch.workflow.explain_case import Case
from dispatch.workflow.explain_changes import Change, changes_for
from dispatch.workflow.explain_clash import Clash, clashes_of
from dispatch.workflow.explain_otherwise import closed_by_law
from dispatch.workflow.explain_outlook import Outlook, as_it_is, case_of, outlook_on, screening_of
from dispatch.workflow.explain_proposals import Asked
from dispatch.workflow.explain_words import Reason, reasons_of
from dispatch.workflow.former import NO_FORMER, Former
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.refusals import PoolIsEmpty
from dispatch.workflow.work import Work
from policies.ladder import Climb, Ladder, Widening, climb
from policies.refusals import SubvenuesTooSmall
from policies.screening import Screening, fit_counter, screen
from policies.tender_facts import Scope

Watch = Callable[[str, int, int], None]  # what is being done, how far, of how much (0: not known)


def unwatched(what: str, done: int, of: int) -> None:
    """For whoever needs no progress."""


class Verdict(StrEnum):
    FEASIBLE = "feasible"
    WITH_REFILL = "feasible_with_refill"
    INFEASIBLE = "infeasible"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict with its grounds. `case` is None where the sub-venues rule a committee out before any expert is looked at.

    `following`: what people may decide where the system's ladder ends.
    """

    verdict: Verdict
    outlook: Outlook
    climbed: Climb
    screening: Screening
    case: Case | None
    clashes: tuple[Clash, ...] = ()
    reasons: tuple[Reason, ...] = ()
    changes: tuple[Change, ...] = ()
    closed: tuple[tuple[str, str], ...] = ()
    following: tuple[Widening, ...] = ()


def rule_on(record: TenderRecord, work: Work, watch: Watch = unwatched, former: Former = NO_FORMER) -> Ruling:
    """Climbs as the plan does: as far as numbers ask for it, then one step further each time, until a committee exists.

    Without `former` the question is about a fresh draw, whatever was drawn for this tender before.
    Raises PoolIsEmpty, and OracleGaveUp where the question could not be decided.
    """
    outlook = outlook_on(record.tender, work, former)
    if not len(outlook.roster):
        raise PoolIsEmpty()
    ladder = ladder_of(record, tuple(venue for venue, _ in outlook.partners), outlook.roster, work)
    for least in ladder.taken:
        climbed = climb(outlook.open_seats(record.tender), ladder, _counter(outlook), least=least)
        ruling = _ruling(record, outlook, climbed, watch)
        if ruling.verdict is not Verdict.INFEASIBLE or climbed.short_seats or ruling.case is None:
            break
    ruling = replace(ruling, following=ladder.told(record.tender.law_family))
    return ruling if ruling.verdict is not Verdict.INFEASIBLE else _with_changes(ruling, record, ladder, work, watch)


def _counter(outlook: Outlook) -> Callable[[Scope], int]:
    """How many fit a scope; whoever an earlier draw of this tender has drawn is no candidate."""
    if not outlook.drawn:
        return fit_counter(outlook.roster, outlook.facts)

    def count(scope: Scope) -> int:
        found = screen(outlook.roster, replace(outlook.facts, scopes=(scope,))).eligible
        return sum(outlook.roster.lines[at].ref not in outlook.drawn for at in found)

    return count


def _ruling(record: TenderRecord, outlook: Outlook, climbed: Climb, watch: Watch) -> Ruling:
    now = as_it_is(record.tender, climbed.scopes)
    screening = screening_of(outlook, now)
    try:
        case = case_of(outlook, now)
    except SubvenuesTooSmall as refusal:
        reason = Reason(refusal.chinese, refusal.english, "YD-02", "")
        return Ruling(Verdict.INFEASIBLE, outlook, climbed, screening, None, reasons=(reason,))
    clashes = clashes_of(case, lambda asked: watch("clash", asked, 0))
    if clashes:
        reasons = tuple(reason for clash in clashes for reason in reasons_of(case, clash))
        return Ruling(Verdict.INFEASIBLE, outlook, climbed, screening, case, clashes, tuple(dict.fromkeys(reasons)))
    return Ruling(Verdict.WITH_REFILL if climbed.widened else Verdict.FEASIBLE, outlook, climbed, screening, case)


def _with_changes(ruling: Ruling, record: TenderRecord, ladder: Ladder, work: Work, watch: Watch) -> Ruling:
    """What would help; without a case, or once people were drawn, only the steps that people may take."""
    if ruling.case is None or ruling.outlook.drawn:
        return ruling
    asked = Asked(ruling.outlook, as_it_is(record.tender, ruling.climbed.scopes), work.now, ladder, ruling.climbed, ruling.screening)
    changes = changes_for(asked, ruling.clashes, lambda tried: watch("changes", tried, 0))
    return replace(ruling, changes=changes, closed=closed_by_law(asked, ruling.clashes))
