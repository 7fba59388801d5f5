"""A pool file into each database beside the bare insert of the very same sealed rows: `python -m tests.benchmarks.bench_import [N …]`.

The bare insert gets rows that were sealed beforehand, in the same order, into the same tables with the same indexes: `executemany` in
one transaction on SQLite, COPY on PostgreSQL. The import reads the CSV file, checks every cell, looks for duplicates, seals, stores and
logs; it runs in a process of its own, whose memory is measured, once alone and once with a crew. On a machine that others use, the time
in which a process waited for a processor is left out where it can be known: not of a crew, and not of a database server.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Engine

from dispatch.intake.demo_values import entropy_from
from dispatch.intake.generator import generate_pool
from dispatch.intake.writing import write_pool
from dispatch.store.base import engine_for
from dispatch.store.migrate import bring_up_to_date
from dispatch.store.tables.registry import PersonRow
from tests.benchmarks.import_once import SPREADS, waited_for_a_core
from tests.store.databases import a_database, a_server, address

USUAL = (100_000,)
COLUMNS = ", ".join(column.name for column in PersonRow.__table__.columns)
Took = dict[str, Any]
_ONCE = "import sys; from tests.benchmarks.import_once import main; main(sys.argv[1:])"  # as the command line: a short main module


def sealed_rows(url: str) -> list[tuple[Any, ...]]:
    """Every stored row, in the order in which they were brought."""
    with engine_for(url).connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f"SELECT {COLUMNS} FROM person ORDER BY expert_no")]


def bare_insert(engine: Engine, rows: Sequence[tuple[Any, ...]]) -> Took:
    """What the database alone needs for these rows."""
    bring_up_to_date(engine)
    with engine.connect() as connection:
        waited, started = waited_for_a_core(), perf_counter()
        if engine.dialect.name == "postgresql":
            cursor: Any = connection.connection.cursor()
            with cursor, cursor.copy(f"COPY person ({COLUMNS}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join("?" * len(rows[0]))
            connection.exec_driver_sql(f"INSERT INTO person ({COLUMNS}) VALUES ({places})", list(rows))
        connection.commit()
        return {"seconds": perf_counter() - started, "waited": waited_for_a_core() - waited}


def import_in_its_own_process(file: Path, folder: Path, url: str, hands: str) -> Took:
    once = [sys.executable, "-c", _ONCE, str(file), str(folder), url, hands]
    took: Took = json.loads(subprocess.run(once, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return took


def unhindered(took: Took) -> float:
    return float(took["seconds"] - took["waited"])


def told(name: str, took: Took, bare: Took) -> str:
    return (
        f"{name}: {took['seconds']:.1f} s, without waiting {unhindered(took):.1f} s; bare insert {bare['seconds']:.1f} s, "
        f"without waiting {unhindered(bare):.1f} s: {took['seconds'] / bare['seconds']:.1f}×, {unhindered(took) / unhindered(bare):.1f}×; "
        f"processor {took['cpu']:.1f} + {took['helpers_cpu']:.1f} s; locked for {took['locked']:.1f} s; "
        f"peak memory {took['before']} → {took['after']} MB"
    )


def compare(name: str, file: Path, folder: Path, addresses: Callable[[str], str], rounds: int) -> None:
    """Every round on its own lines: each compares what ran one after the other, while others had as much of the machine."""
    rows: list[tuple[Any, ...]] = []
    for nth in range(rounds):
        took = {}
        for hands in SPREADS:
            url = addresses(f"{hands}{nth}")
            took[hands] = import_in_its_own_process(file, folder / f"{name}-{hands}-{nth}", url, hands)
            rows = rows or sealed_rows(url)
        bare = bare_insert(engine_for(addresses(f"bare{nth}")), rows)
        for hands, of_hands in took.items():
            print(told(f"{name}, {len(rows):,} experts, {hands}", of_hands, bare), flush=True)


def measure(count: int, databases: Sequence[str]) -> None:
    rounds = 3 if count <= USUAL[0] else 1
    with tempfile.TemporaryDirectory() as place, ExitStack() as open_databases:
        folder = Path(place)
        write_pool(generate_pool(count, entropy_from("bench")), folder / "pool.csv", with_period=False)
        if "sqlite" in databases:
            compare("SQLite", folder / "pool.csv", folder, lambda name: f"sqlite:///{folder}/{name}.db", rounds)
        if "postgresql" in databases:
            server = open_databases.enter_context(a_server(folder / "pg"))
            for name in (f"{use}{nth}" for use in (*SPREADS, "bare") for nth in range(rounds)):
                open_databases.enter_context(a_database(server, name))
            compare("PostgreSQL", folder / "pool.csv", folder, lambda name: address(server, name), rounds)


def main(words: Sequence[str]) -> None:
    wanted = [word for word in words if not word.isdigit()] or ["sqlite", "postgresql"]
    for count in [int(word) for word in words if word.isdigit()] or USUAL:
        measure(count, wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
