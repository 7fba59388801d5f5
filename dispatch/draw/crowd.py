"""The candidates of one round, gathered so that a question about them is small however many they are.

Source: docs/spec/draw-protocol.md §7 (a), (b); docs/adr/ on abundant types. Persons of one type and one group are
interchangeable unless they stand in a pair. A type is *abundant* when it has so many members that whatever the others do,
enough of them are left whose groups nobody touches and whose partners nobody is: then neither cap nor pair can bind on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from dispatch.draw.committee import Opening, Person, Sorter, Type
from dispatch.draw.pool import Labels, PoolRow

Groups = dict[str, list[str]]
Bins = dict[Type, Groups]
_MOST_ASKED = 64  # no committee is larger: of interchangeable persons more than this are never needed


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
    bins = dict(into or {})
    for person in persons:
        groups = bins[person.type] = dict(bins.get(person.type, {}))
        groups[person.group] = [*groups.get(person.group, ()), person.id]
    return bins


def bin_rows(sorter: Sorter, rows: Iterable[PoolRow]) -> Bins:
    """The same for pool rows: there may be 200,000, so nothing is made for each of them."""
    bins: Bins = {}
    looks: dict[tuple[Labels, str], dict[str, list[str]]] = {}
    capped = sorter.caps_groups
    for id, labels, region, group, _ in rows:
        groups = looks.get((labels, region))
        if groups is None:
            groups = looks[labels, region] = bins.setdefault(sorter.type_of(labels, region), {})
        group = group if capped else ""
        members = groups.get(group)
        if members is None:
            groups[group] = [id]
        else:
            members.append(id)
    return bins


def gather(opening: Opening, bins: Bins) -> Crowd:
    """The crowd for every question about this opening, whoever of it is taken later."""
    abundant: dict[Type, tuple[Person, ...]] = {}
    scarce: dict[Type, Mapping[str, tuple[Person, ...]]] = {}
    paired: list[Person] = []
    for type, groups in bins.items():
        if opening.quotas is not None and type.kind < 0:
            continue
        few = _spread(opening, groups)
        if few is not None:
            abundant[type] = tuple(Person(id, type, group) for group, id in few)
            continue
        free = {group: _unpaired(opening, members) for group, members in groups.items()}
        scarce[type] = {group: tuple(Person(id, type, group) for id in ids[:_MOST_ASKED]) for group, ids in free.items() if ids}
        paired.extend(Person(id, type, group) for group, ids in groups.items() for id in ids if id in opening.partners)
    return Crowd(abundant, scarce, tuple(paired))


def _spread(opening: Opening, groups: Groups) -> list[tuple[str, str]] | None:
    """Enough persons of different groups (each without group on his own), or None if the type is scarce."""
    needed = opening.size + len(opening.staying)
    few = _different(((group, _unpaired(opening, ids)) for group, ids in groups.items()), needed)
    if few is None and opening.partners:
        few = _different(groups.items(), needed + _most_partners(opening, needed))
    return few


def _different(groups: Iterable[tuple[str, Sequence[str]]], needed: int) -> list[tuple[str, str]] | None:
    few: list[tuple[str, str]] = []
    for group, ids in groups:
        few.extend((group, id) for id in (ids[:1] if group else ids[:needed]))
        if len(few) >= needed:
            return few[:needed]
    return None


def _unpaired(opening: Opening, ids: Sequence[str]) -> Sequence[str]:
    return [id for id in ids if id not in opening.partners] if opening.partners else ids


def _most_partners(opening: Opening, persons: int) -> int:
    """How many partners that many persons can have at most."""
    return sum(nlargest(persons, map(len, opening.partners.values())))
