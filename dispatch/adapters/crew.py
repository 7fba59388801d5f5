"""多个进程一起做: one task for many things by as many processes as there are processors, the answers in the order of the things.

Each process is forked where that is safe: from a process without other threads, on Linux. It has everything imported already, takes a
copy of the task as if it had been sent, and touches nothing else of ours: no connection, file or chance. Elsewhere it is fresh (spawn).
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from multiprocessing.context import BaseContext
from threading import Thread, active_count
from typing import Any, TypeVar

from dispatch.adapters.refusals import CrewLost

A = TypeVar("A")
B = TypeVar("B")
ALONE = 3  # things that are done here without a crew: a short list is done before anybody has come
AHEAD = 3  # things for each process that are handed out before the first answer is taken
MOST = 4  # more would wait for the one who hands out
_task: Callable[[Any], Any] | None = None  # of this process, if it is one of a crew


def by_a_crew(task: Callable[[A], B], things: Iterable[A]) -> Iterator[B]:
    """As `map`. The task must be picklable, and what it remembers must not matter: every process begins with a copy of its own.

    Raises what the task raises, and CrewLost when a process ended before its time.
    """
    waiting = iter(things)
    head = list(islice(waiting, ALONE + 1))
    if len(head) <= ALONE:
        yield from map(task, head)
        return
    hands = min(len(os.sched_getaffinity(0)), MOST)
    crew = ProcessPoolExecutor(hands, _context(), _take_up, (pickle.dumps(task),))
    under_way = deque[Future[B]]()
    try:
        for thing in chain(head, waiting):
            under_way.append(crew.submit(_do, thing))
            if len(under_way) > AHEAD * hands:  # a long list takes no more memory than a short one
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool as fault:
        raise CrewLost() from fault
    finally:
        crew.shutdown(cancel_futures=True)


def _context() -> BaseContext:
    """A forked process has only the thread that forked: a lock that another one held would stay locked there for ever."""
    return get_context("fork" if sys.platform == "linux" and active_count() == 1 else "spawn")


def _take_up(task: bytes) -> None:
    global _task
    _task = pickle.loads(task)  # a copy, that nothing of ours is used by two
    gc.disable()  # it makes many objects and no circles, and ends with its list
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts means the one who leads
    Thread(target=_leave_with_the_leader, daemon=True).start()


def _leave_with_the_leader() -> None:
    """However that one ended: nobody stays behind with what he was given."""
    leader = parent_process()
    assert leader is not None
    leader.join()
    os._exit(1)


def _do(thing: Any) -> Any:
    assert _task is not None
    return _task(thing)
