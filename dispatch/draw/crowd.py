"""The candidates of one round, gathered so that a question about them is small however many they are.

Source: docs/spec/draw-protocol.md §7 (a), (b); docs/adr/ on abundant types. Persons of one type and one group are
interchangeable unless they stand in a pair. A type is *abundant* when it has so many members that whatever the others do,
enough of them are left whose groups nobody touches and whose partners nobody is: then neither cap nor pair can bind on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from dispatch.draw.committee import Opening, Person, Type

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


def gather(opening: Opening, persons: Iterable[Person]) -> Crowd:
    """The crowd for every question about this opening, whoever of it is taken later."""
    by_type: dict[Type, dict[str, list[Person]]] = {}
    for person in persons:
        by_type.setdefault(person.type, {}).setdefault(person.group, []).append(person)
    abundant: dict[Type, tuple[Person, ...]] = {}
    scarce: dict[Type, Mapping[str, tuple[Person, ...]]] = {}
    paired: list[Person] = []
    for type, groups in by_type.items():
        few = _spread(opening, groups)
        if few is not None:
            abundant[type] = few
            continue
        free = {group: _unpaired(opening, members) for group, members in groups.items()}
        scarce[type] = {group: members[:_MOST_ASKED] for group, members in free.items() if members}
        paired.extend(person for members in groups.values() for person in members if person.id in opening.partners)
    return Crowd(abundant, scarce, tuple(paired))


def _spread(opening: Opening, groups: Mapping[str, list[Person]]) -> tuple[Person, ...] | None:
    """Enough persons of different groups (each without group on his own), or None if the type is scarce."""
    needed = opening.size + len(opening.staying)
    few = _different(((group, _unpaired(opening, members)) for group, members in groups.items()), needed)
    if few is None and opening.partners:
        few = _different(groups.items(), needed + _most_partners(opening, needed))
    return few


def _different(groups: Iterable[tuple[str, Collection[Person]]], needed: int) -> tuple[Person, ...] | None:
    few: list[Person] = []
    for group, members in groups:
        few.extend(members if not group else list(members)[:1])
        if len(few) >= needed:
            return tuple(few[:needed])
    return None


def _unpaired(opening: Opening, members: Collection[Person]) -> tuple[Person, ...]:
    return tuple(person for person in members if person.id not in opening.partners)


def _most_partners(opening: Opening, persons: int) -> int:
    """How many partners that many persons can have at most."""
    return sum(sorted((len(others) for others in opening.partners.values()), reverse=True)[:persons])
