"""A committee in the making: who stays, which seats are open, which rules hold, and what a lawful completion is.

Source: docs/spec/draw-protocol.md §7, §8 (type counts). This is the definition; oracles only search for what passes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from dispatch.draw.manifest import Rule
from dispatch.draw.seats import assign

REGIONAL = ("region_min", "region_max")


class Type(NamedTuple):
    """What seats and rules can see of a person: fitting classes, region rules met (both bit masks), type of a composition."""

    fit: int
    pattern: int
    kind: int = 0


class Person(NamedTuple):
    id: str
    type: Type
    group: str


@dataclass(frozen=True, slots=True)
class Opening:
    """The open seats of one round and everything that decides how they may be filled."""

    counts: tuple[int, ...]
    rules: tuple[Rule, ...] = ()
    staying: tuple[Person, ...] = ()
    partners: Mapping[str, frozenset[str]] = field(default_factory=dict)
    quotas: tuple[int, ...] | None = None

    @property
    def size(self) -> int:
        return sum(self.counts)

    def without_quotas(self) -> Opening:
        return replace(self, quotas=None)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the members so far, staying or taken, count for under the rules."""

    opening: Opening
    groups: Mapping[str, int]
    inside: tuple[int, ...]
    ids: frozenset[str]

    def breaks(self, person: Person) -> str | None:
        """The name of the first rule whose upper bound this person would break."""
        for position, rule in enumerate(self.opening.rules):
            if rule.kind == "group_cap":
                broken = bool(person.group) and self.groups.get(person.group, 0) >= rule.bound
            elif rule.kind == "region_max":
                broken = bool(person.type.pattern >> position & 1) and self.inside[position] >= rule.bound
            elif rule.kind == "apart":
                broken = not self.ids.isdisjoint(self.opening.partners.get(person.id, ()))
            else:
                broken = False
            if broken:
                return rule.name
        return None

    def plus(self, person: Person) -> Tally:
        groups = {**self.groups, person.group: self.groups.get(person.group, 0) + 1} if person.group else self.groups
        inside = tuple(number + (person.type.pattern >> position & 1) for position, number in enumerate(self.inside))
        return Tally(self.opening, groups, inside, self.ids | {person.id})

    def meets_minima(self) -> bool:
        rules = self.opening.rules
        return all(self.inside[k] >= rule.bound for k, rule in enumerate(rules) if rule.kind == "region_min")


def tally_of(opening: Opening, chosen: Iterable[Person] = ()) -> Tally | None:
    """The staying members and these together; None if an upper bound is broken."""
    tally = Tally(opening, {}, (0,) * len(opening.rules), frozenset())
    for person in (*opening.staying, *chosen):
        if tally.breaks(person):
            return None
        tally = tally.plus(person)
    return tally


def is_lawful(opening: Opening, chosen: Sequence[Person]) -> bool:
    """Whether these persons are a lawful completion: seats filled exactly, every rule kept, type counts (if any) exact."""
    if len(chosen) != opening.size or not keeps_quotas(opening, chosen):
        return False
    if assign((person.type.fit for person in chosen), opening.counts) is None:
        return False
    tally = tally_of(opening, chosen)
    return tally is not None and tally.meets_minima()


def keeps_quotas(opening: Opening, chosen: Iterable[Person]) -> bool:
    if opening.quotas is None:
        return True
    taken = [0] * len(opening.quotas)
    for person in chosen:
        if person.type.kind < 0:
            return False
        taken[person.type.kind] += 1
    return tuple(taken) == opening.quotas


def partners_of(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """With whom each listed person may not sit."""
    found: dict[str, set[str]] = {}
    for first, second in pairs:
        found.setdefault(first, set()).add(second)
        found.setdefault(second, set()).add(first)
    return {id: frozenset(others) for id, others in found.items()}


@dataclass(frozen=True, slots=True)
class Sorter:
    """Reads labels, regions and groups as the seats and rules of one draw see them."""

    classes: tuple[frozenset[str], ...]
    rules: tuple[Rule, ...]
    kinds: Mapping[tuple[tuple[str, ...], str], int] | None = None

    def type_of(self, labels: tuple[str, ...], region: str) -> Type:
        fit = sum(1 << k for k, wanted in enumerate(self.classes) if not wanted.isdisjoint(labels))
        pattern = sum(1 << k for k, rule in enumerate(self.rules) if rule.kind in REGIONAL and region in rule.regions)
        return Type(fit, pattern, 0 if self.kinds is None else self.kinds.get((labels, region), -1))

    def person(self, id: str, labels: tuple[str, ...], region: str, group: str) -> Person:
        return Person(id, self.type_of(labels, region), group if self.caps_groups else "")

    @property
    def caps_groups(self) -> bool:
        return any(rule.kind == "group_cap" for rule in self.rules)
