"""The seat plan: once for all tenders of a slot, the same for the same input, checked without the solver, or refused in words."""

from __future__ import annotations

from dispatch.seats.explain import no_seating_plan
from dispatch.seats.refusals import PlanBreaksRules, UnlawfulRelaxation
from dispatch.seats.rules import RELAXABLE, violations
from dispatch.seats.sitting import Placed, SeatPlan, Sitting, Slot
from dispatch.seats.solver import seat_venue
from dispatch.seats.sound import check_sound
from policies.vocabulary.ids import VenueId


def plan_seats(sitting: Sitting, *, relax: tuple[str, ...] = (), seconds: float = 20.0) -> SeatPlan:
    """Booths for every need of the sitting, under H1–H6 less those named in `relax`.

    Nothing is relaxed that `relax` does not name, and what it names is written in the plan. `seconds` is the limit of each
    question to the solver. Neither the order of tenders, venues, rooms nor booths matters.

    Raises UnsoundSitting, UnlawfulRelaxation, NoSeatingPlan, SolverGaveUp.
    """
    check_sound(sitting)
    relaxed = _lawful(relax)
    seated = {venue: seat_venue(sitting, venue, relaxed, seconds=seconds) for venue in _venues_needed(sitting)}
    without = tuple(venue for venue, placed in seated.items() if placed is None)
    if without:
        raise no_seating_plan(sitting, without, relaxed, seconds)
    plan = SeatPlan(tuple(sorted((p for placed in seated.values() for p in placed or ()), key=_by_place)), relaxed)
    return checked(sitting, plan)


def checked(sitting: Sitting, plan: SeatPlan) -> SeatPlan:
    """The same plan, if no rule is broken. Raises PlanBreaksRules."""
    broken = violations(sitting, plan)
    if broken:
        raise PlanBreaksRules(why="；".join(bar.sentence for bar in broken), rules=", ".join(sorted({bar.code for bar in broken})))
    return plan


def _lawful(relax: tuple[str, ...]) -> tuple[str, ...]:
    for code in relax:
        if code not in RELAXABLE:
            raise UnlawfulRelaxation(rule=code)
    return tuple(code for code in RELAXABLE if code in relax)


def _venues_needed(sitting: Sitting) -> list[VenueId]:
    return sorted({need.venue for need in sitting.needs})


def _by_place(placed: Placed) -> tuple[str, str, Slot]:
    return placed.venue, placed.booth, placed.slot
