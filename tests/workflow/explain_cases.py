"""Small cases for tests: seats by the initials of invented specialties, experts as `"AB@430100#unit"`; only what matters is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from dispatch.draw.manifest import Rule, VenueCandidate
from dispatch.draw.pool import PoolRow
from dispatch.workflow.explain_case import APART, EMPLOYER, REGION, SEAT, VENUES, Case, Demand, SeatAsked
from policies.committee_rules import colleagues_and_kin, few_locals, spread_over_subvenues

CHANGSHA, ZHUZHOU, XIANGTAN, LANZHOU, BAIYIN = "430100", "430200", "430300", "620100", "620400"
NAMES = {"W": "风能", "P": "给排水", "H": "暖通", "C": "造价"}
GROUNDS = {
    "R10": colleagues_and_kin.bar({"cap": 1}),
    "YD-01": few_locals.bar({"most": 2}),
    "YD-02": spread_over_subvenues.bar({"least": 1, "most": 3}),
}


def a_seat(initial: str, count: int, *areas: str) -> SeatAsked:
    return SeatAsked(NAMES.get(initial, initial), initial, frozenset((initial,)), areas or (CHANGSHA,), count)


def an_expert(nth: int, spelled: str) -> PoolRow:
    """`WP@620100#x` holds W and P, lives in Lanzhou, works for x; place and employer may be left out."""
    rest, _, group = spelled.partition("#")
    labels, _, region = rest.partition("@")
    return PoolRow(f"p{nth:03}", tuple(sorted(labels)), region or CHANGSHA, group, 1)


def a_case(seats: Iterable[SeatAsked], experts: Iterable[str], *rules: Rule, **more: Any) -> Case:
    rows = tuple(an_expert(nth, spelled) for nth, spelled in enumerate(experts))
    return Case(tuple(seats), rows, rules, GROUNDS, **more)


def one_per_employer(cap: int = 1) -> Rule:
    return Rule("group_cap", "group_cap#0", cap)


def kept_apart() -> Rule:
    return Rule("apart", "apart#0")


def at_most(bound: int, *areas: str) -> Rule:
    return Rule("region_max", "region_max#0", bound, frozenset(areas))


def a_subvenue(name: str, area: str, least: int = 1, most: int = 3) -> VenueCandidate:
    return VenueCandidate(name, frozenset((area,)), least, most)


def committees(case: Case, said: Iterable[Demand] | None = None) -> int:
    """Counts by trying every set of experts; with `said`, seats not said may be filled by anybody from anywhere, or left to nobody."""
    made = None if said is None else frozenset(said)
    waived = frozenset() if made is None else frozenset(k for k in range(len(case.seats)) if Demand(SEAT, str(k)) not in made)
    sizes = [case.size] if not waived else range(case.size + 1)
    return sum(_is_lawful(case, chosen, made, waived) for size in sizes for chosen in combinations(case.candidates, size))


def _is_lawful(case: Case, chosen: tuple[PoolRow, ...], said: frozenset[Demand] | None, waived: frozenset[int]) -> bool:
    def is_said(rule: str, about: str = "") -> bool:
        return said is None or Demand(rule, about) in said

    apart = {pair for pair in case.pairs if is_said(APART, " ".join(pair))} if any(r.kind == "apart" for r in case.rules) else set()
    if any(tuple(sorted((a.id, b.id))) in apart for a, b in combinations(chosen, 2)):
        return False
    groups = [row.group for row in chosen if row.group and is_said(EMPLOYER, row.group)]
    if any(groups.count(group) > case.cap for group in groups):
        return False
    inside: Mapping[int, int] = {k: sum(row.region in rule.regions for row in chosen) for k, rule in enumerate(case.rules)}
    if any(r.kind == "region_max" and is_said(REGION, str(k)) and inside[k] > r.bound for k, r in enumerate(case.rules)):
        return False
    return _is_seated(case, chosen, waived) and _has_venues(case, chosen, is_said(VENUES), case.size - len(chosen))


def _is_seated(case: Case, chosen: tuple[PoolRow, ...], waived: frozenset[int]) -> bool:
    """Everybody sits in a seat that he fits, and every seat that is not waived is full."""
    places = [k for k, seat in enumerate(case.seats) for _ in range(seat.count)]
    must = [k for k in places if k not in waived]

    def place(rows: tuple[PoolRow, ...], left: list[int]) -> bool:
        if not rows:
            return not any(k in must for k in left)
        fits = {k for k in left if case.seats[k].labels & set(rows[0].labels)}
        return any(place(rows[1:], _without(left, k)) for k in fits)

    return place(chosen, places)


def _without(places: list[int], k: int) -> list[int]:
    at = places.index(k)
    return [*places[:at], *places[at + 1 :]]


def _has_venues(case: Case, chosen: tuple[PoolRow, ...], said: bool, anybody: int) -> bool:
    """Some choice of sub-venues whose shares these persons, and so many imagined ones, can keep."""
    if not case.venues or not said:
        return True
    for taken in combinations(case.venues, case.venue_count):
        inside = [sum(row.region in venue.regions for row in chosen) for venue in taken]
        missing = sum(max(0, venue.seats_min - number) for venue, number in zip(taken, inside, strict=True))
        if all(number <= venue.seats_max for venue, number in zip(taken, inside, strict=True)) and missing <= anybody:
            return True
    return False
