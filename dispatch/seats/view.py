"""What a room plan may tell at one moment and stage: tender tokens from check-in on, before that only that a booth is set aside.

Source: docs/domain/visibility.md, V7 (booth from E4); a person occurs in none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dispatch.seats.neighbours import beside
from dispatch.seats.sitting import Placed, SeatPlan, Sitter
from policies.vocabulary.ids import BoothId, VenueId
from policies.vocabulary.roles import Event
from policies.vocabulary.venue import Room, Venue

Stage = Event | Mapping[str, Event]  # one for all tenders, or each tender's own; who is not named has only been drawn


LARGEST_ROW = 6  # booths that a picture draws side by side; what is beside the next line is said in words


class Use(StrEnum):
    FREE = "空闲"
    SET_ASIDE = "预留"
    TAKEN = "使用"
    BROKEN = "停用"

    @property
    def english(self) -> str:
        return {"空闲": "free", "预留": "set aside", "使用": "in use", "停用": "out of order"}[self.value]


@dataclass(frozen=True, slots=True)
class Shown:
    """One booth as it may be shown; `token` is empty unless it may be known."""

    booth: BoothId
    label: str
    use: Use
    token: str = ""
    sitter: Sitter = Sitter.EXPERT
    beside_next: bool = False
    also_beside: tuple[BoothId, ...] = ()

    @property
    def words(self) -> str:
        whose = f"项目{self.token}" if self.token else self.use.value
        return f"{self.booth}：{whose}" + ("（招标人代表）" if self.sitter is Sitter.REPRESENTATIVE and self.use is not Use.FREE else "")


@dataclass(frozen=True, slots=True)
class ShownRoom:
    room: Room
    booths: tuple[Shown, ...]


def moments(plan: SeatPlan, venue: VenueId) -> tuple[datetime, ...]:
    """The moments of a plan at which a venue's picture changes because somebody's slot begins."""
    return tuple(sorted({placed.slot.starts for placed in plan.placed if placed.venue == venue}))


def shown_rooms(venue: Venue, placed: Iterable[Placed], at: Stage, when: datetime) -> tuple[ShownRoom, ...]:
    """Every room of a venue with its booths at one moment, in the order of the venue's own list."""
    there = {p.booth: p for p in placed if p.venue == venue.id and p.slot.starts <= when < p.slot.ends}
    near = beside(venue)
    return tuple(ShownRoom(room, _row(room, there, at, near)) for room in venue.rooms)


def _row(room: Room, there: Mapping[BoothId, Placed], at: Stage, near: Mapping[BoothId, frozenset[BoothId]]) -> tuple[Shown, ...]:
    ids = [booth.id for booth in room.booths]
    shown = []
    for position, booth in enumerate(room.booths):
        following = ids[position + 1] if position + 1 < len(ids) else None
        goes_on, began = (position + 1) % LARGEST_ROW != 0, position % LARGEST_ROW != 0
        drawn = {following if goes_on else None, ids[position - 1] if began else None}
        use, token, sitter = _use(there.get(booth.id), booth.usable, at)
        others = tuple(sorted(near[booth.id] - drawn))
        shown.append(Shown(booth.id, _label(booth.id, room), use, token, sitter, goes_on and following in near[booth.id], others))
    return tuple(shown)


def _use(placed: Placed | None, usable: bool, at: Stage) -> tuple[Use, str, Sitter]:
    if not usable:
        return Use.BROKEN, "", Sitter.EXPERT
    if placed is None:
        return Use.FREE, "", Sitter.EXPERT
    if not may_be_known(placed.tender_token, at):
        return Use.SET_ASIDE, "", placed.sitter
    return Use.TAKEN, placed.tender_token, placed.sitter


def may_be_known(token: str, at: Stage) -> bool:
    """True once this tender has come to check-in (E4)."""
    stage = at if isinstance(at, Event) else at.get(token, Event.SEALED)
    order = list(Event)
    return order.index(stage) >= order.index(Event.CHECKED_IN)


def _label(booth: BoothId, room: Room) -> str:
    """The part of a booth's number that its room does not say already."""
    return booth.removeprefix(room.id).lstrip("-._") or booth
