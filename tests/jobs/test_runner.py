"""The job runner: a failure is kept and tried again, stops nothing else, and work is done by one node at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dispatch import jobs
from dispatch.adapters.clock import VirtualClock
from dispatch.bootstrap import Services, Settings, build
from dispatch.jobs import Outside, Patience, tick
from dispatch.workflow.records import Task
from dispatch.workflow.refusals import PoolIsEmpty
from dispatch.workflow.work import Work
from tests.workflow.people import People

NOON = datetime(2026, 12, 9, 4, tzinfo=UTC)
OUTSIDE = Outside(People({}), witnesses=())


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Services]:
    yield build(Settings(data_dir=tmp_path, demo=True), clock=VirtualClock(NOON))


def due(node: Services, kind: str, *subjects: str) -> None:
    with node.work() as work:
        for subject in subjects:
            work.uow.tasks.put(kind, subject, work.now)


def tasks(node: Services) -> dict[str, Task]:
    with node.work(reads_only=True) as work:
        return {task.key: task for task in work.uow.tasks.all()}


def handle(monkeypatch: pytest.MonkeyPatch, kind: str, act: Callable[[str], object]) -> list[str]:
    """Lets tasks of this kind do `act`; the subjects as they were begun."""
    begun: list[str] = []

    def handler(subject: str, work: Work) -> object:
        begun.append(subject)
        work.uow.log.append({"e": "note", "of": subject})
        return act(subject)

    monkeypatch.setitem(jobs.HANDLERS, kind, handler)
    return begun


def fail(subject: str) -> None:
    if subject == "bad":
        raise ZeroDivisionError("a secret that stands in no row")


def refuse(subject: str) -> None:
    raise PoolIsEmpty()


def test_a_task_that_fails_stops_no_other_and_leaves_no_trace_of_its_work(node: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = handle(monkeypatch, "plan", fail)
    due(node, "plan", "bad", "good")
    assert tick(node, OUTSIDE) == 1
    assert sorted(begun) == ["bad", "good"]
    with node.work(reads_only=True) as work:
        assert [entry.read() for entry in work.uow.log.entries()] == [{"e": "note", "of": "good"}]


def test_a_task_that_failed_is_tried_again_later_and_its_fault_is_kept(node: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = handle(monkeypatch, "plan", fail)
    due(node, "plan", "bad")
    for _ in range(3):
        tick(node, OUTSIDE)
    kept = tasks(node)["plan:bad"]
    assert (begun, kept.fault, kept.due_at, kept.attempts) == (["bad"], "ZeroDivisionError", NOON + Patience().failed, 1)


def test_what_fails_again_and_again_is_tried_twice_as_late_each_time_but_within_the_hour() -> None:
    waits = [Patience().after(attempts) for attempts in (0, 1, 2, 3, 4, 1000)]
    assert [int(wait.total_seconds() // 60) for wait in waits] == [5, 10, 20, 40, 60, 60]


def test_a_second_failure_waits_longer_and_whatever_wakes_the_task_is_heard_at_once(
    node: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle(monkeypatch, "plan", fail)
    due(node, "plan", "bad")
    tick(node, OUTSIDE)
    due(node, "plan", "bad")
    tick(node, OUTSIDE)
    kept = tasks(node)["plan:bad"]
    assert (kept.due_at, kept.attempts) == (NOON + 2 * Patience().failed, 2)
    due(node, "plan", "bad")
    assert tasks(node)["plan:bad"].due_at == NOON


def test_once_the_cause_is_gone_the_task_is_done_and_its_fault_forgotten(node: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    handle(monkeypatch, "plan", fail)
    due(node, "plan", "bad")
    tick(node, OUTSIDE)
    handle(monkeypatch, "plan", lambda subject: None)
    assert isinstance(node.clock, VirtualClock)
    node.clock.advance_to(NOON + Patience().failed)
    assert (tick(node, OUTSIDE), "plan:bad" in tasks(node)) == (1, False)


def test_a_refusal_is_not_tried_again_in_silence(
    node: Services, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    handle(monkeypatch, "plan", refuse)
    due(node, "plan", "T-1")
    assert isinstance(node.clock, VirtualClock)
    for nth in range(1, 4):
        tick(node, OUTSIDE)
        assert (tasks(node)["plan:T-1"].fault, tasks(node)["plan:T-1"].attempts) == ("pool.empty", nth)
        node.clock.advance_to(tasks(node)["plan:T-1"].due_at)
    assert capsys.readouterr().out.count("pool.empty") == 3


def test_of_two_runners_one_does_a_task(node: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = handle(monkeypatch, "plan", lambda subject: time.sleep(0.01))
    subjects = [f"T-{number}" for number in range(8)]
    due(node, "plan", *subjects)
    with ThreadPoolExecutor(2) as runners:
        done = list(runners.map(lambda _: tick(node, OUTSIDE), range(2)))
    assert (sorted(begun), sum(done)) == (subjects, 8)


def test_a_kind_that_nobody_knows_is_kept_with_its_fault(node: Services) -> None:
    due(node, "unheard-of", "x")
    assert (tick(node, OUTSIDE), tasks(node)["unheard-of:x"].fault) == (0, "KeyError")


def test_what_is_not_yet_due_is_not_begun(node: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = handle(monkeypatch, "plan", fail)
    with node.work() as work:
        work.uow.tasks.put("plan", "good", work.now + timedelta(seconds=1))
    assert (tick(node, OUTSIDE), begun) == (0, [])


def test_a_log_that_grew_gets_a_checkpoint_within_a_minute(node: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    handle(monkeypatch, "plan", fail)
    due(node, "plan", "good")
    tick(node, replace(OUTSIDE, patience=Patience(growth=timedelta(seconds=50))))
    (task,) = tasks(node).values()
    assert (task.kind, task.due_at) == ("checkpoint", NOON + timedelta(seconds=50))
