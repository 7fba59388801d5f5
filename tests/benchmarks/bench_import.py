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
from collections.abc import Sequence
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


def compare(name: str, file: Path, folder: Path, url: str, other: Engine) -> None:
    once = [sys.executable, "-m", __spec__.name, "--once", str(file), str(folder), url]
    found = subprocess.run(once, check=True, stdout=subprocess.PIPE, text=True)
    took = json.loads(found.stdout)
    bare = bare_insert(other, sealed_rows(url))
    print(
        f"{name}, {took['stored']:,} experts: import {took['seconds']:.1f} s beside a bare insert of {bare:.1f} s: "
        f"{took['seconds'] / bare:.1f}×; peak memory {took['before']} → {took['after']} MB",
        flush=True,
    )


def main(counts: Sequence[int], databases: Sequence[str]) -> None:
    for count in counts:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            write_pool(generate_pool(count, entropy_from("bench")), folder / "pool.csv", with_period=False)
            if "sqlite" in databases:
                url = f"sqlite:///{folder}/first.db"
                compare("SQLite", folder / "pool.csv", folder / "sqlite", url, engine_for(f"sqlite:///{folder}/bare.db"))
            if "postgresql" in databases:
                with a_server(folder / "pg") as server, a_database(server, "first") as first, a_database(server, "bare") as bare:
                    assert first.dialect.name == bare.dialect.name
                    compare("PostgreSQL", folder / "pool.csv", folder / "keys", address(server, "first"), bare)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        import_once(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
    else:
        wanted = [word for word in sys.argv[1:] if not word.isdigit()]
        main([int(word) for word in sys.argv[1:] if word.isdigit()] or USUAL, wanted or ("sqlite", "postgresql"))
