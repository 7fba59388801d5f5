"""频次与间隔: who meets the same party too often (R12), sits too soon or too often again (R14), and what weight he draws with (SU-12).

Soft rules: policy says whether they count, lower the weight or bar. The facts are the centre's own records of past committees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import reduce
from itertools import combinations
from operator import or_

from policies.profiles import PolicyDay
from policies.sources import cite
from policies.tender_facts import SoftEffect, TenderFacts
from policies.vocabulary.roster import Column, Roster, RosterLine, Served, UnitKeys
from policies.vocabulary.rule import NOT_KNOWN, Finding, PersonRule, committee_rule, person_rule

MOST_WEIGHT = 64


@person_rule(
    "R12",
    source=cite("O26-MET"),
    says="{days}日内与本项目同一招标人、代理机构或投标人相遇{times}次，达到{limit}次即为频繁",
    says_en="met the same party of this tender {times} times within {days} days; {limit} times are too often",
)
def meets_a_party_often(roster: Roster, tender: TenderFacts) -> Column:
    limit, (first, last) = tender.limits.encounters.met, _met_days(tender)
    if not limit:
        return roster.nobody()
    often = (roster.served_with(unit, first, last).at_least(limit) for unit in tender.units())
    return reduce(or_, often, roster.nobody())


@meets_a_party_often.unknown
def _(roster: Roster, tender: TenderFacts) -> Column:
    """Committees whose parties are not recorded could make it often."""
    limit, (first, last) = tender.limits.encounters.met, _met_days(tender)
    if not limit:
        return roster.nobody()
    unrecorded = roster.served_unrecorded(first, last)
    perhaps = ((roster.served_with(unit, first, last) + unrecorded).at_least(limit) for unit in tender.units())
    return reduce(or_, perhaps, roster.nobody())


@meets_a_party_often.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    limit, (first, last) = tender.limits.encounters.met, _met_days(tender)
    if not limit:
        return None
    within = list(_between(line, first, last))
    met = [[each for each in within if _had(each, unit)] for unit in tender.units()]
    most = max(met, key=len, default=[])
    if len(most) >= limit:
        days = tender.limits.encounters.met_window
        return {"days": days, "times": len(most), "limit": limit, "evidence": _cited(most)}
    unrecorded = sum(each.parties is None for each in within)
    return NOT_KNOWN if met and len(most) + unrecorded >= limit else None


@person_rule(
    "R14",
    source=cite("SD-30"),
    says="按风险评估确定的抽取间隔与频次，本次暂不抽取：{why}",
    says_en="not drawn this time, by the interval and frequency that the risk assessment set: {why_en}",
)
def sat_too_lately_or_often(roster: Roster, tender: TenderFacts) -> Column:
    against = roster.nobody()
    if tender.limits.encounters.interval:
        against = against | roster.served(*_near_days(tender)).at_least(1)
    if tender.limits.encounters.most:
        against = against | roster.served(*_counted_days(tender)).at_least(tender.limits.encounters.most)
    return against


@sat_too_lately_or_often.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    numbers = tender.limits.encounters
    lately = list(_between(line, *_near_days(tender))) if numbers.interval else []
    counted = list(_between(line, *_counted_days(tender)))
    often = counted if numbers.most and len(counted) >= numbers.most else []
    why = [f"间隔不足{numbers.interval}天"] * bool(lately) + [f"{numbers.window}日内已参评{len(often)}次"] * bool(often)
    english = [f"less than {numbers.interval} days apart"] * bool(lately) + [f"{len(often)} times in {numbers.window} days"] * bool(often)
    evidence = _cited(list(dict.fromkeys([*lately, *often])))
    return {"why": "、".join(why), "why_en": ", ".join(english), "evidence": evidence} if why else None


ENCOUNTER_RULES: tuple[PersonRule, ...] = (meets_a_party_often, sat_too_lately_or_often)


@committee_rule(
    "SU-12",
    source=cite("M198-21"),
    says="省级财政部门可以根据履职情况设置阶梯抽取概率；本系统为随抽取记录公布的整数权重，按统计期内参评次数递减（{tiers}）",
    says_en="a province may tier draw probabilities by performance; here by published weights that fall with each evaluation ({tiers})",
)
def draw_weights(roster: Roster, tender: TenderFacts) -> Sequence[int]:
    """The weight of everybody in the roster (docs/spec/draw-protocol.md §4: 1 to 64)."""
    counts, most = roster.served(*_counted_days(tender)), most_weight(tender.limits.encounters.tiers)
    grades = [(counts.at_least(number), weight) for number, weight in tender.limits.encounters.tiers.items()]
    if tender.limits.encounters.met_effect is SoftEffect.LOWER:
        grades.append((meets_a_party_often(roster, tender), tender.limits.encounters.met_weight))
    return roster.graded(most, grades)


def weight_of(line: RosterLine, tender: TenderFacts) -> int:
    """The weight of one expert; the same as his in `draw_weights`."""
    number, tiers = len(list(_between(line, *_counted_days(tender)))), tender.limits.encounters.tiers
    weights = [weight for least, weight in tiers.items() if number >= least]
    if tender.limits.encounters.met_effect is SoftEffect.LOWER and isinstance(meets_a_party_often.find(line, tender), Mapping):
        weights.append(tender.limits.encounters.met_weight)
    return min(weights, default=most_weight(tiers))


def most_weight(tiers: Mapping[int, int]) -> int:
    return max(tiers.values(), default=1)


@committee_rule(
    "R13",
    source=cite("DESIGN"),
    says="{days}日内已同组{limit}次的两名专家，本次不得再同组",
    says_en="two experts who sat together {limit} times within {days} days do not sit together again",
)
def familiar_pairs(committees: Iterable[tuple[date, Sequence[str]]], rules: PolicyDay) -> frozenset[tuple[str, str]]:
    """Pairs of references, the smaller first, of those who sat together too often; none while no limit is set."""
    limit, first = rules.count("screening.pair_limit"), pairs_since(rules)
    if first is None:
        return frozenset()
    lately = (sorted(set(members)) for on, members in committees if first <= on <= rules.day)
    together = Counter(pair for members in lately for pair in combinations(members, 2))
    return frozenset(pair for pair, times in together.items() if times >= limit)


def weight_faults(rules: PolicyDay) -> Iterator[str]:
    """What stands against the tiers of a profile, one sentence each."""
    tiers = rules.ask("screening.weight_tiers", dict[int, int])
    if not all(1 <= weight <= MOST_WEIGHT for weight in tiers.values()):
        yield f"阶梯抽取权重须为1至{MOST_WEIGHT}的整数"
    in_order = [weight for _, weight in sorted(tiers.items())]
    if in_order != sorted(in_order, reverse=True):
        yield "阶梯抽取权重不得随参评次数升高"
    lowers = rules.ask("screening.met_effect", SoftEffect) is SoftEffect.LOWER
    if rules.count("screening.met_limit") and lowers and rules.count("screening.met_weight") >= min(tiers.values()):
        yield "频繁相遇者的权重（met_weight）不低于阶梯权重，降低权重没有作用"


def looks_back(tender: TenderFacts) -> date:
    """The first day of which a past committee could matter to any rule about this tender's people (R9, R12, R14, SU-12)."""
    numbers = tender.limits.encounters
    counts = bool(numbers.most) or most_weight(numbers.tiers) > 1
    asked = ((bool(numbers.interval), _near_days), (counts, _counted_days), (bool(numbers.met), _met_days))
    return min((tender.guarded_days[0], *(days(tender)[0] for is_asked, days in asked if is_asked)))


def pairs_since(rules: PolicyDay) -> date | None:
    """The first day of which a past committee could make two people a familiar pair; None while no limit is set."""
    if not rules.count("screening.pair_limit"):
        return None
    return rules.day - timedelta(days=rules.count("screening.pair_window"))


def _met_days(tender: TenderFacts) -> tuple[date, date]:
    return tender.opens_on - timedelta(days=tender.limits.encounters.met_window), tender.opens_on


def _counted_days(tender: TenderFacts) -> tuple[date, date]:
    return tender.opens_on - timedelta(days=tender.limits.encounters.window), tender.opens_on


def _near_days(tender: TenderFacts) -> tuple[date, date]:
    """Days too near, on both sides: a committee of next week was perhaps drawn before this one."""
    apart = timedelta(days=max(tender.limits.encounters.interval - 1, 0))
    return tender.days[0] - apart, tender.days[-1] + apart


def _between(line: RosterLine, first: date, last: date) -> Iterator[Served]:
    return (each for each in line.served if first <= each.on <= last)


def _had(served: Served, unit: UnitKeys) -> bool:
    return any(party.same_as(unit) for party in served.parties or ())


def _cited(found: Sequence[Served]) -> str:
    return "参评记录 " + "、".join(each.evidence for each in found)
