"""Runs one world in processes that are really killed (SIGKILL), until one of them comes to the end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zlib
from pathlib import Path

from tests.chaos.life import open_life
from tests.workflow.world import World

ROOT = Path(__file__).parents[2]
FEWEST, MOST = 200, 1500  # places that one life meets
ENOUGH = 60


def live_and_die(folder: Path, seed: int, *, most_deaths: int = ENOUGH) -> tuple[World, int]:
    """Lives in `folder` (with the centre in `folder/centre`), killed at seeded places; the world at rest, and the deaths."""
    for death in range(ENOUGH):
        places = FEWEST + zlib.crc32(f"{seed}/{death}".encode()) % (MOST - FEWEST) if death < most_deaths else 0
        code = _one_life(folder, places)
        if code == 0:
            return open_life(folder), death
        assert code == -signal.SIGKILL, f"a life ended with {code}"
    raise AssertionError("too many lives")


def _one_life(folder: Path, places: int) -> int:
    """Compiled modules are kept beside the world: every life imports everything anew."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.chaos.life", str(folder), str(places)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=600).returncode
