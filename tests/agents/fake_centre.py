"""A small honest centre for tests, and ways to make it lie; it checks what the log must check, and knows one draw at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from dispatch.agents.refusals import CentreDeclined
from dispatch.draw import events
from dispatch.draw.chain import check_value
from dispatch.draw.commitments import result_hash, tender_hash
from dispatch.draw.course import Course
from dispatch.draw.frame import Frame, Lists, freeze, spell_lists
from dispatch.draw.history import History
from dispatch.draw.manifest import check_manifest, manifest_hash
from dispatch.draw.pool import CarriedRow, Entrant, enrol
from dispatch.draw.refusals import NotAnEvent
from dispatch.draw.seed import seed_commitment, seed_of_round
from dispatch.draw.values import open_value, value_context
from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.kernel.signing import verify
from dispatch.sealing import envelope
from dispatch.witness.entry import EVENT_PREFIX, Entry
from dispatch.witness.tree import Tree
from tests.witness.builders import NAMES, NOON, ORIGIN, a_checkpoint, a_note, a_signer

WORKER = b"worker".ljust(32, b".")
PARTIES = ("CA", "S", "T")
ROLES = dict.fromkeys(("plan", "pool", "result", "infeasible"), "C") | dict.fromkeys(("settle", "vacate", "final"), "S")


@dataclass(frozen=True)
class Given:
    manifest: Mapping[str, Any]
    salt: bytes
    tender_no: str
    tender_salt: bytes
    audit: bytes | None = None
    lists: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Offered:
    body: bytes
    evidence: Mapping[str, Any]


@dataclass
class FakeDraw:
    given: Given
    m: str
    frame: Frame
    audit: bytes
    course: Course
    history: History
    values: dict[tuple[int, str], bytes] = field(default_factory=dict)
    rounds: list[dict[str, Any]] = field(default_factory=list)
    vacated: dict[str, Any] = field(default_factory=dict)


class FakeCentre:
    """`keys` and `custody` are the parties' public keys; every method of the desk is here, and the centre's own steps."""

    def __init__(self, keys: Mapping[str, bytes], custody: bytes) -> None:
        self.keys = {"C": a_signer("C").public, **keys}
        self.custody = custody
        self.log: list[Entry] = []
        self.all_draws: dict[str, FakeDraw] = {}
        self.size_shown = 0
        self.offers: list[Offered] = []
        self.asked: list[tuple[str, int]] = []
        self.declined: list[str] = []
        self.untold: set[str] = set()  # draws of which the parties hear nothing
        self.published: dict[str, bytes] = {}
        self.delivered: dict[tuple[str, int, str], list[bytes]] = {}

    # the desk, as an agent sees it

    def entries(self, start: int) -> list[Entry]:
        return self.log[start : start + 3]

    def note(self) -> str:
        return a_note(a_checkpoint(Tree(entry.body for entry in self.log[: self.size_shown])), NAMES) if self.size_shown else ""

    def draws(self, j: str) -> list[str]:
        return [m for m in self.all_draws if m not in self.untold]

    def materials(self, j: str, m: str) -> Given:
        if m not in self.all_draws or m in self.untold:
            raise CentreDeclined(reason="unknown-draw", why="没有这次抽取", why_en="no such draw")
        draw = self.all_draws[m]
        given = draw.given
        shown = (draw.audit, spell_lists(draw.frame.lists)) if j == "S" else (None, None)
        return Given(given.manifest, given.salt, given.tender_no, given.tender_salt, *shown)

    def transcript(self, m: str) -> bytes | None:
        return self.published.get(m)

    def submit(self, j: str, body: bytes, sig: bytes) -> int:
        for entry in self.log:
            if (entry.body, entry.by) == (body, j):
                return entry.idx
        return self._append(j, parse_canonical(body), sig)

    def deliver(self, j: str, m: str, r: int, sealed: bytes) -> None:
        draw = self.all_draws[m]
        value = open_value(WORKER, sealed, context=value_context(draw.frame.m, draw.frame.F, j, r), party=j, r=r)
        check_value(draw.frame.m, draw.frame.F, j, value=value, r=r, anchor=draw.history.anchors[j])
        draw.values[r, j] = value
        self.delivered.setdefault((m, r, j), []).append(value)

    def wanted(self, j: str) -> list[tuple[str, int]]:
        return self.asked

    def proposals(self, j: str) -> list[Offered]:
        return [offer for offer in self.offers if j == "S" and all(entry.body != offer.body for entry in self.log)]

    def decline(self, j: str, sha256: str, reason: str) -> None:
        self.declined.append(reason)

    # the centre's own steps

    def checkpoint(self) -> None:
        self.size_shown = len(self.log)

    def plan(self, no: str = "JY-2026-0142/1", **changes: Any) -> str:
        salt, tender_salt = hashlib.sha256(no.encode() + str(len(self.log)).encode()).digest(), b"t" * 16
        body = a_manifest(self.keys, tender_hash(no, tender_salt).hex(), draw=f"{len(self.log):032x}") | changes
        m = manifest_hash(body, salt)
        manifest = check_manifest(body)
        frame, audit = a_frame(manifest, m, self.custody)
        draw = FakeDraw(Given(body, salt, no, tender_salt), m.hex(), frame, audit, Course.start(frame), History.start(manifest, m))
        self.all_draws[draw.m] = draw
        self.by_office(events.plan(m, manifest))
        return draw.m

    def freeze(self, m: str) -> None:
        draw = self.all_draws[m]
        self.by_office(events.pool(draw.frame, audit=envelope.name(draw.audit)))

    def by_office(self, body: Mapping[str, Any]) -> int:
        return self._append("C", body, a_signer("C").sign(EVENT_PREFIX + canonical(dict(body))))

    def draw_round(self, m: str) -> None:
        draw = self.all_draws[m]
        r = draw.history.current_round
        values = {j: draw.values[r, j] for j in PARTIES}
        seed, salt = seed_of_round(draw.frame.m, draw.frame.F, r, values=values), bytes([r]) * 32
        out, draw.course = draw.course.draw(seed)
        reveals = {j: value.hex() for j, value in values.items()}
        draw.rounds.append({"r": r, "seed": seed.hex(), "salt": salt.hex(), "out": out, "reveals": reveals})
        self.by_office(events.result(m, r, S=seed_commitment(seed), R=result_hash(out, salt)))

    def propose_vacate(self, m: str, *, reason: str = "no-answer", state: str = "超时无应答", draw_at: int = NOON) -> None:
        draw = self.all_draws[m]
        r, gone = draw.history.current_round + 1, draw.course.sitting[0][0]
        replies = [[id, state if id == gone else "已接受", "", NOON] for id, _ in sorted(draw.course.sitting)]
        draw.vacated[str(r)] = {"list": [[gone, reason]], "evidence": replies, "draw_at": draw_at}
        self.offer(m, events.vacate(m, r, [(gone, reason)], draw_at=draw_at, ev=events.evidence_hash(replies)))

    def propose_final(self, m: str, status: str = "complete", why: str = "") -> None:
        history = self.all_draws[m].history
        idx = [event.idx for event in history.events]
        self.offer(m, events.final(m, rounds=history.rounds_ended, status=status, why=why, idx=idx))

    def offer(self, m: str, body: Mapping[str, Any]) -> None:
        draw = self.all_draws[m]
        self.offers.append(Offered(canonical(dict(body)), {"rounds": list(draw.rounds), "vacated": dict(draw.vacated)}))

    def enter(self, entry: Mapping[str, Any], by: str = "", sig: bytes = b"") -> int:
        """Writes an entry without any check, as a log writer may who does not keep the rules."""
        self.log.append(Entry(len(self.log), canonical(dict(entry)), by, sig))
        return len(self.log) - 1

    def _append(self, by: str, body: Mapping[str, Any], sig: bytes) -> int:
        verify(self.keys[by], sig, EVENT_PREFIX + canonical(dict(body)))
        draw = self.all_draws.get(str(body["m"]))
        if draw is None:
            raise NotAnEvent(why="unknown draw")
        draw.history = draw.history.accept(len(self.log), by, body)
        if body["e"] == "vacate":
            draw.course = draw.course.vacate([(id, why) for id, why in draw.vacated[str(body["r"])]["list"]])
        return self.enter(body, by, sig)


def a_manifest(keys: Mapping[str, bytes], tender: str, *, draw: str) -> dict[str, Any]:
    return {
        "v": "vd1",
        "method": "tickets",
        "draw": draw,
        "log": ORIGIN,
        "tender": tender,
        "prev": "",
        "carried": 0,
        "standby": 0,
        "seats": [{"seat": "civil", "labels": ["A08"], "count": 2}, {"seat": "econ", "labels": ["C07"], "count": 1}],
        "rules": [{"rule": "group_cap", "cap": 1}],
        "venues": None,
        "keys": {token: key.hex() for token, key in keys.items()},
        "parties": dict.fromkeys(PARTIES, 4),
        "roles": ROLES,
        "beacon": None,
        "worker": X25519PrivateKey.from_private_bytes(WORKER).public_key().public_bytes_raw().hex(),
        "times": {"draw_at": NOON, "publish_from": NOON + 86400},
        "snapshot": "00" * 32,
        "policy": "11" * 32,
    }


def a_frame(manifest: Any, m: bytes, custody: bytes) -> tuple[Frame, bytes]:
    k_id, k_grp = b"i" * 32, b"g" * 32
    people = [
        Entrant(bytes([number]) * 16, ("A08",) if number % 2 else ("C07",), "430100", "" if number == 5 else f"unit{number // 2}")
        for number in range(1, 13)
    ]
    rows = {person: enrol(m, k_id, k_grp, [person])[0] for person in people}
    ids = {person: row.id for person, row in rows.items()}
    staying = [CarriedRow(r.id, "civil" if "A08" in r.labels else "econ", *r[1:4]) for r in list(rows.values())[: manifest.carried]]
    pool = enrol(m, k_id, k_grp, people[manifest.carried :])
    body = {
        "handles": {id: person.handle.hex() for person, id in ids.items()},
        "employers": {id: person.employer for person, id in ids.items()},
        "k_id": k_id.hex(),
        "k_grp": k_grp.hex(),
        "pairs": [],
    }
    seal = envelope.seal
    sealed = seal(canonical(body), ctx={"draw": m.hex()}, custodians={"S": custody}, k=1, nbf=NOON, entropy=lambda n: b"e" * n)
    return freeze(manifest, m, k_id, Lists(pool=pool, carried=tuple(sorted(staying)))), sealed
