"""Standbys (候补): after the panel, a second walk for those who could take the place of one of its members.

Source: docs/spec/draw-protocol.md §7, "Standbys". Needs no solver: one member out, one person in, and every rule is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dispatch.draw.committee import Opening, Person, is_lawful
from dispatch.draw.walk import Record

STANDBY, NO_PLACE = "standby", "no place"


def second_walk(opening: Opening, panel: Sequence[Person], order: Iterable[Person], wanted: int) -> tuple[Record, ...]:
    """Verdicts on all candidates outside the panel, from the front, until `wanted` standbys are found."""
    bare = opening.without_quotas()
    members = frozenset(person.id for person in (*panel, *opening.staying))
    groups = {person.group for person in (*panel, *opening.staying)}
    known: dict[tuple[object, ...], bool] = {}
    records: list[Record] = []
    found = 0
    for person in order:
        if found == wanted:
            break
        if person.id in members:
            continue
        partners = opening.partners.get(person.id, frozenset()) & members
        looks = (person.type.fit, person.type.pattern, person.group if person.group in groups else "", partners)
        if looks not in known:
            known[looks] = can_replace(bare, panel, person)
        records.append((person.id, STANDBY if known[looks] else NO_PLACE))
        found += known[looks]
    return tuple(records)


def can_replace(opening: Opening, panel: Sequence[Person], person: Person) -> bool:
    """Whether some member of the panel could leave for this person."""
    return any(is_lawful(opening, (*panel[:k], *panel[k + 1 :], person)) for k in range(len(panel)))
