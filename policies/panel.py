"""评标委员会组成: how many members, and how many of them experts.

Each rule says what it demands of this tender, or nothing; the strictest demand holds and is named in the refusal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

from policies.profiles import PolicyDay, Profile
from policies.sources import cite
from policies.tender_facts import PartyRole, TenderFacts
from policies.vocabulary.bar import Bar
from policies.vocabulary.money import NOTHING, Money
from policies.vocabulary.rule import CommitteeRule, committee_rule
from policies.vocabulary.source import Source
from policies.vocabulary.tender import LawFamily, Method, Tender

NO_BOUND = 64  # a draw has at most 64 seats
_TENDERS = (Method.OPEN, Method.INVITED)
COMPLEX, IMPACT = "技术复杂", "社会影响较大"  # remarks of an application; their value is 是
LEGAL_REMARK = "法律专家"  # its value is 已含: for a classification whose codes of the law are not on record


@dataclass(frozen=True, slots=True)
class Demand:
    """What one rule demands of a committee."""

    least: int = 0
    odd: bool = False
    share: Fraction = Fraction(0)
    most: int = NO_BOUND
    legal: int = 0  # legal experts
    budget: Money = NOTHING  # from which on the rule asks for so many
    source: Source | None = None  # of a region, where the number is its own


@committee_rule(
    "ZB-01",
    source=cite("ZBF-37"),
    says="评标委员会成员为{least}人以上单数，其中专家不得少于成员总数的{share}",
    says_en="the committee has an odd number of members, at least {least}, of whom at least {share_en} are experts",
)
def tendering_committee(tender: Tender, rules: PolicyDay) -> Demand | None:
    if tender.law_family is not LawFamily.TENDERING:
        return None
    return Demand(rules.count("panel.tendering_least"), True, _experts_share(tender, rules))


@committee_rule(
    "GP-01",
    source=cite("O87-47"),
    says="政府采购公开招标、邀请招标的评标委员会成员为{least}人以上单数，其中评审专家不得少于成员总数的{share}",
    says_en="for open and invited procurement the committee is odd, at least {least}, and at least {share_en} of it are experts",
)
def procurement_committee(tender: Tender, rules: PolicyDay) -> Demand | None:
    if tender.law_family is not LawFamily.PROCUREMENT or tender.method not in _TENDERS:
        return None
    return Demand(rules.count("panel.procurement_least"), True, _experts_share(tender, rules))


@committee_rule(
    "GP-02",
    source=cite("O87-47"),
    says="采购预算金额在{budget}以上、技术复杂或者社会影响较大的，评标委员会成员为{least}人以上单数",
    says_en="from a budget of {budget_en} on, or if complex or of high social impact, the committee is odd and at least {least}",
)
def large_procurement_committee(tender: Tender, rules: PolicyDay) -> Demand | None:
    if tender.law_family is not LawFamily.PROCUREMENT or tender.method not in _TENDERS:
        return None
    limit = rules.money("panel.procurement_large_budget")
    large = tender.budget_fen >= limit.fen or _remarked(tender, COMPLEX) or _remarked(tender, IMPACT)
    return Demand(rules.count("panel.procurement_large_least"), budget=limit) if large else None


@committee_rule(
    "GP-03",
    source=cite("ZCF-38"),
    says="谈判小组、询价小组由{least}人以上单数组成，其中专家不得少于成员总数的{share}",
    says_en="a negotiation or inquiry group is odd, at least {least}, and at least {share_en} of it are experts",
)
def negotiation_group(tender: Tender, rules: PolicyDay) -> Demand | None:
    if not _negotiates(tender):
        return None
    return Demand(rules.count("panel.negotiation_least"), True, _experts_share(tender, rules))


@committee_rule(
    "GP-04",
    source=cite("O74-7"),
    says="达到公开招标数额标准（{budget}）的，谈判小组、询价小组由{least}人以上单数组成",
    says_en="from the open-tender threshold ({budget_en}) on, a negotiation or inquiry group is odd and at least {least}",
)
def large_negotiation_group(tender: Tender, rules: PolicyDay) -> Demand | None:
    limit = rules.money("panel.open_tender_threshold")
    if not _negotiates(tender) or tender.budget_fen < limit.fen:
        return None
    return Demand(rules.count("panel.negotiation_large_least"), budget=limit)


@committee_rule(
    "GP-05",
    source=cite("O74-7"),
    says="技术复杂的竞争性谈判，评审专家中应当包含{legal}名法律专家",
    says_en="a complex negotiation has {legal} legal expert among its experts",
)
def legal_expert(tender: Tender, rules: PolicyDay) -> Demand | None:
    negotiated = tender.law_family is LawFamily.PROCUREMENT and tender.method is Method.NEGOTIATION
    return Demand(legal=_legal_experts(tender, rules)) if negotiated and _remarked(tender, COMPLEX) else None


@committee_rule(
    "GP-06",
    source=cite("M214-14"),
    says="磋商小组由{least}人以上单数组成，其中评审专家不得少于成员总数的{share}；技术复杂的，应当包含法律专家（本项目须{legal}名）",
    says_en="a consultation group is odd, at least {least}, at least {share_en} experts; a complex one has a legal expert (here: {legal})",
)
def consultation_group(tender: Tender, rules: PolicyDay) -> Demand | None:
    if tender.law_family is not LawFamily.PROCUREMENT or tender.method is not Method.CONSULTATION:
        return None
    legal = _legal_experts(tender, rules)
    return Demand(rules.count("panel.consultation_least"), True, _experts_share(tender, rules), legal=legal)


@committee_rule(
    "LC-01",
    source=cite("CQ-30"),
    says="招标人代表不得超过成员总数的三分之一，且不得超过{most}人",
    says_en="representatives are at most one third of the members and at most {most}",
)
def few_representatives(tender: Tender, rules: PolicyDay) -> Demand | None:
    most = rules.count_for("panel.most_representatives", tender.law_family)
    return Demand(most=most, source=rules.own_source("panel.most_representatives", tender.law_family)) if most < NO_BOUND else None


@committee_rule(
    "LC-05",
    source=cite("CTS-SECTOR"),
    says="本行业规定评标委员会为{least}人以上",
    says_en="the rules of this sector ask for at least {least} members",
)
def sector_committee(tender: Tender, rules: PolicyDay) -> Demand | None:
    least = rules.ask("panel.sector_least", dict[str, int]).get(tender.sector, 0)
    return Demand(least, source=rules.own_source("panel.sector_least")) if least else None


@committee_rule(
    "GP-07",
    source=cite("O87-45"),
    says="采购人（招标人）代表不得担任组长，组长从专家中推举",
    says_en="the representative is never leader; the members elect one of the experts",
)
def leader_is_an_expert(tender: Tender, rules: PolicyDay) -> bool:
    """Whether the leader must be an expert; else the members elect him, or the tenderer sets him (ZB-09)."""
    return rules.word_for("panel.leader", tender.law_family) == "expert"


@committee_rule(
    "ZB-04",
    source=cite("ZBF-37"),
    says="与投标人有利害关系的人不得进入评标委员会，已经进入的应当更换；招标人与投标人有利害关系的，地方规定禁止时不得派代表（重庆，LC-01）",
    says_en="whoever has an interest in a bidder stays out or is replaced; local rules may bar an interested tenderer too",
)
def representatives_stay_out(facts: TenderFacts, rules: PolicyDay) -> bool:
    """Whether a bidder is the tenderer himself or of his group; before the bidders are known the answer is no."""
    if rules.word_for("panel.representatives_of_the_interested", facts.law_family) != "barred":
        return False
    tenderer, bidders = facts.units(PartyRole.TENDERER), (*facts.units(PartyRole.BIDDER), *facts.group(PartyRole.BIDDER))
    return any(unit.same_as(bidder) for unit in tenderer for bidder in bidders)


COMMITTEE_RULES: tuple[CommitteeRule, ...] = (
    tendering_committee,
    procurement_committee,
    large_procurement_committee,
    negotiation_group,
    large_negotiation_group,
    legal_expert,
    consultation_group,
    few_representatives,
    sector_committee,
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

    @property
    def legal(self) -> tuple[CommitteeRule, int]:
        return max(((rule, demand.legal) for rule, demand in self.demands), key=lambda pair: pair[1])

    def grounds(self) -> tuple[Bar, ...]:
        """The rules that shape this committee, with their sentences and sources."""
        return tuple(rule.bar(_slots(demand), demand.source) for rule, demand in self.demands)

    def source_of(self, rule: CommitteeRule) -> Source:
        """The article behind a demand: a region's own where the number is its own."""
        return next((demand.source for each, demand in self.demands if each is rule and demand.source), rule.source)


def committee(tender: Tender, profile: Profile, on: date) -> CommitteeRules:
    """What the rules in force on a day demand of this tender's committee."""
    told = ((rule, rule(tender, profile.on(on))) for rule in COMMITTEE_RULES)
    return CommitteeRules(tuple((rule, demand) for rule, demand in told if demand is not None))


def legal_places(tender: Tender, rules: PolicyDay) -> int:
    """How many of the places asked for are of the law, by their codes; a remark says so where the codes are not on record."""
    codes = rules.ask("panel.legal_codes", dict[str, tuple[str, ...]])
    asked = sum(
        seat.count for seat in tender.seats if seat.codes and all(code.startswith(codes.get(seat.edition, ())) for code in seat.codes)
    )
    return asked or int(tender.extra.get(LEGAL_REMARK) == "已含")


def more_time_votes(members: int, rules: PolicyDay) -> int:
    """How many members can force more time for the evaluation (TM-01: more than a third)."""
    return floor(rules.share("panel.more_time_share") * members) + 1


def _remarked(tender: Tender, remark: str) -> bool:
    return tender.extra.get(remark) == "是"


def _legal_experts(tender: Tender, rules: PolicyDay) -> int:
    return rules.count("panel.legal_experts") if _remarked(tender, COMPLEX) else 0


def _negotiates(tender: Tender) -> bool:
    return tender.law_family is LawFamily.PROCUREMENT and tender.method in (Method.NEGOTIATION, Method.INQUIRY)


def _experts_share(tender: Tender, rules: PolicyDay) -> Fraction:
    return Fraction(rules.word_for("panel.experts_share", tender.law_family))


def _slots(demand: Demand) -> dict[str, object]:
    shares = {"share": spoken(demand.share), "share_en": demand.share}
    budget = {"budget": in_words(demand.budget), "budget_en": f"{demand.budget.fen // 100:,} yuan"}
    return {"least": demand.least, "most": demand.most, "legal": demand.legal, **shares, **budget}


def in_words(sum_of_money: Money) -> str:
    """A budget as the law says it: 1000万元."""
    yuan, fen = divmod(sum_of_money.fen, 100)
    return f"{yuan // 10_000}万元" if not fen and yuan and yuan % 10_000 == 0 else f"{yuan}.{fen:02}元"


def spoken(share: Fraction) -> str:
    """A share as the law says it: 三分之二."""
    digits = "零一二三四五六七八九"
    known = share.denominator < len(digits)
    return f"{digits[share.denominator]}分之{digits[share.numerator]}" if known else str(share)
