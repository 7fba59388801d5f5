"""A node does not begin its work over a log that was shortened or altered: one sentence, exit code 1, nothing done."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from click.testing import Result

import api.cli
from api.cli import serve, worker
from dispatch.bootstrap import Settings
from dispatch.embedded import Embedded, embed
from dispatch.workflow.checkpoint import sign_checkpoint
from tests.api.shop import run

DAMAGE = {
    "altered": ("DROP TRIGGER tlog_entry_no_update", "UPDATE tlog_entry SET body = CAST('{}' AS BLOB) WHERE idx = 1"),
    "shortened": ("DROP TRIGGER tlog_entry_no_delete", "DELETE FROM tlog_entry WHERE idx = 2"),
    "shortened behind the last checkpoint": ("DROP TRIGGER tlog_entry_no_delete", "DELETE FROM tlog_entry WHERE idx = 4"),
    "altered behind the last checkpoint": (
        "DROP TRIGGER tlog_entry_no_update",
        "UPDATE tlog_entry SET body = CAST('{}' AS BLOB) WHERE idx = 3",
    ),
}


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Embedded]:
    """Three entries under a checkpoint, two more since."""
    made = embed(Settings(data_dir=tmp_path, demo=True))
    monkeypatch.setattr(api.cli, "node", lambda: made)
    monkeypatch.setattr("api.server.run", lambda *_, **__: None)
    for number in range(5):
        with made.services.work() as work:
            if number == 3:
                sign_checkpoint(work)
            work.uow.log.append({"e": "note", "n": number})
    yield made


def begin(command: Callable[..., object]) -> Result:
    app = typer.Typer()
    app.command()(command)
    return run(app, *(["--once"] if command is worker.worker else []))


@pytest.mark.parametrize("command", [worker.worker, serve.serve])
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_node_does_not_begin_over_a_damaged_log(node: Embedded, command: Callable[..., object], damage: tuple[str, ...]) -> None:
    with sqlite3.connect(node.services.settings.data_dir / "dispatch.db") as database:
        for statement in damage:
            database.execute(statement)
    with node.services.work() as work:
        work.uow.tasks.put("checkpoint", work.means.origin, work.now)
    outcome = begin(command)
    assert (outcome.exit_code, "Traceback" in outcome.output) == (1, False)
    chinese, english = outcome.output.strip().splitlines()
    assert "本节点停止启动" in chinese and "this node stops" in english
    with node.services.work(reads_only=True) as work:
        assert [task.kind for task in work.uow.tasks.all()] == ["checkpoint"]


@pytest.mark.parametrize("command", [worker.worker, serve.serve])
def test_a_node_begins_over_a_sound_log(node: Embedded, command: Callable[..., object]) -> None:
    assert begin(command).exit_code == 0
