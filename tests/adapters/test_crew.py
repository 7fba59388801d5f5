"""Several processes do one task for many things: the answers in order, a refusal as it was raised, a lost process as one sentence."""

from __future__ import annotations

import os
import pickle
import select
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import parent_process
from threading import Event, Thread

import pytest

from dispatch.adapters import crew
from dispatch.adapters.crew import ALONE, by_a_crew
from dispatch.adapters.entropy import SeededEntropy
from dispatch.adapters.refusals import ClockRunsBackwards, CrewLost

MANY = range(ALONE + 9)
LEADS = """
from itertools import islice
from dispatch.adapters.crew import ALONE, by_a_crew
from tests.adapters.test_crew import MANY, who
answers = by_a_crew(who, MANY)
print([*islice(answers, ALONE + 1)][-1], flush=True)
input()
"""


FORKS = """
from dispatch.adapters import crew
from tests.adapters.test_crew import MANY, is_fresh
crew.marked_by_the_leader = True
print(not any(crew.by_a_crew(is_fresh, MANY)))
"""


@pytest.fixture(autouse=True)
def _one_helper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "MOST", 1)


def where(thing: int) -> tuple[int, bool]:
    return thing, parent_process() is not None


def who(thing: int) -> int:
    return os.getpid()


def refuse_elsewhere(thing: int) -> int:
    if parent_process() is not None:
        raise ClockRunsBackwards(now="2026")
    return thing


def die_elsewhere(thing: int) -> int:
    if parent_process() is not None:
        os._exit(1)
    return thing


@pytest.fixture
def another_thread() -> Iterator[None]:
    """One that waits: what it held would be locked for ever in a forked process."""
    done = Event()
    waiting = Thread(target=done.wait)
    waiting.start()
    yield
    done.set()
    waiting.join()


def is_fresh(thing: int) -> bool:
    return parent_process() is not None and not hasattr(crew, "marked_by_the_leader")


def test_beside_other_threads_each_process_is_a_fresh_one(another_thread: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "marked_by_the_leader", True, raising=False)
    assert any(by_a_crew(is_fresh, MANY))


def test_without_other_threads_it_is_forked() -> None:
    """In a process of its own, which has no threads of a test runner."""
    forked = subprocess.run([sys.executable, "-c", FORKS], capture_output=True, text=True, check=True).stdout
    assert forked == "True\n"


def test_answers_come_in_the_order_of_the_things_and_all_from_elsewhere() -> None:
    assert list(by_a_crew(where, MANY)) == [(thing, True) for thing in MANY]


@pytest.mark.parametrize("count", range(ALONE + 1))
def test_a_short_list_calls_nobody(count: int) -> None:
    assert list(by_a_crew(where, range(count))) == [(thing, False) for thing in range(count)]


def test_a_refusal_arrives_as_it_was_raised() -> None:
    with pytest.raises(ClockRunsBackwards) as refusal:
        list(by_a_crew(refuse_elsewhere, MANY))
    assert refusal.value.facts == {"now": "2026"}


def test_a_process_that_is_lost_is_one_sentence() -> None:
    with pytest.raises(CrewLost):
        list(by_a_crew(die_elsewhere, MANY))


def test_nobody_stays_behind_when_the_leader_is_killed() -> None:
    leader = subprocess.Popen([sys.executable, "-c", LEADS], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert leader.stdout is not None
    helper = os.pidfd_open(int(leader.stdout.readline()))
    leader.kill()
    leader.wait()
    assert select.select([helper], [], [], 30)[0]  # it can be read once the process has ended
    os.close(helper)


def test_repeatable_chance_cannot_be_handed_to_another_process() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(SeededEntropy(b"seed", demo=True))
