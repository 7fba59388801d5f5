"""A world in which everything happens that may happen, made once and copied for every life that is killed in it."""

from __future__ import annotations

import shutil
import zlib
from datetime import timedelta
from pathlib import Path

from dispatch.adapters.simulated_bank import SimulatedBank
from tests.workflow import cast
from tests.workflow.people import Conduct
from tests.workflow.world import Trouble, World, a_world, empty_world

SEED = b"lives-0"
RETURNED = 30  # of a hundred accounts the bank returns so many


def conduct(phone: str, nth: int) -> Conduct:
    """By telephone alone, so that the same person does the same whoever was called before: most come, and each trouble happens."""
    luck = zlib.crc32(phone.encode()) % 100
    if luck < 14:
        return Conduct(reply="decline", reason="RF3")
    if luck < 24:
        return Conduct(reply="silent")
    if luck < 36:
        return Conduct(leave_after=timedelta(minutes=40))
    if luck < 44:
        return Conduct(arrives=None)
    if luck < 52:
        return Conduct(arrives=12)
    if luck < 64:
        return Conduct(ill_after=timedelta(hours=2))
    return Conduct()


def found(folder: Path) -> World:
    """The centre before anything of the draw has happened."""
    return a_world(folder, cast.a_tender(profile="standby-two"), conduct=conduct, seed=SEED, returned=RETURNED)


def unfounded(folder: Path) -> World:
    return empty_world(folder, cast.a_pool(), conduct=conduct, seed=SEED, returned=RETURNED)


def relive(template: Path, folder: Path, trouble: Trouble | None = None) -> World:
    """Another life that starts where the template stands."""
    shutil.copytree(template, folder)
    world = unfounded(folder)
    world.trouble = trouble or Trouble()
    return world


def bank_of(world: World) -> SimulatedBank:
    """The bank beside this centre, on the world's clock."""
    return SimulatedBank(world.folder.with_name(f"{world.folder.name}-bank"), world.clock, demo=True, returned=RETURNED)
