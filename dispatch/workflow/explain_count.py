"""How many lawful committees there are: exactly where they can be counted in time, else an upper bound, and said which.

Persons who fit the same seats and live alike are counted together, so the number of experts hardly matters; employers with
several candidates and pairs that sit apart are what makes counting long.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, prod

from dispatch.draw.committee import Person, Type
from dispatch.draw.seats import assign
from dispatch.workflow.explain_case import Case

BUDGET = 400_000  # additions before counting gives way to a bound: about a second
_Shape = tuple[int, ...]  # how many persons of each look are taken
_Sums = dict[_Shape, int]


@dataclass(frozen=True, slots=True)
class Committees:
    """`number` of lawful committees, or at most so many where not `exact`."""

    number: int
    exact: bool


class _TooLong(Exception):
    """The budget is spent."""


@dataclass(slots=True)
class _Looks:
    """A look is what seats and regions see of a person: how many of each are taken decides whether a committee is lawful."""

    case: Case
    fits: tuple[int, ...]
    left: int

    @property
    def marks(self) -> int:
        return len(self.case.rules) + len(self.case.venues)

    @property
    def empty(self) -> _Shape:
        return (0,) * (len(self.fits) + self.marks)

    def plus(self, shape: _Shape, type: Type, number: int) -> _Shape:
        more = list(shape)
        more[self.fits.index(type.fit)] += number
        for bit in range(self.marks):
            if type.pattern >> bit & 1:
                more[len(self.fits) + bit] += number
        return tuple(more)

    def size(self, shape: _Shape) -> int:
        return sum(shape[: len(self.fits)])

    def spend(self, additions: int) -> None:
        self.left -= additions
        if self.left < 0:
            raise _TooLong

    def times(self, sums: _Sums, ways: Iterable[tuple[_Shape, int]]) -> _Sums:
        """Every way joined with every sum, as far as a committee can be so large and no upper bound is broken."""
        found: _Sums = defaultdict(int)
        choices = tuple(ways)
        self.spend(len(sums) * len(choices))
        for shape, number in sums.items():
            for other, count in choices:
                joined = tuple(a + b for a, b in zip(shape, other, strict=True))
                if self.size(joined) <= self.case.size and self._keeps_maxima(joined):
                    found[joined] += number * count
        return dict(found)

    def _keeps_maxima(self, shape: _Shape) -> bool:
        upper = ((at, rule) for at, rule in enumerate(self.case.rules) if rule.kind == "region_max")
        return all(shape[len(self.fits) + at] <= rule.bound for at, rule in upper)

    def is_lawful(self, shape: _Shape) -> bool:
        if self.size(shape) != self.case.size or not self._keeps_maxima(shape):
            return False
        inside = shape[len(self.fits) :]
        minima = all(inside[at] >= rule.bound for at, rule in enumerate(self.case.rules) if rule.kind == "region_min")
        return minima and self._has_venues(inside[len(self.case.rules) :]) and self._seats(shape[: len(self.fits)])

    def _has_venues(self, inside: Sequence[int]) -> bool:
        usable = sum(venue.seats_min <= inside[k] <= venue.seats_max for k, venue in enumerate(self.case.venues))
        return not self.case.venues or usable >= self.case.venue_count

    def _seats(self, taken: _Shape) -> bool:
        fits = [fit for fit, number in zip(self.fits, taken, strict=True) for _ in range(number)]
        return assign(fits, [seat.count for seat in self.case.seats]) is not None


def count_committees(case: Case, budget: int = BUDGET) -> Committees:
    """Committees differ if any member differs; who takes which seat, and which venues are drawn, makes no other committee."""
    sorter = case.sorter()
    persons = [sorter.person(row.id, row.labels, row.region, row.group) for row in case.candidates]
    persons = [person for person in persons if person.type.fit]
    looks = _Looks(case, tuple(sorted({person.type.fit for person in persons})), budget)
    try:
        return Committees(sum(number for shape, number in _sums(case, persons, looks).items() if looks.is_lawful(shape)), exact=True)
    except _TooLong:
        return Committees(_at_most(case), exact=False)


def _at_most(case: Case) -> int:
    """Seats filled one by one from all who fit each; two orders of one committee are counted twice, no committee is left out."""
    return prod(comb(len(case.fitting(k)), seat.count) for k, seat in enumerate(case.seats))


def _sums(case: Case, persons: list[Person], looks: _Looks) -> _Sums:
    """How many sets of persons keep employers and pairs in order, by how many of each look they hold."""
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        groups[person.group].append(person)
    linked = {id for pair in case.pairs for id in pair} if any(rule.kind == "apart" for rule in case.rules) else set()
    knotted = {group for group, members in groups.items() if group and any(person.id in linked for person in members)}
    free = [person for person in groups.pop("", []) if person.id not in linked]
    sums = {looks.empty: 1}
    for group, members in groups.items():
        if group in knotted:
            continue
        if len(members) <= case.cap:
            free.extend(members)
        else:
            sums = looks.times(sums, _ways(looks, members, case.cap))
    for type, number in sorted(Counter(person.type for person in free).items()):
        sums = looks.times(sums, ((looks.plus(looks.empty, type, k), comb(number, k)) for k in range(min(number, case.size) + 1)))
    knot = [person for person in persons if person.group in knotted or person.id in linked]
    return looks.times(sums, _knot_ways(case, knot, looks)) if knot else sums


def _ways(looks: _Looks, members: Sequence[Person], most: int) -> Iterator[tuple[_Shape, int]]:
    """Every choice of at most so many members of one employer, choices alike counted together."""
    found: _Sums = {looks.empty: 1}
    for type, number in sorted(Counter(person.type for person in members).items()):
        more: _Sums = defaultdict(int)
        for shape, count in found.items():
            for k in range(min(number, most - looks.size(shape)) + 1):
                more[looks.plus(shape, type, k)] += count * comb(number, k)
        found = more
    yield from found.items()


def _knot_ways(case: Case, knot: Sequence[Person], looks: _Looks) -> Iterator[tuple[_Shape, int]]:
    """Those tied by pairs, with their colleagues: one by one, for here every person is different."""
    apart = {frozenset(pair) for pair in case.pairs}
    found: _Sums = defaultdict(int)
    for size in range(min(len(knot), case.size) + 1):
        looks.spend(comb(len(knot), size))
        for chosen in combinations(knot, size):
            employers = Counter(person.group for person in chosen if person.group)
            paired = (frozenset((a.id, b.id)) for a, b in combinations(chosen, 2))
            if all(number <= case.cap for number in employers.values()) and apart.isdisjoint(paired):
                shape = looks.empty
                for person in chosen:
                    shape = looks.plus(shape, person.type, 1)
                found[shape] += 1
    yield from found.items()
