"""`serve` does due work beside serving, `account` makes users of one role; a demo's passwords are shown once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import OperationalError

import api.cli
from api.bringing_store import FILE, LONGEST, BroughtFiles
from api.cli import account, serve
from api.server import do_due_work, start_clockwork
from dispatch.bootstrap import Settings
from dispatch.embedded import Embedded, embed
from tests.api.shop import facts, run

PASSWORD = "correct horse battery"


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Embedded]:
    made = embed(Settings(data_dir=tmp_path, demo=True))
    monkeypatch.setattr(api.cli, "services", lambda: made.services)
    yield made


def test_due_work_is_done_in_the_serving_process(node: Embedded) -> None:
    with node.services.work() as work:
        work.uow.log.append({"e": "note"}, kind="note")
        work.uow.tasks.put("checkpoint", work.means.origin, work.now)
    do_due_work(node)
    with node.services.work(reads_only=True) as work:
        assert work.uow.log.latest_note(cosigned_by=2)


def test_what_was_brought_and_left_lying_goes_without_anybody_looking(node: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    brought = BroughtFiles(node.services).take([("p.csv", b"x")], "LIB")
    later = replace(node.services, clock=lambda: node.services.clock() + LONGEST + timedelta(minutes=1))
    do_due_work(node)
    assert BroughtFiles(node.services).has(brought.handle, FILE)
    monkeypatch.setattr("api.server.waitress.serve", lambda *_, **__: None)
    serve.serve_node(replace(node, services=later), work=False)
    assert not BroughtFiles(node.services).has(brought.handle, FILE)


def test_neither_large_bodies_nor_a_hundred_slow_connections_keep_others_out(node: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, int] = {}  # what the web server is asked for
    monkeypatch.setattr("api.server.waitress.serve", lambda _, **words: told.update(words))
    serve.serve_node(node, work=False)
    assert told["max_request_body_size"] < 65 * 2**20 and told["connection_limit"] > 400 and told["channel_timeout"] <= 30


def test_tick_that_fails_tells_its_kind_and_nothing_of_anybody(
    node: Embedded, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    locked = OperationalError("UPDATE expert SET name=?", {"name": "示例甲"}, sqlite3.OperationalError("database is locked"))
    monkeypatch.setattr("api.server.tick", Mock(side_effect=locked))
    do_due_work(node)
    told = "".join(capfd.readouterr())
    assert "OperationalError" in told and "示例甲" not in told and "Traceback" not in told


def test_one_timer_ticks_never_twice_at_a_time(node: Embedded) -> None:
    timer = start_clockwork(node)
    (job,) = timer.get_jobs()
    timer.shutdown(wait=True)
    assert isinstance(job.trigger, IntervalTrigger)
    assert (job.max_instances, job.coalesce, job.misfire_grace_time) == (1, True, None)


def test_a_demo_tells_its_passwords_once(node: Embedded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("api.server.waitress.serve", lambda *_, **__: None)
    serve.serve_node(node, work=False)
    assert "监督人  SUP" in capsys.readouterr().out
    serve.serve_node(node, work=False)
    assert "SUP" not in capsys.readouterr().out


def test_an_account_is_added_and_listed(node: Embedded) -> None:
    run(account.app, "add", "张三", "--role", "SUP", "--password", PASSWORD)
    assert facts(account.app, "list") == [{"name": "张三", "role": "SUP", "scope": "", "closed": False}]


def test_an_account_without_what_its_role_needs_is_refused(node: Embedded) -> None:
    answer = run(account.app, "add", "李四", "--role", "SUB", "--password", PASSWORD, "--json")
    assert answer.exit_code == 1 and json.loads(answer.stdout)["refused"]["code"] == "account.needs_scope"
