"""频次、相遇与同组: what a library remembers after the report decides, by its own profile, who is drawn next and with what weight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.workflow.records import DrawStep, TenderState
from policies import brought
from tests.chaos.soundness import check_transcript
from tests.workflow import cast
from tests.workflow.world import World, a_world, at

FIRST, SECOND = "SL-2026-0001/1", "SL-2026-0002/1"
NEXT_WEEK = cast.OPENING + timedelta(days=7)
UNITS = {"weight_tiers": "'1'", "met_effect": "choice", "interval": "day"}
HEAD = "profile:\n  title: 某地\n  unit: text\n  source: SETTING\n  in_force: {2020-01-01: 某地}\n"


@pytest.fixture(autouse=True)
def _own_rules_end_with_the_test() -> Iterator[None]:
    yield
    brought.look_in(Path("nowhere"))


def a_later_tender(world: World, experts: int = 5) -> World:
    """The same tenderer again, a week later."""
    seats = (cast.SeatDemand((cast.WORKS,), experts),)
    world.apply(
        cast.a_tender("SL-2026-0002", opening_at=NEXT_WEEK, checkin_at=NEXT_WEEK - timedelta(minutes=30), seats=seats, profile="here")
    )
    return world


def after_one_evaluation(folder: Path, works: int, **settings: Any) -> World:
    """A centre with a profile of its own, in which one committee of five works experts has sat."""
    (folder / "profiles").mkdir(parents=True)
    changes = (
        f"screening.{name}:\n  title: 改动\n  unit: {UNITS.get(name, repr('1'))}\n  source: SETTING\n  in_force: {{2020-01-01: {value}}}\n"
        for name, value in settings.items()
    )
    (folder / "profiles" / "here.yaml").write_text(HEAD + "".join(changes), encoding="utf-8")
    seats = (cast.SeatDemand((cast.WORKS,), 5),)
    world = a_world(folder, cast.a_tender(seats=seats, profile="here"), experts=cast.a_pool(works, 0, 0)).play()
    assert world.record(FIRST).state is TenderState.ARCHIVED
    return world


def called(world: World) -> tuple[set[str], set[str]]:
    """Phones called for the first and for the second tender."""
    letters = [letter for letter in world.people.letters.values() if letter.stage == "A"]
    split = cast.OPENING
    return {letter.phone for letter in letters if letter.at < split}, {letter.phone for letter in letters if letter.at >= split}


@pytest.mark.parametrize(
    "settings", [{"met_limit": 1, "met_effect": "bar"}, {"frequency_most": 1}, {"interval": 10}], ids=["R12", "R14", "R14"]
)
def test_whoever_sat_lately_or_for_this_tenderer_is_not_drawn_again(settings: dict[str, Any], tmp_path: Path):
    world = a_later_tender(after_one_evaluation(tmp_path / "centre", 20, **settings)).play()
    first, second = called(world)
    assert (len(first), len(second), first & second) == (5, 5, set())


def test_without_limits_whoever_sat_may_be_drawn_again(tmp_path: Path):
    world = a_later_tender(after_one_evaluation(tmp_path / "centre", 15)).play()
    first, second = called(world)
    assert first & second


def test_weights_fall_with_the_evaluations_and_the_draw_verifies(tmp_path: Path):
    world = a_later_tender(after_one_evaluation(tmp_path / "centre", 15, weight_tiers="{0: 8, 1: 2}")).play()
    assert sorted(row[4] for row in world.transcript(SECOND)["pool"]) == [2] * 5 + [8] * 10
    check_transcript(world, SECOND)


def test_a_familiar_pair_never_sits_together_again(tmp_path: Path):
    world = a_later_tender(after_one_evaluation(tmp_path / "centre", 15, pair_limit=1)).play()
    first, second = called(world)
    assert len(world.transcript(SECOND)["pairs"]) == 10
    assert len(first & second) <= 1
    check_transcript(world, SECOND)


def test_a_pool_of_familiar_pairs_only_cannot_form_a_committee(tmp_path: Path):
    world = a_later_tender(after_one_evaluation(tmp_path / "centre", 8, pair_limit=1))
    world.play(until=at(DrawStep.ENDED, tender_id=SECOND))
    assert world.record(SECOND).state is TenderState.REFUSED
