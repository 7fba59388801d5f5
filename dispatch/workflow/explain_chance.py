"""Each expert's approximate chance: the draw itself, many times, under seeds that are thrown away and belong to no draw.

Whoever is alike in everything that the draw sees has the same chance, so that the runs of all who are alike are added up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
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
_SHOWN = 16  # characters of a pseudonym


@dataclass(frozen=True, slots=True)
class Alike:
    """Experts whom the draw cannot tell apart: everybody's chance, and its error (95 %). Pseudonyms are of this one look."""

    pseudonyms: tuple[str, ...]
    labels: tuple[str, ...]
    area: str
    colleagues: int  # candidates of the same employer, himself included; 0 without employer
    weight: int
    chance: float
    error: float


@dataclass(frozen=True, slots=True)
class Chances:
    """`error` is the largest of all; the largest sorts, whose chances are known best, come first."""

    runs: int
    error: float
    alike: tuple[Alike, ...]


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
    found: dict[Hashable, list[PoolRow]] = defaultdict(list)
    colleagues, linked = _colleagues(case), {id for pair in case.pairs for id in pair}
    for row in case.candidates:
        beside = colleagues[row.group] if row.group else ()
        found[row.labels, row.region, row.weight, beside, row.id if row.id in linked else ""].append(row)
    alike = [_alike(rows, len(colleagues[rows[0].group]), names, hits, runs=runs) for rows in found.values()]
    alike.sort(key=lambda few: (-len(few.pseudonyms), -few.chance, few.pseudonyms))
    return Chances(runs, max((few.error for few in alike), default=0.0), tuple(alike))


def _alike(rows: list[PoolRow], beside: int, names: Mapping[str, str], hits: Counter[str], *, runs: int) -> Alike:
    """The error is that of so many independent trials, which members of one committee are not: it is rather too large."""
    first, trials, taken = rows[0], runs * len(rows), sum(hits[row.id] for row in rows)
    guarded = (taken + 2) / (trials + 4)  # Agresti and Coull: never an error of nought from few runs
    error = TWO_SIDED * sqrt(guarded * (1 - guarded) / (trials + 4))
    pseudonyms = tuple(sorted(names[row.id] for row in rows if row.id in names))
    return Alike(pseudonyms, first.labels, first.region, beside if first.group else 0, first.weight, taken / trials, error)


def _colleagues(case: Case) -> dict[str, tuple[Hashable, ...]]:
    """What the candidates of one employer look like together; those of unlike employers have unlike chances."""
    looks: dict[str, list[tuple[tuple[str, ...], str, int]]] = defaultdict(list)
    for row in case.candidates:
        looks[row.group].append((row.labels, row.region, row.weight))
    return {group: tuple(sorted(members)) for group, members in looks.items()}
