"""Experts sealed for the registry, a batch at a time: sealed groups, blind indexes, and the clear columns that screening needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dispatch.sealing.blind_index import normalised
from dispatch.sealing.many import Unsealed, seal_people
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.means import Means
from dispatch.workflow.records import Person
from dispatch.workflow.roster import unit_keys
from policies.vocabulary.expert import Expert, Identity, Specialty

_NAMES_APART = "\x1f"  # stands in no cell: control characters are refused on reading
_REF_BYTES = _HANDLE_BYTES = 16
_KEPT = 1 << 14


class Sealer:
    """Seals the experts of one import; what many of them share, an employer's blind index, is made once."""

    def __init__(self, means: Means) -> None:
        self._means, self._keys, self._entropy = means, means.keys, means.entropy
        self._codec = PersonCodec(means.keys, means.entropy)
        self._units: dict[tuple[str, str], tuple[bytes, bytes]] = {}
        self._texts: dict[tuple[Specialty, ...], str] = {}

    def content_marks(self, experts: Sequence[Expert]) -> list[bytes]:
        """For each a keyed digest of the whole row: tells that two imports are equal, and nothing else."""
        return self._keys.mac_all("content", [self._written(expert).encode("utf-8") for expert in experts])

    def id_marks(self, experts: Iterable[Expert]) -> list[bytes]:
        """For each the blind index of his identity number."""
        return self._keys.mac_all("index/id-number", [normalised(expert.identity.id_no).encode("utf-8") for expert in experts])

    def employer_mark(self, expert: Expert) -> bytes:
        """The blind index of his employer's name."""
        return self._employer(expert)[0]

    def seal(self, experts: Sequence[Expert], marks: Sequence[tuple[bytes, bytes]], known: Mapping[str, Person]) -> list[Person]:
        """Each as a row of the registry; `marks` are his content's and his number's, `known` who is there already, by 专家编号."""
        chance = self._entropy((_REF_BYTES + _HANDLE_BYTES) * len(experts))
        plain = [self._unsealed(expert, known.get(expert.no), chance[32 * i : 32 * i + 32]) for i, expert in enumerate(experts)]
        sealed = seal_people(plain, self._keys, self._entropy)
        return [
            Person(
                ref=seals.ref,
                expert_no=expert.no,
                version=seals.version,
                content_mark=content,
                handle=seals.handle,
                wrapped_dek=seals.wrapped_dek,
                identity=seals.identity,
                contact=seals.contact,
                bank=seals.bank,
                id_mark=number,
                employer_name_mark=employer[0],
                employer_uscc_mark=employer[1],
                specialties=self._specialties(expert.specialties),
                category=expert.category.value,
                region=expert.region,
                title=expert.title,
                birth=expert.birth,
                field_since=expert.field_since,
                admitted=expert.admitted_at,
                on_job=expert.on_job,
                standing=expert.standing.value,
                suspended_until=expert.suspended_until,
            )
            for expert, seals, (content, number), employer in zip(experts, sealed, marks, map(self._employer, experts), strict=True)
        ]

    def _unsealed(self, expert: Expert, known: Person | None, chance: bytes) -> Unsealed:
        i = expert.identity
        identity = Identity(i.name, i.sex, i.id_type, i.id_no, expert.employer, expert.employer_uscc)
        if known is None:
            return Unsealed(chance[:_REF_BYTES].hex(), 1, chance[_REF_BYTES:], identity, expert.contact, expert.bank)
        handle = self._codec.handle_of(known)  # a person keeps his handle for life
        return Unsealed(known.ref, known.version + 1, handle, identity, expert.contact, expert.bank)

    def _written(self, e: Expert) -> str:
        i, b = e.identity, e.bank
        specialties = self._specialties(e.specialties)
        return _NAMES_APART.join((
            e.no, i.name, i.sex, i.id_type, i.id_no, e.contact.phone, b.branch, b.cnaps, b.card, _day(e.birth), e.employer, e.employer_uscc,
            e.title, specialties, e.category, e.region, _day(e.field_since), "1" if e.on_job else "0", _day(e.admitted_at), e.standing,
            _day(e.suspended_until),
        ))  # fmt: skip

    def _employer(self, expert: Expert) -> tuple[bytes, bytes]:
        """Blind indexes of his employer's name and credit code."""
        marks = self._units.get((expert.employer, expert.employer_uscc))
        if marks is None:
            if len(self._units) >= _KEPT:
                self._units.clear()
            keys = unit_keys(expert.employer, expert.employer_uscc, self._means)
            marks = self._units[expert.employer, expert.employer_uscc] = (keys.name, keys.uscc)
        return marks

    def _specialties(self, specialties: tuple[Specialty, ...]) -> str:
        text = self._texts.get(specialties)
        if text is None:
            if len(self._texts) >= _KEPT:
                self._texts.clear()
            text = self._texts[specialties] = " ".join(f"{one.edition}:{one.code}" for one in specialties)
        return text


def _day(day: date | None) -> str:
    return str(day.toordinal()) if day else ""
