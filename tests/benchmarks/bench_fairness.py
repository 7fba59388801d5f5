"""A thousand draws from one small pool, by tickets and by three common ways: how many committees, who never comes, how unequal.

Experts of one specialty, region and employer size are interchangeable here: no rule can tell them apart, so their chances
should be equal; a thousand draws alone let a fair lot differ by about two. `python -m tests.benchmarks.bench_fairness`
"""

from __future__ import annotations

import random  # noqa: TID251 (what is compared with draws that way)
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from dispatch.draw.committee import is_lawful
from dispatch.draw.course import Course
from dispatch.draw.frame import Frame, Lists, freeze
from dispatch.draw.manifest import manifest_hash
from dispatch.draw.opened import opening_for, persons_of, sorter_for
from dispatch.draw.pool import enrol
from tests.draw.builders import K_GRP, K_ID, SALT, a_hash, a_manifest, an_entrant

DRAWS = 1000
WORKS, COST = ("A080104",), ("A060101",)
SEATS = [{"seat": "works", "labels": list(WORKS), "count": 3}, {"seat": "cost", "labels": list(COST), "count": 2}]
RULES = [{"rule": "group_cap", "cap": 1}, {"rule": "region_max", "regions": ["430200"], "max": 2}]
Way = Callable[[int], frozenset[str]]


def a_small_pool() -> Frame:
    """Sixty experts: two specialties, two regions, two of every employer."""
    manifest = a_manifest(seats=SEATS, rules=RULES)
    m = manifest_hash(manifest.body, SALT)
    look = [(WORKS if n < 40 else COST, "430100" if n % 4 < 2 else "430200", f"employer {n // 2}") for n in range(60)]
    return freeze(manifest, m, K_ID, Lists(pool=enrol(m, K_ID, K_GRP, [an_entrant(n, *each) for n, each in enumerate(look)])))


def by_tickets(frame: Frame) -> Way:
    start = Course.start(frame)
    return lambda nth: frozenset(id for id, _ in start.draw(a_hash(f"draw {nth}"))[0]["seats"])


def by_retry(frame: Frame) -> Way:
    """`random.sample` of five until they happen to be lawful."""
    sorter = sorter_for(frame.manifest, ())
    opening, people = opening_for(frame, sorter, ()), list(persons_of(sorter, frame, (row.id for row in frame.lists.pool)))

    def draw(nth: int) -> frozenset[str]:
        chance = random.Random(nth)
        while not is_lawful(opening, panel := chance.sample(people, 5)):
            pass
        return frozenset(person.id for person in panel)

    return draw


def by_solver(frame: Frame, *, objective: bool) -> Way:
    """CP-SAT is asked for a committee: by a random objective, or by its random seed alone."""
    from ortools.sat.python import cp_model

    rows = frame.lists.pool

    def draw(nth: int) -> frozenset[str]:
        model, solver = cp_model.CpModel(), cp_model.CpSolver()
        taken = {row.id: model.new_bool_var("") for row in rows}
        for seat in SEATS:
            model.add(sum(taken[row.id] for row in rows if row.labels == tuple(seat["labels"])) == seat["count"])  # type: ignore[arg-type]
        for one, other in combinations(rows, 2):
            if one.group == other.group:
                model.add(taken[one.id] + taken[other.id] <= 1)
        model.add(sum(taken[row.id] for row in rows if row.region == "430200") <= 2)
        if objective:
            chance = random.Random(nth)
            model.maximize(sum(chance.randint(0, 9) * each for each in taken.values()))
        solver.parameters.random_seed = nth
        solver.parameters.num_workers = 1
        solver.solve(model)
        return frozenset(id for id, each in taken.items() if solver.value(each))

    return draw


def measured(frame: Frame, way: Way) -> tuple[int, int, str]:
    """Different committees, experts never drawn, and the largest ratio of chances between two interchangeable experts."""
    committees = [way(nth) for nth in range(DRAWS)]
    times = Counter(id for committee in committees for id in committee)
    looks: dict[tuple[object, ...], list[int]] = {}
    for row in frame.lists.pool:
        looks.setdefault((row.labels, row.region), []).append(times[row.id])
    worst = max((max(counts) / min(counts) if min(counts) else float("inf")) for counts in looks.values())
    never = sum(times[row.id] == 0 for row in frame.lists.pool)
    return len(set(committees)), never, "someone never, another often" if worst == float("inf") else f"{worst:.1f}"


def ways(frame: Frame) -> Iterator[tuple[str, Way]]:
    yield "tickets (vd1)", by_tickets(frame)
    yield "random.sample, again until lawful", by_retry(frame)
    yield "CP-SAT, random objective 0..9", by_solver(frame, objective=True)
    yield "CP-SAT, random seed", by_solver(frame, objective=False)


def main() -> None:
    frame = a_small_pool()
    for name, way in ways(frame):
        committees, never, ratio = measured(frame, way)
        print(f"{name}: {committees} committees in {DRAWS} draws, {never} of 60 experts never drawn, largest ratio of chances {ratio}")


if __name__ == "__main__":
    main()
