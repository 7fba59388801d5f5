"""The registry of a day as lines for screening: opaque references, blind indexes and declared columns only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dispatch.kernel.canonical import labelled_hash, parse_canonical
from dispatch.sealing.blind_index import blind_index
from dispatch.sealing.box import Box
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.engagements import Engagement, engagements_of, engagements_since
from dispatch.workflow.experts.entries import Kind, entries_of_each, entries_of_kinds
from dispatch.workflow.experts.overlay import kept_states
from dispatch.workflow.means import Means
from dispatch.workflow.records import Person
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.equity import share_of
from policies.ladder import Library
from policies.profiles import profile
from policies.titles import title_level
from policies.vocabulary.expert import Category, Specialty, Standing
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.roster import RelationLine, RosterLine, Served, UnitKeys

_SHARES = "持股"
BY_TABLE = "table"  # what an entry says of relations that a table superseded, not a person


def unit_keys(name: str, uscc: str, means: Means) -> UnitKeys:
    """Blind indexes of a unit: equal units have equal keys, and nobody without the index key can tell which unit."""
    return UnitKeys(
        name=blind_index(means.keys, "unit-name", name) if name.strip() else b"",
        uscc=blind_index(means.keys, "unit-uscc", uscc) if uscc.strip() else b"",
    )


def roster_lines(work: Work, only: Collection[str] | None = None, *, since: date = date.min) -> Iterator[RosterLine]:
    """Every person of the registry, in the order of the references, or only some of them, in theirs.

    Of everybody's committees those that reach `since` or a later day (`policies.encounters.looks_back`); of some people's all.
    """
    served = engagements_since(since, work) if only is None else engagements_of(only, work)
    known = _Known(_relations(work, only), _served(served), local_day(work.now), _libraries(work))
    codec, kept = PersonCodec(work.means.keys, work.means.entropy), kept_states(work, only)
    persons = work.uow.registry.persons() if only is None else filter(None, map(work.uow.registry.person, only))
    for person in persons:
        yield kept.over(_line(person, codec.handle_of(person), known))


def evidence_mark(record: bytes) -> str:
    """How a reason names the record that it rests on, without saying anything of it."""
    return labelled_hash("dispatch/evidence", record).hex()[:12]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of everybody besides the persons' own rows, by reference; and the day for which titles are read."""

    relations: Mapping[str, tuple[RelationLine, ...]]
    served: Mapping[str, tuple[tuple[Engagement, Served], ...]]
    on: date
    libraries: tuple[str, ...]  # marks of other libraries, the longest first


def _libraries(work: Work) -> tuple[str, ...]:
    marks = profile(work.means.profile).on(local_day(work.now)).ask("ladder.libraries", dict[str, Library])
    return tuple(sorted(marks, key=len, reverse=True))


def _relations(work: Work, only: Collection[str] | None) -> dict[str, tuple[RelationLine, ...]]:
    found: dict[str, list[RelationLine]] = defaultdict(list)
    box = Box(work.means.keys, "registry/relation", work.means.entropy)
    for ref in _asked(work, only):
        found[ref] = []
    for known in work.uow.registry.relations() if only is None else work.uow.registry.relations_of(only):
        other = UnitKeys(known.other_name_mark, known.other_uscc_mark)
        share = share_of(parse_canonical(box.open(known.sealed, known.ref))["share"]) if known.kind == _SHARES else None
        evidence = evidence_mark(known.sealed)
        found[known.ref].append(RelationLine(known.kind, other, known.since, known.until, share, evidence))
    return {ref: tuple(lines) for ref, lines in found.items()}


def has_declared(ref: str, work: Work) -> bool:
    """Whether something is known about this person's relations, if only that there are none."""
    return any(work.uow.registry.relations_of([ref])) or any(_asked(work, [ref]))


def _asked(work: Work, only: Collection[str] | None) -> Iterator[str]:
    """Who was asked for relations one by one, if only to say that there are none: his are known, even where none is stored."""
    found = entries_of_kinds({Kind.RELATION}, work) if only is None else entries_of_each(only, {Kind.RELATION}, work)
    for ref, entries in found.items():
        if any(entry.facts["after"] != BY_TABLE for entry in entries):
            yield ref


def _served(engagements: Iterable[Engagement]) -> dict[str, tuple[tuple[Engagement, Served], ...]]:
    found: dict[str, list[tuple[Engagement, Served]]] = defaultdict(list)
    for engagement in engagements:
        served = Served(engagement.days[0], engagement.parties, evidence_mark(engagement.id.encode("ascii")))
        found[engagement.ref].append((engagement, served))
    return {ref: tuple(lines) for ref, lines in found.items()}


def _line(person: Person, handle: bytes, known: _Known) -> RosterLine:
    served = known.served.get(person.ref, ())
    return RosterLine(
        ref=person.ref,
        handle=handle,
        employer=UnitKeys(person.employer_name_mark, person.employer_uscc_mark),
        on_job=person.on_job,
        specialties=specialties_of(person.specialties),
        category=Category(person.category),
        title=title_level(person.title, known.on),
        region=RegionCode(person.region),
        birth=person.birth,
        field_since=person.field_since,
        admitted=person.admitted,
        standing=Standing(person.standing),
        suspended_until=person.suspended_until,
        relations=known.relations.get(person.ref),
        busy=tuple(sorted({day for engagement, _ in served for day in engagement.days})),
        served=tuple(each for _, each in served),
        library=next((mark for mark in known.libraries if person.expert_no.startswith(mark)), ""),
    )


def specialties_of(text: str) -> tuple[Specialty, ...]:
    """`2018:A080104 2018:A060101` as values; a code without its edition is never stored."""
    return tuple(Specialty(*part.split(":", 1)) for part in text.split())
