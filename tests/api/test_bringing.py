"""A pool file is read and checked while everybody works on; what somebody changed in the pool meanwhile is never overrun."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from api.bringing import Wish, bring_pool
from dispatch.adapters.brought_files import Watch
from dispatch.bootstrap import Services, Settings, build
from dispatch.intake.cells import Line
from dispatch.intake.demo_values import entropy_from
from dispatch.intake.generator import generate_pool
from dispatch.intake.mapping import HEAD
from dispatch.intake.writing import write_pool
from dispatch.workflow.refusals import PoolChanged
from tests.api.shop import NOW

POOL = tuple(generate_pool(HEAD + 5, entropy_from("bringing")))  # the first lines are looked at before anything else


@pytest.fixture
def centre(tmp_path: Path) -> Services:
    return build(Settings(data_dir=tmp_path / "var", demo=True), clock=lambda: NOW)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_pool(POOL, tmp_path / "pool.csv", with_period=False)
    return tmp_path / "pool.csv"


def at_the_last_line(act: Callable[[], object]) -> Watch:
    waiting = [act]

    def watch(lines: Iterable[Line], count: int) -> Iterator[Line]:
        for nth, line in enumerate(lines, start=1):
            while nth == count and waiting:
                waiting.pop()()
            yield line

    return watch


def note(centre: Services, kind: str) -> None:
    with centre.work() as work:
        work.uow.log.append({"e": "noted", "n": 1}, kind=kind)


def kept(centre: Services) -> int:
    with centre.work(reads_only=True) as work:
        return work.uow.registry.count()


def test_nobody_waits_while_a_file_is_read(centre: Services, file: Path) -> None:
    report = bring_pool(file, centre, Wish(), at_the_last_line(lambda: note(centre, "finance")))
    assert (report.stored, kept(centre)) == (len(POOL), len(POOL))


def test_a_file_is_not_stored_beside_a_change_that_it_was_not_compared_with(centre: Services, file: Path, tmp_path: Path) -> None:
    write_pool(POOL[:2], tmp_path / "other.csv", with_period=False)
    with pytest.raises(PoolChanged):
        bring_pool(file, centre, Wish(), at_the_last_line(lambda: bring_pool(tmp_path / "other.csv", centre, Wish())))
    assert (kept(centre), bring_pool(file, centre, Wish()).stored, kept(centre)) == (2, len(POOL) - 2, len(POOL))


def test_every_row_goes_by_once_as_it_is_read_and_once_as_it_is_stored(centre: Services, file: Path) -> None:
    seen: list[int] = []

    def watch(lines: Iterable[Line], count: int) -> Iterator[Line]:
        for line in lines:
            seen.append(count)
            yield line

    bring_pool(file, centre, Wish(), watch)
    assert seen == [len(POOL) + 1] * (len(POOL) + 1) + [len(POOL)] * len(POOL)
