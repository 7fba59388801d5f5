"""疑似重复: people of the registry who may be the same as one that is being imported under another number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dispatch.intake.likeness import name_key
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.records import Person
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Expert, Identity

_ENTRY = np.dtype([("key", np.int64), ("ref", "V16")])


class Alike:
    """Birthday and employer of everybody in the registry, as one column of hashes, sorted, with the references: 24 bytes a person.

    A name is opened only where both fit, so that of a hundred thousand people next to none are.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._codec = PersonCodec(work.means.keys, work.means.entropy)
        known = work.uow.registry.births_and_employers()
        entries = np.fromiter(((hash((birth, mark)), bytes.fromhex(ref)) for birth, mark, ref in known), _ENTRY)
        order = np.argsort(entries["key"])
        self._keys: NDArray[np.int64] = entries["key"][order]
        self._refs: NDArray[np.void] = entries["ref"][order]

    def others_like(self, experts: Sequence[Expert], employers: Sequence[bytes], known: dict[str, Person]) -> list[str | None]:
        """For each the 专家编号 of another person with the same name, birthday and employer, if there is one."""
        wanted = np.fromiter((hash((e.birth, mark)) for e, mark in zip(experts, employers, strict=True)), np.int64, len(experts))
        firsts, lasts = (np.searchsorted(self._keys, wanted, side).tolist() for side in ("left", "right"))
        own = [_key(known.get(expert.no)) == (expert.birth, mark) for expert, mark in zip(experts, employers, strict=True)]
        return [
            self._other(expert, mark, self._refs[first:last]) if mark and last - first > counted else None
            for expert, mark, first, last, counted in zip(experts, employers, firsts, lasts, own, strict=True)
        ]

    def _other(self, expert: Expert, employer: bytes, refs: NDArray[np.void]) -> str | None:
        wanted = name_key(expert.identity.name)
        people = filter(None, (self._work.uow.registry.person(bytes(ref).hex()) for ref in refs))
        alike = (
            person.expert_no
            for person in people
            if person.expert_no != expert.no
            and _key(person) == (expert.birth, employer)
            and name_key(self._codec.open(Identity, person).name) == wanted
        )
        return min(alike, default=None)


def _key(person: Person | None) -> tuple[date, bytes] | None:
    return (person.birth, person.employer_name_mark) if person else None
