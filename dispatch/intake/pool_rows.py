"""专家库文件: its rows batch by batch, read and checked; no row stands for another that came before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from dispatch.intake.cells import Cell, Line
from dispatch.intake.columns import ALIASES, POOL_COLUMNS, SUSPENDED_UNTIL, Stretch, Table, table
from dispatch.intake.findings import Finding
from dispatch.intake.likeness import likeness
from dispatch.intake.many_numbers import sound_identities
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.pool_batch import BadRow, Keys, PoolBatch, in_order
from dispatch.intake.pool_columns import Day, PoolColumns
from dispatch.intake.pool_expert import expert_of
from dispatch.intake.reading import RowReader
from dispatch.intake.refusals import EmptyFile
from dispatch.intake.repeats import Repeats
from dispatch.kernel.ports import Spread
from policies.vocabulary.expert import Equity, Expert, Relation

__all__ = ["BadRow", "PoolBatch", "PoolReading", "collected", "pool_table", "read_batches", "read_pool"]
BATCH = 2000  # rows that are read, checked and stored together
_NUMBER, _TYPE, _DOCUMENT, _BIRTH, _SEX = map(POOL_COLUMNS.index, ("专家编号", "证件类型", "证件号码", "出生日期", "性别"))
_IN_COLUMNS: dict[str, Cell] = {}  # cells are read column by column, so a row has none of its own


@dataclass(frozen=True, slots=True)
class PoolReading:
    """What a pool file holds: good rows as experts (`rows` tells which row each was), and what is wrong with the others.

    Relations and holdings come from files of their own, so their errors stand apart: the rows are other rows.
    """

    experts: tuple[Expert, ...]
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    rows: tuple[int, ...] = ()
    relations: tuple[Relation, ...] = ()
    equity: tuple[Equity, ...] = ()
    relation_errors: tuple[Finding, ...] = ()


def pool_table(lines: Iterable[Line], laid_down: ColumnMapping = NOTHING_LAID_DOWN) -> Table:
    """The table of a pool sheet. Raises EmptyFile, NoHeader, BadMapping, WrongColumns."""
    return table(lines, POOL_COLUMNS, (SUSPENDED_UNTIL,), ALIASES, laid_down)


def read_batches(sheet: Table, day: Day, size: int = BATCH) -> Iterator[PoolBatch]:
    """All rows of a sheet, some at a time, so that a file of any length takes the same memory. Raises EmptyFile at its end."""
    return unrepeated(BatchReader(day), sheet.stretches(size))


def unrepeated(read: Callable[[Stretch], PoolBatch], stretches: Iterable[Stretch], spread: Spread = map) -> Iterator[PoolBatch]:
    """The batches that `read` makes of the stretches of one file, no row of which repeats an earlier one. Raises EmptyFile at the end."""
    repeats, handed_out = Repeats(), deque[Stretch]()

    def without_lines() -> Iterator[Stretch]:
        for stretch in stretches:
            handed_out.append(stretch)
            yield replace(stretch, lines=())

    found = False
    for batch in spread(read, without_lines()):
        found = True
        yield repeats.sifted(batch.with_lines(handed_out.popleft()))
    if not found:
        raise EmptyFile()


def read_pool(lines: Iterable[Line], *, demo: bool, on: date, age_under: int | None = None) -> PoolReading:
    """All experts of a sheet at once; `on` is today: no date may lie after it. Demo values are good only with `demo`.

    Raises EmptyFile, NoHeader, WrongColumns; anything wrong with one row is a value in `errors`.
    """
    return collected(pool_table(lines), Day(on, demo, age_under))


def collected(sheet: Table, day: Day) -> PoolReading:
    """All rows of a sheet in one value. Raises EmptyFile."""
    batches = tuple(read_batches(sheet, day))
    return PoolReading(
        tuple(expert for batch in batches for expert in batch.experts),
        tuple(error for batch in batches for error in batch.errors),
        (*sheet.warnings, *(warning for batch in batches for warning in batch.warnings)),
        tuple(row for batch in batches for row in batch.rows),
    )


class BatchReader:
    """Reads and checks stretches of one file, each by itself; what it read before makes it faster, and never another.

    It may be handed to another process, where it begins anew.
    """

    def __init__(self, day: Day) -> None:
        self._day, self._columns = day, PoolColumns(day)

    def __reduce__(self) -> tuple[type[BatchReader], tuple[Day]]:
        return BatchReader, (self._day,)

    def __call__(self, stretch: Stretch) -> PoolBatch:
        """Without the lines as brought."""
        readers = [RowReader(row, _IN_COLUMNS) for row in stretch.rows]
        values = self._columns.read(stretch, readers)
        sound = sound_identities(values[_TYPE], values[_DOCUMENT], values[_BIRTH], values[_SEX], demo=self._day.demo)
        by_row = zip(readers, zip(*values, strict=True), sound, strict=True)
        found = [expert_of(reader, of_row, self._day, sound=checked) for reader, of_row, checked in by_row]
        experts = [None if reader.errors else expert for reader, expert in zip(readers, found, strict=True)]
        people = tuple(likeness(expert) if expert else None for expert in experts)
        return PoolBatch(
            tuple(expert for expert in experts if expert),
            tuple(reader.row for reader, expert in zip(readers, experts, strict=True) if expert),
            (),
            tuple(BadRow(reader.row, (), in_order(reader.errors), tuple(reader.warnings)) for reader in readers if reader.errors),
            tuple(warning for reader in readers if reader.warnings for warning in reader.warnings),
            Keys(stretch.rows, tuple(values[_NUMBER]), tuple(values[_DOCUMENT]), people),
        )
