"""Whatever is killed when, a draw goes on where it stood and says the same; nothing happens twice, no row is half written.

The process dies by an exception that nothing catches, right before or right after a commit, at a statement, or at a port;
then everything is opened anew from the folder. tests/chaos/test_real_kills.py does the same with SIGKILL.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.chaos import lives
from tests.chaos.saboteur import (
    AFTER,
    BEFORE,
    Choice,
    Saboteur,
    after_every_commit,
    at_every,
    at_first,
    at_statements,
    at_work,
    steps,
    tasks,
)
from tests.chaos.soundness import check_everything, check_transcript, walks
from tests.workflow.world import Killed, Trouble, World

KNOWN_STEPS = {"FREEZE", "COMMITS", "RELEASES", "PICK", "CALL", "REPLIES", "SETTLE", "VACATE", "FULL", "FINAL"}
OF_A_DRAW = {"plan", "wave", "standing", "notice", "roll_call", "open", "recusal", "encounters"}
OF_QUESTIONS = {"question", "unanswered"}
OF_NAMED_EXPERTS = {"appoint", "appointed", "appointed_place"}
OF_A_POSTPONEMENT = {"ask_again", "asked_again"}
OF_MONEY = {"fees", "pay", "bank"}
OF_THE_HOUSE = {"send", "checkpoint"}
IN_THIS_LIFE = OF_A_DRAW | OF_QUESTIONS | OF_NAMED_EXPERTS | OF_A_POSTPONEMENT | OF_MONEY | OF_THE_HOUSE
IN_ANOTHER_LIFE = {"beacon": "only a centre that was founded with a beacon asks one: tests/chaos/test_kill_at_beacon.py"}
PIECES = {f"draw/{step}" for step in KNOWN_STEPS} | IN_THIS_LIFE
PARTS = 12  # of all statements, one part is tried in every run, all of them in `make soak`


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lives") / "template"
    lives.found(folder).die()
    return folder


@pytest.fixture(scope="module")
def unharmed(template: Path) -> World:
    return lives.relive(template, template.with_name("unharmed")).play()


@pytest.fixture(scope="module")
def undisturbed(unharmed: World) -> list[dict[str, Any]]:
    return walks(unharmed)


def lived(template: Path, folder: Path, choice: Choice) -> tuple[World, Saboteur]:
    saboteur = Saboteur(choice)
    world = lives.relive(template, folder / "centre", saboteur)
    with at_work(saboteur):
        world.play()
    world.trouble = Trouble()
    return world, saboteur


def assert_same_and_sound(world: World, undisturbed: list[dict[str, Any]]) -> None:
    assert walks(world) == undisturbed
    check_everything(world)
    check_transcript(world)


def test_every_step_and_every_task_is_known_to_this_test():
    assert steps() | tasks() == PIECES | set(IN_ANOTHER_LIFE)


def test_a_life_without_trouble_is_sound(unharmed: World):
    assert lives.what_happened(unharmed) >= lives.MUST_HAPPEN, "choose another SEED in tests/chaos/lives.py"
    check_everything(unharmed)
    check_transcript(unharmed)


def test_killed_once_before_and_after_each_kind_of_commit_it_says_the_same(
    template: Path, undisturbed: list[dict[str, Any]], tmp_path: Path
):
    world, saboteur = lived(template, tmp_path, at_first)
    assert saboteur.labels(BEFORE) >= PIECES and saboteur.labels(AFTER) >= PIECES
    assert_same_and_sound(world, undisturbed)


def test_killed_after_every_commit_it_says_the_same(template: Path, undisturbed: list[dict[str, Any]], tmp_path: Path):
    world, saboteur = lived(template, tmp_path, after_every_commit)
    assert saboteur.labels(AFTER) >= PIECES
    assert_same_and_sound(world, undisturbed)


def test_killed_at_statements_it_says_the_same(template: Path, undisturbed: list[dict[str, Any]], tmp_path: Path):
    world, saboteur = lived(template, tmp_path, at_statements(PARTS))
    assert len(saboteur.labels_of_statements() & PIECES) > 10
    assert_same_and_sound(world, undisturbed)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(1, PARTS))
def test_killed_at_every_statement_it_says_the_same(template: Path, undisturbed: list[dict[str, Any]], tmp_path: Path, part: int):
    world, saboteur = lived(template, tmp_path, at_statements(PARTS, part))
    assert len(saboteur.labels_of_statements() & PIECES) > 10
    assert_same_and_sound(world, undisturbed)


@pytest.mark.soak
def test_killed_at_all_statements_of_one_life_it_says_the_same(template: Path, undisturbed: list[dict[str, Any]], tmp_path: Path):
    world, saboteur = lived(template, tmp_path, at_statements(1))
    assert saboteur.labels_of_statements() >= PIECES
    assert_same_and_sound(world, undisturbed)


@pytest.mark.soak
def test_killed_at_every_commit_and_port_it_says_the_same(template: Path, undisturbed: list[dict[str, Any]], tmp_path: Path):
    world, saboteur = lived(template, tmp_path, at_every)
    assert saboteur.labels(BEFORE) >= PIECES and saboteur.labels(AFTER) >= PIECES
    assert_same_and_sound(world, undisturbed)


def test_killed_while_it_is_founded_it_is_founded_all_the_same(tmp_path: Path):
    deaths = [death for nth in range(1, 30, 2) if (death := _founded_with_a_death_at(nth, tmp_path / str(nth)))]
    assert len(deaths) >= 5
    assert all(world.embedded.parties.keys() == {"CA", "S", "T"} for world in deaths)


def _founded_with_a_death_at(nth: int, folder: Path) -> World | None:
    """The world after its founding was killed when chance was asked for the nth time; None if it was not asked so often."""
    world, asked = lives.unfounded(folder), 0

    def draw(size: int) -> bytes:
        nonlocal asked
        asked += 1
        if asked == nth:
            raise Killed
        return bytes(range(asked, asked + size))

    kept, world.rest = world.rest, draw
    try:
        world.embedded  # noqa: B018 (opening it is the act)
    except Killed:
        world.rest = kept
        return world
    return None
