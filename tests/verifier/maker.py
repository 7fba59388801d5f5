"""Makes a signed transcript of one drawn round, as an honest implementation would: for loads, mutations and attacks.

What was drawn is computed with the verifier's own walk; that the walk is right is tested elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dispatch.verifier import merkle
from dispatch.verifier.commits import frozen_hash
from dispatch.verifier.events import Event
from dispatch.verifier.limit import Limit
from dispatch.verifier.manifest import the_manifest_is_lawful
from dispatch.verifier.problem import problem_of
from dispatch.verifier.register import pool_records, register_of
from dispatch.verifier.seating import can_sit, smallest_vector
from dispatch.verifier.strict_json import canonical
from dispatch.verifier.suite import INTERNATIONAL as S
from dispatch.verifier.suite import lp, u32, u64
from dispatch.verifier.tickets import tickets_in_order
from dispatch.verifier.walk import walk

ORIGIN = "ggzy.example/log/test"
Json = dict[str, Any]


def key(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


def public(name: str) -> bytes:
    return key(name).public_key().public_bytes_raw()


def vkey(name: str, kind: bytes) -> str:
    material = kind + public(name)
    key_id = hashlib.sha256(name.encode() + b"\n" + material).hexdigest()[:8]
    return f"{name}+{key_id}+{base64.b64encode(material).decode()}"


def trust(**changes: Any) -> Json:
    """Trust data of three parties, a log and three witnesses, all of whom must sign."""
    return {
        "origin": ORIGIN,
        "log": vkey(ORIGIN, b"\x01"),
        "witnesses": [vkey(f"w{n}", b"\x04") for n in range(3)],
        "quorum": 3,
        "keys": {party: public(party).hex() for party in "CST"},
        "parties": ["S", "T"],
        "beacons": [],
        "beacon_needed": 0,
        **changes,
    }


def note(size: int, root: bytes, origin: str = ORIGIN) -> str:
    """A checkpoint signed by the log and every witness."""
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    lines = [_line(origin, vkey(origin, b"\x01"), key(origin).sign(text.encode()))]
    for n in range(3):
        stamped = f"cosignature/v1\ntime {1790000000 + n}\n{text}".encode()
        lines.append(_line(f"w{n}", vkey(f"w{n}", b"\x04"), u64(1790000000 + n) + key(f"w{n}").sign(stamped)))
    return text + "\n" + "".join(lines)


def _line(name: str, verification: str, signature: bytes) -> str:
    return f"— {name} {base64.b64encode(bytes.fromhex(verification.split('+')[1]) + signature).decode()}\n"


def manifest(seats: Sequence[Json], rules: Sequence[Json], **changes: Any) -> Json:
    roles = dict.fromkeys(("plan", "pool", "result", "infeasible"), "C") | dict.fromkeys(("settle", "vacate", "final"), "S")
    return {
        "v": "vd1",
        "method": "tickets",
        "draw": "00" * 16,
        "log": ORIGIN,
        "tender": S.h("vd1/tender", b"T-1", bytes(16)).hex(),
        "prev": "",
        "carried": 0,
        "standby": 0,
        "seats": list(seats),
        "rules": list(rules),
        "venues": None,
        "keys": {party: public(party).hex() for party in "CST"},
        "parties": dict.fromkeys("CST", 4),
        "roles": roles,
        "beacon": None,
        "worker": "11" * 32,
        "times": {"draw_at": 1790000000, "publish_from": 1790700000},
        "snapshot": "22" * 32,
        "policy": "33" * 32,
        **changes,
    }


@dataclass(slots=True)
class Log:
    """Events in the order appended, each signed."""

    m: str
    bodies: list[tuple[str, bytes]]

    def append(self, by: str, e: str, **body: Any) -> int:
        self.bodies.append((by, canonical({"e": e, "m": self.m, **body})))
        return len(self.bodies) - 1

    def seen(self) -> str:
        parts = [part for idx, (_, body) in enumerate(self.bodies) for part in (u64(idx), body)]
        return S.h("vd1/seen", *parts).hex()

    def root(self) -> bytes:
        return merkle.root((body for _, body in self.bodies), S.digest)

    def entries(self) -> list[Json]:
        levels = [[S.digest(b"\x00" + body) for _, body in self.bodies]]
        while len(levels[-1]) > 1:
            level = levels[-1]
            above = [S.digest(b"\x01" + a + b) for a, b in zip(level[::2], level[1::2], strict=False)]
            levels.append(above + level[len(above) * 2 :])
        return [self._entry(idx, levels) for idx in range(len(self.bodies))]

    def _entry(self, idx: int, levels: list[list[bytes]]) -> Json:
        by, body = self.bodies[idx]
        proof, place = [], idx
        for level in levels[:-1]:
            if place ^ 1 < len(level):
                proof.append(level[place ^ 1].hex())
            place >>= 1
        return {"idx": idx, "by": by, "sig": key(by).sign(b"vd1/event\n" + body).hex(), "body": body.decode(), "proof": proof}


def a_transcript(
    pool: list[list[Any]],
    seats: Sequence[Json],
    rules: Sequence[Json] = (),
    no: str = "T-1",
    origin: str = ORIGIN,
    *,
    before_final: Callable[[Log], object] = lambda log: None,
    status: str = "complete",
) -> Json:
    """A complete draw of one round; the pool is `[id, labels, region, group, weight]` in order of id.

    `before_final` may append what an honest party would not; `status` may lie.
    """
    raw = manifest(seats, rules, log=origin, tender=S.h("vd1/tender", no.encode(), bytes(16)).hex())
    parsed = the_manifest_is_lawful({"v": "vd1", "manifest": raw, "manifest_salt": "44" * 32})
    log = Log(parsed.m.hex(), [])
    log.append("C", "plan", publish_from=raw["times"]["publish_from"], prev="")
    register, empty = register_of(pool, []), S.digest(b"").hex()
    roots = {"P": merkle.root(pool_records(register), S.digest).hex(), **dict.fromkeys("ABDK", empty)}
    counts = {"N": len(pool), "nA": 0, "nB": 0, "nD": 0, "nK": 0}
    log.append("C", "pool", **roots, **counts, kid=S.h("vd1/kid", bytes(32)).hex(), audit="55" * 32)
    body = json.loads(log.bodies[1][1])
    frozen = frozen_hash(parsed, Event(1, "pool", body, b""))
    values = {party: _chain(parsed.m, frozen, party, hashlib.sha256(party.encode()).digest(), 3) for party in "CST"}
    for party in "CST":
        anchor = _chain(parsed.m, frozen, party, values[party], 1).hex()
        log.append(party, "commit", F=frozen.hex(), j=party, a=anchor, L=4)
    opened, seen = len(log.bodies), log.seen()
    for party in "CST":
        log.append(party, "release", r=0, j=party, n=opened, seen=seen)
    seed = S.h("vd1/seed", parsed.m, frozen, u32(0), *[x for party in "CST" for x in (party.encode(), values[party])], b"beacon", b"")
    limit = Limit(time.monotonic, 600.0)
    order = tickets_in_order(S, seed, register, range(len(pool)), limit)
    problem = problem_of(register, {}, parsed.seats, parsed.rules, {})
    done = walk(problem, order, limit)
    assert done is not None
    vector = smallest_vector([problem.fit(person) for person in done.taken], lambda masks: can_sit(masks, problem.open))
    sitting = [[register.ids[person], parsed.seats[place].seat] for person, place in zip(done.taken, vector, strict=True)]
    out = {"venues": [], "panel": None, "walk": done.records, "seats": sitting, "booths": [], "standby": []}
    log.append("C", "result", r=0, S=S.h("vd1/seedc", seed).hex(), R=S.h("vd1/result", canonical(out), bytes(32)).hex())
    before_final(log)
    log.append("S", "final", rounds=1, status=status, why="x" if status == "cancelled" else "", idx=list(range(len(log.bodies))))
    drawn = {"r": 0, "kind": "drawn", "ckpt_open": None, "beacon": None, "accepted": None, "settled": None}
    drawn |= {"reveals": {party: value.hex() for party, value in values.items()}, "seed": seed.hex(), "salt": "00" * 32, "out": out}
    return {
        "v": "vd1",
        "manifest": raw,
        "manifest_salt": "44" * 32,
        "tender": {"no": no, "salt": "00" * 16},
        "pool": pool,
        "pairs": [],
        "panels": [],
        "booths": [],
        "carried": [],
        "k_id": "00" * 32,
        "rounds": [drawn],
        "vacated": {},
        "chances": None,
        "events": log.entries(),
        "checkpoint": note(len(log.bodies), log.root(), origin),
        "trust": trust(origin=origin, log=vkey(origin, b"\x01")),
    }


def _chain(m: bytes, frozen: bytes, party: str, value: bytes, links: int) -> bytes:
    for _ in range(links):
        value = S.h("vd1/chain", m, frozen, party.encode(), value)
    return value


def a_pool(size: int, labels: Sequence[str] = ("A01", "B02", "C03"), regions: int = 14, employers: int = 3000) -> list[list[Any]]:
    """Invented experts in order of id, spread over labels, regions and employers by hash."""
    pool = []
    for number in range(size):
        h = hashlib.sha256(b"expert" + u32(number)).digest()
        held = sorted({labels[h[0] % len(labels)], labels[h[1] % len(labels)]})
        group = hashlib.sha256(b"employer" + u32(int.from_bytes(h[2:6], "big") % employers)).digest()[:8].hex()
        pool.append([hashlib.sha256(lp(h)).hexdigest(), held, f"4301{h[6] % regions:02}", "" if h[7] < 20 else group, 1 + h[8] % 2])
    return sorted(pool)
