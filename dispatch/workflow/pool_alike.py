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


class Alike:
    """Birthday and employer of everybody in the registry, as one sorted column of hashes: eight bytes a person.

    A name is opened only where both fit, so that of a hundred thousand people next to none are.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._codec = PersonCodec(work.means.keys, work.means.entropy)
        keys = np.fromiter((hash(key) for key in work.uow.registry.births_and_employers()), np.int64)
        self._keys: NDArray[np.int64] = np.sort(keys)

    def others_like(self, experts: Sequence[Expert], employers: Sequence[bytes], known: dict[str, Person]) -> list[str | None]:
        """For each the 专家编号 of another person with the same name, birthday and employer, if there is one."""
        wanted = np.fromiter((hash((e.birth, mark)) for e, mark in zip(experts, employers, strict=True)), np.int64, len(experts))
        counts = np.searchsorted(self._keys, wanted, "right") - np.searchsorted(self._keys, wanted, "left")
        own = [_key(known.get(expert.no)) == (expert.birth, mark) for expert, mark in zip(experts, employers, strict=True)]
        return [
            self._other(expert, mark) if mark and count > counted else None
            for expert, mark, count, counted in zip(experts, employers, counts.tolist(), own, strict=True)
        ]

    def _other(self, expert: Expert, employer: bytes) -> str | None:
        wanted = name_key(expert.identity.name)
        for number in self._work.uow.registry.numbers_of(expert.birth, employer):
            person = self._work.uow.registry.by_expert_no([number]).get(number) if number != expert.no else None
            if person is not None and name_key(self._codec.open(Identity, person).name) == wanted:
                return number
        return None


def _key(person: Person | None) -> tuple[date, bytes] | None:
    return (person.birth, person.employer_name_mark) if person else None
