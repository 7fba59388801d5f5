"""专家库导入: a pool file of any length, prepared batch by batch and stored in one transaction; one bad row, and nothing is stored.

Preparing changes nothing, so nobody waits for it; storing is only the insert. Whoever opened the unit of work ends it: `RowsRejected`
and `PoolChanged` leave it by the back door, so that it is rolled back.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from dispatch.intake.findings import Finding, finding
from dispatch.intake.pool_batch import BadRow, PoolBatch
from dispatch.witness.tree import root_of_stream
from dispatch.workflow.experts.known import STANDING
from dispatch.workflow.experts.on_import import KeptOnImport
from dispatch.workflow.pool_alike import Alike
from dispatch.workflow.pool_changes import Change, changes_of
from dispatch.workflow.pool_seal import Sealer
from dispatch.workflow.ports import Staged
from dispatch.workflow.records import Person
from dispatch.workflow.refusals import PoolChanged
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Expert

_MARK_BYTES = 16
Told = Callable[[BadRow], None]
Shown = Callable[[Staged], Iterable[bytes]]


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


@dataclass(frozen=True, slots=True)
class Prepared:
    """Rows that only have to be stored, and the last change of the registry that they were compared with."""

    report: ImportReport
    added: Staged
    changed: Staged
    root: bytes
    after: int


def import_batches(batches: Iterable[PoolBatch], work: Work, way: Way, told: Told = lambda bad: None) -> ImportReport:
    """Prepares and stores in one unit of work, for what is short. Raises as both."""
    return store(prepare(batches, work, way, told), work)


def prepare(batches: Iterable[PoolBatch], work: Work, way: Way, told: Told = lambda bad: None) -> Prepared:
    """Checks the rows of all batches beside the registry and seals what is new, outside of it; `told` hears of each bad row.

    Nothing is changed, so a unit of work that only reads will do, and all others go on working. Raises RowsRejected.
    """
    running = _Preparation(work, way, told)
    with _collector_resting():
        for batch in batches:
            running.take(batch)
    report = running.report()
    if report.rejected and not way.good_rows and not way.dry_run:
        raise RowsRejected(report)
    return Prepared(report, running.added, running.changed, _root(running.marks), running.after)


def store(prepared: Prepared, work: Work, shown: Shown = iter) -> ImportReport:
    """Stores what was prepared, with its one log entry; `shown` may look on as the rows go in.

    Raises PoolChanged where the registry is no longer what it was when the rows were compared with it.
    """
    if not (prepared.added or prepared.changed):
        return prepared.report
    registry, log = work.uow.registry, work.uow.log
    registry.begin_import()
    if log.last(kind="registry") != prepared.after:
        raise PoolChanged()
    with _collector_resting():
        registry.add_packed(shown(prepared.added))
        registry.save_packed(shown(prepared.changed))
    log.append({"e": "pool-import", "n": prepared.report.stored, "root": prepared.root.hex()}, kind="registry")
    work.uow.tasks.put(STANDING, "", work.now)  # a row may say 暂停 or 退出 of somebody who has accepted
    return prepared.report


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
class _Preparation:
    work: Work
    way: Way
    told: Told
    stored: int = 0
    unchanged: int = 0
    rejected: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    marks: bytearray = field(default_factory=bytearray)
    after: int = field(init=False)
    added: Staged = field(init=False)
    changed: Staged = field(init=False)
    sealer: Sealer = field(init=False)
    alike: Alike | None = field(init=False)
    ours: KeptOnImport = field(init=False)

    def __post_init__(self) -> None:
        registry = self.work.uow.registry
        self.after = self.work.uow.log.last(kind="registry")  # before anything else is read: what changes from now on shows
        self.added, self.changed = registry.staging(), registry.staging()
        self.sealer = Sealer(self.work.means)
        self.alike = Alike(self.work) if registry.count() else None
        self.ours = KeptOnImport(self.work)

    def take(self, batch: PoolBatch) -> None:
        """Checks a batch beside what is there, and puts aside what is to be added and what is to be changed."""
        for bad in batch.bad:
            self._reject(bad)
        batch = self.ours.over(batch)
        self.warnings += batch.warnings
        if batch.sealed:
            self._put([row for _, row in batch.sealed], (), [content for content, _ in batch.sealed])
            return
        numbers = self.sealer.id_marks(batch.experts)
        contents = self.sealer.content_marks(batch.experts)
        marks = list(zip(contents, numbers, strict=True))
        if self.alike is None:
            self._seal(batch.experts, marks, {})
        else:
            self._take_beside_others(batch, marks, self.alike)

    def report(self) -> ImportReport:
        """The outcome so far."""
        stored, unchanged = (0, 0) if self.rejected and not self.way.good_rows else (self.stored, self.unchanged)
        return ImportReport(stored, unchanged, tuple(self.rejected), tuple(self.warnings), tuple(self.changes))

    def _take_beside_others(self, batch: PoolBatch, marks: Sequence[tuple[bytes, bytes]], alike: Alike) -> None:
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
        self._seal([expert for expert, _, _ in kept], [mark for _, _, mark in kept], known)

    def _warn(self, kept: Sequence[tuple[Expert, int]], known: dict[str, Person], alike: Alike) -> None:
        experts = [expert for expert, _ in kept]
        others = alike.others_like(experts, self.sealer.employer_marks(experts), known)
        found = [(row, other) for (_, row), other in zip(kept, others, strict=True) if other is not None]
        self.warnings += [finding(row, "姓名", "person.alike_known", no=other) for row, other in found]

    def _seal(self, experts: Sequence[Expert], marks: Sequence[tuple[bytes, bytes]], known: dict[str, Person]) -> None:
        if self.way.dry_run or (self.rejected and not self.way.good_rows):
            self.stored += len(experts)
            return
        people, pack = self.sealer.seal(experts, marks, known), self.work.uow.registry.pack
        there = [person for person in people if person.expert_no in known]
        self._put(pack(person for person in people if person.expert_no not in known), pack(there), [content for content, _ in marks])

    def _put(self, added: Sequence[bytes], changed: Sequence[bytes], contents: Sequence[bytes]) -> None:
        self.stored += len(contents)
        self.marks += b"".join(contents)
        self.added.put(added)
        self.changed.put(changed)

    def _reject(self, bad: BadRow) -> None:
        self.rejected += bad.errors
        self.told(bad)


def _root(marks: bytearray) -> bytes:
    """Of the content marks in the order of the rows: what the log keeps of an import."""
    _, root = root_of_stream(bytes(marks[start : start + _MARK_BYTES]) for start in range(0, len(marks), _MARK_BYTES))
    return root
