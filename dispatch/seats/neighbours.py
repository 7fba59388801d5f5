"""相邻: which booths share a wall, a sight line or a device, and what lies between two booths of one room."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from policies.vocabulary.ids import BoothId
from policies.vocabulary.venue import Booth, Room, Venue

Beside = Mapping[BoothId, frozenset[BoothId]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two booths of one room that a chain of neighbours joins; `between` are the booths on the shortest chains."""

    one: BoothId
    other: BoothId
    between: tuple[BoothId, ...]


def beside(venue: Venue) -> Beside:
    """The neighbours of every booth, also across rooms; who names a neighbour is the neighbour's neighbour."""
    near: dict[BoothId, set[BoothId]] = {booth.id: set() for booth in all_booths(venue)}
    for booth in all_booths(venue):
        for other in booth.beside:
            near[booth.id].add(other)
            near[other].add(booth.id)
    return {booth: frozenset(others) for booth, others in near.items()}


def edges(venue: Venue) -> tuple[tuple[BoothId, BoothId], ...]:
    """Every two neighbouring booths once, sorted."""
    return tuple(sorted((one, other) for one, others in beside(venue).items() for other in others if one < other))


def all_booths(venue: Venue) -> tuple[Booth, ...]:
    return tuple(booth for room in venue.rooms for booth in room.booths)


def joined_pairs(room: Room, near: Beside) -> tuple[Pair, ...]:
    """The pairs of a room between which empty booths can be counted; cabins that nothing joins are in no pair."""
    inside = sorted(booth.id for booth in room.booths)
    steps = {booth: _steps_from(booth, near, frozenset(inside)) for booth in inside}
    return tuple(
        Pair(one, other, _between(one, other, steps))
        for position, one in enumerate(inside)
        for other in inside[position + 1 :]
        if other in steps[one]
    )


def _between(one: BoothId, other: BoothId, steps: Mapping[BoothId, Mapping[BoothId, int]]) -> tuple[BoothId, ...]:
    way = steps[one][other]
    return tuple(b for b in steps if b not in (one, other) and b in steps[one] and steps[one][b] + steps[other][b] == way)


def _steps_from(start: BoothId, near: Beside, inside: frozenset[BoothId]) -> dict[BoothId, int]:
    steps = {start: 0}
    waiting = deque([start])
    while waiting:
        booth = waiting.popleft()
        for following in sorted(near[booth] & inside):
            if following not in steps:
                steps[following] = steps[booth] + 1
                waiting.append(following)
    return steps
