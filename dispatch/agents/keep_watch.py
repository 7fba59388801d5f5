"""值守: an agent's rounds on its own machine, day and night — quick while something happens, seldom while nothing does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from dispatch.agents.centre import Centre
from dispatch.agents.party import PartyAgent
from dispatch.kernel.ports import Clock

log = structlog.get_logger()
GROWTH = 1.5


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two rounds: the least while something happens, growing to the most while nothing does or nobody answers."""

    least: float = 2.0
    most: float = 60.0

    def after(self, busy: bool, pause: float) -> float:
        return self.least if busy else min(self.most, max(self.least, pause) * GROWTH)


def keep_watch(
    agent: PartyAgent, centre: Centre, clock: Clock, pace: Pace, *, wait: Callable[[float], bool], tell: Callable[[], None]
) -> None:
    """Makes rounds until `wait` (seconds) says that the watch is over; after each, `tell` may tell the operator what is new."""
    pause = pace.least
    while True:
        pause = pace.after(_one_round(agent, centre, clock()), pause)
        tell()
        if wait(min(pause, _seconds_to_release(agent, clock()))):
            return


def _one_round(agent: PartyAgent, centre: Centre, now: datetime) -> bool:
    """Whether anything happened: something was handed in, or the log has grown."""
    before = agent.log_size
    try:
        acted = agent.tick(centre, now)
    except Exception as fault:  # noqa: BLE001 - here a failure of one round ends: said by its kind, and the next round is made
        log.error("round failed", fault=type(fault).__name__)
        return False
    return acted or agent.log_size != before


def _seconds_to_release(agent: PartyAgent, now: datetime) -> float:
    """A release is made when its time comes, not when the next look happens to be."""
    due = agent.next_release(now)
    return float("inf") if due is None else max((due - now).total_seconds(), 0.05)
