"""专家库 in and out: people are sealed on their way in, row by row or all or nothing; an equal row changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from dispatch.intake.pool_rows import BadRow, PoolBatch, PoolReading
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.pool_import import ImportReport, RowsRejected, Way, import_batches
from dispatch.workflow.pool_relations import export_equity, export_relations, import_relations
from dispatch.workflow.records import Person
from dispatch.workflow.roster import specialties_of
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Bank, Category, Contact, Expert, Identity, Standing
from policies.vocabulary.ids import ExpertNo, RegionCode

__all__ = ["ImportReport", "export_equity", "export_pool", "export_relations", "import_pool", "import_relations", "opened", "pool_stats"]


def import_pool(reading: PoolReading, work: Work, *, dry_run: bool = False, good_rows: bool = False) -> ImportReport:
    """Stores the experts of a whole reading: all or nothing, or with `good_rows` those without fault; each seal is fresh."""
    by_row = groupby(reading.errors, key=lambda error: error.row)
    bad = tuple(BadRow(row, (), tuple(errors), ()) for row, errors in by_row)
    batch = PoolBatch(reading.experts, reading.rows, ((),) * len(reading.rows), bad, reading.warnings)
    try:
        return import_batches([batch], work, Way(dry_run, good_rows))
    except RowsRejected as stopped:  # of one batch nothing is stored before all of it is checked: there is nothing to undo
        return stopped.report


def export_pool(work: Work) -> Iterator[Expert]:
    """Every expert by 专家编号, opened; for those who may hold the whole pool. The export itself is logged by its caller's role."""
    work.uow.log.append({"e": "pool-export", "n": work.uow.registry.count()}, kind="pool-export")
    codec = PersonCodec(work.means.keys, work.means.entropy)
    return (opened(person, codec) for person in work.uow.registry.persons(by_number=True))


def opened(person: Person, codec: PersonCodec) -> Expert:
    """A person of the registry as the row that he was imported from."""
    identity = codec.open(Identity, person)
    return Expert(
        no=ExpertNo(person.expert_no),
        identity=identity,
        contact=codec.open(Contact, person),
        bank=codec.open(Bank, person),
        birth=person.birth,
        employer=identity.employer,
        employer_uscc=identity.employer_uscc,
        title=person.title,
        specialties=specialties_of(person.specialties),
        category=Category(person.category),
        region=RegionCode(person.region),
        field_since=person.field_since,
        on_job=person.on_job,
        admitted_at=person.admitted,
        standing=Standing(person.standing),
        suspended_until=person.suspended_until,
    )


def pool_stats(work: Work) -> dict[str, Any]:
    """Counts that name nobody: by region, category, standing, and how many hold each specialty."""
    regions: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    standings: Counter[str] = Counter()
    specialties: Counter[str] = Counter()
    for person in work.uow.registry.persons():
        regions[person.region] += 1
        categories[person.category] += 1
        standings[person.standing] += 1
        specialties.update(person.specialties.split())
    by_name = {"regions": regions, "categories": categories, "standings": standings, "specialties": specialties}
    return {"experts": regions.total(), **{name: dict(sorted(counter.items())) for name, counter in by_name.items()}}
