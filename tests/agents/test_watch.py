"""The operator hears of every draw that did not go as it should."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from policies.vocabulary.refused import Refused
from tests.agents.world import DRAW_TIME, World
from tests.witness.builders import NOON

LATE = datetime.fromtimestamp(NOON + 86400 * 32, UTC)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def a_transcript(world: World) -> dict[str, Any]:
    return {
        "events": [
            {"idx": entry.idx, "body": entry.body.decode(), "by": entry.by, "sig": entry.sig.hex(), "proof": []}
            for entry in world.centre.log
        ]
    }


def an_ended_draw(world: World) -> str:
    m = world.a_drawn_round()
    world.centre.propose_final(m)
    world.tick()
    world.tick()
    return m


def test_a_draw_without_end_thirty_days_after_its_time_is_told(world: World):
    world.a_drawn_round()
    world.tick("T", now=LATE)
    assert world.codes("T") == ["no-end", "not-published"]


def test_a_draw_of_which_this_party_was_told_nothing_is_watched_all_the_same(world: World):
    world.centre.untold.add(world.a_frozen_draw())
    world.tick("T")
    assert world.codes("T") == []
    world.tick("T", now=LATE)
    assert world.codes("T") == ["no-end"]


def test_a_transcript_that_fits_the_mirror_is_found_good(world: World):
    an_ended_draw(world)
    assert world.agents["T"].compare_transcript(a_transcript(world), DRAW_TIME) == []


def test_a_transcript_that_leaves_out_an_event_is_told(world: World):
    an_ended_draw(world)
    shown = a_transcript(world)
    del shown["events"][5]
    assert world.agents["T"].compare_transcript(shown, DRAW_TIME) == ["event-left-out"]
    assert world.codes("T") == ["event-left-out"]


def test_a_transcript_with_an_event_of_another_history_is_told(world: World):
    an_ended_draw(world)
    shown = a_transcript(world)
    shown["events"][5]["sig"] = "00" * 64
    assert world.agents["T"].compare_transcript(shown, DRAW_TIME) == ["event-left-out", "event-unknown"]


def test_a_transcript_that_does_not_verify_is_told(world: World):
    an_ended_draw(world)

    def verify() -> None:
        raise Refused()

    assert world.agents["T"].compare_transcript(a_transcript(world), DRAW_TIME, verify) == ["does-not-verify: The request was refused"]


def test_a_published_draw_is_not_missed_later(world: World):
    an_ended_draw(world)
    world.agents["T"].compare_transcript(a_transcript(world), DRAW_TIME)
    world.tick("T", now=LATE)
    assert world.codes("T") == []
