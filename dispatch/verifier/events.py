"""V05 and V06: every event is signed by whom it must be, stands in the witnessed log, and the draw begins as it must."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dispatch.verifier import merkle, strict_json
from dispatch.verifier.form import Json, hex32
from dispatch.verifier.limit import Limit
from dispatch.verifier.manifest import Manifest
from dispatch.verifier.notes import Checkpoint
from dispatch.verifier.refusals import Broken
from dispatch.verifier.shape import Check, either, listing, members, one_of, rising, row, token, whole
from dispatch.verifier.steps import step
from dispatch.verifier.suite import Running, lp, u64

_round = whole(0, 2**53 - 1)
_BODIES: dict[str, dict[str, Check]] = {
    "plan": {"publish_from": whole(), "prev": either(one_of(""), hex32)},
    "pool": dict.fromkeys(("N", "nA", "nB", "nD", "nK"), whole()) | dict.fromkeys(("P", "A", "B", "D", "K", "kid", "audit"), hex32),
    "commit": {"F": hex32, "j": token, "a": hex32, "L": whole(1, 64)},
    "release": {"r": _round, "j": token, "n": whole(), "seen": hex32},
    "result": {"r": _round, "S": hex32, "R": hex32},
    "settle": {"r": _round, "acc": hex32, "ev": hex32},
    "vacate": {"r": _round, "vac": listing(row(hex32, token), 0, 64), "draw_at": whole(), "ev": hex32},
    "infeasible": {"r": _round},
    "final": {
        "rounds": whole(),
        "status": one_of("complete", "infeasible", "cancelled"),
        "why": either(one_of(""), token),
        "idx": listing(whole(), 0, 10_000),
    },
}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the log that belongs to this draw."""

    idx: int
    kind: str
    body: Json
    raw: bytes

    @property
    def r(self) -> int | None:
        return self.body.get("r")

    @property
    def party(self) -> str | None:
        return self.body.get("j")


@dataclass(frozen=True, slots=True)
class Events:
    """All events in the order of the log; `seen` is H("vd1/seen", …) over those before each one, by position."""

    ordered: tuple[Event, ...]
    seen: tuple[bytes, ...]

    def __iter__(self) -> Iterator[Event]:
        return iter(self.ordered)

    def find(self, kind: str, r: int | None = None) -> Event | None:
        """The event of that kind and round, if there is one (never two: V05)."""
        return next((event for event in self.ordered if event.kind == kind and event.r == r), None)

    def of(self, kind: str, r: int | None = None) -> tuple[Event, ...]:
        """All events of that kind and round, one for each party."""
        return tuple(event for event in self.ordered if event.kind == kind and event.r == r)

    def seen_below(self, size: int) -> bytes:
        """What an agent saw of this draw that knew the log up to that size."""
        return self.seen[sum(event.idx < size for event in self.ordered)]


@step("V05")
def the_events_are_signed_and_logged(entries: list[Json], manifest: Manifest, checkpoint: Checkpoint, limit: Limit) -> Events:
    """Each body canonical, of its form, of this draw, rightly signed and in the log; none stands twice."""
    ordered: list[Event] = []
    for entry in entries:
        limit.check()
        try:
            ordered.append(_event(entry, manifest, checkpoint))
        except Broken as fault:
            raise fault.inside(f"idx {entry['idx']}") from None
    if not rising([event.idx for event in ordered]):
        raise Broken("事件未按日志顺序排列", "events are not in the order of the log")
    if len({(event.kind, event.r, event.party) for event in ordered}) != len(ordered):
        raise Broken("同一事件出现两次", "an event stands twice")
    return Events(tuple(ordered), tuple(_histories(ordered, manifest)))


def _event(entry: Json, manifest: Manifest, checkpoint: Checkpoint) -> Event:
    raw: bytes = entry["body"].encode("utf-8")
    body = strict_json.parse_canonical(raw)
    kind = body.get("e") if type(body) is dict else None
    if type(kind) is not str or kind not in _BODIES:
        raise Broken("未知的事件", "an unknown event")
    members(e=one_of(kind), m=hex32, **_BODIES[kind])(body)
    if body["m"] != manifest.m.hex():
        raise Broken("事件属于另一次抽取", "an event of another draw")
    signer = body["j"] if kind in ("commit", "release") else manifest.raw["roles"][kind]
    if entry["by"] != signer or (kind in ("commit", "release") and signer not in manifest.parties):
        raise Broken(f"应由 {signer} 签署", f"must be signed by {signer}")
    key, suite = bytes.fromhex(manifest.raw["keys"][signer]), manifest.suite
    if not suite.verifies(key, b"vd1/event\n" + raw, bytes.fromhex(entry["sig"])):
        raise Broken("签名无效", "the signature is bad")
    proof = [bytes.fromhex(node) for node in entry["proof"]]
    merkle.included(raw, entry["idx"], (checkpoint.size, checkpoint.root), proof, suite.digest)
    return Event(entry["idx"], kind, body, raw)


def _histories(ordered: list[Event], manifest: Manifest) -> Iterator[bytes]:
    """H("vd1/seen", u64 idx1, body1, …) over the first 0, 1, 2 … events, hashed once."""
    running: Running = manifest.suite.running(lp(b"vd1/seen"))
    yield running.copy().digest()
    for event in ordered:
        running.update(lp(u64(event.idx)) + lp(event.raw))
        yield running.copy().digest()


@step("V06")
def plan_and_pool_come_first(events: Events, manifest: Manifest) -> Event:
    """The plan opens the draw, with M's time of publication and predecessor; the frozen pool follows. Returns the pool event."""
    kinds = [event.kind for event in events.ordered[:2]]
    if kinds != ["plan", "pool"]:
        raise Broken("前两个事件应为 plan、pool", "the first two events must be plan and pool")
    plan, pool = events.ordered[:2]
    if plan.body["publish_from"] != manifest.raw["times"]["publish_from"] or plan.body["prev"] != manifest.raw["prev"]:
        raise Broken("计划事件与抽取方案不符", "the plan event does not agree with the manifest")
    return pool
