"""One tender from application to payment on both databases: what comes out is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dispatch.bootstrap import Settings
from dispatch.demo.inputs import read_inputs
from dispatch.demo.perform import Performed, perform
from dispatch.intake.shipped import APPLICATIONS
from dispatch.workflow.publish import transcript
from dispatch.workflow.work import Work
from tests.store.databases import a_database, address

Look = Callable[[Work], Any]


def play(out: Path) -> Performed:
    return perform(read_inputs(None, [APPLICATIONS[0]], None), out, tell=lambda *story: None)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[tuple[Performed, Performed]]:
    """The same demo played twice; on PostgreSQL only the address of the database is another."""
    folder = tmp_path_factory.mktemp("both")
    with pytest.MonkeyPatch.context() as patch, a_database(postgres, "demo"):
        on_sqlite = play(folder / "sqlite")
        patch.setattr(Settings, "url", property(lambda settings: address(postgres, "demo")))
        yield on_sqlite, play(folder / "postgresql")


def seen(both: tuple[Performed, Performed], look: Look) -> list[Any]:
    found = []
    for performed in both:
        with performed.embedded.services.work(reads_only=True) as work:
            found.append(look(work))
    return found


def test_the_same_experts_are_drawn_in_the_same_rounds(both: tuple[Performed, Performed]):
    first, second = seen(both, lambda work: [transcript(one.m, work) for one in work.uow.draws.all()])
    for name in ("manifest", "pool", "pairs", "booths", "rounds", "vacated"):
        assert [each[name] for each in first] == [each[name] for each in second] != []


def test_the_log_tells_the_same_story(both: tuple[Performed, Performed]):
    first, second = seen(both, lambda work: [(entry.by, entry.read()["e"]) for entry in work.uow.log.entries()])
    assert first == second != []


def test_the_same_fees_are_paid(both: tuple[Performed, Performed]):
    first, second = seen(both, lambda work: work.uow.finance.entries())
    assert first == second != []
