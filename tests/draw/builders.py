"""Small draws for tests: a manifest, a pool and a log of which only what matters is named."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dispatch.draw import events
from dispatch.draw.chain import anchor
from dispatch.draw.frame import Frame, Lists, freeze
from dispatch.draw.history import History
from dispatch.draw.manifest import Manifest, check_manifest, manifest_hash
from dispatch.draw.pool import Entrant, PoolRow, enrol

SALT, K_ID, K_GRP = bytes(32), b"i" * 32, b"g" * 32
ZERO = "00" * 32
CIVIL, COST = ("A080104",), ("B010203",)


def a_hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def a_manifest_body(**changes: Any) -> dict[str, Any]:
    body = {
        "v": "vd1",
        "method": "tickets",
        "draw": "00" * 16,
        "log": "log.example/test",
        "tender": ZERO,
        "prev": "",
        "carried": 0,
        "standby": 0,
        "seats": [{"seat": "civil", "labels": list(CIVIL), "count": 2}, {"seat": "cost", "labels": list(COST), "count": 1}],
        "rules": [],
        "venues": None,
        "keys": {name: a_hash(name).hex() for name in "CST"},
        "parties": {"C": 3, "S": 3},
        "roles": dict.fromkeys(("plan", "pool", "result", "infeasible"), "C") | dict.fromkeys(("settle", "vacate", "final"), "S"),
        "beacon": None,
        "worker": ZERO,
        "times": {"draw_at": 1_800_000_000, "publish_from": 1_800_100_000},
        "snapshot": ZERO,
        "policy": ZERO,
    }
    return body | changes


def a_manifest(**changes: Any) -> Manifest:
    return check_manifest(a_manifest_body(**changes))


def an_entrant(number: int, labels: tuple[str, ...] = CIVIL, region: str = "430100", employer: str = "") -> Entrant:
    return Entrant(a_hash(f"handle {number}")[:16], labels, region, employer)


def a_pool(m: bytes, civil: int = 6, cost: int = 3) -> tuple[PoolRow, ...]:
    entrants = [an_entrant(k) for k in range(civil)] + [an_entrant(civil + k, COST) for k in range(cost)]
    return enrol(m, K_ID, K_GRP, entrants)


def a_frame(lists: Lists | None = None, **changes: Any) -> Frame:
    manifest = a_manifest(**changes)
    m = manifest_hash(manifest.body, SALT)
    return freeze(manifest, m, K_ID, lists or Lists(pool=a_pool(m)))


def with_booths(frame: Frame, *booths: tuple[str, str]) -> Frame:
    return freeze(frame.manifest, frame.m, K_ID, replace(frame.lists, booths=booths))


class Log:
    """A log in which only one draw writes; every entry takes the next index."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.manifest, self.m = frame, frame.manifest, frame.m
        self.history = History.start(frame.manifest, frame.m)
        self.size = 10

    def add(self, body: Mapping[str, Any], by: str | None = None) -> Log:
        signer = by or body.get("j") or self.manifest.roles[body["e"]]
        self.history = self.history.accept(self.size, signer, body)
        self.size += 1
        return self

    def planned(self) -> Log:
        return self.add(events.plan(self.m, self.manifest))

    def frozen(self) -> Log:
        return self.planned().add(events.pool(self.frame, audit=ZERO))

    def committed(self) -> Log:
        self.frozen()
        for party in self.manifest.parties:
            self.add(self.commit(party))
        return self

    def released(self, r: int = 0) -> Log:
        for party in self.manifest.parties:
            self.add(self.release(party, r))
        return self

    def drawn(self, r: int = 0) -> Log:
        return self.released(r).add(events.result(self.m, r, S=ZERO, R=ZERO))

    def commit(self, party: str) -> dict[str, Any]:
        length = self.manifest.parties[party]
        a = anchor(self.m, self.frame.F, party, secret=a_hash(party), length=length)
        return events.commit(self.m, self.frame.F, party, anchor=a, length=length)

    def release(self, party: str, r: int) -> dict[str, Any]:
        return events.release(self.m, r, party, n=self.size, seen=self.history.seen(self.size))

    def vacate(self, r: int, *leaving: str) -> dict[str, Any]:
        return events.vacate(self.m, r, [(id, "ill") for id in leaving], draw_at=0, ev=ZERO)

    def final(self, status: str, why: str = "") -> dict[str, Any]:
        idx = [event.idx for event in self.history.events]
        return events.final(self.m, rounds=self.history.rounds_ended, status=status, why=why, idx=idx)
