"""A pool file from the hand of a user into the registry: opened, checked and stored in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dispatch.adapters.brought_files import PoolFile, Watch, national_file, open_pool_file, read_relation_files, unwatched
from dispatch.bootstrap import Services
from dispatch.intake.columns import Table
from dispatch.intake.error_sheet import ErrorSheet
from dispatch.intake.findings import Finding
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.pool_columns import Day
from dispatch.intake.pool_rows import PoolBatch, pool_table, read_batches
from dispatch.intake.relations import RelationReading
from dispatch.workflow.pool_import import ImportReport, RowsRejected, Way, import_batches
from dispatch.workflow.pool_national import completed
from dispatch.workflow.pool_relations import import_relations
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.profiles import profile
from policies.vocabulary.ids import ExpertNo

NATIONAL = ".json"
_ALL_OR_NOTHING = Way()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user asks for: how columns are meant, files of relations, how to import, and where bad rows are to be written."""

    laid_down: ColumnMapping = NOTHING_LAID_DOWN
    relations: Sequence[Path] = ()
    way: Way = _ALL_OR_NOTHING
    errors: Path | None = None


def bring_pool(file: Path, service: Services, wish: Wish, watch: Watch = unwatched) -> ImportReport:
    """Reads a pool file (CSV, XLSX, XLS, or JSON of the national specification) into the registry, batch by batch.

    A bad row is in the report and, if wished, in the error sheet; without `good_rows` it keeps everything out. Raises the refusals of
    intake for a file that is none.
    """
    pool = None if file.suffix.lower() == NATIONAL else open_pool_file(file, wish.laid_down, watch)
    run = _Run(service, wish)
    with ErrorSheet(wish.errors) as sheet:
        try:
            with service.work(reads_only=wish.way.dry_run) as work:
                return run.stored(pool or _national(file, work, wish.laid_down, watch), work, sheet)
        except RowsRejected as stopped:
            return run.with_relations(stopped.report)


def day_of(service: Services) -> Day:
    """By what rows are judged today; the age is the highest that the rules of the day let be drawn."""
    today = local_day(service.clock())
    limits = profile(service.settings.profile).ask("screening.age_under", today, dict[str, int])
    return Day(today, service.demo, max(limits.values()))


class _Run:
    """One import; it remembers the numbers of the file for the relations beside it, and what was wrong with those."""

    def __init__(self, service: Services, wish: Wish) -> None:
        self._service, self._wish = service, wish
        self._numbers: set[ExpertNo] = set()
        self._pool: PoolFile | None = None
        self._found: RelationReading | None = None

    def stored(self, pool: PoolFile, work: Work, sheet: ErrorSheet) -> ImportReport:
        self._pool, way = pool, self._wish.way
        sheet.begin(pool.table)
        batches = self._noted(read_batches(pool.table, day_of(self._service)))
        report = import_batches(batches, work, way, sheet.add)
        whole = self.with_relations(report)
        found = self._relations()
        if found.errors and not way.good_rows:
            if way.dry_run:
                return whole
            raise RowsRejected(report)
        if not way.dry_run and (found.relations or found.equity):
            import_relations(found.relations, found.equity, work)
        return whole

    def with_relations(self, report: ImportReport) -> ImportReport:
        """The report with what is wrong and doubtful about relations behind it; a fault there keeps everything out too."""
        found = self._relations()
        rejected: tuple[Finding, ...] = (*report.rejected, *found.errors)
        nothing = bool(rejected) and not self._wish.way.good_rows
        return replace(
            report,
            stored=0 if nothing else report.stored,
            unchanged=0 if nothing else report.unchanged,
            rejected=rejected,
            warnings=(*(self._pool.table.warnings if self._pool else ()), *report.warnings, *found.warnings),
        )

    def _noted(self, batches: Iterable[PoolBatch]) -> Iterator[PoolBatch]:
        keeps = bool(self._wish.relations or (self._pool and self._pool.beside))
        for batch in batches:
            if keeps:
                self._numbers |= {expert.no for expert in batch.experts}
            yield batch

    def _relations(self) -> RelationReading:
        if self._found is None:
            beside = self._pool.beside if self._pool else ()
            self._found = read_relation_files(beside, self._wish.relations, demo=self._service.demo, known=self._numbers)
        return self._found


def _national(file: Path, work: Work, laid_down: ColumnMapping, watch: Watch) -> PoolFile:
    lines, count = national_file(file)
    table: Table = pool_table(watch(completed(lines, work), count), laid_down)
    return PoolFile(table, ())
