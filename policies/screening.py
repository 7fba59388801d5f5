"""资格筛查: who of the roster may be drawn for one tender, and every reason against everybody else.

Screening works on columns, all experts at once; the same rules give the sentences for one expert on demand.
A rule whose facts are missing answers *not known*; policy says whether that passes, is to be asked, or bars.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policies.recusal import RECUSAL_RULES
from policies.standing import SCOPE_RULES, STANDING_RULES
from policies.tender_facts import Scope, TenderFacts, WhenNotKnown
from policies.vocabulary.bar import Bar
from policies.vocabulary.roster import Column, Roster, RosterLine
from policies.vocabulary.rule import NotKnown, PersonRule

PERSON_RULES: tuple[PersonRule, ...] = (*STANDING_RULES, *RECUSAL_RULES, *SCOPE_RULES)
_NO_FACTS = "规则{code}所需的事实不明，按现行规定暂不参加抽取；请本人或入库单位补充登记"


@dataclass(frozen=True, slots=True)
class Sifted:
    """What one rule did to the roster. `barred` and `not_known` count everyone; `left` who passes this and all rules before."""

    code: str
    barred: int
    not_known: int
    treatment: WhenNotKnown
    left: int


@dataclass(frozen=True, slots=True)
class Screening:
    """`eligible` are positions in the roster, rising; `funnel` is in the order of the rules."""

    total: int
    eligible: Sequence[int]
    funnel: tuple[Sifted, ...]

    @property
    def barred(self) -> dict[str, int]:
        """How many each rule speaks against; one expert may be counted by several rules."""
        return {sifted.code: sifted.barred for sifted in self.funnel if sifted.barred}

    @property
    def not_known(self) -> dict[str, int]:
        return {sifted.code: sifted.not_known for sifted in self.funnel if sifted.not_known}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything against one expert, and the rules whose facts are missing."""

    bars: tuple[Bar, ...]
    not_known: tuple[str, ...]

    @property
    def eligible(self) -> bool:
        return not self.bars


def screen(roster: Roster, tender: TenderFacts, rules: Sequence[PersonRule] = PERSON_RULES) -> Screening:
    """One pass over columns for each rule; never a loop over experts."""
    kept, funnel = ~roster.nobody(), []
    for rule in rules:
        barred, missing = _columns(rule, roster, tender)
        kept = kept & ~_excluded(rule, barred, missing, tender)
        sifted = Sifted(rule.code, roster.count(barred), roster.count(missing), _treatment(rule, tender), roster.count(kept))
        funnel.append(sifted)
    return Screening(len(roster), roster.where(kept), tuple(funnel))


def fit_counter(roster: Roster, tender: TenderFacts) -> Callable[[Scope], int]:
    """How many experts may fill a seat of a given scope; personal rules are screened once, for all scopes."""
    fit = ~roster.nobody()
    for rule in (*STANDING_RULES, *RECUSAL_RULES):
        barred, missing = _columns(rule, roster, tender)
        fit = fit & ~_excluded(rule, barred, missing, tender)
    return lambda scope: roster.count(fit & roster.holds(scope.specialties) & (roster.area.isin(scope.areas) if scope.areas else fit))


def explain(line: RosterLine, tender: TenderFacts, rules: Sequence[PersonRule] = PERSON_RULES) -> Explanation:
    """All reasons against one expert, never only the first."""
    bars, unknown = [], []
    for rule in rules:
        finding = rule.find(line, tender)
        if isinstance(finding, NotKnown):
            unknown.append(rule.code)
            if _treatment(rule, tender) is WhenNotKnown.BAR:
                bars.append(Bar(rule.code, _NO_FACTS.format(code=rule.code), rule.source))
        elif finding is not None:
            bars.append(rule.bar(finding))
    return Explanation(tuple(bars), tuple(unknown))


def _columns(rule: PersonRule, roster: Roster, tender: TenderFacts) -> tuple[Column, Column]:
    barred = rule(roster, tender)
    return barred, rule.missing(roster, tender) & ~barred if rule.missing else roster.nobody()


def _excluded(rule: PersonRule, barred: Column, missing: Column, tender: TenderFacts) -> Column:
    return barred | missing if _treatment(rule, tender) is WhenNotKnown.BAR else barred


def _treatment(rule: PersonRule, tender: TenderFacts) -> WhenNotKnown:
    return tender.limits.when_not_known.get(rule.code, WhenNotKnown.ASK)
