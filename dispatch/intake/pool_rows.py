"""专家库文件: its rows batch by batch, the good ones as experts, the others as brought; no row stands for another that came before."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from dispatch.intake.cells import Cell, Line
from dispatch.intake.columns import ALIASES, POOL_COLUMNS, SUSPENDED_UNTIL, Table, table
from dispatch.intake.findings import Finding
from dispatch.intake.likeness import likeness
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.pool_columns import Day, PoolColumns
from dispatch.intake.pool_expert import expert_of
from dispatch.intake.reading import RowReader
from dispatch.intake.refusals import EmptyFile
from dispatch.intake.seen import Seen
from policies.vocabulary.expert import Equity, Expert, Relation

BATCH = 2000  # rows that are read, checked and stored together
_PLACES = {column: place for place, column in enumerate(POOL_COLUMNS)}


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


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is not taken: the line as brought, and why."""

    row: int
    line: Line
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PoolBatch:
    """Some rows of a pool file, in order: the good ones as experts with their rows, the others as brought."""

    experts: tuple[Expert, ...]
    rows: tuple[int, ...]
    lines: tuple[Line, ...]
    bad: tuple[BadRow, ...] = ()
    warnings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(error for row in self.bad for error in row.errors)


def pool_table(lines: Iterable[Line], laid_down: ColumnMapping = NOTHING_LAID_DOWN) -> Table:
    """The table of a pool sheet. Raises EmptyFile, NoHeader, BadMapping, WrongColumns."""
    return table(lines, POOL_COLUMNS, (SUSPENDED_UNTIL,), ALIASES, laid_down)


def read_batches(sheet: Table, day: Day, size: int = BATCH) -> Iterator[PoolBatch]:
    """All rows of a sheet, some at a time, so that a file of any length takes the same memory. Raises EmptyFile at its end."""
    rows, columns, seen, found = sheet.rows(), PoolColumns(day), _Duplicates(), False
    while lines := list(islice(rows, size)):
        found = True
        yield _batch(lines, day, columns, seen)
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


def _batch(lines: Sequence[tuple[int, Line, dict[str, Cell]]], day: Day, columns: PoolColumns, seen: _Duplicates) -> PoolBatch:
    readers = [RowReader(row, cells) for row, _, cells in lines]
    values = columns.read(readers)
    experts = [expert_of(reader, of_row, day) for reader, of_row in zip(readers, values, strict=True)]
    seen.check(readers, values, experts)
    good = [
        (expert, row, line)
        for expert, reader, (row, line, _) in zip(experts, readers, lines, strict=True)
        if expert is not None and not reader.errors
    ]
    bad = [
        BadRow(row, line, tuple(sorted(reader.errors, key=_place)), tuple(reader.warnings))
        for reader, (row, line, _) in zip(readers, lines, strict=True)
        if reader.errors
    ]
    return PoolBatch(
        tuple(expert for expert, _, _ in good),
        tuple(row for _, row, _ in good),
        tuple(line for _, _, line in good),
        tuple(bad),
        tuple(warning for reader in readers for warning in reader.warnings),
    )


def _place(found: Finding) -> int:
    """Errors of a row stand in the order of the shipped columns."""
    return _PLACES.get(found.column, len(_PLACES))


@dataclass(slots=True)
class _Duplicates:
    """Numbers and people that already stood in the file."""

    numbers: Seen = field(default_factory=Seen)
    documents: Seen = field(default_factory=Seen)
    people: Seen = field(default_factory=Seen)

    def check(self, readers: Sequence[RowReader], values: Sequence[Sequence[str]], experts: Sequence[Expert | None]) -> None:
        for column, code, seen in (("专家编号", "no.twice", self.numbers), ("证件号码", "id.twice", self.documents)):
            place = POOL_COLUMNS.index(column)
            filled = [(reader, of_row[place]) for reader, of_row in zip(readers, values, strict=True) if of_row[place]]
            for reader, first in _again(filled, seen):
                reader.error(column, code, first=first)
        alike = [(reader, likeness(expert)) for reader, expert in zip(readers, experts, strict=True) if expert and not reader.errors]
        for reader, first in _again([(reader, key) for reader, key in alike if key is not None], self.people):
            reader.warn("姓名", "person.alike", first=first)


def _again(filled: Sequence[tuple[RowReader, Hashable]], seen: Seen) -> list[tuple[RowReader, int]]:
    """Those whose value stood in an earlier row, with that row."""
    firsts = seen.first_rows([value for _, value in filled], [reader.row for reader, _ in filled])
    return [(reader, first) for (reader, _), first in zip(filled, firsts, strict=True) if first is not None]
