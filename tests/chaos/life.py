"""One life of a centre's process, to be killed for real: `python -m tests.chaos.life FOLDER [PLACES]`.

It goes on from the folder, and kills itself (SIGKILL) after so many places (commits, statements, calls at ports); without
a number it lives until nothing is left to do. Clock, telephones and bank lie in files beside the centre and outlive it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from dispatch.adapters.clock import VirtualClock
from dispatch.adapters.entropy import os_entropy
from tests.chaos import lives
from tests.chaos.saboteur import Place, Saboteur, at_work
from tests.workflow import cast
from tests.workflow.people import Letter
from tests.workflow.world import World

DONE = 0


class FileClock(VirtualClock):
    """A clock that goes on where it stood."""

    def __init__(self, path: Path) -> None:
        self._path = path
        super().__init__(datetime.fromisoformat(path.read_text()) if path.exists() else cast.START)

    def advance_to(self, then: datetime) -> None:
        super().advance_to(then)
        beside = self._path.with_suffix(".new")
        beside.write_text(self().isoformat())
        beside.replace(self._path)


def open_life(folder: Path) -> World:
    """The world over this folder, with what telephones have received so far."""
    world = lives.unfounded(folder / "centre")
    world.clock, world.rest = FileClock(folder / "clock"), os_entropy
    world.bank = lives.bank_of(world)
    world.people.now = world.clock
    gateway = folder / "gateway.jsonl"
    for line in gateway.read_text().splitlines() if gateway.exists() else ():
        taken = json.loads(line)
        letter = Letter(taken["key"], taken["phone"], taken["text"], datetime.fromisoformat(taken["at"]))
        world.people.handed_over.append((letter.key, letter.phone, letter.text))
        if letter.key not in world.people.letters:
            world.people.receive(letter)
    world.people.keep = lambda letter: _append(gateway, letter)
    return world


def killing_after(places: int) -> Saboteur:
    """Kills this process at the so-manieth place that it meets."""
    met = 0

    def choice(place: Place, times: int, further: bool) -> bool:
        nonlocal met
        met += 1
        if met == places:
            os.kill(os.getpid(), signal.SIGKILL)
        return False

    return Saboteur(choice)


def _append(path: Path, letter: Letter) -> None:
    with path.open("a") as file:
        file.write(json.dumps({**asdict(letter), "at": letter.at.isoformat()}) + "\n")


def main(folder: str, places: str = "0") -> int:
    world = open_life(Path(folder))
    saboteur = killing_after(int(places))
    world.trouble = saboteur
    with at_work(saboteur):
        world.play()
    return DONE


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
