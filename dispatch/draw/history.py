"""The log checks: one draw as its entries show it, and which entry may come next; a false entry is no event.

Source: docs/spec/draw-protocol.md §5, §9. The centre asks on append, an agent on its mirror; both get the same answer,
for it depends on the entries and the manifest alone. What the log does not show (ids, seats, seeds) is not judged here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dispatch.draw.event_shape import COMPLETE, RESULT
from dispatch.draw.log_checks import ACCEPT, check_any, demand
from dispatch.draw.manifest import Manifest
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
        check_any(self, idx, by, body)
        if checkpoints is not None and body["e"] == "release":
            demand(body["n"] in checkpoints, "n is the size of a cosigned checkpoint")
        added = replace(self, events=(*self.events, LoggedEvent(idx, by, body, canonical(dict(body)))))
        return ACCEPT[body["e"]](self, added, body)

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
        demand(r < len(self.opened), f"round {r} is not open")
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

    @property
    def was_drawn(self) -> bool:
        """The latest round ended with a result, and none was opened since."""
        return self.ended_by[-1:] == (RESULT,) and not self.is_open

    @property
    def is_settled(self) -> bool:
        """The seats of the latest round are given; without standbys they are from the start."""
        return self.manifest.standby == 0 or self.current_round in self.settled

    @property
    def sat_at_end(self) -> int | None:
        """How many members sat when the draw stopped here, if the log shows it; `carried` of a new draw is at most this."""
        total, standby = self.manifest.seat_total, self.manifest.standby
        if self.status == COMPLETE:
            return total
        if RESULT not in self.ended_by or (standby and not self.settled):
            return self.manifest.carried
        if standby:
            return None
        vacated = self.last("vacate")
        return total if self.was_drawn or vacated is None else total - len(vacated.body["vac"])
