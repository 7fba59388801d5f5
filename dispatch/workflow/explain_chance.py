"""Each expert's approximate chance: the draw itself, many times, under seeds that are thrown away and belong to no draw.

Whoever is alike in everything that the draw sees has the same chance, so that the runs of all who are alike are added up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

from dispatch.draw.oracle import Oracle
from dispatch.draw.pool import PoolRow
from dispatch.draw.round import Situation, draw_round
from dispatch.kernel.canonical import labelled_hash, u32
from dispatch.kernel.ports import Entropy
from dispatch.workflow.explain_case import Case
from dispatch.workflow.explain_frame import what_if_frame

RUNS = 200
TWO_SIDED = 1.96  # 95 %
FEWEST = 5  # of whom anything but the chance is shown
_SHOWN = 16  # characters of a pseudonym


@dataclass(frozen=True, slots=True)
class Sort:
    """Experts of one sort: everybody's chance, and its error (95 %). Pseudonyms are of this one look.

    `alike`: the draw cannot tell them apart; else the chance is their average. Of fewer than FEWEST, nothing else is said:
    `labels` and `area` are empty, so that nobody is recognised by them.
    """

    pseudonyms: tuple[str, ...]
    labels: tuple[str, ...]
    area: str
    weight: int
    chance: float
    error: float
    alike: bool


@dataclass(frozen=True, slots=True)
class Chances:
    """`error` is the largest of all; the largest sorts, whose chances are known best, come first."""

    runs: int
    error: float
    sorts: tuple[Sort, ...]


def chances_of(case: Case, entropy: Entropy, runs: int = RUNS, watch: Callable[[int], None] = lambda done: None) -> Chances:
    """Draws `runs` times from this case. The seeds come from fresh entropy under a label of their own: no real draw can have them.

    Raises NoLawfulPanel if the case has no committee.
    """
    frame, person_of = what_if_frame(case, entropy)
    throw_away, oracle, hits = entropy(32), Oracle(), Counter[str]()
    for run in range(runs):
        drawn = draw_round(frame, Situation(), labelled_hash("explain/what-if", throw_away, u32(run)), oracle)
        hits.update(person_of[id] for id, _ in drawn.seats)
        watch(run + 1)
    return _chances(case, {id: name[:_SHOWN] for name, id in person_of.items()}, hits, runs)


def _chances(case: Case, names: Mapping[str, str], hits: Counter[str], runs: int) -> Chances:
    sorts = [_sort(rows, names, hits, runs, alike=alike) for rows, alike in _sorted_out(case)]
    sorts.sort(key=lambda sort: (-len(sort.pseudonyms), -sort.chance, sort.pseudonyms))
    return Chances(runs, max((sort.error for sort in sorts), default=0.0), tuple(sorts))


def _sorted_out(case: Case) -> Iterator[tuple[list[PoolRow], bool]]:
    """Those alike in everything; where they are too few, those of one specialty and area; where these are too few, each for himself."""
    colleagues, linked = _colleagues(case), {id for pair in case.pairs for id in pair}
    coarse: dict[Hashable, list[list[PoolRow]]] = defaultdict(list)
    fine: dict[Hashable, list[PoolRow]] = defaultdict(list)
    for row in case.candidates:
        beside = colleagues[row.group] if row.group else ()
        fine[row.labels, row.region, row.weight, beside, row.id if row.id in linked else ""].append(row)
    for rows in fine.values():
        if len(rows) >= FEWEST:
            yield rows, True
        else:
            coarse[rows[0].labels, rows[0].region, rows[0].weight].append(rows)
    for parts in coarse.values():
        together = [row for rows in parts for row in rows]
        yield from [(together, len(parts) == 1)] if len(together) >= FEWEST else ((rows, True) for rows in parts)


def _sort(rows: list[PoolRow], names: Mapping[str, str], hits: Counter[str], runs: int, *, alike: bool) -> Sort:
    """The error is that of so many independent trials, which members of one committee are not: it is rather too large."""
    first, trials, taken = rows[0], runs * len(rows), sum(hits[row.id] for row in rows)
    guarded = (taken + 2) / (trials + 4)  # Agresti and Coull: never an error of nought from few runs
    error = TWO_SIDED * sqrt(guarded * (1 - guarded) / (trials + 4))
    pseudonyms = tuple(sorted(names[row.id] for row in rows if row.id in names))
    if len(rows) < FEWEST:
        return Sort(pseudonyms, (), "", first.weight, taken / trials, error, alike)
    return Sort(pseudonyms, first.labels, first.region, first.weight, taken / trials, error, alike)


def _colleagues(case: Case) -> dict[str, tuple[Hashable, ...]]:
    """What the candidates of one employer look like together; those of unlike employers have unlike chances."""
    looks: dict[str, list[tuple[tuple[str, ...], str, int]]] = defaultdict(list)
    for row in case.candidates:
        looks[row.group].append((row.labels, row.region, row.weight))
    return {group: tuple(sorted(members)) for group, members in looks.items()}
