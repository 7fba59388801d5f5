"""资格筛查: who of the roster may be drawn for one tender, and every reason against everybody else.

Screening works on columns, all experts at once; the same rules give the sentences for one expert on demand.
A rule whose facts are missing answers *not known*; policy says whether that passes, is to be asked, or bars.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policies.encounters import ENCOUNTER_RULES
from policies.recusal import RECUSAL_RULES
from policies.standing import SCOPE_RULES, STANDING_RULES, within
from policies.tender_facts import Scope, SoftEffect, TenderFacts, WhenNotKnown
from policies.vocabulary.bar import Bar
from policies.vocabulary.roster import Column, Roster, RosterLine
from policies.vocabulary.rule import NotKnown, PersonRule

ABOUT_THE_PERSON: tuple[PersonRule, ...] = (*STANDING_RULES, *RECUSAL_RULES, *ENCOUNTER_RULES)
PERSON_RULES: tuple[PersonRule, ...] = (*ABOUT_THE_PERSON, *SCOPE_RULES)
SOFT = "R12"
_NO_FACTS = "规则{code}所需的事实不明，按现行规定暂不参加抽取；请本人或入库单位补充登记"


@dataclass(frozen=True, slots=True)
class Sifted:
    """What one rule did to the roster. `barred` and `not_known` count everyone; `left` who passes this and all rules before."""

    code: str
    barred: int
    not_known: int
    treatment: WhenNotKnown
    left: int
    effect: SoftEffect = SoftEffect.BAR  # of a soft rule: what being named by it leads to


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
    soft: tuple[Bar, ...] = ()  # what is counted, or lowers the weight, and does not bar
    to_ask: tuple[str, ...] = ()  # of the rules not known, those that he must answer when recusals are declared

    @property
    def eligible(self) -> bool:
        return not self.bars


def screen(roster: Roster, tender: TenderFacts, rules: Sequence[PersonRule] = PERSON_RULES) -> Screening:
    """One pass over columns for each rule; never a loop over experts."""
    kept, funnel = ~roster.nobody(), []
    for rule in rules:
        barred, missing = _columns(rule, roster, tender)
        kept = kept & ~_excluded(rule, barred, missing, tender)
        counts = roster.count(barred), roster.count(missing)
        sifted = Sifted(rule.code, *counts, _treatment(rule, tender), roster.count(kept), _effect(rule, tender))
        funnel.append(sifted)
    return Screening(len(roster), roster.where(kept), tuple(funnel))


def fit_counter(roster: Roster, tender: TenderFacts) -> Callable[[Scope], int]:
    """How many experts may fill a seat of a given scope; personal rules are screened once, for all scopes."""
    fit = ~roster.nobody()
    for rule in ABOUT_THE_PERSON:
        barred, missing = _columns(rule, roster, tender)
        fit = fit & ~_excluded(rule, barred, missing, tender)
    return lambda scope: roster.count(fit & within(roster, scope))


def explain(line: RosterLine, tender: TenderFacts, rules: Sequence[PersonRule] = PERSON_RULES) -> Explanation:
    """All reasons against one expert, never only the first."""
    bars: list[Bar] = []
    soft: list[Bar] = []
    unknown: list[str] = []
    for rule in rules:
        finding = rule.find(line, tender)
        if isinstance(finding, NotKnown):
            unknown.append(rule.code)
            if _treatment(rule, tender) is WhenNotKnown.BAR:
                bars.append(Bar(rule.code, _NO_FACTS.format(code=rule.code), rule.source_for(tender.law_family)))
        elif finding is not None:
            (bars if _effect(rule, tender) is SoftEffect.BAR else soft).append(rule.bar(finding, rule.source_for(tender.law_family)))
    to_ask = tuple(code for code in unknown if tender.limits.when_not_known.get(code, WhenNotKnown.ASK) is WhenNotKnown.ASK)
    return Explanation(tuple(bars), tuple(unknown), tuple(soft), to_ask)


def _columns(rule: PersonRule, roster: Roster, tender: TenderFacts) -> tuple[Column, Column]:
    barred = rule(roster, tender)
    return barred, rule.missing(roster, tender) & ~barred if rule.missing else roster.nobody()


def _excluded(rule: PersonRule, barred: Column, missing: Column, tender: TenderFacts) -> Column:
    named = barred if _effect(rule, tender) is SoftEffect.BAR else barred & ~barred
    return named | missing if _treatment(rule, tender) is WhenNotKnown.BAR else named


def _effect(rule: PersonRule, tender: TenderFacts) -> SoftEffect:
    return tender.limits.encounters.met_effect if rule.code == SOFT else SoftEffect.BAR


def _treatment(rule: PersonRule, tender: TenderFacts) -> WhenNotKnown:
    return tender.limits.when_not_known.get(rule.code, WhenNotKnown.ASK)
