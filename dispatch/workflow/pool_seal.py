"""Experts sealed for the registry, a batch at a time: sealed groups, blind indexes, and the clear columns that screening needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dispatch.intake.columns import Stretch
from dispatch.intake.pool_batch import PoolBatch
from dispatch.sealing.blind_index import normalised
from dispatch.sealing.many import Unsealed, seal_people
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.means import Means
from dispatch.workflow.records import Person
from policies.vocabulary.expert import Expert, Identity, Specialty

Pack = Callable[[Sequence[Person]], list[bytes]]
_NAMES_APART = "\x1f"  # stands in no cell: control characters are refused on reading
_REF_BYTES = _HANDLE_BYTES = 16
_KEPT = 1 << 14


class Sealer:
    """Seals the experts of one import; what many of them share, an employer's blind index, is made once.

    It may be handed to another process, where it begins anew, unless its chance is repeatable: that belongs to one process.
    """

    def __init__(self, means: Means) -> None:
        self._means, self._keys, self._entropy = means, means.keys, means.entropy
        self._codec = PersonCodec(means.keys, means.entropy)
        self._units: dict[tuple[str, str], tuple[bytes, bytes]] = {}

    def __reduce__(self) -> tuple[type[Sealer], tuple[Means]]:
        return Sealer, (self._means,)

    def content_marks(self, experts: Sequence[Expert]) -> list[bytes]:
        """For each a keyed digest of the whole row: tells that two imports are equal, and nothing else."""
        return self._keys.mac_all("content", [self._written(expert).encode("utf-8") for expert in experts])

    def id_marks(self, experts: Iterable[Expert]) -> list[bytes]:
        """For each the blind index of his identity number."""
        return self._keys.mac_all("index/id-number", [normalised(expert.identity.id_no).encode("utf-8") for expert in experts])

    def employer_marks(self, experts: Sequence[Expert]) -> list[bytes]:
        """For each the blind index of his employer's name."""
        self._meet(experts)
        return [self._units[expert.employer, expert.employer_uscc][0] for expert in experts]

    def _meet(self, experts: Sequence[Expert]) -> None:
        """Makes the blind indexes of all employers of these experts that were not met before, in one go."""
        if len(self._units) >= _KEPT:
            self._units.clear()
        fresh = list({(expert.employer, expert.employer_uscc) for expert in experts}.difference(self._units))
        names, codes = (self._marks(column, [unit[place] for unit in fresh]) for place, column in enumerate(("unit-name", "unit-uscc")))
        self._units.update(zip(fresh, zip(names, codes, strict=True), strict=True))

    def _marks(self, column: str, values: Sequence[str]) -> list[bytes]:
        """As `unit_keys`: no index where there is no value."""
        marks = self._keys.mac_all(f"index/{column}", [normalised(value).encode("utf-8") for value in values])
        return [mark if value.strip() else b"" for mark, value in zip(marks, values, strict=True)]

    def seal(self, experts: Sequence[Expert], marks: Sequence[tuple[bytes, bytes]], known: Mapping[str, Person]) -> list[Person]:
        """Each as a row of the registry; `marks` are his content's and his number's, `known` who is there already, by 专家编号."""
        chance = self._entropy((_REF_BYTES + _HANDLE_BYTES) * len(experts))
        plain = [self._unsealed(expert, known.get(expert.no), chance[32 * i : 32 * i + 32]) for i, expert in enumerate(experts)]
        sealed = seal_people(plain, self._keys, self._entropy)
        self._meet(experts)
        return [
            Person(
                s.ref, e.no, s.version, content, s.handle, s.wrapped_dek, s.identity, s.contact, s.bank, number,
                *self._units[e.employer, e.employer_uscc], _specialties(e.specialties), e.category.value, e.region, e.title,
                e.birth, e.field_since, e.admitted_at, e.on_job, e.standing.value, e.suspended_until,
            )
            for e, s, (content, number) in zip(experts, sealed, marks, strict=True)
        ]  # fmt: skip

    def _unsealed(self, expert: Expert, known: Person | None, chance: bytes) -> Unsealed:
        i = expert.identity
        identity = Identity(i.name, i.sex, i.id_type, i.id_no, expert.employer, expert.employer_uscc)
        if known is None:
            return Unsealed(chance[:_REF_BYTES].hex(), 1, chance[_REF_BYTES:], identity, expert.contact, expert.bank)
        handle = self._codec.handle_of(known)  # a person keeps his handle for life
        return Unsealed(known.ref, known.version + 1, handle, identity, expert.contact, expert.bank)

    def _written(self, e: Expert) -> str:
        i, b = e.identity, e.bank
        specialties = _specialties(e.specialties)
        return _NAMES_APART.join((
            e.no, i.name, i.sex, i.id_type, i.id_no, e.contact.phone, b.branch, b.cnaps, b.card, _day(e.birth), e.employer, e.employer_uscc,
            e.title, specialties, e.category, e.region, _day(e.field_since), "1" if e.on_job else "0", _day(e.admitted_at), e.standing,
            _day(e.suspended_until),
        ))  # fmt: skip


def _specialties(specialties: tuple[Specialty, ...]) -> str:
    return " ".join([f"{one.edition}:{one.code}" for one in specialties])


def _day(day: date | None) -> str:
    return str(day.toordinal()) if day else ""


@dataclass(frozen=True, slots=True)
class ReadAndSealed:
    """Batches whose experts are sealed as soon as they are read: nobody else is in the registry whom they could be."""

    read: Callable[[Stretch], PoolBatch]
    sealer: Sealer
    pack: Pack

    def __call__(self, stretch: Stretch) -> PoolBatch:
        batch = self.read(stretch)
        contents, numbers = self.sealer.content_marks(batch.experts), self.sealer.id_marks(batch.experts)
        people = self.sealer.seal(batch.experts, list(zip(contents, numbers, strict=True)), {})
        return replace(batch, experts=(), sealed=tuple(zip(contents, self.pack(people), strict=True)))
