"""One import of a pool file, alone or by a crew, in a process of its own: what it took, as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from dispatch.adapters.brought_files import open_pool_file
from dispatch.adapters.crew import by_a_crew
from dispatch.bootstrap import Settings, build
from dispatch.intake.pool_columns import Day
from dispatch.kernel.ports import Spread
from dispatch.workflow.pool_batches import batches_of
from dispatch.workflow.pool_import import Way, prepare, store

NOW = datetime(2026, 12, 9, 1, tzinfo=UTC)
SPREADS: dict[str, Spread] = {"one": map, "crew": by_a_crew}
KB_A_MB, NS_A_SECOND = 1024, 1e9


def waited_for_a_core() -> float:
    """Seconds in which this process could have gone on, but another one had the processor."""
    return int(Path("/proc/self/schedstat").read_text("ascii").split()[1]) / NS_A_SECOND


def peak_memory() -> int:
    """The most that this process ever held, in MB; what its parent held when it was started does not count."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // KB_A_MB


def import_once(file: Path, folder: Path, url: str, spread: Spread) -> dict[str, Any]:
    services = build(Settings(data_dir=folder, demo=True, database_url=url), clock=lambda: NOW)
    before, waited, used, started = peak_memory(), waited_for_a_core(), os.times(), perf_counter()
    with services.work(reads_only=True) as work:
        prepared = prepare(batches_of(open_pool_file(file).table, Day(NOW.date(), True, 70), work, Way(), spread), work, Way())
    ready = perf_counter()
    with services.work() as work:
        report = store(prepared, work)
    ended, done = perf_counter(), os.times()
    return {
        "seconds": ended - started,
        "locked": ended - ready,
        "waited": waited_for_a_core() - waited,
        "cpu": done.user + done.system - used.user - used.system,
        "helpers_cpu": done.children_user + done.children_system,
        "stored": report.stored,
        "before": before,
        "after": peak_memory(),
    }


def main(words: Sequence[str]) -> None:
    print(json.dumps(import_once(Path(words[0]), Path(words[1]), words[2], SPREADS[words[3]])))
