"""专家库导入: a pool file of any length, batch by batch inside one transaction; one bad row, and nothing of it is stored.

Whoever opened the unit of work ends it: `RowsRejected` leaves it by the back door, so that it is rolled back.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from dispatch.intake.findings import Finding, finding
from dispatch.intake.pool_rows import BadRow, PoolBatch
from dispatch.witness.tree import root_of_stream
from dispatch.workflow.experts.known import STANDING
from dispatch.workflow.experts.on_import import KeptOnImport
from dispatch.workflow.pool_alike import Alike
from dispatch.workflow.pool_changes import Change, changes_of
from dispatch.workflow.pool_seal import Sealer
from dispatch.workflow.records import Person
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Expert

_MARK_BYTES = 16
Told = Callable[[BadRow], None]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `dry_run` would do."""

    stored: int
    unchanged: int
    rejected: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    changes: tuple[Change, ...] = ()


class RowsRejected(Exception):
    """Ends an import in which a row is bad and good rows alone were not asked for; nothing was stored."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


@dataclass(frozen=True, slots=True)
class Way:
    """How an import is to be done: only checked, or without the bad rows; `changes` lists what would change."""

    dry_run: bool = False
    good_rows: bool = False
    changes: bool = False


def import_batches(batches: Iterable[PoolBatch], work: Work, way: Way, told: Told = lambda bad: None) -> ImportReport:
    """Stores the experts of all batches, each sealed afresh; an equal row changes nothing. `told` hears of each bad row.

    Raises RowsRejected, which the caller lets out of the unit of work, so that the transaction is undone.
    """
    running, registry = _Import(work, way, told), work.uow.registry
    with _collector_resting():
        if running.alike is None:  # nobody to ask after: the database takes rows while the next are read
            registry.add_all(person for batch in batches for person in running.take(batch))
        else:
            for batch in batches:
                registry.add_all(running.take(batch))
    report = running.report()
    if report.rejected and not way.good_rows and not way.dry_run:
        raise RowsRejected(report)
    return report


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Python looks for circles among all objects whenever many are made; here none arise, and the looking is a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(slots=True)
class _Import:
    work: Work
    way: Way
    told: Told
    stored: int = 0
    unchanged: int = 0
    rejected: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    marks: bytearray = field(default_factory=bytearray)
    sealer: Sealer = field(init=False)
    alike: Alike | None = field(init=False)
    ours: KeptOnImport = field(init=False)

    def __post_init__(self) -> None:
        if not self.way.dry_run:
            self.work.uow.registry.begin_import()
        self.sealer = Sealer(self.work.means)
        self.alike = Alike(self.work) if self.work.uow.registry.count() else None
        self.ours = KeptOnImport(self.work)

    def take(self, batch: PoolBatch) -> list[Person]:
        """Checks a batch beside what is there, and answers the new people, sealed, to be added; known ones are brought up to date."""
        for bad in batch.bad:
            self._reject(bad)
        batch = self.ours.over(batch)
        self.warnings += batch.warnings
        numbers = self.sealer.id_marks(batch.experts)
        contents = self.sealer.content_marks(batch.experts)
        marks = list(zip(contents, numbers, strict=True))
        if self.alike is None:
            return self._sealed(batch.experts, marks, {})
        return self._take_beside_others(batch, marks, self.alike)

    def report(self) -> ImportReport:
        """The outcome so far; what was stored gets its one log entry here."""
        if self.rejected and not self.way.good_rows:
            return ImportReport(0, 0, tuple(self.rejected), tuple(self.warnings), tuple(self.changes))
        if self.stored and not self.way.dry_run:
            starts = range(0, len(self.marks), _MARK_BYTES)
            _, root = root_of_stream(bytes(self.marks[start : start + _MARK_BYTES]) for start in starts)
            self.work.uow.log.append({"e": "pool-import", "n": self.stored, "root": root.hex()}, kind="registry")
            self.work.uow.tasks.put(STANDING, "", self.work.now)  # a row may say 暂停 or 退出 of somebody who has accepted
        return ImportReport(self.stored, self.unchanged, tuple(self.rejected), tuple(self.warnings), tuple(self.changes))

    def _take_beside_others(self, batch: PoolBatch, marks: Sequence[tuple[bytes, bytes]], alike: Alike) -> list[Person]:
        """The registry holds people already: some rows are theirs, some may be theirs under another number."""
        registry = self.work.uow.registry
        contents = registry.content_marks(expert.no for expert in batch.experts)
        holders = registry.numbers_of_documents([number for _, number in marks])
        kept = []
        for expert, row, line, mark in zip(batch.experts, batch.rows, batch.lines, marks, strict=True):
            if holders.get(mark[1], expert.no) != expert.no:
                self._reject(BadRow(row, line, (finding(row, "证件号码", "id.known"),), ()))
            elif contents.get(expert.no) == mark[0]:
                self.unchanged += 1
            else:
                kept.append((expert, row, mark))
        known = registry.by_expert_no([expert.no for expert, _, _ in kept if expert.no in contents])
        self._warn([(expert, row) for expert, row, _ in kept], known, alike)
        if self.way.changes:
            there = ((expert, known[expert.no]) for expert, _, _ in kept if expert.no in known)
            self.changes += [change for expert, person in there for change in changes_of(expert, person, self.work)]
        people = self._sealed([expert for expert, _, _ in kept], [mark for _, _, mark in kept], known)
        registry.save_all(person for person in people if person.expert_no in known)
        return [person for person in people if person.expert_no not in known]

    def _warn(self, kept: Sequence[tuple[Expert, int]], known: dict[str, Person], alike: Alike) -> None:
        experts = [expert for expert, _ in kept]
        others = alike.others_like(experts, self.sealer.employer_marks(experts), known)
        found = [(row, other) for (_, row), other in zip(kept, others, strict=True) if other is not None]
        self.warnings += [finding(row, "姓名", "person.alike_known", no=other) for row, other in found]

    def _sealed(self, experts: Sequence[Expert], marks: Sequence[tuple[bytes, bytes]], known: dict[str, Person]) -> list[Person]:
        self.stored += len(experts)
        if not experts or self.way.dry_run or (self.rejected and not self.way.good_rows):
            return []
        self.marks += b"".join(content for content, _ in marks)
        return self.sealer.seal(experts, marks, known)

    def _reject(self, bad: BadRow) -> None:
        self.rejected += bad.errors
        self.told(bad)


def with_faults(report: ImportReport, faults: Sequence[Finding]) -> ImportReport:
    """The same report with faults of other tables behind it."""
    return replace(report, rejected=(*report.rejected, *faults))
