"""The rules of seating, in the order in which one would rather waive them, and the check that every plan must pass."""

from __future__ import annotations

from dispatch.seats.apart import (
    acquainted_experts_are_not_neighbours,
    members_sit_in_different_rooms,
    neighbours_differ_in_project_and_tenderer,
)
from dispatch.seats.doors import doors_let_everybody_in_on_time
from dispatch.seats.places import (
    every_need_is_met,
    no_booth_twice_running,
    one_sitter_a_booth,
    representatives_sit_in_their_own_zone,
)
from dispatch.seats.sitting import SeatPlan, Sitting
from policies.vocabulary.bar import Bar
from policies.vocabulary.rule import BoardRule

RULES: tuple[BoardRule, ...] = (
    acquainted_experts_are_not_neighbours,
    neighbours_differ_in_project_and_tenderer,
    members_sit_in_different_rooms,
    no_booth_twice_running,
    representatives_sit_in_their_own_zone,
    doors_let_everybody_in_on_time,
    one_sitter_a_booth,
    every_need_is_met,
)
RELAXABLE = ("H5", "H2", "H1")  # mildest first; H3, H4 never, H6 only by another timetable


def violations(sitting: Sitting, plan: SeatPlan, rules: tuple[BoardRule, ...] = RULES) -> tuple[Bar, ...]:
    """Every rule that the plan breaks under the relaxations written in it; empty for a lawful plan. Asks no solver."""
    found = (rule.bar(facts) for rule in rules for facts in rule.violations(sitting, plan))
    return tuple(dict.fromkeys(found))
