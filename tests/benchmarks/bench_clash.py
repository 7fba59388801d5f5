"""A clash among 1,000 eligible experts, beside one question whether they can form a committee: `python -m tests.benchmarks.bench_clash`.

Each kind of clash is a multiple of the whole question about the same case in the same run; finding it cannot cost less than two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import combinations
from time import perf_counter

from dispatch.workflow.explain_case import Case, Possible, demands_of
from dispatch.workflow.explain_clash import clashes_of
from dispatch.workflow.explain_words import reasons_of
from tests.workflow.explain_cases import (
    CHANGSHA,
    XIANGTAN,
    ZHUZHOU,
    a_case,
    a_seat,
    a_subvenue,
    at_most,
    kept_apart,
    one_per_employer,
)

SEATS = (a_seat("W", 3), a_seat("P", 2), a_seat("C", 2))
RULES = (one_per_employer(), kept_apart(), at_most(2, CHANGSHA))
VENUES = (a_subvenue("XT", XIANGTAN, 2, 4), a_subvenue("ZZ", ZHUZHOU, 2, 4))


def the_others(count: int) -> Iterator[str]:
    """Holders of two other specialties in three cities, three of them to an employer."""
    for nth in range(count):
        yield f"{'PC'[nth % 2]}@{(CHANGSHA, ZHUZHOU, XIANGTAN)[nth % 3]}#unit{nth // 3}"


def case_of(*rare: str, pairs: tuple[tuple[str, str], ...] = ()) -> Case:
    experts = [*rare, *the_others(1000 - len(rare))]
    return a_case(SEATS, experts, *RULES, venues=VENUES, venue_count=2, pairs=pairs)


def too_few() -> Case:
    return case_of(f"W@{ZHUZHOU}", f"W@{XIANGTAN}")


def two_employers() -> Case:
    return case_of(*(f"W@{(ZHUZHOU, XIANGTAN)[nth % 2]}#own{nth % 2}" for nth in range(60)))


def all_at_home() -> Case:
    return case_of(*(f"W@{CHANGSHA}#own{nth}" for nth in range(60)))


def all_apart() -> Case:
    """Twenty holders, no two of whom may sit together: every one of 190 pairs is a reason."""
    ids = [f"p{nth:03}" for nth in range(20)]
    return case_of(*(f"W@{ZHUZHOU}#own{nth}" for nth in range(20)), pairs=tuple(combinations(ids, 2)))


def nobody_next_door() -> Case:
    """One sub-venue's city has one expert of each employer only, and all of its experts share one employer."""
    experts = [f"{'WPC'[nth % 3]}@{(CHANGSHA, ZHUZHOU)[nth % 2]}#unit{nth // 3}" for nth in range(960)]
    experts += [f"{'WPC'[nth % 3]}@{XIANGTAN}#same" for nth in range(40)]
    return a_case(SEATS, experts, *RULES, venues=VENUES, venue_count=2)


KINDS: tuple[tuple[str, Callable[[], Case]], ...] = (
    ("too few of a specialty", too_few),
    ("all of two employers", two_employers),
    ("all from the host's city", all_at_home),
    ("190 pairs that sit apart", all_apart),
    ("a sub-venue's experts all of one employer", nobody_next_door),
)


def _seconds(work: Callable[[], object], times: int) -> float:
    best = math.inf
    for _ in range(times):
        started = perf_counter()
        work()
        best = min(best, perf_counter() - started)
    return best


def main() -> None:
    print(f"{'clash among 1,000':44}{'demands':>8}{'found':>9}{'question':>10}{'ratio':>8}  reasons")
    for name, make in KINDS:
        case = make()
        said = demands_of(case)
        question = _seconds(lambda c=case, d=said: Possible(c)(d), 5)  # type: ignore[misc]
        found = _seconds(lambda c=case: clashes_of(c), 1)  # type: ignore[misc]
        clashes = clashes_of(case)
        reasons = [reason.chinese for clash in clashes for reason in reasons_of(case, clash)]
        print(f"{name:44}{len(said):8}{found:8.2f}s{question * 1000:8.1f}ms{found / question:8.0f}  {len(reasons)}")


if __name__ == "__main__":
    main()
