"""Killed while it asks the beacon, a centre takes the same number, and draws the same; this life is short, for a beacon is slow."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from dispatch.jobs import Outside
from dispatch.workflow.beacon import TASK
from dispatch.workflow.records import DrawStep
from tests.chaos.saboteur import AFTER, BEFORE, Place, Saboteur, at_first, at_work
from tests.chaos.soundness import check_everything
from tests.workflow.test_beacon import a_beacon
from tests.workflow.world import Trouble, World, a_world, at


class BesideABeacon(Saboteur):
    """Kills as told; the node reaches the beacon."""

    def frail(self, outside: Outside) -> Outside:
        return replace(Saboteur.frail(self, outside), beacon=a_beacon())


def never(place: Place, times: int, further: bool) -> bool:
    return False


def at_the_beacon(place: Place, times: int, further: bool) -> bool:
    """Every kind of commit while the beacon is asked, and while the draw waits for it, once."""
    return place.label in (TASK, "draw/RELEASES", "draw/PICK") and at_first(place, times, further)


def lived(folder: Path, saboteur: Saboteur) -> World:
    centre = folder / "centre"
    centre.mkdir(parents=True)
    (centre / "beacon.json").write_text(json.dumps(a_beacon().description(6)))
    world = a_world(centre)
    world.trouble = saboteur
    with at_work(saboteur):
        world.play(until=at(DrawStep.FULL))
    world.trouble = Trouble()
    return world


def drawn(world: World) -> list[str]:
    """Who was called, by telephone."""
    return sorted(world.people.behaving)


def test_killed_while_the_beacon_is_asked_it_draws_the_same(tmp_path: Path):
    unharmed, saboteur = lived(tmp_path / "unharmed", BesideABeacon(never)), BesideABeacon(at_the_beacon)
    world = lived(tmp_path / "killed", saboteur)
    assert TASK in saboteur.labels(BEFORE) & saboteur.labels(AFTER)
    assert drawn(world) == drawn(unharmed)
    check_everything(world)
