"""A clash in words: each demand as a sentence with its counts, its rule and its source; no employer and no person is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dispatch.draw.manifest import Rule
from dispatch.draw.pool import PoolRow
from dispatch.workflow.explain_case import APART, EMPLOYER, REGION, VENUES, Case
from dispatch.workflow.explain_clash import Clash
from policies.areas import area_name
from policies.standing import holds_no_wanted_specialty
from policies.vocabulary.bar import Bar

R10, R13, LOCALS, SPREAD = "R10", "R13", "YD-01", "YD-02"


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of a clash; `code` and `source` of the rule that makes it a demand."""

    chinese: str
    english: str
    code: str
    source: str


def reasons_of(case: Case, clash: Clash) -> tuple[Reason, ...]:
    """The sentences of one clash, seats first: each stands for one demand or for what one rule demands of several."""
    return (*_seats(case, clash), *_regions(case, clash), *_venues(case, clash), *_employers(case, clash), *_apart(case, clash))


def _seats(case: Case, clash: Clash) -> Iterator[Reason]:
    alone = len(clash.seats) == 1
    for k in clash.seats:
        chinese, english = _outside(case, clash) if alone and _binding(case, clash) else _one_seat(case, k)
        if not alone and k == clash.seats[-1]:
            more, more_en = _together(case, clash)
            chinese, english = chinese + more, english + more_en
        yield Reason(chinese, english, holds_no_wanted_specialty.code, str(holds_no_wanted_specialty.source))


def _one_seat(case: Case, k: int) -> tuple[str, str]:
    seat, pool = case.seats[k], len(case.fitting(k))
    only, only_en = ("只有", "only ") if pool < seat.count else ("有", "")
    where = places(seat.areas)
    return (
        f"{seat.name}专业在{where}{only}{pool}名合格专家，须{seat.count}名",
        f"{seat.codes}: {only_en}{pool} eligible in {where}, {seat.count} needed",
    )


def _outside(case: Case, clash: Clash) -> tuple[str, str]:
    """The only seat of a clash with an upper bound for some areas: what must come from elsewhere, and what there is."""
    rule, seat, fitting = _binding(case, clash)[0], case.seats[clash.seats[0]], case.fitting(*clash.seats)
    outside, needed, home = len(fitting) - _inside(fitting, rule), seat.count - _room(case, rule), places(rule.regions)
    return (
        f"{seat.name}专业在{home}以外只有{outside}名合格专家，须{needed}名",
        f"{seat.codes}: only {outside} eligible outside {home}, {needed} needed",
    )


def _binding(case: Case, clash: Clash) -> tuple[Rule, ...]:
    """The upper bounds for areas that leave too few of the clash's candidates by themselves."""
    fitting, wanted = case.fitting(*clash.seats), sum(case.seats[k].count for k in clash.seats)
    upper = (case.rules[int(position)] for position in clash.about(REGION))
    upper = (rule for rule in upper if rule.kind == "region_max")
    return tuple(rule for rule in upper if len(fitting) - _inside(fitting, rule) < wanted - _room(case, rule))


def _room(case: Case, rule: Rule) -> int:
    """How many more an upper bound lets in beside those who stay."""
    return max(0, rule.bound - _inside(case.staying, rule))


def _together(case: Case, clash: Clash) -> tuple[str, str]:
    """What several seats have together, where that is too few; nothing where the sum alone does not show it."""
    fitting, wanted = case.fitting(*clash.seats), sum(case.seats[k].count for k in clash.seats)
    for rule in _binding(case, clash):
        outside, needed, home = len(fitting) - _inside(fitting, rule), wanted - _room(case, rule), places(rule.regions)
        return (
            f"；这{len(clash.seats)}个名额合计在{home}以外只有{outside}名不同的专家，须{needed}名",
            f"; together only {outside} different experts outside {home}, {needed} needed",
        )
    if len(fitting) >= wanted:
        return "", ""
    return (
        f"；这{len(clash.seats)}个名额合计只有{len(fitting)}名不同的专家，须{wanted}名",
        f"; together only {len(fitting)} different experts, {wanted} needed",
    )


def _regions(case: Case, clash: Clash) -> Iterator[Reason]:
    for position in clash.about(REGION):
        rule, bar = case.rules[int(position)], case.grounds.get(LOCALS)
        bound = ("至多", "at most") if rule.kind == "region_max" else ("至少", "at least")
        plain = f"{places(rule.regions)}的专家{bound[0]}{rule.bound}名", f"{bound[1]} {rule.bound} from {places(rule.regions)}"
        yield _cited(bar, bar.sentence if bar else plain[0], plain[1])


def _venues(case: Case, clash: Clash) -> Iterator[Reason]:
    if not clash.about(VENUES):
        return
    fitting, bar = case.fitting(*clash.seats) if clash.seats else case.candidates, case.grounds.get(SPREAD)
    here = [(places(venue.regions), sum(row.region in venue.regions for row in fitting), venue.seats_min) for venue in case.venues]
    found = "、".join(f"{where}{number}名" for where, number, _ in here)
    found_en = ", ".join(f"{number} in {where}" for where, number, _ in here)
    least = max((venue.seats_min for venue in case.venues), default=0)
    rule = bar.sentence if bar else f"每个副场至少{least}名专家"
    yield _cited(
        bar,
        f"{rule}，须选{case.venue_count}个副场，而各候选副场所在地区的合格专家为{found}",
        f"{case.venue_count} sub-venues with at least {least} experts each, and there are {found_en}",
    )


def _employers(case: Case, clash: Clash) -> Iterator[Reason]:
    groups = clash.about(EMPLOYER)
    if not groups:
        return
    sizes = Counter(row.group for row in (case.fitting(*clash.seats) if clash.seats else case.candidates))
    held = Counter(row.group for row in case.staying)
    people = sum(sizes[group] for group in groups)
    most = sum(min(max(0, case.cap - held[group]), sizes[group]) for group in groups)
    whose, whose_en = ("同属1个单位", "one employer") if len(groups) == 1 else (f"分属{len(groups)}个单位", f"{len(groups)} employers")
    yield _cited(
        case.grounds.get(R10),
        f"同一委员会中同一单位不超过{case.cap}人，而以上专家中有{people}名{whose}，至多取{most}名",
        f"at most {case.cap} of one employer: {people} of them belong to {whose_en}, at most {most} can be taken",
    )


def _apart(case: Case, clash: Clash) -> Iterator[Reason]:
    """Pairs on record by R10, and those who sat together too often by R13."""
    pairs = [tuple(about.split()) for about in clash.about(APART)]
    often = [pair for pair in pairs if pair in case.familiar]
    on_record = [pair for pair in pairs if pair not in case.familiar]
    if on_record:
        why, why_en = "近亲属和登记为不宜同组的人不得同组", "near relatives and pairs on record sit apart"
        yield _paired(case.grounds.get(R10), on_record, why, why_en)
    if often:
        bar = case.grounds.get(R13)
        yield _paired(bar, often, bar.sentence if bar else "频繁同组的人不得再同组", "those who sat together too often sit apart")


def _paired(bar: Bar | None, pairs: Sequence[tuple[str, ...]], chinese: str, english: str) -> Reason:
    people = len({id for pair in pairs for id in pair})
    more, more_en = f"，而以上专家中有{people}人结成{len(pairs)}对", f": {people} of them form {len(pairs)} pairs"
    return _cited(bar, chinese + more, english + more_en)


def _cited(bar: Bar | None, chinese: str, english: str) -> Reason:
    """A rule's sentence with its code and source behind it, in both languages."""
    if bar is None:
        return Reason(chinese, english, "", "")
    return Reason(f"{chinese}（{bar.code}，{bar.source}）", f"{english} ({bar.code}, {bar.source})", bar.code, str(bar.source))


def places(areas: Iterable[str]) -> str:
    return "、".join(area_name(area) for area in sorted(areas)) or "全国"


def _inside(rows: Iterable[PoolRow], rule: Rule) -> int:
    return sum(row.region in rule.regions for row in rows)
