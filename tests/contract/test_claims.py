"""Two nodes on one database: work is done by one of them, and the log stays one line, on SQLite and on PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dispatch.store.migrate import bring_up_to_date
from dispatch.store.unit_of_work import units_of_work

NOW = datetime(2026, 12, 9, 1, tzinfo=UTC)
ORIGIN = "test/contract"
ROOT = Path(__file__).parents[2]
TASKS = tuple(f"draw:{number}" for number in range(12))


@pytest.fixture
def engine(new_database: Callable[[], Engine]) -> Engine:
    made = new_database()
    bring_up_to_date(made)
    return made


def at_once(work: Callable[[int], object], nodes: int = 4) -> list[object]:
    with ThreadPoolExecutor(nodes) as pool:
        return list(pool.map(work, range(nodes)))


def test_a_task_is_claimed_by_one_node_only(engine: Engine):
    opened = units_of_work(engine, ORIGIN)
    with opened() as uow:
        for key in TASKS:
            uow.tasks.put("draw", key.partition(":")[2], NOW)

    def a_node(_: int) -> list[str]:
        claimed = []
        for key in TASKS:
            with opened() as uow:
                claimed += [key] if uow.tasks.claim(key, NOW) else []
        return claimed

    assert sorted(key for claimed in at_once(a_node) for key in claimed) == sorted(TASKS)


def test_a_claim_that_fails_gives_the_task_back(engine: Engine):
    opened = units_of_work(engine, ORIGIN)
    with opened() as uow:
        uow.tasks.put("draw", "0", NOW)
    with pytest.raises(RuntimeError), opened() as uow:
        assert uow.tasks.claim("draw:0", NOW)
        raise RuntimeError("killed here")
    with opened() as uow:
        assert uow.tasks.claim("draw:0", NOW)


def test_a_task_is_not_claimed_before_its_time(engine: Engine):
    opened = units_of_work(engine, ORIGIN)
    with opened() as uow:
        uow.tasks.put("draw", "0", NOW + timedelta(seconds=1))
        assert not uow.tasks.claim("draw:0", NOW)


def test_entries_of_many_writers_stand_in_one_line_without_gap(engine: Engine):
    opened = units_of_work(engine, ORIGIN)

    def a_node(number: int) -> None:
        for nth in range(10):
            with opened() as uow:
                uow.log.append({"e": "note", "n": 100 * number + nth})

    at_once(a_node)
    with opened(reads_only=True) as uow:
        assert [entry.idx for entry in uow.log.entries()] == list(range(40))


def test_tables_are_made_once_when_three_nodes_start_together(new_database: Callable[[], Engine]):
    fresh = new_database()
    url = fresh.url.render_as_string(hide_password=False)
    start = f"import dispatch.store.base as b, dispatch.store.migrate as m; m.bring_up_to_date(b.engine_for({url!r}))"
    nodes = [subprocess.Popen([sys.executable, "-c", start], cwd=ROOT) for _ in range(3)]
    assert [node.wait(60) for node in nodes] == [0, 0, 0]
    with units_of_work(fresh, ORIGIN)() as uow:
        assert uow.log.size == 0
