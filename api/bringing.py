"""A pool file from the hand of a user into the registry: prepared while others work, then stored in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from dispatch.adapters.brought_files import PoolFile, Watch, national_file, open_pool_file, read_relation_files, unwatched
from dispatch.bootstrap import Services
from dispatch.intake.columns import Table
from dispatch.intake.error_sheet import ErrorSheet
from dispatch.intake.findings import Finding
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.pool_columns import Day
from dispatch.intake.pool_rows import PoolBatch, pool_table
from dispatch.intake.relations import RelationReading, strangers
from dispatch.kernel.ports import Spread
from dispatch.workflow.pool_batches import batches_of
from dispatch.workflow.pool_import import ImportReport, Prepared, RowsRejected, Way, prepare, store
from dispatch.workflow.pool_national import completed
from dispatch.workflow.pool_relations import compare_tables, import_relations
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
    spread: Spread = map  # by how many hands a first pool is read and sealed


def bring_pool(file: Path, service: Services, wish: Wish, watch: Watch = unwatched) -> ImportReport:
    """Reads a pool file (CSV, XLSX, XLS, or JSON of the national specification) into the registry, batch by batch.

    A bad row is in the report and, if wished, in the error sheet; without `good_rows` it keeps everything out. Raises the refusals of
    intake for a file that is none, and PoolChanged. `watch` sees every line as it is read, then every row as it is stored.
    """
    pool = None if file.suffix.lower() == NATIONAL else open_pool_file(file, wish.laid_down, watch)
    with ErrorSheet(wish.errors) as sheet:
        run = _Run(service, wish, sheet)
        try:
            with service.work(reads_only=True) as work:
                prepared = run.prepared(pool or _national(file, work, wish.laid_down, watch), work)
            with service.work(reads_only=wish.way.dry_run) as work:
                return run.stored(prepared, work, watch)
        except RowsRejected as stopped:
            return run.with_relations(stopped.report)


def bring_relations(service: Services, wish: Wish) -> ImportReport:
    """Reads files of relations and equity beside the pool that is there already: what they hold replaces what was brought before.

    Errors as of `bring_pool`. Raises the refusals of intake for a file that is none.
    """
    with ErrorSheet(wish.errors) as sheet:
        run = _Run(service, wish, sheet)
        try:
            with service.work(reads_only=wish.way.dry_run) as work:
                return run.relations_stored(work)
        except RowsRejected as stopped:
            return run.with_relations(stopped.report)


def day_of(service: Services) -> Day:
    """By what rows are judged today; the age is the highest that the rules of the day let be drawn."""
    today = local_day(service.clock())
    limits = profile(service.settings.profile).ask("screening.age_under", today, dict[str, int])
    return Day(today, service.demo, max(limits.values()))


class _Run:
    """One import; it remembers the numbers of the file for the relations beside it, and what was wrong with those."""

    def __init__(self, service: Services, wish: Wish, sheet: ErrorSheet) -> None:
        self._service, self._wish, self._sheet = service, wish, sheet
        self._numbers: set[ExpertNo] = set()
        self._pool: PoolFile | None = None
        self._found: RelationReading | None = None

    def prepared(self, pool: PoolFile, work: Work) -> Prepared:
        """All that can be done before anything is changed, the tables of relations read too. Raises RowsRejected."""
        self._pool, way = pool, self._wish.way
        self._sheet.begin(pool.table)
        batches = self._noted(batches_of(pool.table, day_of(self._service), work, way, self._wish.spread))
        prepared = prepare(batches, work, way, self._sheet.add)
        if self._relations().errors and not way.good_rows and not way.dry_run:
            raise RowsRejected(prepared.report)
        return prepared

    def stored(self, prepared: Prepared, work: Work, watch: Watch) -> ImportReport:
        report = store(prepared, work, lambda rows: cast("Iterable[bytes]", watch(rows, len(rows))))
        return self._with_tables(report, work)

    def relations_stored(self, work: Work) -> ImportReport:
        """The relations and shares alone; how many rows are new and how many stay."""
        found = self._relations()
        compared = compare_tables(found.relations, found.equity, work, whole=not found.errors)
        return self._with_tables(ImportReport(compared.added, compared.unchanged, (), ()), work)

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

    def _with_tables(self, report: ImportReport, work: Work) -> ImportReport:
        way, found = self._wish.way, self._relations()
        listed = {relation.expert_no for relation in found.relations}
        known = {*self._numbers, *map(ExpertNo, work.uow.registry.content_marks(listed))}
        self._found = found = replace(found, warnings=(*found.warnings, *strangers(found, known)))
        whole = self.with_relations(report)
        if found.errors and not way.good_rows and not way.dry_run:
            raise RowsRejected(report)
        if way.changes:
            compared = compare_tables(found.relations, found.equity, work, self._numbers, whole=not found.errors)
            whole = replace(whole, changes=(*whole.changes, *compared.changes))
        if not way.dry_run and (found.relations or found.equity):
            import_relations(found.relations, found.equity, work, whole=not found.errors)
        return whole

    def _noted(self, batches: Iterable[PoolBatch]) -> Iterator[PoolBatch]:
        keeps = bool(self._wish.relations or (self._pool and self._pool.beside))
        for batch in batches:
            if keeps:
                self._numbers |= batch.numbers
            yield batch

    def _relations(self) -> RelationReading:
        """Read once; their bad rows go into the error sheet behind those of the pool, each table on a sheet of its own."""
        if self._found is None:
            beside = self._pool.beside if self._pool else ()
            self._found = read_relation_files(beside, self._wish.relations, demo=self._service.demo, laid_down=self._wish.laid_down)
            for nth, table in enumerate(self._found.faulty, start=1):
                self._sheet.begin(table, f"{table.name}错误{nth}")
                for bad in table.rows:
                    self._sheet.add(bad)
        return self._found


def _national(file: Path, work: Work, laid_down: ColumnMapping, watch: Watch) -> PoolFile:
    lines, count = national_file(file)
    table: Table = pool_table(watch(completed(lines, work), count), laid_down)
    return PoolFile(table, ())
