"""A pool file into each database beside the bare insert of the very same sealed rows: `python -m tests.benchmarks.bench_import [N …]`.

The bare insert gets rows that were sealed beforehand, in the same order, into the same tables with the same indexes: `executemany` in
one transaction on SQLite, COPY on PostgreSQL. The import reads the CSV file, checks every cell, looks for duplicates, seals, stores and
logs; it runs in a process of its own, whose memory is measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Engine

from dispatch.adapters.brought_files import open_pool_file
from dispatch.bootstrap import Settings, build
from dispatch.intake.demo_values import entropy_from
from dispatch.intake.generator import generate_pool
from dispatch.intake.pool_columns import Day
from dispatch.intake.pool_rows import read_batches
from dispatch.intake.writing import write_pool
from dispatch.store.base import engine_for
from dispatch.store.migrate import bring_up_to_date
from dispatch.store.tables.registry import PersonRow
from dispatch.workflow.pool_import import Way, import_batches
from tests.store.databases import a_database, a_server, address

NOW = datetime(2026, 12, 9, 1, tzinfo=UTC)
USUAL = (100_000,)
COLUMNS = ", ".join(column.name for column in PersonRow.__table__.columns)
KB_A_MB = 1024


def import_once(file: Path, folder: Path, url: str) -> None:
    """In a process of its own: imports the file and prints what it took."""
    services = build(Settings(data_dir=folder, demo=True, database_url=url), clock=lambda: NOW)
    bring_up_to_date(engine_for(services.settings.url))
    before = peak_memory()
    started = perf_counter()
    with services.work() as work:
        report = import_batches(read_batches(open_pool_file(file).table, Day(NOW.date(), True, 70)), work, Way())
    seconds = perf_counter() - started
    print(json.dumps({"seconds": seconds, "stored": report.stored, "before": before, "after": peak_memory()}))


def peak_memory() -> int:
    """The most that this process ever held, in MB; what its parent held when it was started does not count."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // KB_A_MB


def sealed_rows(url: str) -> list[tuple[Any, ...]]:
    """Every stored row, in the order in which they were brought."""
    with engine_for(url).connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f"SELECT {COLUMNS} FROM person ORDER BY expert_no")]


def bare_insert(engine: Engine, rows: Sequence[tuple[Any, ...]]) -> float:
    """Seconds that the database alone needs for these rows."""
    bring_up_to_date(engine)
    with engine.connect() as connection:
        started = perf_counter()
        if engine.dialect.name == "postgresql":
            cursor: Any = connection.connection.cursor()
            with cursor, cursor.copy(f"COPY person ({COLUMNS}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join("?" * len(rows[0]))
            connection.exec_driver_sql(f"INSERT INTO person ({COLUMNS}) VALUES ({places})", list(rows))
        connection.commit()
        return perf_counter() - started


def import_in_its_own_process(file: Path, folder: Path, url: str) -> dict[str, Any]:
    once = [sys.executable, "-m", __spec__.name, "--once", str(file), str(folder), url]
    took: dict[str, Any] = json.loads(subprocess.run(once, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return took


def compare(name: str, file: Path, folder: Path, addresses: Callable[[str], str], rounds: int) -> None:
    """The fastest of some rounds on either side, since the others met somebody else's work."""
    imports, bare, rows = [], [], []
    for nth in range(rounds):
        imports.append(import_in_its_own_process(file, folder / f"{name}-{nth}", addresses(f"import{nth}")))
        rows = rows or sealed_rows(addresses("import0"))
        bare.append(bare_insert(engine_for(addresses(f"bare{nth}")), rows))
    best = min(imports, key=lambda took: took["seconds"])
    print(
        f"{name}, {len(rows):,} experts: import {best['seconds']:.1f} s beside a bare insert of {min(bare):.1f} s: "
        f"{best['seconds'] / min(bare):.1f}×; peak memory {best['before']} → {best['after']} MB",
        flush=True,
    )


def measure(count: int, databases: Sequence[str]) -> None:
    rounds = 3 if count <= USUAL[0] else 1
    with tempfile.TemporaryDirectory() as place, ExitStack() as open_databases:
        folder = Path(place)
        write_pool(generate_pool(count, entropy_from("bench")), folder / "pool.csv", with_period=False)
        if "sqlite" in databases:
            compare("SQLite", folder / "pool.csv", folder, lambda name: f"sqlite:///{folder}/{name}.db", rounds)
        if "postgresql" in databases:
            server = open_databases.enter_context(a_server(folder / "pg"))
            for name in (f"{use}{nth}" for use in ("import", "bare") for nth in range(rounds)):
                open_databases.enter_context(a_database(server, name))
            compare("PostgreSQL", folder / "pool.csv", folder, lambda name: address(server, name), rounds)


def main(words: Sequence[str]) -> None:
    wanted = [word for word in words if not word.isdigit()] or ["sqlite", "postgresql"]
    for count in [int(word) for word in words if word.isdigit()] or USUAL:
        measure(count, wanted)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        import_once(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
    else:
        main(sys.argv[1:])
