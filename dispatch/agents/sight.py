"""One draw as this agent's own mirror shows it; an entry that the log should have refused counts for nothing.

Source: docs/spec/draw-protocol.md §5, "The log checks".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dispatch.agents.mirror import Mirror
from dispatch.draw.history import History, LoggedEvent
from dispatch.draw.manifest import Manifest
from dispatch.draw.refusals import NotAnEvent
from dispatch.kernel.refusals import BadSignature, NotCanonical
from dispatch.witness.entry import Entry


@dataclass(frozen=True, slots=True)
class Sight:
    """The lawful events, and the indices of entries that are none: monitors report the operator for those."""

    history: History
    strangers: tuple[int, ...] = ()

    @property
    def manifest(self) -> Manifest:
        return self.history.manifest

    @property
    def m(self) -> str:
        return self.history.m.hex()

    def one(self, kind: str, **members: object) -> LoggedEvent | None:
        """The event of this kind with these members."""
        for event in self.history.events:
            if event.body["e"] == kind and all(event.body.get(name) == value for name, value in members.items()):
                return event
        return None

    def round_has_ended(self, r: int) -> bool:
        return r < self.history.rounds_ended

    def open_round(self) -> int | None:
        """The round that is open now and has not ended; None before the commits, between rounds, and at the end."""
        history = self.history
        return history.current_round if history.is_open and not history.ended and not history.superseded else None

    def draw_at(self, r: int) -> int:
        """Unix seconds before which nobody releases round r."""
        vacate = self.one("vacate", r=r)
        return self.manifest.draw_at if vacate is None else int(vacate.body["draw_at"])


def look(manifest: Manifest, m: str, mirror: Mirror, keys: Mapping[str, bytes]) -> Sight:
    """Reads every entry of this draw in order; `keys` are the trusted signing keys, by which a successor's plan is known."""
    history, strangers = History.start(manifest, bytes.fromhex(m)), list[int]()
    ends = min((plan.idx for plan in signed_plans_after(mirror, m, keys)), default=None)
    for entry in mirror.of_draw(m):
        if ends is not None and entry.idx > ends:
            history = history.after_successor()
        try:
            history = _accept(history, entry, manifest.keys)
        except (NotAnEvent, BadSignature, NotCanonical):
            strangers.append(entry.idx)
    return Sight(history if ends is None else history.after_successor(), tuple(strangers))


def signed_plans_after(mirror: Mirror, m: str, keys: Mapping[str, bytes]) -> Iterator[Entry]:
    """The plans that name this draw as their `prev`, signed by a trusted key."""
    return (plan for plan in mirror.plans_after(m) if _is_signed_plan(plan, keys))


def was_released(entries: Iterable[Entry]) -> bool:
    """Whether any entry claims a release: enough to ask the operator, where the manifest is not known."""
    return any(b'"e":"release"' in entry.body for entry in entries)


def _accept(history: History, entry: Entry, keys: Mapping[str, bytes]) -> History:
    if entry.by not in keys:
        raise BadSignature()
    entry.check_signature(keys[entry.by])
    return history.accept(entry.idx, entry.by, entry.read())


def _is_signed_plan(entry: Entry, keys: Mapping[str, bytes]) -> bool:
    try:
        entry.check_signature(keys[entry.by])
        return entry.read().get("e") == "plan"
    except (KeyError, BadSignature, NotCanonical):
        return False
