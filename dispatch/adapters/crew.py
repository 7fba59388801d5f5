"""多个进程一起做: one task for many things by as many processes as there are processors, the answers in the order of the things.

Each process is a fresh one (spawn): it shares no lock, no connection and no chance with us, only the task, which it gets once.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from dispatch.adapters.refusals import CrewLost

A = TypeVar("A")
B = TypeVar("B")
ALONE = 3  # things that are done here before anybody is called: a short list is done by then
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
    crew = ProcessPoolExecutor(hands, get_context("spawn"), _take_up, (task,))
    try:
        under_way = deque(crew.submit(_do, thing) for thing in (head[ALONE], *islice(waiting, hands - 1)))
        yield from map(task, head[:ALONE])  # while the others arrive
        for thing in waiting:
            under_way.append(crew.submit(_do, thing))
            if len(under_way) > 2 * hands:  # a long list takes no more memory than a short one
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool as fault:
        raise CrewLost() from fault
    finally:
        crew.shutdown(cancel_futures=True)


def _take_up(task: Callable[[Any], Any]) -> None:
    global _task
    _task = task
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
