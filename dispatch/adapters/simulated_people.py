"""Invented experts with telephones, for the demo: they read their messages, answer or do not, come, come late, fall ill.

They reach the centre only by what a real person has: a text on a phone, a link, a gate. Refuses to exist in production.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from dispatch.adapters.refusals import OnlyInDemo
from dispatch.intake.demo_values import demo_card
from dispatch.kernel.canonical import labelled_hash
from policies.vocabulary.expert import Expert

LINK = re.compile(r"/c/([A-Za-z0-9_-]{22})#([A-Za-z0-9_-]{22})")
GOLDEN, FIRST = 618, 240  # of a thousand: steps of the golden ratio leave no gap for long
REASONS = ("RF1", "RF2", "RF3", "RF4", "RF6", "RF7")


class Front(Protocol):
    """What a person can reach: a link's page, a gate, a booth door."""

    def read(self, locator: str, secret: str) -> tuple[str, dict[str, Any]]: ...
    def answer(self, locator: str, secret: str, given: str, reason: str) -> str: ...
    def check_in(self, venue_name: str, code: str, id_no: str) -> None: ...
    def enter_booth(self, venue_name: str, code: str) -> None: ...
    def leave_early(self, venue_name: str, code: str, reason: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Habits:
    """Per thousand: how often simulated people decline, stay silent, ask for leave, stay away, come late, fall ill."""

    decline: int = 140
    silent: int = 80
    leave: int = 40
    absent: int = 40
    late: int = 90
    ill: int = 60


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that one person will do at a time."""

    at: datetime
    kind: str
    person: str  # telephone
    words: tuple[str, ...]


@dataclass(slots=True)
class SimulatedPeople:
    """Implements the port `Sms`; what people then do waits in `acts` until its time has come."""

    id_by_phone: Mapping[str, str]
    seed: bytes
    front: Front
    habits: Habits = Habits()
    acts: list[Act] = field(default_factory=list)
    received: dict[str, tuple[str, str]] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)
    now: datetime | None = None

    @classmethod
    def of(cls, experts: Iterable[Expert], seed: bytes, front: Front, *, demo: bool) -> SimulatedPeople:
        """Raises OnlyInDemo unless told that this is a demo."""
        if not demo:
            raise OnlyInDemo(what="模拟专家", what_en="Simulated experts")
        return cls({expert.contact.phone: expert.identity.id_no for expert in experts}, seed, front)

    def send(self, phone: str, text: str, key: str) -> None:
        """A text arrives; the same key twice is one message."""
        if key in self.received:
            return
        self.received[key] = (phone, text)
        found = LINK.search(text)
        if found and self.now is not None:
            self._plan(phone, found[1], found[2], self.now)

    def next_at(self) -> datetime | None:
        return min((act.at for act in self.acts), default=None)

    def act(self, now: datetime) -> list[Act]:
        """Everybody does what is due; returns what was done."""
        self.now = now
        due = sorted((act for act in self.acts if act.at <= now), key=lambda act: (act.at, act.person, act.kind))
        self.acts = [act for act in self.acts if act.at > now]
        for act in due:
            self._do(act, now)
        return due

    def _plan(self, phone: str, locator: str, secret: str, now: datetime) -> None:
        minutes = 1 + self._chance(phone, "delay", locator) % 5
        self.acts.append(Act(now + timedelta(minutes=minutes), "read", phone, (locator, secret)))

    def _do(self, act: Act, now: datetime) -> None:
        if act.kind == "read":
            self._read(act, now)
        elif act.kind == "answer":
            self.front.answer(*act.words)
        elif act.kind == "arrive":
            venue, code = act.words
            self.front.check_in(venue, code, self.id_by_phone[act.person])
            self.acts.append(Act(now + timedelta(minutes=3), "enter", act.person, (venue, code)))
        elif act.kind == "enter":
            self.front.enter_booth(*act.words)
        elif act.kind == "leave":
            self.front.leave_early(*act.words)

    def _read(self, act: Act, now: datetime) -> None:
        stage, body = self.front.read(*act.words)
        if stage == "A":
            self._decide(act, now)
        elif stage == "B":
            self._travel(act, body)
        elif stage == "fee":
            self.acts.append(Act(now + timedelta(minutes=5), "answer", act.person, (*act.words, "accept", "")))
        elif stage == "ask":
            self.acts.append(Act(now + timedelta(minutes=2), "answer", act.person, (*act.words, "clear", "")))
        elif stage == "returned":
            self.acts.append(Act(now + timedelta(minutes=5), "answer", act.person, (*act.words, "accept", self._new_card(act))))

    def _decide(self, act: Act, now: datetime) -> None:
        locator, secret = act.words
        mood = self._mood("decide")
        habits = self.habits
        if mood < habits.decline:
            reason = REASONS[self._chance(act.person, "reason", act.words[0]) % len(REASONS)]
            self.front.answer(locator, secret, "decline", reason)
        elif mood >= habits.decline + habits.silent:
            self.front.answer(locator, secret, "accept", "")
            if mood >= 1000 - habits.leave:
                self.acts.append(Act(now + timedelta(hours=2), "answer", act.person, (*act.words, "leave", "RF2")))

    def _travel(self, act: Act, body: Mapping[str, Any]) -> None:
        """Most come early, some late, few not at all; some fall ill during evaluation."""
        start = datetime.fromisoformat(body["time"].replace(" ", "T") + ":00+08:00")
        mood = self._mood("travel")
        if mood < self.habits.absent:
            return
        late = mood < self.habits.absent + self.habits.late
        early = timedelta(minutes=5 + self._chance(act.person, "road", body["gate"]) % 25)
        arrival = max(start + timedelta(minutes=12) if late else start - early, act.at + timedelta(minutes=20))
        words = (str(body["venue"]), str(body["gate"]))
        self.acts.append(Act(arrival, "arrive", act.person, words))
        if mood >= 1000 - self.habits.ill:
            self.acts.append(Act(start + timedelta(hours=2), "leave", act.person, (*words, "RF2")))

    def _mood(self, occasion: str) -> int:
        """0 … 999, spread evenly over those who meet this occasion, so that even a small demo shows every habit."""
        self.met[occasion] = self.met.get(occasion, 0) + 1
        return (self.met[occasion] * GOLDEN + FIRST) % 1000

    def _new_card(self, act: Act) -> str:
        """Another demo card with a true check digit."""
        return demo_card(self._chance(act.person, "card", act.words[0]) % 10**6)

    def _chance(self, *parts: str) -> int:
        """A number from a hash of who and what: the same story for the same seed."""
        words = [part.encode("utf-8") for part in parts]
        return int.from_bytes(labelled_hash("demo/people", self.seed, *words)[:6], "big")
