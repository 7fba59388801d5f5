"""Who could still be drawn, counted by kind and employer: people whom no rule can tell apart are one number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dispatch.verifier.pool import Partners
from dispatch.verifier.register import Register


@dataclass(frozen=True, slots=True)
class Supply:
    """Candidates without listed pair by kind and employer ("" for none); those in a pair one by one; imagined ones without end."""

    by_kind: Mapping[int, Mapping[str, int]]
    paired: tuple[int, ...] = ()
    imagined: tuple[tuple[int, int], ...] = field(default=())  # profiles (fits, pattern)


def supply_of(register: Register, partners: Partners, people: Iterable[int]) -> Supply:
    """The supply that these people are."""
    members = list(people)
    by_kind: dict[int, dict[str, int]] = {}
    paired = tuple(person for person in members if person in partners) if partners else ()
    kind_of, groups = register.kind_of, register.groups
    counted = Counter((kind_of[person], groups[person]) for person in members)
    counted.subtract((kind_of[person], groups[person]) for person in paired)
    for (kind, group), number in counted.items():
        if number:
            by_kind.setdefault(kind, {})[group] = number
    return Supply(by_kind, paired)
