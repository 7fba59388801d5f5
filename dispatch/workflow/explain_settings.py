"""Which settings of a profile could be eased for a tender, and how far: only what is declared changeable and not fixed by a law's text.

Recusal (R1 to R6), age, title and years are in no table here: they protect the evaluation, and nobody is offered to ease them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from dispatch.workflow.explain_outlook import Variant
from policies.dated import Dated
from policies.profiles import PolicyDay, Profile, Setting, changeable
from policies.tender_facts import SoftEffect, WhenNotKnown
from policies.vocabulary.source import Status
from policies.vocabulary.tender import Tender


@dataclass(frozen=True, slots=True)
class Easing:
    """One setting at another value; `shown` is that value as people read it."""

    setting: Setting
    value: Any
    shown: str

    @property
    def about(self) -> str:
        return self.setting.name


_OFF = {  # 0: no such limit is set
    "R9": ("screening.buffer",),
    "R13": ("screening.pair_limit",),
    "R14": ("screening.interval", "screening.frequency_most"),
}


def easings(of: Variant, rules: PolicyDay, codes: frozenset[str]) -> Iterator[Easing]:
    """The mildest first, for the rules of these codes; a value is offered only if it eases the one in force."""
    wanted = (*_of_persons(rules, codes), *_of_committees(of.tender, rules, codes))
    yield from (easing for easing in wanted if may_be_eased(easing.setting))


def may_be_eased(setting: Setting) -> bool:
    """What a law's own text fixes is never offered, whoever may change it."""
    return setting.name in changeable() and setting.status is not Status.VERIFIED


def eased(profile: Profile, easing: Easing) -> Profile:
    """The same profile with this one setting at another value; it exists in memory only."""
    base = profile.base[easing.about]
    other: Dated[Any] = replace(base, in_force=((base.in_force[0][0], easing.value),))
    return replace(profile, changes={**profile.changes, easing.about: other})


def missing_facts(rules: PolicyDay, code: str) -> Easing:
    """As if everybody whose facts for a rule are missing had nothing against him by that rule."""
    setting = _setting(rules, "screening.when_not_known")
    return Easing(setting, {**setting.value, code: WhenNotKnown.ASK.value}, "待问")


def _of_persons(rules: PolicyDay, codes: frozenset[str]) -> Iterator[Easing]:
    for code, names in _OFF.items():
        for name in names if code in codes else ():
            if rules.count(name):
                yield Easing(_setting(rules, name), 0, "不设")
    if "R12" in codes and rules.ask("screening.met_effect", SoftEffect) is SoftEffect.BAR:
        yield Easing(_setting(rules, "screening.met_effect"), SoftEffect.LOWER.value, "只降低抽取权重")


def _of_committees(tender: Tender, rules: PolicyDay, codes: frozenset[str]) -> Iterator[Easing]:
    if "R10" in codes:
        cap = rules.count("panel.employer_cap")
        yield from (_number(rules, "panel.employer_cap", at, f"{at}人") for at in range(cap + 1, tender.experts + 1))
    if {"YD-01", "YD-02"} & codes:
        share, members = rules.share("panel.local_share"), tender.committee
        now = int(share * members)
        for most in range(now + 1, tender.experts + 1):
            more = Fraction(most, members)
            yield Easing(_setting(rules, "panel.local_share"), str(more), f"{more}（{most}人）")
        at_most = range(rules.count("panel.local_most") + 1, tender.experts + 1)
        yield from (_number(rules, "panel.local_most", at, f"{at}人") for at in at_most)
    if "YD-02" in codes:
        least = rules.count("panel.subvenue_least")
        yield from (_number(rules, "panel.subvenue_least", at, f"{at}人") for at in range(least - 1, -1, -1))


def _number(rules: PolicyDay, name: str, at: int, shown: str) -> Easing:
    return Easing(_setting(rules, name), at, shown)


def _setting(rules: PolicyDay, name: str) -> Setting:
    return rules.profile.setting(name, rules.day)
