"""Small rounds as the verifier's problems, so that its search can be compared with trying everything."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from dispatch.verifier.limit import Limit
from dispatch.verifier.manifest import Rule, SeatClass
from dispatch.verifier.pool import partners_of
from dispatch.verifier.problem import Composition, Problem, composition_fits, problem_of
from dispatch.verifier.register import register_of
from dispatch.verifier.seating import can_sit, smallest_vector
from dispatch.verifier.walk import Walked, walk
from tests.verifier.brute import Round


def a_limit() -> Limit:
    return Limit(time.monotonic)


def as_rule(place: int, rule: dict[str, Any]) -> Rule:
    bound = rule.get("cap", rule.get("min", rule.get("max", 0)))
    return Rule(f"{rule['rule']}#{place}", rule["rule"], bound, frozenset(rule.get("regions", ())))


def problem_for(world: Round) -> Problem:
    """The same round in the verifier's own terms."""
    pool = [[id_, list(labels), region, group, 1] for id_, labels, region, group in world.people.values() if id_ not in world.fixed]
    fixed = [(world.people[id_], seat) for id_, seat in world.fixed.items()]
    carried = [[id_, seat, list(labels), region, group] for (id_, labels, region, group), seat in fixed]
    register = register_of(pool, carried)
    pairs = [tuple(register.place[id_] for id_ in pair) for pair in world.pairs]
    seats = tuple(SeatClass(seat["seat"], frozenset(seat["labels"]), seat["count"]) for seat in world.seats)
    rules = tuple(as_rule(place, rule) for place, rule in enumerate(world.rules))
    sitting = {register.place[id_]: seat for id_, seat in world.fixed.items()}
    return problem_of(register, partners_of([(pair[0], pair[1]) for pair in pairs]), seats, rules, sitting)


def composition_for(world: Round, problem: Problem) -> Composition | None:
    """The types of the round by kind; None also if somebody is asked for whom nobody is."""
    kinds = {kind: number for number, kind in enumerate(problem.register.kinds)}
    return (
        {kinds[kind]: number for kind, number in (world.types or {}).items()}
        if world.types and world.types.keys() <= kinds.keys()
        else None
    )


def walked(world: Round, order: Sequence[str]) -> tuple[Problem, Walked | None]:
    """The verifier's walk of this round."""
    problem = problem_for(world)
    composition = composition_for(world, problem)
    if world.types is not None and (composition is None or not composition_fits(problem, composition)):
        return problem, None
    return problem, walk(problem, places(problem, order), a_limit(), composition)


def places(problem: Problem, ids: Sequence[str]) -> list[int]:
    return [problem.register.place[id_] for id_ in ids]


def seats_of(problem: Problem, people: Sequence[int]) -> list[list[str]]:
    """Members in the order drawn, with their seats."""
    vector = smallest_vector([problem.fit(person) for person in people], lambda masks: can_sit(masks, problem.open))
    return [[problem.register.ids[person], problem.seats[place].seat] for person, place in zip(people, vector, strict=True)]
