"""A party's agent believes its own mirror of the cosigned log, and stops for good where it sees two histories."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.draw import events
from dispatch.kernel.canonical import canonical
from dispatch.witness.entry import EVENT_PREFIX, Entry
from dispatch.witness.tree import Tree
from tests.agents.world import BEFORE, World
from tests.witness.builders import NAMES, NOON, a_checkpoint, a_note, a_signer


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_commits_that_were_replaced_after_they_had_been_shown_stop_the_agent(world: World):
    world.a_frozen_draw()
    world.tick()
    world.tick("T", now=BEFORE, checkpoint=False)
    swapped = world.centre.log[2]
    world.centre.log[2] = Entry(2, swapped.body.replace(b'"L":4', b'"L":3'), swapped.by, swapped.sig)
    world.tick("T")
    assert world.codes("T") == ["agents.log_forked"]
    assert world.events("release", "T") == []


def test_an_agent_that_saw_a_fork_stays_stopped_after_a_restart(world: World):
    world.a_frozen_draw()
    world.tick()
    world.tick("T", now=BEFORE, checkpoint=False)
    honest = list(world.centre.log)
    world.centre.enter({"e": "note"})
    world.centre.log[0] = Entry(0, canonical({"e": "other"}))
    world.centre.checkpoint()
    world.tick("T", checkpoint=False)
    world.centre.log = honest
    world.centre.checkpoint()
    world.restart("T")
    world.tick("T")
    assert "agents.log_forked" in world.codes("T")
    assert world.events("release", "T") == []


def test_entries_that_do_not_lead_to_the_checkpoint_are_not_mirrored(world: World):
    world.a_frozen_draw()
    world.centre.note = lambda: a_note_over(world, {"e": "never"})  # type: ignore[method-assign]
    world.tick("T", checkpoint=False)
    assert world.codes("T") == ["agents.log_does_not_fit"]
    assert world.agents["T"].status()["log"]["size"] == 0


def test_a_checkpoint_without_quorum_is_not_believed(world: World):
    world.a_frozen_draw()
    full = world.centre.note()
    world.centre.note = lambda: full[: full.rindex("— ")]  # type: ignore[method-assign]
    world.tick("T", checkpoint=False)
    assert (world.codes("T"), world.events("commit")) == (["witness.too_few_witnesses"], [])


def test_an_older_checkpoint_of_the_same_history_changes_nothing(world: World):
    world.a_frozen_draw()
    world.tick()
    world.tick("T", now=BEFORE)
    world.centre.size_shown = 2
    world.tick("T", now=BEFORE, checkpoint=False)
    assert (world.codes("T"), world.agents["T"].status()["log"]["size"]) == ([], 5)


def test_a_round_that_is_opened_before_the_result_is_no_event_and_gets_no_value(world: World):
    m = world.a_frozen_draw()
    world.tick()
    early = events.vacate(m, 1, [("00" * 32, "no-answer")], draw_at=NOON, ev=b"\0" * 32)
    signer = world.homes["S"].equip().signer
    world.centre.enter(early, "S", signer.sign(EVENT_PREFIX + canonical(early)))
    world.centre.checkpoint()
    for _ in range(3):
        world.tick("CA", "T")
    assert {r for _, r, _ in world.centre.delivered} == {0}
    assert {body.count(b'"r":0') for body in world.events("release")} == {1}
    assert "false-entry" in world.codes("T")


def test_false_entries_about_a_draw_cannot_spoil_it(world: World):
    m = world.a_frozen_draw()
    for body in ({"e": "final", "m": m}, {"e": "plan", "m": "22" * 32, "prev": m, "publish_from": NOON}, {"m": m}):
        world.centre.enter(body, "X", b"\0" * 64)
    world.centre.checkpoint()
    for _ in range(3):
        world.tick()
    assert len(world.centre.delivered) == 3


def test_a_successor_that_was_lawfully_planned_ends_the_draw_before_it(world: World):
    m = world.a_frozen_draw()
    world.tick()
    plan = {"e": "plan", "m": "22" * 32, "prev": m, "publish_from": NOON}
    world.centre.enter(plan, "C", a_signer("C").sign(EVENT_PREFIX + canonical(plan)))
    world.centre.checkpoint()
    world.tick()
    assert world.events("release") == []


def a_note_over(world: World, last: dict[str, str]) -> str:
    bodies = [*(entry.body for entry in world.centre.log), canonical(last)]
    return a_note(a_checkpoint(Tree(bodies)), NAMES)
