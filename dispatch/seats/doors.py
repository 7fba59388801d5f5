"""通道: everybody who may come to a venue passes its door before the evaluation opens (E6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dispatch.seats.board import Board, Constraint
from dispatch.seats.neighbours import all_booths
from dispatch.seats.sitting import Door, Placed, SeatPlan, Sitting, Slot
from policies.calendar import LOCAL
from policies.sources import cite
from policies.vocabulary.rule import Facts, rule
from policies.vocabulary.venue import Venue


@rule(
    "H6",
    source=cite("DESIGN"),
    says="{venue}入口每分钟通过{per_minute}人，{first}至{last}签到的场次开评前最多进场{most}人",
    says_en="the door of {venue} lets in at most {most} people for the check-ins from {first} to {last}",
)
def doors_let_everybody_in_on_time(board: Board) -> Iterator[tuple[Constraint | bool | None, Facts]]:
    """Whoever checks in within a window passes the door from the first check-in to the end of the last one's time to enter."""
    door = board.sitting.door(board.venue.id)
    booths = [booth.id for booth in all_booths(board.venue)]
    for first, last in _windows([team.slot for team in board.teams]):
        group = [team for team in board.teams if first.starts <= team.slot.starts <= last.starts]
        yield board.at_most(_most(door, first, last), board.seated(group, booths)), _window(board.venue, door, first, last)


@doors_let_everybody_in_on_time.check
def _(sitting: Sitting, plan: SeatPlan) -> Iterator[Facts]:
    for venue in sorted({placed.venue for placed in plan.placed}):
        door = sitting.door(venue)
        new, held = ([p for p in group if p.venue == venue] for group in (plan.placed, sitting.held))
        for first, last in _windows([p.slot for p in [*new, *held]]):
            entering, standing = (_arrivals(group, first, last) for group in (new, held))
            if entering > max(0, _most(door, first, last) - standing):
                yield _window(sitting.venue(venue), door, first, last)


def _windows(slots: Iterable[Slot]) -> Iterator[tuple[Slot, Slot]]:
    ordered = sorted({slot.starts: slot for slot in sorted(slots)}.values())
    yield from ((first, last) for position, first in enumerate(ordered) for last in ordered[position:])


def _most(door: Door, first: Slot, last: Slot) -> int:
    minutes = door.minutes + int((last.starts - first.starts).total_seconds() // 60)
    return door.per_minute * minutes


def _arrivals(group: Iterable[Placed], first: Slot, last: Slot) -> int:
    return sum(first.starts <= placed.slot.starts <= last.starts for placed in group)


def _window(venue: Venue, door: Door, first: Slot, last: Slot) -> Facts:
    between = {name: f"{slot.starts.astimezone(LOCAL):%m-%d %H:%M}" for name, slot in (("first", first), ("last", last))}
    return {"venue": venue.name, "per_minute": door.per_minute, "most": _most(door, first, last), **between}
