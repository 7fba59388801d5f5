"""Sets of cells that nest like boxes in boxes carry bounds through a flow; sets that cross are left to branching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.verifier.question import Cell, Question

Set = int  # bit i stands for cell i
Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A bound on a set that crosses others, with the nested pieces that make it up."""

    members: Set
    bounds: Bounds
    pieces: tuple[Set, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Nested sets with their bounds, and the crossing rest."""

    nested: dict[Set, Bounds]
    crossing: tuple[Crossing, ...]


def family_of(question: Question, cells: Sequence[Cell]) -> Family:
    """Region rules first, then the patterns they make if they cross, then each employer's cap (or its parts by pattern)."""
    every, nested, crossing = question.wanted, dict[Set, Bounds](), list[Crossing]()
    patterns: dict[int, Set] = {}
    groups: dict[str, Set] = {}
    for place, cell in enumerate(cells):
        patterns[cell.profile[1]] = patterns.get(cell.profile[1], 0) | 1 << place
        if cell.group:
            groups[cell.group] = groups.get(cell.group, 0) | 1 << place
    outside = list[tuple[Set, Bounds]]()
    for bit, bounds in enumerate(question.regions):
        inside = sum(members for pattern, members in patterns.items() if pattern >> bit & 1)
        if bounds[0] > 0 or bounds[1] < every:
            _add(nested, inside, bounds) if _nests(inside, nested) else outside.append((inside, bounds))
    if outside:
        for atom in patterns.values():
            _add(nested, atom, (0, every))
        crossing += [Crossing(members, bounds, _parts(members, patterns)) for members, bounds in outside]
    regions = list(nested)
    for group, members in groups.items():
        bounds = (0, (question.cap or 0) - question.used.get(group, 0))
        if sum(cells[place].most for place in places(members)) <= bounds[1]:
            continue
        if all(_laminar(members, region) for region in regions):
            _add(nested, members, bounds)
            continue
        parts = _parts(members, patterns)
        for part in parts:
            _add(nested, part, bounds)
        crossing.append(Crossing(members, bounds, parts))
    return Family(nested, tuple(crossing))


def places(members: Set) -> list[int]:
    """The cells of a set."""
    found = []
    while members:
        low = members & -members
        found.append(low.bit_length() - 1)
        members ^= low
    return found


def _add(nested: dict[Set, Bounds], members: Set, bounds: Bounds) -> None:
    least, most = nested.get(members, (0, 1 << 30))
    nested[members] = max(least, bounds[0]), min(most, bounds[1])


def _nests(members: Set, nested: dict[Set, Bounds]) -> bool:
    return all(_laminar(members, other) for other in nested)


def _laminar(one: Set, other: Set) -> bool:
    return one & other in (0, one, other)


def _parts(members: Set, patterns: dict[int, Set]) -> tuple[Set, ...]:
    return tuple(members & atom for atom in patterns.values() if members & atom)
