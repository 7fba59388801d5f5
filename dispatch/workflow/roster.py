"""The registry of a day as lines for screening: opaque references, blind indexes and declared columns only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.sealing.blind_index import blind_index
from dispatch.sealing.box import Box
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.means import Means
from dispatch.workflow.ports import UnitOfWork
from dispatch.workflow.records import Person
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.titles import title_level
from policies.vocabulary.expert import Category, Specialty, Standing
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.roster import RelationLine, RosterLine, UnitKeys
from policies.vocabulary.tender import Unit


def unit_keys(name: str, uscc: str, means: Means) -> UnitKeys:
    """Blind indexes of a unit: equal units have equal keys, and nobody without the index key can tell which unit."""
    return UnitKeys(
        name=blind_index(means.keys, "unit-name", name) if name.strip() else b"",
        uscc=blind_index(means.keys, "unit-uscc", uscc) if uscc.strip() else b"",
    )


def keys_of(units: tuple[Unit, ...], means: Means) -> tuple[UnitKeys, ...]:
    return tuple(unit_keys(unit.name, unit.uscc, means) for unit in units)


def roster_lines(work: Work) -> Iterator[RosterLine]:
    """Every person of the registry, in the order of the references."""
    relations = _relations(work.uow)
    busy = engaged_days(work)
    on = local_day(work.now)
    codec = PersonCodec(work.means.keys, work.means.entropy)
    for person in work.uow.registry.persons():
        yield _line(person, codec.handle_of(person), relations.get(person.ref), tuple(sorted(busy.get(person.ref, ()))), on)


def engage(engagement_id: str, ref: str, days: tuple[date, ...], work: Work) -> None:
    """Whole days on which a person is taken, sealed (domain rule R9)."""
    body = canonical({"ref": ref, "days": [day.toordinal() for day in days]})
    work.uow.registry.add_engagement(engagement_id, _engagements(work.means).seal(body, engagement_id))


def engaged_days(work: Work) -> dict[str, set[date]]:
    """By reference: the days on which each person has been called to a committee."""
    box = _engagements(work.means)
    busy: dict[str, set[date]] = defaultdict(set)
    for engagement_id, sealed in work.uow.registry.engagements().items():
        body = parse_canonical(box.open(sealed, engagement_id))
        busy[body["ref"]] |= {date.fromordinal(day) for day in body["days"]}
    return busy


def _engagements(means: Means) -> Box:
    return Box(means.keys, "registry/engagement", means.entropy)


def _relations(uow: UnitOfWork) -> dict[str, tuple[RelationLine, ...]]:
    found: dict[str, list[RelationLine]] = defaultdict(list)
    for known in uow.registry.relations():
        other = UnitKeys(known.other_name_mark, known.other_uscc_mark)
        found[known.ref].append(RelationLine(known.kind, other, known.since, known.until))
    return {ref: tuple(lines) for ref, lines in found.items()}


def _line(person: Person, handle: bytes, relations: tuple[RelationLine, ...] | None, busy: tuple[date, ...], on: date) -> RosterLine:
    return RosterLine(
        ref=person.ref,
        handle=handle,
        employer=UnitKeys(person.employer_name_mark, person.employer_uscc_mark),
        on_job=person.on_job,
        specialties=specialties_of(person.specialties),
        category=Category(person.category),
        title=title_level(person.title, on),
        region=RegionCode(person.region),
        birth=person.birth,
        field_since=person.field_since,
        admitted=person.admitted,
        standing=Standing(person.standing),
        suspended_until=person.suspended_until,
        relations=relations,
        busy=busy,
    )


def specialties_of(text: str) -> tuple[Specialty, ...]:
    """`2018:A080104 2018:A060101` as values; a code without its edition is never stored."""
    return tuple(Specialty(*part.split(":", 1)) for part in text.split())
