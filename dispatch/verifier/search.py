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
from dispatch.verifier.thinning import VARIANTS, thinned

_BRANCHES_WHEN_THINNED, _BRANCHES_WHEN_FREE = 30, 1000


@dataclass(frozen=True, slots=True)
class Completion:
    """Who besides the forced would do: so many of each profile and employer ("": any untouched one), and known people."""

    loose: Mapping[tuple[Profile, str], int]
    persons: frozenset[int]


def completion(question: Question, supply: Supply, forced: Sequence[Forced], limit: Limit) -> Completion | None:
    """Some completion of the forced people, or None: then there is none. Raises NotDecided beyond the limit.

    One flow decides most questions. Where it leaves a rule broken, thinned-out candidates often give a quick yes, and
    seats and regions alone a quick no; only then the branches are searched through to the end.
    """
    if len(forced) > question.wanted or _forced_clash(question, forced):
        return None
    cells = cells_of(question, supply, forced)
    whole = _Search(question, cells)
    numbers = whole.run(limit, 1)
    if numbers is None and whole.waiting:
        quick = _quick_yes(question, cells, len(forced), limit)
        if quick is not None or _quick_no(question, cells, limit):
            return quick
        numbers = whole.run(limit, limit.branches + 1)
    return None if numbers is None else _as_completion(cells, numbers, len(forced))


def _quick_yes(question: Question, cells: Sequence[Cell], forced: int, limit: Limit) -> Completion | None:
    """A completion among fewer candidates, if that is soon found."""
    for variant in range(VARIANTS):
        fewer = thinned(question, cells, forced, variant)
        numbers = _Search(question, fewer).run(limit, _BRANCHES_WHEN_THINNED)
        if numbers is not None:
            return _as_completion(fewer, numbers, forced)
    return None


def _quick_no(question: Question, cells: Sequence[Cell], limit: Limit) -> bool:
    """Whether not even people without employers and pairs, as many of each profile, could fill the seats within the region rules."""
    least, most = Counter[Profile](), Counter[Profile]()
    for cell in cells:
        least[cell.profile] += cell.least
        most[cell.profile] += cell.most
    free = _Search(question, [Cell(profile, "", least[profile], min(most[profile], question.wanted)) for profile in most])
    return free.run(limit, _BRANCHES_WHEN_FREE) is None and not free.waiting


class _Search:
    """Depth-first search over branches; `waiting` is empty exactly when it was searched through."""

    def __init__(self, question: Question, cells: Sequence[Cell]) -> None:
        self.question, self.cells = question, cells
        self.family = family_of(question, cells)
        self.network = network_of(question, cells, self.family)
        self.waiting: list[dict[Set, Bounds]] = [{}]

    def run(self, limit: Limit, branches: int) -> list[int] | None:
        """Numbers of each cell that keep every rule; None if there are none, or none within so many branches."""
        while self.waiting and branches:
            limit.branch()
            branches -= 1
            narrowed = self.waiting.pop()
            numbers = self.network.numbers(narrowed) if _tighten(self.family.crossing, narrowed, self.question.wanted) else None
            if numbers is None:
                continue
            split = _split_at_a_crossing(self.family.crossing, numbers, narrowed)
            if split is None:
                split = _split_at_a_pair(self.question, self.cells, numbers)
            if split is None:
                return numbers
            self.waiting += [{**narrowed, **part} for part in split]
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


def _tighten(crossing: Sequence[Crossing], narrowed: dict[Set, Bounds], every: int) -> bool:
    """Narrows each piece by what the bounds of the other pieces leave of a crossing bound; False if nothing is left."""
    for one in crossing:
        bounds = [narrowed.get(piece, (0, every)) for piece in one.pieces]
        least, most = sum(bound[0] for bound in bounds), sum(bound[1] for bound in bounds)
        if least > one.bounds[1] or most < one.bounds[0]:
            return False
        for piece, (low, high) in zip(one.pieces, bounds, strict=True):
            low, high = max(low, one.bounds[0] - most + high), min(high, one.bounds[1] - least + low)
            if (low, high) != (0, every):
                narrowed[piece] = low, high
    return True


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
