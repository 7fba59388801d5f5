"""The candidates of one round, gathered so that a question about them is small however many they are.

Source: docs/spec/draw-protocol.md §7 (a), (b); docs/adr/ on abundant types. Persons of one type and one group are
interchangeable unless they stand in a pair. A type is *abundant* when it has so many members that whatever the others do,
enough of them are left whose groups nobody touches and whose partners nobody is: then neither cap nor pair can bind on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain

from dispatch.draw.candidates import Groups, Look
from dispatch.draw.committee import Opening, Person, Sorter, Type
from dispatch.draw.manifest import MOST_SEATS

Bins = dict[Type, list[Groups]]  # the members of a type in parts, each by group; one group may stand in several parts


@dataclass(frozen=True, slots=True)
class Crowd:
    """`abundant`: a few persons of each abundant type, no two of one group; `scarce`: everybody else that can matter."""

    abundant: Mapping[Type, tuple[Person, ...]]
    scarce: Mapping[Type, Mapping[str, tuple[Person, ...]]]
    paired: tuple[Person, ...]

    def everyone(self) -> Iterator[Person]:
        for persons in self.abundant.values():
            yield from persons
        for groups in self.scarce.values():
            for members in groups.values():
                yield from members
        yield from self.paired


def bin_persons(persons: Iterable[Person], into: Bins | None = None) -> Bins:
    """Ids by type and group; `into` is left as it was."""
    found: dict[Type, dict[str, list[str]]] = {}
    for person in persons:
        found.setdefault(person.type, {}).setdefault(person.group, []).append(person.id)
    bins = {type: list(parts) for type, parts in (into or {}).items()}
    for type, groups in found.items():
        bins.setdefault(type, []).append(groups)
    return bins


def bin_looks(sorter: Sorter, looks: Mapping[Look, Groups]) -> Bins:
    """The same for a frozen pool: there may be 200,000, so nothing is done for each of them."""
    bins: Bins = {}
    capped = sorter.caps_groups
    for (labels, region), groups in looks.items():
        bins.setdefault(sorter.type_of(labels, region), []).append(groups if capped else {"": list(chain.from_iterable(groups.values()))})
    return bins


def gather(opening: Opening, bins: Bins) -> Crowd:
    """The crowd for every question about this opening, whoever of it is taken later.

    Of interchangeable persons no more are kept than the largest committee has seats.
    """
    abundant: dict[Type, tuple[Person, ...]] = {}
    scarce: dict[Type, Mapping[str, tuple[Person, ...]]] = {}
    paired: list[Person] = []
    for type, parts in bins.items():
        if opening.quotas is not None and type.kind < 0:
            continue
        few = _spread(opening, parts)
        if few is not None:
            abundant[type] = tuple(Person(id, type, group) for group, id in few)
            continue
        groups = _merged(parts)
        free = {group: _unpaired(opening, members) for group, members in groups.items()}
        scarce[type] = {group: tuple(Person(id, type, group) for id in ids[:MOST_SEATS]) for group, ids in free.items() if ids}
        paired.extend(Person(id, type, group) for group, ids in groups.items() for id in ids if id in opening.partners)
    return Crowd(abundant, scarce, tuple(paired))


def _merged(parts: Sequence[Groups]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for part in parts:
        for group, ids in part.items():
            groups.setdefault(group, []).extend(ids)
    return groups


def _spread(opening: Opening, parts: Sequence[Groups]) -> list[tuple[str, str]] | None:
    """Enough persons of different groups (each without group on his own), or None if the type is scarce."""
    needed = opening.size + len(opening.staying)
    few = _different(((group, _unpaired(opening, ids)) for part in parts for group, ids in part.items()), needed)
    if few is None and opening.partners:
        everyone = ((group, ids) for part in parts for group, ids in part.items())
        few = _different(everyone, needed + _most_partners(opening, needed))
    return few


def _different(groups: Iterable[tuple[str, Sequence[str]]], needed: int) -> list[tuple[str, str]] | None:
    few: list[tuple[str, str]] = []
    seen: set[str] = set()
    for group, ids in groups:
        if ids and group not in seen:
            few.extend((group, id) for id in (ids[:1] if group else ids[:needed]))
            if group:
                seen.add(group)
        if len(few) >= needed:
            return few[:needed]
    return None


def _unpaired(opening: Opening, ids: Sequence[str]) -> Sequence[str]:
    return [id for id in ids if id not in opening.partners] if opening.partners else ids


def _most_partners(opening: Opening, persons: int) -> int:
    """How many partners that many persons can have at most."""
    return sum(nlargest(persons, map(len, opening.partners.values())))
