"""国家数据规范的文件 brought back: what such a file does not carry stays as the registry has it, and is asked for of people who are new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from dispatch.intake.cells import Cell, Line
from dispatch.intake.columns import POOL_COLUMNS, SUSPENDED_UNTIL
from dispatch.intake.pool_rows import BATCH
from dispatch.intake.reading import read_code
from dispatch.intake.specialties import split_codes
from dispatch.intake.writing import pool_line
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.pool import opened
from dispatch.workflow.work import Work

_NUMBER, _CODES, _EDITION = "专家编号", "评标专业代码", "专业分类版本"


def completed(lines: Iterable[Line], work: Work) -> Iterator[Line]:
    """The same lines with every column of a pool file; strangers' columns are blank, and the edition of codes that changed."""
    rest = iter(lines)
    header = [str(name) for name in next(rest)]
    missing = [column for column in (*POOL_COLUMNS, SUSPENDED_UNTIL) if column not in header]
    yield (*header, *missing)
    if _NUMBER not in header:
        return  # the header alone is refused, and says what is missing
    place = header.index(_NUMBER)
    while batch := list(islice(rest, BATCH)):
        numbers = [read_code(line[place])[0] for line in batch]
        known = _known([number for number in numbers if number], work)
        for number, line in zip(numbers, batch, strict=True):
            stored = known.get(number, {})
            yield (*line, *(_added(column, stored, dict(zip(header, line, strict=True))) for column in missing))


def _known(numbers: list[str], work: Work) -> dict[str, dict[str, Cell]]:
    codec = PersonCodec(work.means.keys, work.means.entropy)
    people = work.uow.registry.by_expert_no(numbers)
    experts = ((number, opened(person, codec)) for number, person in people.items())
    columns = (*POOL_COLUMNS, SUSPENDED_UNTIL)
    return {number: dict(zip(columns, (*pool_line(expert), expert.suspended_until), strict=True)) for number, expert in experts}


def _added(column: str, stored: dict[str, Cell], brought: dict[str, Cell]) -> Cell:
    if column == _EDITION and _codes(brought.get(_CODES)) != _codes(stored.get(_CODES)):
        return None  # an edition is never guessed
    return stored.get(column)


def _codes(cell: Cell) -> tuple[str, ...]:
    return split_codes(cell) if isinstance(cell, str) else ()
