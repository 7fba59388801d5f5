"""One tender's question about its committee, written down: seats, rules, and who may be drawn; and the answer to parts of it.

A case knows nothing of registry, log or seed. Its demands can be made one by one, so that a clash can be said in words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from dispatch.draw.committee import Opening, Person, Sorter, Type, partners_of
from dispatch.draw.crowd import bin_persons, gather
from dispatch.draw.manifest import MOST_SEATS, Rule, VenueCandidate
from dispatch.draw.model import prove
from dispatch.draw.oracle import Oracle
from dispatch.draw.pool import Pair, PoolRow
from dispatch.draw.question import Answer, Ask, Question, VenueChoice
from dispatch.draw.venues import watch_rules
from policies.vocabulary.bar import Bar

SEAT, EMPLOYER, APART, REGION, VENUES = "seat", "employer", "apart", "region", "venues"
PATIENCE_SECONDS = 10.0  # for one question; many may follow
_ENOUGH = 64  # of persons alike, no committee ever needs more
_ELSEWHERE = ""


@dataclass(frozen=True, slots=True)
class SeatAsked:
    """名额: `count` open places for holders of these labels, in words and as the draw sees it."""

    name: str
    codes: str
    labels: frozenset[str]
    areas: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that decides whether a lawful committee exists. `grounds`: the rules in words, by code.

    `familiar`: those of the pairs that are kept apart because they sat together too often (R13).
    `staying`: members of an earlier draw who keep their seats, which are not counted as open; rules count them in.
    """

    seats: tuple[SeatAsked, ...]
    candidates: tuple[PoolRow, ...]
    rules: tuple[Rule, ...] = ()
    grounds: Mapping[str, Bar] = field(default_factory=dict)
    venues: tuple[VenueCandidate, ...] = ()
    venue_count: int = 0
    pairs: tuple[Pair, ...] = ()
    familiar: frozenset[Pair] = frozenset()
    staying: tuple[PoolRow, ...] = ()

    @property
    def size(self) -> int:
        return sum(seat.count for seat in self.seats)

    @property
    def cap(self) -> int:
        """How many of one employer may sit together."""
        return min((rule.bound for rule in self.rules if rule.kind == "group_cap"), default=MOST_SEATS)

    def sorter(self) -> Sorter:
        return Sorter(tuple(seat.labels for seat in self.seats), (*self.rules, *watch_rules(self.venues)))

    def fitting(self, *seats: int) -> tuple[PoolRow, ...]:
        """Who fits one of these seats at least."""
        wanted = frozenset[str]().union(*(self.seats[k].labels for k in seats))
        return tuple(row for row in self.candidates if not wanted.isdisjoint(row.labels))


class Demand(NamedTuple):
    """One thing demanded of the committee that could be waived by itself: of which rule, about whom."""

    rule: str
    about: str = ""


def demands_of(case: Case) -> tuple[Demand, ...]:
    """All that is demanded, what one would rather not read first: pairs, employers, regions, and last the seats themselves."""
    return (*_apart(case), *_employers(case), *_regions(case), *(Demand(SEAT, str(k)) for k in range(len(case.seats))))


def _apart(case: Case) -> Iterator[Demand]:
    if any(rule.kind == "apart" for rule in case.rules):
        yield from (Demand(APART, " ".join(pair)) for pair in case.pairs)


def _employers(case: Case) -> Iterator[Demand]:
    """Only an employer with more candidates than may sit together can be in anybody's way."""
    sizes: dict[str, int] = defaultdict(int)
    for row in (*case.candidates, *case.staying):
        sizes[row.group] += 1
    yield from (Demand(EMPLOYER, group) for group, size in sizes.items() if group and size > case.cap)


def _regions(case: Case) -> Iterator[Demand]:
    if case.venues:
        yield Demand(VENUES)
    yield from (Demand(REGION, str(position)) for position, rule in enumerate(case.rules) if rule.kind.startswith("region"))


class Possible:
    """Whether a committee exists that meets some demands of a case; `asked` counts the questions.

    A seat that is not demanded may be taken by anybody, of whatever specialty, employer and place, so that making a demand
    more never makes a committee possible.
    """

    def __init__(self, case: Case, ask: Ask | None = None) -> None:
        self.case, self.asked = case, 0
        self._ask = ask or Oracle(partial(prove, seconds=PATIENCE_SECONDS))
        self._sorter = case.sorter()
        self._persons = tuple(_some_of_each(case, self._sorter))
        self._staying = tuple(self._sorter.person(row.id, row.labels, row.region, row.group) for row in case.staying)
        regions = {_ELSEWHERE}.union(*(rule.regions for rule in self._sorter.rules))
        self._patterns = sorted({self._sorter.type_of((), region).pattern for region in regions})

    def __call__(self, said: Collection[Demand], forced: tuple[Person, ...] = ()) -> Answer | None:
        """One completion, or None if it is proved that there is none. Raises OracleGaveUp."""
        self.asked += 1
        made = frozenset(said)
        opening = self._opening(made)
        persons = [*_known_employers(self._persons, made), *self._imagined(made, opening.size + len(opening.staying))]
        return self._ask(Question(opening, gather(opening, bin_persons(persons)), forced, self._choice(made)))

    def _opening(self, said: frozenset[Demand]) -> Opening:
        rules = tuple(_made(position, rule, said) for position, rule in enumerate(self.case.rules))
        pairs = [pair for pair in self.case.pairs if Demand(APART, " ".join(pair)) in said]
        staying = tuple(_known_employers(self._staying, said))
        return Opening(tuple(seat.count for seat in self.case.seats), rules, staying, partners_of(pairs))

    def _imagined(self, said: frozenset[Demand], size: int) -> Iterator[Person]:
        for k in range(len(self.case.seats)):
            if Demand(SEAT, str(k)) not in said:
                for pattern in self._patterns:
                    yield from (Person(f"anybody {k} {pattern} {n}", Type(1 << k, pattern), "") for n in range(size))

    def _choice(self, said: frozenset[Demand]) -> VenueChoice | None:
        if not self.case.venues or Demand(VENUES) not in said:
            return None
        return VenueChoice(self.case.venues, self.case.venue_count, len(self.case.rules))


def _known_employers(persons: Iterable[Person], said: frozenset[Demand]) -> Iterator[Person]:
    """An employer about whom nothing is demanded is not known."""
    named = {demand.about for demand in said if demand.rule == EMPLOYER}
    for person in persons:
        yield person if person.group in named else person._replace(group="")


def _made(position: int, rule: Rule, said: frozenset[Demand]) -> Rule:
    """The rule, or the same rule with a bound that cannot bind; its place must stay, for patterns count by it."""
    if not rule.kind.startswith("region") or Demand(REGION, str(position)) in said:
        return rule
    return replace(rule, bound=0 if rule.kind == "region_min" else MOST_SEATS)


def _some_of_each(case: Case, sorter: Sorter) -> Iterator[Person]:
    """Every candidate who could matter: of persons alike only so many; all who stand in a pair."""
    paired = {id for pair in case.pairs for id in pair}
    found: dict[tuple[Type, str], int] = defaultdict(int)
    for row in case.candidates:
        person = sorter.person(row.id, row.labels, row.region, row.group)
        found[person.type, person.group] += 1
        if person.type.fit and (found[person.type, person.group] <= _ENOUGH or row.id in paired):
            yield person
