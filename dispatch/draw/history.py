"""The log checks: one draw as its entries show it, and which entry may come next; a false entry is no event.

Source: docs/spec/draw-protocol.md §5, §9. The centre asks on append, an agent on its mirror; both get the same answer,
for it depends on the entries and the manifest alone. What the log does not show (ids, seats, seeds) is not judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dispatch.draw.event_shape import CANCELLED, COMPLETE, INFEASIBLE, check_shape
from dispatch.draw.frame import Roots, frozen_hash
from dispatch.draw.manifest import Manifest
from dispatch.draw.refusals import NotAnEvent
from dispatch.draw.shape import Unfit
from dispatch.kernel.canonical import canonical, labelled_hash, u64

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    idx: int
    by: str
    body: Body
    text: bytes


@dataclass(frozen=True, slots=True)
class History:
    """`opened` and `ended_by`: of each round the index of the event that opened it, and the kind of the one that ended it."""

    manifest: Manifest
    m: bytes
    events: tuple[LoggedEvent, ...] = ()
    frozen: bytes = b""
    anchors: Mapping[str, bytes] = field(default_factory=dict)
    opened: tuple[int, ...] = ()
    ended_by: tuple[str, ...] = ()
    releases: tuple[frozenset[str], ...] = ()
    settled: frozenset[int] = frozenset()
    status: str = ""
    superseded: bool = False

    @classmethod
    def start(cls, manifest: Manifest, m: bytes) -> History:
        return cls(manifest, m)

    def accept(self, idx: int, by: str, body: Body, checkpoints: Collection[int] | None = None) -> History:
        """The history with this entry as its next event. Raises NotAnEvent, in which case the entry counts for nothing.

        `checkpoints`: sizes of cosigned checkpoints, known to the log and to monitors; if given, a release must name one.
        """
        self._check_any(idx, by, body)
        added = replace(self, events=(*self.events, LoggedEvent(idx, by, body, canonical(dict(body)))))
        if checkpoints is not None and body["e"] == "release":
            _demand(body["n"] in checkpoints, "n is the size of a cosigned checkpoint")
        return _ACCEPT[body["e"]](self, added, body)

    def after_successor(self) -> History:
        """Another plan has named this draw as its `prev`: no event follows."""
        return replace(self, superseded=True)

    @property
    def ended(self) -> bool:
        return self.status != ""

    @property
    def rounds_ended(self) -> int:
        return len(self.ended_by)

    @property
    def informed(self) -> bool:
        """Somebody may have known an outcome: a release stands and the draw is not complete."""
        return any(self.releases) and self.status != COMPLETE

    def released(self, r: int) -> frozenset[str]:
        """The parties whose release of round r stands."""
        return self.releases[r] if r < len(self.releases) else frozenset()

    def opening_index(self, r: int) -> int:
        """The index of the event that opens round r. Raises NotAnEvent while it is not open."""
        _demand(r < len(self.opened), f"round {r} is not open")
        return self.opened[r]

    def seen(self, n: int) -> bytes:
        """H("vd1/seen", …) over all events of this draw below n: what a release binds."""
        parts = [part for event in self.events if event.idx < n for part in (u64(event.idx), event.text)]
        return labelled_hash("vd1/seen", *parts)

    def last(self, kind: str) -> LoggedEvent | None:
        """The latest event of this kind, e.g. the vacate event that opened the current round."""
        return next((event for event in reversed(self.events) if event.body["e"] == kind), None)

    @property
    def current_round(self) -> int:
        """The round that is open or, before the commits are complete, will be; after an end the one that ended last."""
        return max(len(self.opened) - 1, 0)

    @property
    def is_open(self) -> bool:
        """A round has been opened and has not ended."""
        return len(self.opened) > len(self.ended_by)

    def _check_any(self, idx: int, by: str, body: Body) -> None:
        _demand(not self.ended and not self.superseded, "the draw has ended")
        _demand(not self.events or idx > self.events[-1].idx, "indices rise")
        try:
            check_shape(body)
        except Unfit as fault:
            raise NotAnEvent(why=f"{fault.where}: {fault.why}") from fault
        kind = body["e"]
        _demand(body["m"] == self.m.hex(), "m is that of this draw")
        signer = body["j"] if kind in ("commit", "release") else self.manifest.roles[kind]
        _demand(by == signer, f"{kind} is signed by {signer}")
        _demand(len(self.events) == 0 if kind == "plan" else len(self.events) > 0, "plan comes first, once")
        if kind not in ("plan", "pool", "final"):
            _demand(bool(self.frozen), "the pool comes second")
        if kind != "final":
            _demand(self.ended_by[-1:] != (INFEASIBLE,), "only final follows an infeasible round")


def _plan(before: History, added: History, body: Body) -> History:
    expected = (before.manifest.publish_from, before.manifest.body["prev"])
    _demand((body["publish_from"], body["prev"]) == expected, "publish_from and prev as in the manifest")
    return added


def _pool(before: History, added: History, body: Body) -> History:
    _demand(len(before.events) == 1, "the pool comes second, once")
    P, A, B, D, K = (bytes.fromhex(body[name]) for name in ("P", "A", "B", "D", "K"))
    roots = Roots(P, A, B, D, K, N=body["N"], nA=body["nA"], nB=body["nB"], nD=body["nD"], nK=body["nK"])
    return replace(added, frozen=frozen_hash(before.m, roots))


def _commit(before: History, added: History, body: Body) -> History:
    party, known = body["j"], before.anchors
    _demand(party in before.manifest.parties, "j is a party")
    _demand(party not in known, "each party commits once")
    _demand(body["F"] == before.frozen.hex(), "F is that of the pool event")
    _demand(body["L"] == before.manifest.parties[party], "L as in the manifest")
    anchors = {**known, party: bytes.fromhex(body["a"])}
    opened = (added.events[-1].idx,) if anchors.keys() == before.manifest.parties.keys() else ()
    return replace(added, anchors=anchors, opened=opened, releases=(frozenset(),) * len(opened))


def _release(before: History, added: History, body: Body) -> History:
    r, party = body["r"], body["j"]
    _demand(before.is_open and r == before.current_round, "the round is open")
    _demand(party in before.manifest.parties and party not in before.releases[r], "each party releases once in a round")
    _demand(before.manifest.parties[party] > r, "the chain has a link left")
    _demand(before.opened[r] < body["n"] <= added.events[-1].idx, "opening index < n ≤ own index")
    _demand(body["seen"] == before.seen(body["n"]).hex(), "seen is over all events below n")
    return replace(added, releases=(*before.releases[:r], before.releases[r] | {party}))


def _result(before: History, added: History, body: Body) -> History:
    _demand(before.is_open and body["r"] == before.current_round, "the round is open")
    _demand(before.releases[body["r"]] == before.manifest.parties.keys(), "every party has released")
    return replace(added, ended_by=(*before.ended_by, "result"))


def _settle(before: History, added: History, body: Body) -> History:
    _demand(before.manifest.standby > 0, "only with standbys")
    _demand(_was_drawn(before) and body["r"] == before.current_round, "the latest round is drawn")
    _demand(body["r"] not in before.settled, "once for each round")
    return replace(added, settled=before.settled | {body["r"]})


def _vacate(before: History, added: History, body: Body) -> History:
    _demand(_was_drawn(before) and body["r"] == before.current_round + 1, "the round before is drawn")
    _demand(_is_settled(before), "no vacate event follows an unsettled round")
    _demand(bool(body["vac"]) or before.manifest.standby > 0, "somebody leaves, or seats stayed open after a settlement")
    hidden = [entry[0] for entry in body["vac"]]
    earlier = {entry[0] for event in before.events if event.body["e"] == "vacate" for entry in event.body["vac"]}
    _demand(len(set(hidden)) == len(hidden) and earlier.isdisjoint(hidden), "nobody leaves twice")
    return replace(added, opened=(*before.opened, added.events[-1].idx), releases=(*before.releases, frozenset()))


def _infeasible(before: History, added: History, body: Body) -> History:
    open_or_first = before.is_open or not before.ended_by
    _demand(open_or_first and body["r"] == before.current_round, "the round has not ended")
    return replace(added, ended_by=(*before.ended_by, INFEASIBLE))


def _final(before: History, added: History, body: Body) -> History:
    status = body["status"]
    _demand((body["why"] != "") == (status == CANCELLED), "why if cancelled, else empty")
    _demand(body["rounds"] == before.rounds_ended, "rounds is the number of rounds that ended")
    _demand(body["idx"] == [event.idx for event in before.events], "idx lists every other event")
    _demand(status in _possible_ends(before), "the status fits what the log shows")
    return replace(added, status=status)


def _possible_ends(history: History) -> frozenset[str]:
    """Where seats may be open after a settlement the log does not show whether they are: two ends are possible."""
    if history.ended_by[-1:] == (INFEASIBLE,):
        return frozenset({INFEASIBLE})
    if not _was_drawn(history) or not _is_settled(history):
        return frozenset({CANCELLED})
    return frozenset({COMPLETE, CANCELLED} if history.manifest.standby else {COMPLETE})


def _was_drawn(history: History) -> bool:
    """The latest round ended with a result, and none was opened since."""
    return history.ended_by[-1:] == ("result",) and not history.is_open


def _is_settled(history: History) -> bool:
    return history.manifest.standby == 0 or history.current_round in history.settled


def _demand(holds: bool, why: str) -> None:
    if not holds:
        raise NotAnEvent(why=why)


_ACCEPT: Mapping[str, Callable[[History, History, Body], History]] = {
    "plan": _plan,
    "pool": _pool,
    "commit": _commit,
    "release": _release,
    "result": _result,
    "settle": _settle,
    "vacate": _vacate,
    "infeasible": _infeasible,
    "final": _final,
}
