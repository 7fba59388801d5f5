"""`make soak` goes on where it was stopped, runs what failed again, and says in its table what was not run."""

from __future__ import annotations

from contextlib import suppress
from math import inf
from pathlib import Path

import pytest

from tests.tools.soak import BEGIN, END, HEAD, ROOT, Case, Memory, row, soak, state_of, with_row

NAMES = ["tests/draw/a.py::one", "tests/draw/a.py::two", "tests/verifier/b.py::three"]


def run_all(memory: Memory, *, failing: str = "", stopped_at: str = "") -> list[str]:
    """What was begun."""
    begun: list[str] = []

    def run(name: str) -> Case:
        begun.append(name)
        if name == stopped_at:
            raise KeyboardInterrupt
        return Case(name, name != failing, 1.5)

    with suppress(KeyboardInterrupt):
        soak(NAMES, memory, run, inf)
    return begun


def test_what_was_stopped_goes_on_where_it_stopped(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "kept" / "x.jsonl")
    assert run_all(memory, stopped_at=NAMES[1]) == NAMES[:2]
    assert run_all(memory) == NAMES[1:]
    assert run_all(memory) == []


def test_a_line_that_was_cut_off_is_a_case_that_was_not_run(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "x.jsonl")
    run_all(memory)
    memory.path.write_bytes(memory.path.read_bytes()[:-20])
    assert run_all(memory) == NAMES[2:] and run_all(memory) == []


def test_what_failed_is_run_again(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "x.jsonl")
    run_all(memory, failing=NAMES[0])
    assert run_all(memory) == NAMES[:1]
    assert all(case.passed for case in memory.cases().values())


def test_nothing_new_is_begun_when_the_time_is_over(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "x.jsonl")
    soak(NAMES, memory, lambda name: Case(name, True, 1.0), until=-inf)
    assert memory.cases() == {}


def test_the_table_says_what_passed_failed_and_was_not_run() -> None:
    cases = {NAMES[0]: Case(NAMES[0], True, 2.0), NAMES[1]: Case(NAMES[1], False, 1.0)}
    line = row("2026-12-09", 1, NAMES, cases)
    assert line.startswith("| 2026-12-09 | 1 | 1 | 1 | 1 | 3 | draw 1/2, verifier 0/1 | ")


def test_a_day_and_seed_has_one_line_the_newest_first() -> None:
    page = f"before {BEGIN}\n{HEAD}| 2026-12-08 | 1 | old |\n| 2026-12-09 | 1 | earlier |\n{END} after"
    page = with_row(page, "| 2026-12-09 | 1 | later |")
    assert page == f"before {BEGIN}\n{HEAD}| 2026-12-09 | 1 | later |\n| 2026-12-08 | 1 | old |\n{END} after"


@pytest.mark.parametrize("name", ["dispatch/jobs.py", "tests/x.py", "policies/data/x.yaml"])
def test_changed_sources_begin_anew(name: str, tmp_path: Path) -> None:
    before = state_of(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("")
    assert state_of(tmp_path) != before
    assert BEGIN in (ROOT / "docs" / "reliability.md").read_text("utf-8")
