"""The pool of each seat: who is eligible for it, and who of them could sit in any lawful committee at all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from dispatch.draw.committee import Person, Type
from dispatch.draw.pool import PoolRow
from dispatch.draw.refusals import OracleGaveUp
from dispatch.workflow.explain_case import Case, Possible, demands_of

MOST_ASKED = 300


@dataclass(frozen=True, slots=True)
class SeatPool:
    """`eligible` fit the seat; `effective` of them are in some lawful committee, None where there are too many sorts to ask for each."""

    seat: int
    name: str
    wanted: int
    eligible: int
    effective: int | None
    employers: int


def pools_of(case: Case) -> tuple[SeatPool, ...]:
    """One line for each seat; without a lawful committee nobody is effective."""
    able = _able(case)
    return tuple(_pool(case, k, able) for k in range(len(case.seats)))


def _pool(case: Case, k: int, able: frozenset[str] | None) -> SeatPool:
    fitting = case.fitting(k)
    effective = None if able is None else sum(row.id in able for row in fitting)
    employers = len({row.group for row in fitting if row.group})
    return SeatPool(k, case.seats[k].name, case.seats[k].count, len(fitting), effective, employers)


def _able(case: Case) -> frozenset[str] | None:
    """Whom some lawful committee holds: asked once for all who are alike, and for each who stands in a pair."""
    alike: dict[tuple[Type, str, str], list[PoolRow]] = defaultdict(list)
    sorter, linked = case.sorter(), {id for pair in case.pairs for id in pair}
    binding = {demand.about for demand in demands_of(case) if demand.rule == "employer"}
    for row in case.candidates:
        type = sorter.type_of(row.labels, row.region)
        group = row.group if row.group in binding else ""
        alike[type, group, row.id if row.id in linked else ""].append(row)
    possible, demands = Possible(case), demands_of(case)
    if len(alike) > MOST_ASKED:
        return None
    found: set[str] = set()
    for (type, group, _), rows in alike.items():
        try:
            answer = possible(demands, (Person(rows[0].id, type, group),)) if type.fit else None
        except OracleGaveUp:
            return None
        if answer is not None:
            found.update(row.id for row in rows)
    return frozenset(found)
