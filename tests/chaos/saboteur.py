"""Kills the centre at named places: before or after any commit, at any statement, at any port to the outside.

A place is where in the work something happens (`draw/PICK`, `checkpoint`, `people` …) and how many units of work of that
piece came before. What is killed once at a place is let through the next time, so that every life gets further.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Engine, event

from dispatch import jobs
from dispatch.jobs import Outside
from dispatch.kernel.ports import BankFiles, Sms
from dispatch.workflow import advance, beacon
from dispatch.workflow.advance import Step
from dispatch.workflow.checkpoint import WitnessPort
from dispatch.workflow.records import DrawRecord
from dispatch.workflow.work import Work
from tests.workflow.world import Killed, Trouble

BEYOND_HANDLERS = ("send", "bank", "checkpoint", beacon.TASK)  # tasks whose body is more than one transaction, in dispatch/jobs.py
BEFORE, AFTER, STATEMENT = "before", "after", "statement"


@dataclass(frozen=True, slots=True)
class Place:
    """`nth` unit of work within a piece of work, and `what` there: before or after its commit, or at a statement."""

    label: str
    nth: int
    what: str


Choice = Callable[[Place, int, bool], bool]  # a place, met for the so-manieth time, further on than the last death → die here?


def at_first(place: Place, times: int, further: bool) -> bool:
    """Every kind of commit and every kind of call at a port, once."""
    return times == 1 and not place.what.startswith(STATEMENT)


def after_every_commit(place: Place, times: int, further: bool) -> bool:
    """After every commit; work that was killed is killed again only further on, or nothing would get done."""
    return further and place.what == AFTER


def at_every(place: Place, times: int, further: bool) -> bool:
    """Before and after every commit, and at every call at a port."""
    return further and not place.what.startswith(STATEMENT)


def at_statements(one_in: int, part: int = 0) -> Choice:
    """One in so many statements of every piece of work, each once; all parts together are all statements."""

    def choice(place: Place, times: int, further: bool) -> bool:
        return times == 1 and place.what.startswith(STATEMENT) and zlib.crc32(str(place).encode()) % one_in == part

    return choice


@dataclass(slots=True)
class Saboteur(Trouble):
    """`choice` says at which places the process dies; `met` counts how often each was met, `killed` how often it died there."""

    choice: Choice
    met: Counter[Place] = field(default_factory=Counter)
    killed: Counter[Place] = field(default_factory=Counter)
    label: str = ""
    task: str = ""
    nth: int = 0
    statement: int = -1
    position: int = 0
    reached: dict[str, int] = field(default_factory=dict)
    died_at: str = ""

    def frail(self, outside: Outside) -> Outside:
        """Ports at which the process may die just before or just after the other side has heard."""
        witnesses = [FrailWitness(witness, self) for witness in outside.witnesses]
        bank = FrailBank(outside.bank, self) if outside.bank else None
        return replace(outside, sms=FrailSms(outside.sms, self), witnesses=witnesses, bank=bank)

    def begins(self, reads_only: bool) -> None:
        self.statement = -1 if reads_only else 0
        self.nth += not reads_only

    def scene(self, name: str) -> None:
        self._begin(name, 0)

    def claimed(self, key: str) -> None:
        self._begin(key.partition(":")[0], 1)

    def takes_step(self, draw: DrawRecord) -> None:
        self.label = f"draw/{draw.step.name}"

    def commits(self, reads_only: bool) -> None:
        if not reads_only:
            self.here(BEFORE)

    def committed(self, reads_only: bool) -> None:
        self.statement = -1
        if not reads_only:
            self.here(AFTER)

    def executes(self) -> None:
        if self.statement >= 0:
            self.statement += 1
            self.here(f"{STATEMENT} {self.statement}")

    def here(self, what: str) -> None:
        place = Place(self.label, self.nth, what)
        self.met[place] += 1
        self.position += 1
        further = self.position > self.reached.get(self.task, 0)
        if self.choice(place, self.met[place], further):
            self.killed[place] += 1
            self.reached[self.task], self.died_at, self.statement = self.position, self.task, -1
            raise Killed(place)

    def _begin(self, name: str, nth: int) -> None:
        """A piece of work that got through the last time may be killed from its beginning again."""
        if self.task and self.died_at != self.task:
            self.reached.pop(self.task, None)
        self.label, self.task, self.nth, self.position, self.died_at = name, name, nth, 0, ""

    def labels(self, what: str) -> set[str]:
        return {place.label for place in self.killed if place.what == what}

    def labels_of_statements(self) -> set[str]:
        return {place.label for place in self.killed if place.what.startswith(STATEMENT)}


@dataclass(frozen=True, slots=True)
class FrailSms:
    kept: Sms
    saboteur: Saboteur

    def send(self, phone: str, text: str, key: str) -> None:
        self.saboteur.here("sms about to go")
        self.kept.send(phone, text, key)
        self.saboteur.here("sms gone")


@dataclass(frozen=True, slots=True)
class FrailWitness:
    kept: WitnessPort
    saboteur: Saboteur

    @property
    def name(self) -> str:
        return self.kept.name

    def add_checkpoint(self, body: str) -> tuple[int, str]:
        answer = self.kept.add_checkpoint(body)
        self.saboteur.here("witness answered")
        return answer


@dataclass(frozen=True, slots=True)
class FrailBank:
    kept: BankFiles
    saboteur: Saboteur

    def submit(self, message_id: str, document: bytes) -> None:
        self.saboteur.here("order about to go")
        self.kept.submit(message_id, document)
        self.saboteur.here("order gone")

    def answers(self) -> Sequence[tuple[str, bytes]]:
        return self.kept.answers()

    def fetched(self, name: str) -> None:
        self.saboteur.here("answer taken")
        self.kept.fetched(name)


@contextmanager
def at_work(saboteur: Saboteur) -> Iterator[None]:
    """While this lasts, the saboteur hears of every step of a draw and of every statement."""
    steps = dict(advance.STEPS)

    def executes(*_: Any) -> None:
        saboteur.executes()

    event.listen(Engine, "before_cursor_execute", executes)
    advance.STEPS.update({name: _heard(step, saboteur) for name, step in steps.items()})
    try:
        yield
    finally:
        advance.STEPS.update(steps)
        event.remove(Engine, "before_cursor_execute", executes)


def _heard(step: Step, saboteur: Saboteur) -> Step:
    def heard(draw: DrawRecord, work: Work) -> DrawRecord:
        saboteur.takes_step(draw)
        return step(draw, work)

    return heard


def steps() -> set[str]:
    """Every step of a draw."""
    return {f"draw/{step.name}" for step in advance.STEPS}


def tasks() -> set[str]:
    """Every kind of task that a node does, but for a draw's own, which is its steps."""
    return {*jobs.HANDLERS, *BEYOND_HANDLERS} - {"draw"}
