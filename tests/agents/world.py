"""A whole small world for tests: three parties with directories of their own, one centre, and a clock moved by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dispatch.agents.diary import Diary
from dispatch.agents.party import PartyAgent
from dispatch.agents.party_home import init_party
from dispatch.kernel.canonical import canonical
from tests.agents.fake_centre import PARTIES, FakeCentre
from tests.witness.builders import NOON, a_trust_value

TENDER = "JY-2026-0142/1"
DRAW_TIME = datetime.fromtimestamp(NOON + 60, UTC)
BEFORE = datetime.fromtimestamp(NOON - 60, UTC)


class Chance:
    """Entropy that never repeats within one test."""

    def __init__(self, name: str) -> None:
        self._name, self._count = name, 0

    def __call__(self, size: int) -> bytes:
        self._count += 1
        return f"{self._name}{self._count}".encode().ljust(size, b"-")[:size]


class QuickDiary(Diary):
    """A diary that does not wait for the disk: tests kill agents, not machines."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._db.execute("PRAGMA synchronous=OFF")


class World:
    def __init__(self, folder: Path) -> None:
        made = {j: init_party(folder / j, j, Chance(j), supervisor=j == "S") for j in PARTIES}
        self.homes = {j: replace(home, open_diary=QuickDiary) for j, home in made.items()}
        self.centre = FakeCentre({j: home.public for j, home in self.homes.items()}, self.homes["S"].custody_public)
        keys = {token: key.hex() for token, key in self.centre.keys.items()}
        trust = canonical(a_trust_value(keys=keys, parties=["S", "T"]))
        for home in self.homes.values():
            home.give_trust(trust)
        self.agents = {j: PartyAgent(home) for j, home in self.homes.items()}
        self.expect(TENDER)

    def expect(self, number: str) -> None:
        for agent in self.agents.values():
            agent.operator.expect_tender(number)

    def a_frozen_draw(self, no: str = TENDER, **changes: Any) -> str:
        m = self.centre.plan(no, **changes)
        self.centre.freeze(m)
        self.centre.checkpoint()
        return m

    def tick(self, *who: str, now: datetime = DRAW_TIME, checkpoint: bool = True) -> None:
        for j in who or PARTIES:
            self.agents[j].tick(self.centre, now)
        if checkpoint:
            self.centre.checkpoint()

    def a_drawn_round(self) -> str:
        """A draw whose round 0 has a result."""
        m = self.a_frozen_draw()
        self.tick()
        self.tick()
        self.tick()
        self.centre.draw_round(m)
        self.centre.checkpoint()
        return m

    def restart(self, j: str) -> PartyAgent:
        """The same directory, a new process."""
        self.agents[j] = PartyAgent(self.homes[j])
        return self.agents[j]

    def codes(self, j: str) -> list[str]:
        return [str(remark["code"]) for remark in self.agents[j].status()["remarks"]]

    def events(self, kind: str, by: str = "") -> list[bytes]:
        mark = f'"e":"{kind}"'.encode()
        return [entry.body for entry in self.centre.log if mark in entry.body and by in ("", entry.by)]
