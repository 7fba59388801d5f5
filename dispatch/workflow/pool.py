"""专家库 in and out: people are sealed on their way in, row by row or all or nothing; an equal row changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from dispatch.intake.findings import Finding, finding
from dispatch.intake.pool_rows import PoolReading
from dispatch.kernel.canonical import canonical
from dispatch.kernel.merkle import root
from dispatch.sealing.blind_index import blind_index
from dispatch.sealing.box import Box
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.records import KnownRelation, Person
from dispatch.workflow.roster import specialties_of, unit_keys
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Bank, Category, Contact, Equity, Expert, Identity, Relation, Standing
from policies.vocabulary.ids import ExpertNo, RegionCode


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `dry_run` would do."""

    stored: int
    unchanged: int
    rejected: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


def import_pool(reading: PoolReading, work: Work, *, dry_run: bool = False, good_rows: bool = False) -> ImportReport:
    """Stores the experts of a reading: all or nothing, or with `good_rows` those without fault; each seal is fresh."""
    known = work.uow.registry.by_expert_no([expert.no for expert in reading.experts])
    rejected = (*reading.errors, *_persons_twice(reading, known, work))
    bad_rows = {fault.row for fault in rejected}
    good = [expert for expert, row in zip(reading.experts, reading.rows, strict=True) if row not in bad_rows]
    if rejected and not good_rows:
        return ImportReport(0, 0, rejected, reading.warnings)
    fresh = [expert for expert in good if _is_new(expert, known.get(expert.no), work)]
    if fresh and not dry_run:
        work.uow.registry.save_all(_sealed(expert, known.get(expert.no), work) for expert in fresh)
        marks = sorted(_content_mark(expert, work) for expert in fresh)
        work.uow.log.append({"e": "pool-import", "n": len(fresh), "root": root(marks).hex()}, kind="registry")
    return ImportReport(len(fresh), len(good) - len(fresh), rejected, reading.warnings)


def import_relations(relations: Iterable[Relation], equities: Iterable[Equity], work: Work) -> int:
    """Replaces the relations and equity shares by these; the other side is kept as a blind index, the words sealed."""
    listed, shares = list(relations), list(equities)
    by_no = work.uow.registry.by_expert_no({relation.expert_no for relation in listed})
    work.uow.registry.replace_relations(
        _known_relation(relation, by_no[relation.expert_no].ref, work) for relation in listed if relation.expert_no in by_no
    )
    work.uow.registry.replace_equities(
        (_mark(share.upper_name, share.upper_uscc, work), _mark(share.lower_name, share.lower_uscc, work), share) for share in shares
    )
    work.uow.log.append({"e": "relations-import", "n": len(listed), "shares": len(shares)}, kind="registry")
    return len(listed)


def export_pool(work: Work) -> Iterator[Expert]:
    """Every expert, opened; for those who may hold the whole pool. The export itself is logged by its caller's role."""
    work.uow.log.append({"e": "pool-export", "n": work.uow.registry.count()}, kind="registry")
    codec = PersonCodec(work.means.keys, work.means.entropy)
    for person in work.uow.registry.persons():
        identity = codec.open(Identity, person)
        yield Expert(
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


def _persons_twice(reading: PoolReading, known: dict[str, Person], work: Work) -> Iterator[Finding]:
    """A document that the pool holds under another 专家编号 is one person twice."""
    by_mark = work.uow.registry.numbers_by_id_mark()
    for expert, row in zip(reading.experts, reading.rows, strict=True):
        holder = by_mark.get(blind_index(work.means.keys, "id-number", expert.identity.id_no))
        if holder is not None and holder != expert.no:
            yield finding(row, "证件号码", "id.known")


def _is_new(expert: Expert, known: Person | None, work: Work) -> bool:
    return known is None or known.content_mark != _content_mark(expert, work)


def _content_mark(expert: Expert, work: Work) -> bytes:
    """A keyed digest of the row: tells that two imports are equal, and nothing else."""
    plain = {name: str(value) for name, value in asdict(expert).items()}
    return work.means.keys.mac("content", canonical(plain))


def _sealed(expert: Expert, known: Person | None, work: Work) -> Person:
    codec = PersonCodec(work.means.keys, work.means.entropy)
    ref = known.ref if known else work.means.entropy(16).hex()
    handle = codec.handle_of(known) if known else work.means.entropy(16)
    version = known.version + 1 if known else 1
    identity = replace(expert.identity, employer=expert.employer, employer_uscc=expert.employer_uscc)
    sealed = codec.seal(identity, expert.contact, expert.bank, handle=handle, ref=ref, version=version)
    employer = unit_keys(expert.employer, expert.employer_uscc, work.means)
    return Person(
        ref=ref,
        expert_no=expert.no,
        version=version,
        content_mark=_content_mark(expert, work),
        handle=sealed.handle,
        wrapped_dek=sealed.wrapped_dek,
        identity=sealed.identity,
        contact=sealed.contact,
        bank=sealed.bank,
        id_mark=blind_index(work.means.keys, "id-number", expert.identity.id_no),
        employer_name_mark=employer.name,
        employer_uscc_mark=employer.uscc,
        specialties=" ".join(f"{specialty.edition}:{specialty.code}" for specialty in expert.specialties),
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


def _known_relation(relation: Relation, ref: str, work: Work) -> KnownRelation:
    words = canonical({"name": relation.other_name, "share": relation.share, "note": relation.note})
    sealed = Box(work.means.keys, "registry/relation", work.means.entropy).seal(words, ref)
    other = unit_keys(relation.other_name, relation.other_uscc, work.means)
    return KnownRelation(ref, relation.kind, other.name, other.uscc, relation.since, relation.until, sealed)


def _mark(name: str, uscc: str, work: Work) -> bytes:
    keys = unit_keys(name, uscc, work.means)
    return keys.uscc or keys.name
