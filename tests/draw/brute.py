"""Lawful committees by trying all of them, person by person: shares no type, no aggregation, no solver with the draw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, permutations

Row = tuple[str, tuple[str, ...], str, str]  # id, labels, region, group
RuleLine = tuple[str, int, frozenset[str]]  # kind, bound, regions
Venue = tuple[str, frozenset[str], int, int]
Quotas = tuple[tuple[tuple[tuple[str, ...], str], int], ...]  # (labels, region), how many


@dataclass(frozen=True)
class Small:
    """A small round: seat classes as (labels, count) still open, rules, who stays, who is a candidate, in ticket order."""

    seats: tuple[tuple[frozenset[str], int], ...]
    rules: tuple[RuleLine, ...]
    staying: tuple[Row, ...]
    candidates: tuple[Row, ...]
    pairs: frozenset[tuple[str, str]]
    quotas: Quotas | None = None

    @property
    def size(self) -> int:
        return sum(count for _, count in self.seats)

    @cached_property
    def panels(self) -> tuple[frozenset[str], ...]:
        return tuple(self.panels_of(self.candidates))

    def panels_of(self, rows: Iterable[Row]) -> Iterable[frozenset[str]]:
        for chosen in combinations(tuple(rows), self.size):
            if self.is_lawful(chosen):
                yield frozenset(row[0] for row in chosen)

    def is_lawful(self, chosen: tuple[Row, ...]) -> bool:
        keeps_rules = self.broken_by(chosen) is None and self.minima(chosen)
        return len(chosen) == self.size and keeps_rules and self.typed(chosen) and self.seated(chosen)

    def seated(self, chosen: tuple[Row, ...]) -> bool:
        return next(iter(self.seat_vectors(chosen)), None) is not None

    def seat_vectors(self, chosen: tuple[Row, ...]) -> Iterable[tuple[int, ...]]:
        """Every way to give each of these persons a seat class, as positions, smallest first."""
        places = [k for k, (_, count) in enumerate(self.seats) for _ in range(count)]
        for vector in sorted(set(permutations(places, len(chosen)))):
            if all(self.seats[k][0].intersection(row[1]) for row, k in zip(chosen, vector, strict=True)):
                yield vector

    def broken_by(self, chosen: tuple[Row, ...]) -> str | None:
        """The first rule, in order, whose upper bound these and the staying members break."""
        everybody = (*self.staying, *chosen)
        for position, (kind, bound, regions) in enumerate(self.rules):
            groups = [row[3] for row in everybody if row[3]]
            if kind == "group_cap" and any(groups.count(group) > bound for group in groups):
                return f"{kind}#{position}"
            if kind == "region_max" and sum(row[2] in regions for row in everybody) > bound:
                return f"{kind}#{position}"
            ids = {row[0] for row in everybody}
            if kind == "apart" and any(first in ids and second in ids for first, second in self.pairs):
                return f"{kind}#{position}"
        return None

    def minima(self, chosen: tuple[Row, ...]) -> bool:
        everybody = (*self.staying, *chosen)
        return all(sum(row[2] in regions for row in everybody) >= bound for kind, bound, regions in self.rules if kind == "region_min")

    def typed(self, chosen: tuple[Row, ...]) -> bool:
        if self.quotas is None:
            return True
        types = [(row[1], row[2]) for row in chosen]
        return all(types.count(type) == number for type, number in self.quotas) and len(types) == sum(n for _, n in self.quotas)


def walk(small: Small) -> list[tuple[str, str]] | None:
    """The first completable panel by definition, with the verdicts of §7 and §8."""
    if not small.panels:
        return None
    taken: list[Row] = []
    records: list[tuple[str, str]] = []
    for row in small.candidates:
        if len(taken) == small.size:
            break
        verdict = verdict_on(small, (*taken, row))
        records.append((row[0], verdict))
        if verdict == "drawn":
            taken.append(row)
    return records


def verdict_on(small: Small, tried: tuple[Row, ...]) -> str:
    if len(tried) > small.size or not small.seated(tried):
        return "no seat left"
    broken = small.broken_by(tried)
    if broken:
        return f"rule {broken}"
    if small.quotas is not None:
        types, quotas = [(row[1], row[2]) for row in tried], dict(small.quotas)
        if types.count(types[-1]) > quotas.get(types[-1], 0):
            return "rule composition"
    ids = {row[0] for row in tried}
    return "drawn" if any(ids <= panel for panel in small.panels) else "not completable"


def standbys(small: Small, panel: tuple[Row, ...], wanted: int) -> list[tuple[str, str]]:
    bare = Small(small.seats, small.rules, small.staying, small.candidates, small.pairs)
    records: list[tuple[str, str]] = []
    for row in small.candidates:
        if [verdict for _, verdict in records].count("standby") == wanted:
            break
        if row not in panel:
            swapped = any(bare.is_lawful((*panel[:k], *panel[k + 1 :], row)) for k in range(len(panel)))
            records.append((row[0], "standby" if swapped else "no place"))
    return records


def settle(small: Small, accepted: tuple[Row, ...], undrawn: tuple[Row, ...]) -> list[tuple[str, int]]:
    """Who of the accepted is seated, and in which class, by the words of §9."""
    panels = list(small.panels_of((*accepted, *undrawn)))
    others = undrawn
    if not panels:
        others = imagined(small)
    seated: tuple[Row, ...] = ()
    for row in accepted:
        tried = (*seated, row)
        if len(tried) <= small.size and _completable(small, tried, others if not panels else (*accepted, *undrawn)):
            seated = tried
    vectors = [vector[: len(seated)] for whole in _completions(small, seated, others) for vector in small.seat_vectors(whole)]
    return [(row[0], k) for row, k in zip(seated, min(vectors), strict=True)] if seated else []


def imagined(small: Small) -> tuple[Row, ...]:
    labels = tuple(sorted(frozenset().union(*(labels for labels, _ in small.seats))))
    regions = [*sorted(frozenset().union(*(regions for _, _, regions in small.rules))), "elsewhere"]
    return tuple((f"{region}.{number}", labels, region, "") for region in regions for number in range(small.size))


def usable(small: Small, venues: tuple[Venue, ...], count: int) -> list[tuple[int, ...]]:
    """Every usable set of venues, as positions."""
    found = []
    for chosen in combinations(range(len(venues)), count):
        more = [rule for k in chosen for rule in (("region_min", venues[k][2], venues[k][1]), ("region_max", venues[k][3], venues[k][1]))]
        if any(True for _ in Small(small.seats, (*small.rules, *more), small.staying, small.candidates, small.pairs).panels):
            found.append(chosen)
    return found


def _completable(small: Small, tried: tuple[Row, ...], others: tuple[Row, ...]) -> bool:
    return next(iter(_completions(small, tried, others)), None) is not None


def _completions(small: Small, tried: tuple[Row, ...], others: tuple[Row, ...]) -> Iterable[tuple[Row, ...]]:
    for more in combinations([row for row in others if row not in tried], small.size - len(tried)):
        if small.is_lawful((*tried, *more)):
            yield (*tried, *more)
