"""Runs centre, parties, witnesses and people on one virtual clock until nothing is left to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch.adapters.clock import VirtualClock
from dispatch.adapters.simulated_people import SimulatedPeople
from dispatch.demo.staff import Staff
from dispatch.demo.story import Observer
from dispatch.embedded import Embedded
from dispatch.jobs import Outside, tick
from dispatch.kernel.ports import BankFiles
from dispatch.workflow.records import DrawStep

LEAST = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """Everybody who acts in a demo."""

    embedded: Embedded
    clock: VirtualClock
    people: SimulatedPeople
    staff: Staff
    bank: BankFiles
    observer: Observer


def play(stage: Stage, until: datetime) -> None:
    """Goes on until nobody has anything left to do, or the clock reaches `until`."""
    outside = Outside(stage.people, stage.embedded.witnesses, stage.bank)
    while stage.clock() < until:
        if not _once(stage, outside):
            coming = _next_moment(stage)
            if coming is None or coming > until:
                return
            stage.clock.advance_to(max(coming, stage.clock() + LEAST))


def _once(stage: Stage, outside: Outside) -> bool:
    """One round of everybody; True if anything happened."""
    now = stage.clock()
    stage.people.now = now
    happened = bool(stage.people.act(now))
    happened |= tick(stage.embedded.services, outside) > 0
    happened |= stage.embedded.serve_parties()
    happened |= stage.staff.act(now)
    if happened:
        with stage.embedded.services.work(reads_only=True) as work:
            stage.observer.look(work)
    return happened


def _next_moment(stage: Stage) -> datetime | None:
    """When somebody has something to do again."""
    with stage.embedded.services.work(reads_only=True) as work:
        waiting = [draw.draw_at for draw in work.uow.draws.under_way() if draw.step is DrawStep.RELEASES]
        due = work.uow.tasks.next_due()
    moments = [due, stage.people.next_at(), stage.staff.next_at(), *waiting]
    return min((moment for moment in moments if moment and moment > stage.clock()), default=None)
