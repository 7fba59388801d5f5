"""A process that is killed by the operating system, at places of a seed, leaves nothing that another cannot go on from."""

from __future__ import annotations

from pathlib import Path

from tests.chaos import lives
from tests.chaos.real_kills import live_and_die
from tests.chaos.soundness import check_everything, check_transcript, walks

LIVES = 4


def test_killed_by_the_operating_system_it_says_the_same(tmp_path: Path):
    lives.found(tmp_path / "template").die()
    undisturbed = walks(lives.relive(tmp_path / "template", tmp_path / "undisturbed").play())
    lives.relive(tmp_path / "template", tmp_path / "killed" / "centre")
    world, deaths = live_and_die(tmp_path / "killed", seed=1, most_deaths=LIVES)
    assert deaths == LIVES
    assert walks(world) == undisturbed
    check_everything(world)
    check_transcript(world)
