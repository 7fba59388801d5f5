"""Is there a lawful completion? Exact: flows decide what nests, branching decides the rest (crossing rules, pairs; spec §7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dispatch.verifier.laminar import Bounds, Crossing, Set, family_of, places
from dispatch.verifier.limit import Limit
from dispatch.verifier.network import network_of
from dispatch.verifier.question import Cell, Forced, Profile, Question, cells_of
from dispatch.verifier.supply import Supply


@dataclass(frozen=True, slots=True)
class Completion:
    """Who besides the forced would do: so many of each profile and employer ("": any untouched one), and known people."""

    loose: Mapping[tuple[Profile, str], int]
    persons: frozenset[int]


def completion(question: Question, supply: Supply, forced: Sequence[Forced], limit: Limit) -> Completion | None:
    """Some completion of the forced people, or None: then there is none. Raises NotDecided beyond the limit."""
    if len(forced) > question.wanted or _forced_clash(question, forced):
        return None
    cells = cells_of(question, supply, forced)
    family = family_of(question, cells)
    network = network_of(question, cells, family)
    waiting: list[dict[Set, Bounds]] = [{}]
    while waiting:
        limit.branch()
        narrowed = waiting.pop()
        numbers = network.numbers(narrowed)
        if numbers is None:
            continue
        split = _split_at_a_pair(question, cells, numbers)
        if split is None:
            split = _split_at_a_crossing(family.crossing, numbers, narrowed)
        if split is None:
            return _as_completion(cells, numbers, len(forced))
        waiting += [{**narrowed, **part} for part in split]
    return None


def _forced_clash(question: Question, forced: Sequence[Forced]) -> bool:
    """Two of the forced, or one and a staying member, are a listed pair."""
    people = {one.person for one in forced if one.person is not None}
    return bool(people & question.closed) or any(not people.isdisjoint(question.partners.get(person, ())) for person in people)


def _split_at_a_pair(question: Question, cells: Sequence[Cell], numbers: Sequence[int]) -> list[dict[Set, Bounds]] | None:
    """If two that were taken are a listed pair: one of them is out, or he is in and all his partners are out."""
    taken = {cell.person: place for place, cell in enumerate(cells) if cell.person is not None and numbers[place]}
    for person, place in taken.items():
        partners = question.partners.get(person, frozenset())
        if not partners.isdisjoint(taken):
            out = {1 << at: (0, 0) for at, cell in enumerate(cells) if cell.person in partners}
            return [{1 << place: (0, 0)}, {1 << place: (1, 1), **out}]
    return None


def _split_at_a_crossing(
    crossing: Sequence[Crossing], numbers: Sequence[int], narrowed: Mapping[Set, Bounds]
) -> list[dict[Set, Bounds]] | None:
    """If a crossing bound is broken: a piece of it takes fewer (more) than now, or at least (at most) as many; [] if it cannot."""
    for one in crossing:
        taken = {piece: sum(numbers[place] for place in places(piece)) for piece in one.pieces}
        total = sum(taken.values())
        for piece, number in taken.items():
            least, most = narrowed.get(piece, (0, 1 << 30))
            if total > one.bounds[1] and number > least:
                return [{piece: (number, most)}, {piece: (least, number - 1)}]
            if total < one.bounds[0] and number < most:
                return [{piece: (least, number)}, {piece: (number + 1, most)}]
        if not one.bounds[0] <= total <= one.bounds[1]:
            return []
    return None


def _as_completion(cells: Sequence[Cell], numbers: Sequence[int], forced: int) -> Completion:
    loose: Counter[tuple[Profile, str]] = Counter()
    persons = set()
    for cell, number in list(zip(cells, numbers, strict=True))[forced:]:
        if number and cell.person is not None:
            persons.add(cell.person)
        elif number:
            loose[cell.profile, cell.group] += number
    return Completion(loose, frozenset(persons))
