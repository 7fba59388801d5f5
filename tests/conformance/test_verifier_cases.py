"""The verifier's walk, seats, standbys and settlements are those of the published cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from dispatch.verifier.settlement import settled
from dispatch.verifier.walk import walk_of_standbys
from tests.conformance.vectors import cases
from tests.verifier.brute import Round
from tests.verifier.small import a_limit, places, problem_for, seats_of, walked

ALL = [(name, case) for name in ("completability", "composition", "settlement") for case in cases(f"{name}.jsonl")]
SETTLEMENTS = [case for case in cases("settlement.jsonl") if case["expect"]["feasible"]]


def the_round(case: dict[str, Any]) -> Round:
    types = {(tuple(labels), region): n for labels, region, n in case["types"]} if case.get("types") is not None else None
    people = {id_: (id_, tuple(labels), region, group) for id_, labels, region, group in case["people"]}
    pairs = frozenset(frozenset(pair) for pair in case["pairs"])
    return Round(case["seats"], case["rules"], people, pairs, dict(case["fixed"]), types)


def undrawn(case: dict[str, Any], called: Sequence[str]) -> list[str]:
    return [id_ for id_ in case["order"] if id_ not in called]


@pytest.mark.parametrize(("name", "case"), ALL, ids=[f"{name}-{case['case']}" for name, case in ALL])
def test_the_walk_and_the_seats_are_those_of_the_case(name: str, case: dict[str, Any]) -> None:
    problem, done = walked(the_round(case), case["order"])
    assert (done is not None) == case["expect"]["feasible"]
    if done is not None:
        assert done.records == case["expect"]["walk"]
        assert seats_of(problem, done.taken) == case["expect"]["seats"]


@pytest.mark.parametrize("case", SETTLEMENTS, ids=[case["case"] for case in SETTLEMENTS])
def test_standbys_and_settlement_are_those_of_the_case(case: dict[str, Any]) -> None:
    problem, expect = problem_for(the_round(case)), case["expect"]
    drawn = [id_ for id_, verdict in expect["walk"] if verdict == "drawn"]
    standbys = walk_of_standbys(problem, places(problem, drawn), places(problem, case["order"]), case["standby"], a_limit())
    assert standbys.records == expect["standby"]
    called = [*drawn, *(problem.register.ids[person] for person in standbys.taken)]
    accepted, rest = places(problem, expect["accepted"]), places(problem, undrawn(case, called))
    people, seats = settled(problem, accepted, rest, a_limit())
    assert [[problem.register.ids[person], seat] for person, seat in zip(people, seats, strict=True)] == expect["settled"]
