"""The search for lawful panels agrees with trying everything, and says *not decided* rather than guess."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.verifier.flow import circulation
from dispatch.verifier.limit import Limit
from dispatch.verifier.refusals import NotDecided
from dispatch.verifier.settlement import settled
from dispatch.verifier.walk import walk, walk_of_standbys
from tests.verifier.brute import Round
from tests.verifier.rounds import rounds
from tests.verifier.small import a_limit, places, problem_for, walked


def drawn_in(records: list[list[str]]) -> list[str]:
    return [id_ for id_, verdict in records if verdict in ("drawn", "standby")]


@given(world=rounds())
@settings(max_examples=150, deadline=None)
def test_the_walk_is_the_one_found_by_trying_everything(world: tuple[Round, list[str]]) -> None:
    round_, order = world
    _, done = walked(round_, order)
    assert (done.records if done is not None else None) == round_.walk(order)


@given(world=rounds(), wanted=st.integers(1, 4))
@settings(max_examples=100, deadline=None)
def test_standbys_are_those_found_by_trying_everything(world: tuple[Round, list[str]], wanted: int) -> None:
    round_, order = world
    problem, done = walked(round_, order)
    if done is None:
        return
    panel = [problem.register.ids[person] for person in done.taken]
    found = walk_of_standbys(problem, done.taken, places(problem, order), wanted, a_limit())
    assert found.records == round_.standbys(panel, order, wanted)


@given(world=rounds(), replies=st.lists(st.booleans(), min_size=9, max_size=9))
@settings(max_examples=100, deadline=None)
def test_settlements_are_those_found_by_trying_everything(world: tuple[Round, list[str]], replies: list[bool]) -> None:
    round_, order = world
    problem, done = walked(round_, order)
    if done is None:
        return
    standbys = walk_of_standbys(problem, done.taken, places(problem, order), 2, a_limit())
    called = drawn_in([*done.records, *standbys.records])
    accepted = [id_ for id_, came in zip(called, replies, strict=False) if came]
    undrawn = [id_ for id_ in order if id_ not in called]
    people, seats = settled(problem_for(round_), places(problem, accepted), places(problem, undrawn), a_limit())
    rows = [[problem.register.ids[person], seat] for person, seat in zip(people, seats, strict=True)]
    assert rows == round_.settled(accepted, undrawn)


def test_a_question_beyond_the_limit_is_not_decided() -> None:
    people = {f"e{n}": (f"e{n}", ("L",), "R", "") for n in range(4)}
    problem = problem_for(Round([{"seat": "s", "labels": ["L"], "count": 2}], [], people, frozenset()))
    with pytest.raises(NotDecided):
        walk(problem, range(4), Limit(time.monotonic, branches=0))
    with pytest.raises(NotDecided):
        walk(problem, range(4), Limit(time.monotonic, seconds=-1.0))


def test_a_carried_member_who_breaks_a_bound_already_leaves_no_panel() -> None:
    people = {"a": ("a", ("L",), "R2", ""), "b": ("b", ("L",), "R0", "")}
    rules = [{"rule": "region_max", "regions": ["R2"], "max": 0}]
    round_ = Round([{"seat": "s", "labels": ["L"], "count": 2}], rules, people, frozenset(), {"a": "s"})
    assert walk(problem_for(round_), [0], a_limit()) is None


def test_a_flow_keeps_lower_and_upper_bounds() -> None:
    assert circulation(3, [(0, 1, 2, 2), (1, 2, 0, 5), (2, 0, 0, 9)]) == [2, 2, 2]
    assert circulation(3, [(0, 1, 2, 2), (1, 2, 0, 1), (2, 0, 0, 9)]) is None
    assert circulation(2, [(0, 1, 3, 2), (1, 0, 0, 9)]) is None
