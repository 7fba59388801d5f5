"""The watch: quick while something happens, seldom while nothing does, and on time when a release is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dispatch.adapters.clock import VirtualClock
from dispatch.agents.keep_watch import Pace, keep_watch
from tests.agents.world import BEFORE, DRAW_TIME, World

PACE = Pace(least=2, most=60)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def pauses_of(world: World, start: datetime, rounds: int, *, checkpoints: bool = True) -> list[float]:
    """The pauses of one agent's watch, over so many rounds of a clock that does nothing but wait."""
    clock, pauses, told = VirtualClock(start), list[float](), list[int]()

    def wait(seconds: float) -> bool:
        pauses.append(round(seconds, 2))
        clock.advance_to(clock() + timedelta(seconds=seconds))
        if checkpoints:
            world.centre.checkpoint()
        return len(pauses) == rounds

    keep_watch(world.agents["T"], world.centre, clock, PACE, wait=wait, tell=lambda: told.append(1))
    assert len(told) == rounds
    return pauses


def test_pauses_grow_while_nothing_happens_and_have_an_end(world: World):
    pauses = pauses_of(world, BEFORE, 12)
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (3, 60)


def test_pauses_are_short_while_something_happens(world: World):
    world.a_frozen_draw()
    assert pauses_of(world, DRAW_TIME, 2)[:2] == [2, 2]


def test_a_release_is_made_at_its_time_and_not_at_the_next_round(world: World):
    world.a_frozen_draw()
    world.tick(now=BEFORE)
    world.tick("T", now=BEFORE)
    drawn_at = datetime.fromtimestamp(
        world.centre.all_draws[next(iter(world.centre.all_draws))].given.manifest["times"]["draw_at"], BEFORE.tzinfo
    )
    pauses = pauses_of(world, drawn_at - timedelta(seconds=1), 2)
    assert pauses[0] == 1
    assert len(world.events("release", "T")) == 1


def test_a_round_that_fails_is_not_the_end_of_the_watch(world: World):
    world.a_frozen_draw()
    world.centre.note = lambda: 1 / 0  # type: ignore[assignment, method-assign, return-value]
    assert len(pauses_of(world, DRAW_TIME, 3)) == 3
