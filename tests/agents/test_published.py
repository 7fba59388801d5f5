"""Duty 4: a published transcript is fetched, verified and held against the agent's own mirror, without anybody asking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.draw.transcript import DrawnRound, Evidence, Opening, ProvedEvent, Told, assemble
from dispatch.kernel.canonical import canonical
from dispatch.witness.tree import Tree
from tests.agents.fake_centre import FakeCentre
from tests.agents.world import DRAW_TIME, World
from tests.witness.builders import NAMES, NOON, a_checkpoint, a_note

PUBLISHED = datetime.fromtimestamp(NOON + 86400, UTC)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def a_transcript(world: World, m: str) -> dict[str, Any]:
    """What an honest centre publishes."""
    centre: FakeCentre = world.centre
    draw = centre.all_draws[m]
    tree = Tree(entry.body for entry in centre.log)
    entries = [centre.log[event.idx] for event in draw.history.events]
    proved = tuple(ProvedEvent(one.idx, one.by, one.sig, one.body, tuple(tree.inclusion(one.idx, tree.size))) for one in entries)
    rounds = tuple(
        DrawnRound(one["r"], _bytes(one["reveals"]), bytes.fromhex(one["seed"]), bytes.fromhex(one["salt"]), one["out"])
        for one in draw.rounds
    )
    opening = Opening(draw.given.salt, draw.given.tender_no, draw.given.tender_salt, b"i" * 32)
    trust = world.agents["T"]._kit.trust.as_value()
    return assemble(draw.frame, opening, Told(rounds), Evidence(proved, a_note(a_checkpoint(tree), NAMES), trust))


def _bytes(reveals: dict[str, str]) -> dict[str, bytes]:
    return {party: bytes.fromhex(value) for party, value in reveals.items()}


def after_publication(world: World, spoil: Callable[[dict[str, Any]], Any]) -> list[str]:
    """What T's operator is told of a complete draw whose transcript was changed like this."""
    m = world.a_drawn_round()
    world.centre.propose_final(m)
    world.tick()
    world.tick()
    shown = a_transcript(world, m)
    world.centre.published[m] = canonical(spoil(shown) or shown)
    world.tick("T", now=DRAW_TIME)
    assert world.codes("T") == []
    world.tick("T", now=PUBLISHED)
    return world.codes("T")


def test_an_honest_transcript_is_fetched_once_and_found_good(world: World):
    assert after_publication(world, lambda shown: None) == []
    world.centre.published.clear()
    world.tick("T", now=PUBLISHED + timedelta(days=40))
    assert world.codes("T") == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda shown: shown["events"].pop(4) and None,
        lambda shown: shown["rounds"][0].update(seed="00" * 32),
        lambda shown: shown["pool"].pop() and None,
        lambda shown: {"v": "vd1"},
    ],
)
def test_a_transcript_that_does_not_verify_is_told_with_the_failing_step(world: World, spoil: Callable[[dict[str, Any]], Any]):
    assert after_publication(world, spoil) == ["does-not-verify"]


def test_the_transcript_of_another_draw_is_told(world: World):
    first = world.a_drawn_round()
    world.centre.propose_final(first)
    for _ in range(2):
        world.tick()
    world.centre.offers.clear()
    world.expect("JY-2026-0143/1")
    second = world.a_frozen_draw("JY-2026-0143/1")
    for _ in range(3):
        world.tick()
    world.centre.draw_round(second)
    world.centre.propose_final(second)
    world.centre.checkpoint()
    for _ in range(2):
        world.tick()
    world.centre.published = dict.fromkeys((first, second), canonical(a_transcript(world, first)))
    world.tick("T", now=PUBLISHED)
    assert world.codes("T") == ["another-draw"]


def test_it_asks_once_an_hour_while_nothing_is_published(world: World):
    m = world.a_drawn_round()
    world.centre.propose_final(m)
    world.tick()
    world.tick()
    asked: list[str] = []
    world.centre.transcript = lambda m: asked.append(m)  # type: ignore[method-assign, func-returns-value]
    for minutes in (0, 10, 59, 61, 70, 122):
        world.tick("T", now=PUBLISHED + timedelta(minutes=minutes))
    assert len(asked) == 3
