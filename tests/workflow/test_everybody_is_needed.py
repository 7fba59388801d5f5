"""No draw without every party and a quorum of witnesses: it waits, says for whom, and goes on when they are back."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.workflow.checkpoint import UNREACHABLE
from dispatch.workflow.records import DrawStep, TenderState
from tests.chaos.soundness import check_everything, check_transcript, walks
from tests.workflow.people import DECLINES, in_order
from tests.workflow.world import World, a_world, at

PARTIES = ("CA", "S", "T")
WITNESSES = ("witness.demo/w1", "witness.demo/w2")
A_WHILE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """A witness that cannot be reached."""

    name: str

    def add_checkpoint(self, body: str) -> tuple[int, str]:
        return UNREACHABLE, ""


def take_away(world: World, folder: str) -> Path:
    """The machine of one party or witness is switched off, with everything on it."""
    beside = world.folder.with_name("elsewhere")
    shutil.move(world.folder / folder, beside)
    world.die()
    return beside


def put_back(world: World, folder: str, beside: Path) -> None:
    shutil.rmtree(world.folder / folder, ignore_errors=True)
    shutil.move(beside, world.folder / folder)
    world.die()


def no_result(world: World) -> bool:
    with world.services.work(reads_only=True) as work:
        return all(entry.read()["e"] != "result" for entry in work.uow.log.entries())


@pytest.mark.parametrize("party", PARTIES)
def test_without_a_party_that_has_not_committed_no_seed_forms(party: str, tmp_path: Path):
    world = a_world(tmp_path / "centre")
    beside = take_away(world, f"parties/{party}")
    world.play()
    assert (world.draw().step, world.draw().waiting) == (DrawStep.COMMITS, party)
    assert no_result(world)
    put_back(world, f"parties/{party}", beside)
    world.play()
    assert world.draw().step is DrawStep.ENDED
    check_transcript(world)


@pytest.mark.parametrize("party", PARTIES)
def test_without_a_party_that_has_committed_no_seed_forms(party: str, tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.RELEASES))
    beside = take_away(world, f"parties/{party}")
    world.play()
    assert (world.draw().step, world.draw().waiting) == (DrawStep.RELEASES, party)
    assert no_result(world)
    put_back(world, f"parties/{party}", beside)
    assert world.play(until=at(DrawStep.FULL)).draw().waiting == ""


def test_without_the_supervisor_no_vacancy_opens_a_round(tmp_path: Path):
    world = a_world(tmp_path / "centre", conduct=in_order(DECLINES))
    beside = take_away(world.play(until=at(DrawStep.REPLIES)), "parties/S")
    world.play()
    assert (world.draw().step, world.draw().waiting, world.draw().round) == (DrawStep.VACATE, "S", 0)
    put_back(world, "parties/S", beside)
    assert world.play(until=at(DrawStep.FULL, 1)).draw().waiting == ""


def test_a_party_that_was_away_changes_nothing(tmp_path: Path):
    undisturbed = a_world(tmp_path / "one").play()
    world = a_world(tmp_path / "other").play(until=at(DrawStep.RELEASES))
    beside = take_away(world, "parties/T")
    world.play()
    put_back(world, "parties/T", beside)
    assert walks(world.play()) == walks(undisturbed)


@pytest.mark.parametrize("nth", [0, 1])
def test_without_a_witness_no_seed_forms(nth: int, tmp_path: Path):
    world = a_world(tmp_path / "centre")
    present = list(world.embedded.witnesses)
    world.witnesses = [SwitchedOff(witness.name) if each == nth else witness for each, witness in enumerate(present)]
    world.play(for_at_most=A_WHILE)
    assert (world.draw().step, world.draw().waiting) == (DrawStep.COMMITS, WITNESSES[nth])
    assert no_result(world)
    world.witnesses = None
    world.play()
    assert world.record().state is TenderState.ARCHIVED
    check_everything(world)


def test_a_witness_whose_directory_is_gone_is_not_there(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.RELEASES))
    beside = take_away(world, "witnesses/witness.demo-w1")
    world.play(for_at_most=A_WHILE)
    assert world.draw().waiting == WITNESSES[0] and no_result(world)
    put_back(world, "witnesses/witness.demo-w1", beside)
    assert world.play().draw().step is DrawStep.ENDED
