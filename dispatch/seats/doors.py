"""通道: everybody who may come to a venue passes its door before the evaluation opens (E6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dispatch.seats.board import Board, Constraint
from dispatch.seats.sitting import Door, Placed, SeatPlan, Sitting, Slot
from policies.vocabulary.rule import Facts, rule
from policies.vocabulary.source import Source, Status
from policies.vocabulary.venue import Venue


@rule(
    "H6",
    source=Source("SEAT-H6", "《席位与场地》", "第2节 H6：通道与时间容量", Status.DESIGN),
    says="{venue}入口每分钟通过{per_minute}人，{first}至{last}开始的场次开评前最多进场{most}人",
    says_en="the door of {venue} lets in at most {most} people for the sittings that begin from {first} to {last}",
)
def doors_let_everybody_in_on_time(board: Board) -> Iterator[tuple[Constraint | bool | None, Facts]]:
    """Whoever comes for sittings that open within a window must pass the door from its entry time to its last opening."""
    door = board.sitting.door(board.venue.id)
    booths = [booth.id for _, booth in board.open_booths]
    for first, last in _windows([team.slot for team in board.teams]):
        group = [team for team in board.teams if first.opens <= team.slot.opens <= last.opens]
        yield board.at_most(_most(door, first, last), board.seats(group, booths)), _window(board.venue, door, first, last)


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
    ordered = sorted({slot.opens: slot for slot in sorted(slots)}.values())
    yield from ((first, last) for position, first in enumerate(ordered) for last in ordered[position:])


def _most(door: Door, first: Slot, last: Slot) -> int:
    minutes = door.minutes + int((last.opens - first.opens).total_seconds() // 60)
    return door.per_minute * minutes


def _arrivals(group: Iterable[Placed], first: Slot, last: Slot) -> int:
    return sum(first.opens <= placed.slot.opens <= last.opens for placed in group)


def _window(venue: Venue, door: Door, first: Slot, last: Slot) -> Facts:
    between = {"first": f"{first.opens:%m-%d %H:%M}", "last": f"{last.opens:%m-%d %H:%M}"}
    return {"venue": venue.name, "per_minute": door.per_minute, "most": _most(door, first, last), **between}
