"""Whatever is killed when: one commit, one release for each round, one value; the rest of the draw goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dispatch.agents.party import PartyAgent
from dispatch.witness.entry import Entry
from tests.agents.world import DRAW_TIME, QuickDiary, World

VICTIM = "S"  # the supervisor does everything that the others do, and signs besides


class Killed(BaseException):
    """The power fails."""


class Fuse:
    """Burns at the n-th moment between two things that last: before and after each durable write and each act."""

    def __init__(self, at: int) -> None:
        self.left = at

    def pass_by(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed


class FragileDiary(QuickDiary):
    """Each write may be the last thing that happens, or the last that does not."""

    fuse = Fuse(10**9)

    def keep(self, kind: str, key: str, value: bytes) -> bytes:
        if self.knows(kind, key):
            return super().keep(kind, key, value)
        self.fuse.pass_by()
        kept = super().keep(kind, key, value)
        self.fuse.pass_by()
        return kept

    def mirror(self, origin: str, entries: Sequence[Entry], size: int, note: str) -> None:
        self.fuse.pass_by()
        super().mirror(origin, entries, size, note)
        self.fuse.pass_by()


class FragileLine:
    """The line to the centre may break before an act arrives, or before its answer does."""

    def __init__(self, centre: Any, fuse: Fuse) -> None:
        self._centre, self._fuse = centre, fuse

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._centre, name)
        return self._breaking(act) if name in ("submit", "deliver", "decline") else act

    def _breaking(self, act: Any) -> Any:
        def broken(*words: Any) -> Any:
            self._fuse.pass_by()
            answer = act(*words)
            self._fuse.pass_by()
            return answer

        return broken


def a_life(world: World, fuse: Fuse) -> None:
    """A draw with a replacement round, to its end; when the fuse burns, the victim starts anew from its directory."""
    victim = [a_fragile_agent(world, fuse)]

    def tick() -> None:
        world.tick("CA", "T")
        try:
            victim[0].tick(FragileLine(world.centre, fuse), DRAW_TIME)  # type: ignore[arg-type]
        except Killed:
            fuse.left = 10**9
            victim[0] = a_fragile_agent(world, fuse)
        world.centre.checkpoint()

    run(world, tick)


def run(world: World, tick: Any) -> None:
    m = world.a_frozen_draw()
    for _ in range(5):
        tick()
    world.centre.draw_round(m)
    world.centre.propose_vacate(m)
    world.centre.checkpoint()
    for _ in range(6):
        tick()
    world.centre.draw_round(m)
    world.centre.propose_final(m)
    world.centre.checkpoint()
    for _ in range(3):
        tick()


def a_fragile_agent(world: World, fuse: Fuse) -> PartyAgent:
    diary = type("ThisDiary", (FragileDiary,), {"fuse": fuse})
    return PartyAgent(replace(world.homes[VICTIM], open_diary=diary))


def moments() -> int:
    return 68


@pytest.mark.parametrize("at", range(moments()))
def test_an_agent_killed_at_any_moment_never_acts_twice_in_two_ways(tmp_path: Path, at: int):
    world = World(tmp_path)
    a_life(world, Fuse(at))
    (m,) = world.centre.all_draws
    assert world.centre.all_draws[m].history.status == "complete"
    assert [len(world.events(kind, VICTIM)) for kind in ("commit", "release", "vacate", "final")] == [1, 2, 1, 1]
    assert all(len(set(values)) == 1 for values in world.centre.delivered.values())
    assert {(r, j) for _, r, j in world.centre.delivered} == {(r, j) for r in (0, 1) for j in ("CA", "S", "T")}


def test_the_moments_above_are_all_there_are(tmp_path: Path):
    fuse = Fuse(10**6)
    a_life(World(tmp_path), fuse)
    assert 10**6 - fuse.left == moments()
