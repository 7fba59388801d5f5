"""What all tests share: nothing of the caller's environment reaches them, both databases are there, browser tests never vanish unseen."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dispatch.agents import diary
from dispatch.store import base
from dispatch.store.base import engine_for
from tests.store.databases import a_database, a_server

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "没有 Chromium，{count}个浏览器测试未运行 · no Chromium: {count} browser tests were left out (apt-get install chromium fonts-noto-cjk)"
)
_left_out: list[pytest.Item] = []


def browser() -> str | None:
    """The path of a Chromium on this machine, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("DISPATCH_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def written_through() -> Iterator[tuple[str, ...]]:
    """No test waits for the disk: what is killed here is a process, never the machine, and the system keeps what a process wrote.

    Yields what the service and the agents' diaries ask of SQLite outside of tests.
    """
    asked = (*base.PRAGMAS, *diary.PRAGMAS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        for module in (base, diary):
            patch.setattr(module, "PRAGMAS", tuple(pragma.replace("=FULL", "=OFF") for pragma in module.PRAGMAS))
        yield asked


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The socket folder of a running PostgreSQL that lives as long as the tests; a short path, since sockets allow no long one."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    with a_server(folder / "db") as socket:
        yield socket
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=("sqlite", "postgresql"))
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """Makes one empty database after the other, of each kind in turn."""
    numbers = count()
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield lambda: engine_for(f"sqlite:///{tmp_path / f'{next(numbers)}.db'}")
        else:
            server = request.getfixturevalue("postgres")
            yield lambda: stack.enter_context(a_database(server, f"test{next(numbers)}"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves browser tests out where there is no browser, and says so; where CI is set, that is a failure."""
    if browser():
        return
    wanting = [item for item in items if item.get_closest_marker("browser")]
    if wanting and os.environ.get("CI"):
        raise pytest.UsageError(MISSING.format(count=len(wanting)))
    _left_out.extend(wanting)
    items[:] = [item for item in items if item not in wanting]
    config.hook.pytest_deselected(items=wanting)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not browser():
        terminalreporter.write_line(MISSING.format(count=len(_left_out) or ""))
