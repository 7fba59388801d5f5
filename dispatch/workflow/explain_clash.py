"""Why there is no committee: the smallest clashes of a case, found by waiving its demands one at a time, rule by rule first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dispatch.draw.refusals import OracleGaveUp
from dispatch.kernel.clash import smallest_clash
from dispatch.workflow.explain_case import SEAT, Case, Demand, Possible, demands_of

Watch = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Clash:
    """Demands that cannot be met together, and of which none can be left out. `smallest` is False where that was not proved."""

    demands: tuple[Demand, ...]
    smallest: bool = True

    @property
    def seats(self) -> tuple[int, ...]:
        return tuple(int(demand.about) for demand in self.demands if demand.rule == SEAT)

    def about(self, rule: str) -> tuple[str, ...]:
        return tuple(demand.about for demand in self.demands if demand.rule == rule)


def clashes_of(case: Case, watch: Watch = lambda asked: None) -> tuple[Clash, ...]:
    """Every clash that shares no seat with the one before; none if a lawful committee exists.

    `watch` is told after each question how many were asked. Raises OracleGaveUp if not even the whole question is decided.
    """
    possible, said, found = Possible(case), demands_of(case), list[Clash]()
    while said and _clashes(possible, said, sure=bool(found)):
        clash = _smallest(possible, said, watch)
        found.append(clash)
        said = tuple(demand for demand in said if demand.rule != SEAT or demand not in clash.demands)
        if not clash.seats:
            break
    return tuple(found)


def _clashes(possible: Possible, said: tuple[Demand, ...], sure: bool) -> bool:
    """Once a clash is found, a question that cannot be decided only means that no further one is looked for."""
    try:
        return possible(said) is None
    except OracleGaveUp:
        if not sure:
            raise
        return False


def _smallest(possible: Possible, said: tuple[Demand, ...], watch: Watch) -> Clash:
    undecided: list[OracleGaveUp] = []

    def still_clashes(some: tuple[Demand, ...]) -> bool:
        try:
            return possible(some) is None
        except OracleGaveUp as gave_up:
            undecided.append(gave_up)
            return False
        finally:
            watch(possible.asked)

    return Clash(smallest_clash(said, still_clashes, rule_of=_rule), smallest=not undecided)


def _rule(demand: Demand) -> str:
    """Seats and regions stand for themselves; employers and pairs are waived together first."""
    return f"{demand.rule} {demand.about}" if demand.rule in (SEAT, "region") else demand.rule
