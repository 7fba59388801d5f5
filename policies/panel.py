"""评标委员会组成: how many members, and how many of them experts.

Each rule says what it demands of this tender, or nothing; the strictest demand holds and is named in the refusal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from policies.profiles import PolicyDay, Profile
from policies.sources import cite
from policies.vocabulary.bar import Bar
from policies.vocabulary.rule import CommitteeRule, committee_rule
from policies.vocabulary.tender import LawFamily, Method, Tender

NO_BOUND = 64  # a draw has at most 64 seats
_TENDERS = (Method.OPEN, Method.INVITED)
_REMARKS = ("技术复杂", "社会影响较大")  # remarks of an application that call for the larger committee; their value is 是


@dataclass(frozen=True, slots=True)
class Demand:
    """What one rule demands of a committee."""

    least: int = 0
    odd: bool = False
    share: Fraction = Fraction(0)
    most: int = NO_BOUND


@committee_rule(
    "ZB-01",
    source=cite("ZBF-37"),
    says="评标委员会为{least}人以上单数，专家不少于{share}",
    says_en="the committee is odd, at least {least}, with at least {share_en} experts",
)
def tendering_committee(tender: Tender, rules: PolicyDay) -> Demand | None:
    if tender.law_family is not LawFamily.TENDERING:
        return None
    return Demand(rules.count("panel.tendering_least"), True, _experts_share(tender, rules))


@committee_rule(
    "GP-01",
    source=cite("O87-47"),
    says="政府采购评标委员会为{least}人以上单数，专家不少于{share}",
    says_en="a procurement committee is odd, at least {least}, with at least {share_en} experts",
)
def procurement_committee(tender: Tender, rules: PolicyDay) -> Demand | None:
    if tender.law_family is not LawFamily.PROCUREMENT or tender.method not in _TENDERS:
        return None
    return Demand(rules.count("panel.procurement_least"), True, _experts_share(tender, rules))


@committee_rule(
    "GP-02",
    source=cite("O87-47"),
    says="预算达到规定数额、技术复杂或社会影响较大的，评标委员会为{least}人以上单数",
    says_en="at least {least} above the budget set, or if complex or of high social impact",
)
def large_procurement_committee(tender: Tender, rules: PolicyDay) -> Demand | None:
    if tender.law_family is not LawFamily.PROCUREMENT or tender.method not in _TENDERS:
        return None
    large = tender.budget_fen >= rules.money("panel.procurement_large_budget").fen
    remarked = any(tender.extra.get(remark) == "是" for remark in _REMARKS)
    return Demand(rules.count("panel.procurement_large_least")) if large or remarked else None


@committee_rule(
    "GP-03",
    source=cite("ZCF-38"),
    says="谈判、询价小组为{least}人以上单数，专家不少于{share}",
    says_en="a negotiation or inquiry group is odd, at least {least}, with at least {share_en} experts",
)
def negotiation_group(tender: Tender, rules: PolicyDay) -> Demand | None:
    if not _negotiates(tender):
        return None
    return Demand(rules.count("panel.negotiation_least"), True, _experts_share(tender, rules))


@committee_rule(
    "GP-04",
    source=cite("O74-7"),
    says="达到公开招标数额标准的谈判、询价，小组为{least}人以上单数",
    says_en="a negotiation or inquiry above the open-tender threshold has at least {least}",
)
def large_negotiation_group(tender: Tender, rules: PolicyDay) -> Demand | None:
    if not _negotiates(tender) or tender.budget_fen < rules.money("panel.open_tender_threshold").fen:
        return None
    return Demand(rules.count("panel.negotiation_large_least"))


@committee_rule(
    "GP-06",
    source=cite("M214-14"),
    says="磋商小组为{least}人以上单数，专家不少于{share}",
    says_en="a consultation group is odd, at least {least}, with at least {share_en} experts",
)
def consultation_group(tender: Tender, rules: PolicyDay) -> Demand | None:
    if tender.law_family is not LawFamily.PROCUREMENT or tender.method is not Method.CONSULTATION:
        return None
    return Demand(rules.count("panel.consultation_least"), True, _experts_share(tender, rules))


@committee_rule(
    "LC-01",
    source=cite("CQ-30"),
    says="招标人代表不超过成员总数的三分之一，且不超过{most}人",
    says_en="representatives are at most one third of the members and at most {most}",
)
def few_representatives(tender: Tender, rules: PolicyDay) -> Demand | None:
    most = rules.count_for("panel.most_representatives", tender.law_family)
    return Demand(most=most) if most < NO_BOUND else None


COMMITTEE_RULES: tuple[CommitteeRule, ...] = (
    tendering_committee,
    procurement_committee,
    large_procurement_committee,
    negotiation_group,
    large_negotiation_group,
    consultation_group,
    few_representatives,
)


@dataclass(frozen=True, slots=True)
class CommitteeRules:
    """All that is demanded of one committee; each number can name the rule that demands it."""

    demands: tuple[tuple[CommitteeRule, Demand], ...]

    @property
    def least_members(self) -> tuple[CommitteeRule, int]:
        return max(((rule, demand.least) for rule, demand in self.demands), key=lambda pair: pair[1])

    @property
    def odd(self) -> CommitteeRule | None:
        return next((rule for rule, demand in self.demands if demand.odd), None)

    @property
    def share(self) -> tuple[CommitteeRule, Fraction]:
        return max(((rule, demand.share) for rule, demand in self.demands), key=lambda pair: pair[1])

    def least_experts(self, members: int) -> int:
        """⌈2n/3⌉ for the usual share."""
        return ceil(self.share[1] * members)

    def most_representatives(self, members: int) -> tuple[CommitteeRule, int]:
        rule, most = min(((rule, demand.most) for rule, demand in self.demands), key=lambda pair: pair[1])
        by_share = members - self.least_experts(members)
        return (rule, most) if most < by_share else (self.share[0], by_share)

    def grounds(self) -> tuple[Bar, ...]:
        """The rules that shape this committee, with their sentences and sources."""
        return tuple(rule.bar(_slots(demand)) for rule, demand in self.demands)


def committee(tender: Tender, profile: Profile, on: date) -> CommitteeRules:
    """What the rules in force on a day demand of this tender's committee."""
    told = ((rule, rule(tender, profile.on(on))) for rule in COMMITTEE_RULES)
    return CommitteeRules(tuple((rule, demand) for rule, demand in told if demand is not None))


def _negotiates(tender: Tender) -> bool:
    return tender.law_family is LawFamily.PROCUREMENT and tender.method in (Method.NEGOTIATION, Method.INQUIRY)


def _experts_share(tender: Tender, rules: PolicyDay) -> Fraction:
    return Fraction(rules.word_for("panel.experts_share", tender.law_family))


def _slots(demand: Demand) -> dict[str, object]:
    return {"least": demand.least, "share": spoken(demand.share), "share_en": demand.share, "most": demand.most}


def spoken(share: Fraction) -> str:
    """A share as the law says it: 三分之二."""
    digits = "零一二三四五六七八九"
    known = share.denominator < len(digits)
    return f"{digits[share.denominator]}分之{digits[share.numerator]}" if known else str(share)
