"""专家库文件: its rows batch by batch, the good ones as experts, the others as brought; no row stands for another that came before."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dispatch.intake.cells import Cell, Line
from dispatch.intake.columns import ALIASES, POOL_COLUMNS, SUSPENDED_UNTIL, Stretch, Table, table
from dispatch.intake.findings import Finding
from dispatch.intake.likeness import likeness
from dispatch.intake.many_numbers import sound_identities
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.pool_columns import Day, PoolColumns
from dispatch.intake.pool_expert import expert_of
from dispatch.intake.reading import RowReader
from dispatch.intake.refusals import EmptyFile
from dispatch.intake.seen import Seen
from policies.vocabulary.expert import Equity, Expert, Relation

BATCH = 2000  # rows that are read, checked and stored together
_PLACES = {column: place for place, column in enumerate(POOL_COLUMNS)}
_TYPE, _DOCUMENT, _BIRTH, _SEX = (_PLACES[name] for name in ("证件类型", "证件号码", "出生日期", "性别"))
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
    columns, seen, found = PoolColumns(day), _Duplicates(), False
    for stretch in sheet.stretches(size):
        found = True
        yield _batch(stretch, day, columns, seen)
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


def _batch(stretch: Stretch, day: Day, columns: PoolColumns, seen: _Duplicates) -> PoolBatch:
    readers = [RowReader(row, _IN_COLUMNS) for row in stretch.rows]
    values = columns.read(stretch, readers)
    sound = sound_identities(values[_TYPE], values[_DOCUMENT], values[_BIRTH], values[_SEX], demo=day.demo)
    by_row = zip(readers, zip(*values, strict=True), sound, strict=True)
    experts = [expert_of(reader, of_row, day, sound=checked) for reader, of_row, checked in by_row]
    seen.check(readers, values, experts)
    warnings = tuple(warning for reader in readers if reader.warnings for warning in reader.warnings)
    bad = [place for place, reader in enumerate(readers) if reader.errors]
    if not bad:
        return PoolBatch(tuple(expert for expert in experts if expert), stretch.rows, stretch.lines, (), warnings)
    good = [(expert, place) for place, expert in enumerate(experts) if expert is not None and not readers[place].errors]
    return PoolBatch(
        tuple(expert for expert, _ in good),
        tuple(stretch.rows[place] for _, place in good),
        tuple(stretch.lines[place] for _, place in good),
        tuple(_bad_row(stretch, place, readers[place]) for place in bad),
        warnings,
    )


def _bad_row(stretch: Stretch, place: int, reader: RowReader) -> BadRow:
    return BadRow(reader.row, stretch.lines[place], tuple(sorted(reader.errors, key=_place)), tuple(reader.warnings))


def _place(found: Finding) -> int:
    """Errors of a row stand in the order of the shipped columns."""
    return _PLACES.get(found.column, len(_PLACES))


@dataclass(slots=True)
class _Duplicates:
    """Numbers and people that already stood in the file."""

    numbers: Seen = field(default_factory=Seen)
    documents: Seen = field(default_factory=Seen)
    people: Seen = field(default_factory=Seen)

    def check(self, readers: Sequence[RowReader], values: Sequence[Sequence[Any]], experts: Sequence[Expert | None]) -> None:
        for column, code, seen in (("专家编号", "no.twice", self.numbers), ("证件号码", "id.twice", self.documents)):
            filled = [(reader, value) for reader, value in zip(readers, values[_PLACES[column]], strict=True) if value]
            for reader, first in _again(filled, seen):
                reader.error(column, code, first=first)
        alike = [(reader, likeness(expert)) for reader, expert in zip(readers, experts, strict=True) if expert and not reader.errors]
        for reader, first in _again([(reader, key) for reader, key in alike if key is not None], self.people):
            reader.warn("姓名", "person.alike", first=first)


def _again(filled: Sequence[tuple[RowReader, Hashable]], seen: Seen) -> list[tuple[RowReader, int]]:
    """Those whose value stood in an earlier row, with that row."""
    repeats = seen.repeats([value for _, value in filled], [reader.row for reader, _ in filled])
    return [(filled[place][0], first) for place, first in repeats.items()]
