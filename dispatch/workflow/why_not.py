"""为什么没抽到我: every reason against one expert for one tender, as far as the asker may see reasons (V12).

No reason names a party or a person. Judged by what is known today; what was known at the freeze only the audit envelope tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dispatch.workflow.draw_course import open_plan
from dispatch.workflow.experts.known import look_up
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.roster import roster_lines
from dispatch.workflow.screen import facts_of, scope_of
from dispatch.workflow.shown import Viewer, sights_of
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.disclosure import Sight
from policies.encounters import ENCOUNTER_RULES, weight_of
from policies.recusal import RECUSAL_RULES
from policies.screening import explain
from policies.sources import cite
from policies.vocabulary.bar import Bar
from policies.vocabulary.roles import Field

MASKED = Bar("R", "有回避情形", cite("DESIGN"))
_ABOUT_OTHERS = frozenset(rule.code for rule in (*RECUSAL_RULES, *ENCOUNTER_RULES))


@dataclass(frozen=True, slots=True)
class WhyNot:
    """`bars` keep him out, `soft` lowers his weight or is only counted, `asked` he must answer when recusals are declared."""

    bars: tuple[Bar, ...]
    soft: tuple[Bar, ...]
    asked: tuple[str, ...]
    weight: int
    judged_on: date  # the day whose registry and rules these are


def why_not(record: TenderRecord, expert_no: str, viewer: Viewer, work: Work) -> WhyNot:
    """Raises NotAllowed before the matrix opens reasons to this viewer, and UnknownExpert.

    The expert himself sees of recusals only that there is a ground for one.
    """
    sight = sights_of(record, viewer, work).require(Field.RECUSAL_REASON)
    (line,) = roster_lines(work, [look_up(expert_no, work).ref])
    scopes = [scope_of(scope) for scope in open_plan(record.draw, work)["scopes"]] if record.draw else []
    facts = facts_of(record.tender, scopes, work)
    found = explain(line, facts)
    if sight in (Sight.YES, Sight.OWN):
        return WhyNot(found.bars, found.soft, found.to_ask, weight_of(line, facts), local_day(work.now))
    return WhyNot(masked(found.bars), (), (), weight_of(line, facts), local_day(work.now))


def masked(bars: tuple[Bar, ...]) -> tuple[Bar, ...]:
    """Reasons of his own record in full, whatever concerns others as one word."""
    own = tuple(bar for bar in bars if bar.code not in _ABOUT_OTHERS)
    return own if len(own) == len(bars) else (*own, MASKED)
