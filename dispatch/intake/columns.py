"""表: the lines under a header, each cell under our name for its column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from dispatch.intake.cells import Cell, Line, NumberLostDigits, as_text, is_blank
from dispatch.intake.column_names import (
    ALIASES,
    EQUITY_COLUMNS,
    POOL_COLUMNS,
    REASON,
    REASON_EN,
    RELATION_COLUMNS,
    ROW,
    SUSPENDED_UNTIL,
    Aliases,
)
from dispatch.intake.english import all_in_english
from dispatch.intake.findings import Finding, finding
from dispatch.intake.mapping import ACCEPTED, HEAD, NOTHING_LAID_DOWN, ColumnMapping, Proposal, propose_mapping
from dispatch.intake.refusals import WrongColumns

__all__ = ["ALIASES", "EQUITY_COLUMNS", "POOL_COLUMNS", "RELATION_COLUMNS", "SUSPENDED_UNTIL", "Table", "table"]
_SURE_BY_NAME = 0.95
_TOTAL = re.compile(r"(?:合计|总计|小计|共计)(?:[:(,.、\d]|$)")
_BESIDE = re.compile(
    "(?:共|备注|注|说明|(?:填表|填报|制表|审核|复核|经办|打印)(?:人|单位|日期|时间|说明)?|(?:单位)?负责人|以下空白)"
    r"(?:[:(,.、\d]|$)"
)
_NO_PLACE = 1 << 20  # as far to the right as no line goes
_FEW = 3  # columns, all of which a total may fill
_MANY = 12  # columns; where so many are read, a line with words in one cell alone is a heading or a note


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some lines of a table, column by column: under each of our names the cells of all these lines."""

    rows: tuple[int, ...]
    lines: tuple[Line, ...]
    cells: Mapping[str, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """The lines under a header; blank lines, repeated headers, totals and notes are passed over but counted.

    `labels` are the names as brought, `fixed` the values laid down for a whole column, `words` their words for ours.
    """

    names: tuple[str | None, ...]
    labels: tuple[str, ...]
    lines: Iterator[Line]
    remarks: tuple[Finding, ...]
    header: Line = ()
    fixed: Mapping[str, str] | None = None
    words: Mapping[str, Mapping[str, str]] | None = None
    aside: list[Finding] = field(default_factory=list)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What a person should know of the header, and of the lines walked so far that were not read as records."""
        return (*self.remarks, *self.aside)

    def records(self) -> Iterator[tuple[int, dict[str, Cell]]]:
        """Row from 1, and its cells by our names."""
        return ((row, cells) for row, _, cells in self.rows())

    def rows(self) -> Iterator[tuple[int, Line, dict[str, Cell]]]:
        """As `records`, with the line as brought between."""
        places = [(index, name) for index, name in enumerate(self.names) if name is not None]
        widest = max((index for index, _ in places), default=-1) + 1
        for row, line in self._filled():
            if len(line) >= widest:
                cells = {name: line[index] for index, name in places}
            else:
                cells = {name: line[index] if index < len(line) else None for index, name in places}
            yield row, line, self._laid_down(cells) if self.fixed or self.words else cells

    def stretches(self, size: int) -> Iterator[Stretch]:
        """As `rows`, so many lines at a time, and column by column, which is how a long table is read fast."""
        places = [(index, name) for index, name in enumerate(self.names) if name is not None]
        widest = max((index for index, _ in places), default=-1) + 1
        filled = self._filled()
        while batch := list(islice(filled, size)):
            rows, lines = zip(*batch, strict=True)
            padded = [line if len(line) >= widest else (*line, *[None] * (widest - len(line))) for line in lines]
            columns = list(zip(*padded))  # noqa: B905 – what stands beyond the widest place is not read
            yield Stretch(rows, lines, self._all_laid_down({name: columns[index] for index, name in places}, len(rows)))

    def _filled(self) -> Iterator[tuple[int, Line]]:
        """The lines that can be records; of most, three cells tell it."""
        places = [index for index, name in enumerate(self.names) if name is not None]
        first, middle, last = (places[0], places[len(places) // 2], places[-1]) if len(places) > _FEW else (0, 0, _NO_PLACE)
        for row, line in enumerate(self.lines, start=1):
            if len(line) > last and line[first] and line[middle] and line[last] and not is_blank(line[first : first + 1]):
                if line != self.header:
                    yield row, line
            elif not is_blank(line) and line != self.header and not self._stands_beside(row, line, places):
                yield row, line

    def _stands_beside(self, row: int, line: Line, places: Sequence[int]) -> bool:
        """Whether a line is a total, a note or a heading among the records, which is noted; or has nothing in any column that is read."""
        filled = [place for place, cell in enumerate(line) if _said(cell)]
        if not filled:
            return True
        read, said = set(places).intersection(filled), _said(line[filled[0]])
        is_total = bool(_TOTAL.match(said)) and (len(read) < len(places) or len(places) <= _FEW)
        is_note = bool(_BESIDE.match(said)) and 2 * len(read) <= len(places)
        is_heading = len(filled) == 1 and len(places) >= _MANY and filled[0] <= places[0] and not said.isascii()
        if is_total or is_note or is_heading:
            self.aside.append(finding(row, self.labels[filled[0]] if filled[0] < len(self.labels) else "", "row.aside"))
        return is_total or is_note or is_heading or not read

    def _all_laid_down(self, cells: dict[str, Sequence[Cell]], count: int) -> dict[str, Sequence[Cell]]:
        for name, words in (self.words or {}).items():
            if name in cells:
                cells[name] = [_in_our_words(cell, words) for cell in cells[name]]
        return cells | {name: (value,) * count for name, value in (self.fixed or {}).items()}

    def _laid_down(self, cells: dict[str, Cell]) -> dict[str, Cell]:
        for name, words in (self.words or {}).items():
            if name in cells:
                cells[name] = _in_our_words(cells[name], words)
        return {**cells, **(self.fixed or {})}


def _said(cell: Cell) -> str:
    """The cell's text, half-width and without blanks."""
    try:
        return "".join(unicodedata.normalize("NFKC", as_text(cell)).split())
    except NumberLostDigits:
        return "?"


def _in_our_words(cell: Cell, words: Mapping[str, str]) -> Cell:
    """The word that was laid down for this cell, also where a spreadsheet made a number of theirs; else the cell."""
    try:
        return words.get(as_text(cell), cell)
    except NumberLostDigits:
        return cell


def table(
    lines: Iterable[Line],
    wanted: tuple[str, ...],
    optional: tuple[str, ...] = (),
    aliases: Aliases = ALIASES,
    laid_down: ColumnMapping = NOTHING_LAID_DOWN,
) -> Table:
    """The table under the header, wherever in the first lines that stands; what is laid down wins over what is proposed.

    Raises EmptyFile, NoHeader, BadMapping, and WrongColumns, which asks for every missing column in one sentence.
    """
    rest = iter(lines)
    head = list(islice(rest, HEAD))
    proposal = propose_mapping(head, laid_down, wanted, optional, aliases)
    _check(proposal)
    return unchecked(proposal, chain(head, rest), laid_down)


def unchecked(proposal: Proposal, lines: Iterable[Line], laid_down: ColumnMapping) -> Table:
    """The table of a proposal, whatever is missing; `lines` begin with the first of the sheet."""
    rest = iter(lines)
    above = list(islice(rest, proposal.begins))
    labels = tuple(column.written for column in proposal.columns)
    return Table(proposal.names, labels, rest, tuple(_remarks(proposal)), above[-1], laid_down.fixed, laid_down.words)


def _check(proposal: Proposal) -> None:
    if proposal.twice:
        twice = "、".join(proposal.twice)
        raise WrongColumns(
            what=f"列“{twice}”出现了两次，请在列的对应中指定用哪一列",
            what_en=f"{all_in_english(proposal.twice)} stands twice; choose one in the mapping",
        )
    if not proposal.missing:
        return
    missing = "、".join(proposal.missing)
    maybe = [f"“{column.written[:20]}={column.ours}”" for column in proposal.doubtful if column.ours in proposal.missing]
    asked = f"；看来 {'、'.join(maybe)}，请在列的对应中确认" if maybe else "；请在列的对应中指定是哪一列，或给出全表相同的值"
    asked_en = f"; perhaps {', '.join(maybe)}: confirm it" if maybe else "; say in the mapping which it is, or give one value for all rows"
    raise WrongColumns(what=f"缺少列“{missing}”{asked}", what_en=f"missing {all_in_english(proposal.missing)}{asked_en}")


def _remarks(proposal: Proposal) -> Iterator[Finding]:
    """What a person should know of the header: columns not read, and columns taken by more than their name."""
    for column in proposal.columns:
        written = as_text(column.written)[:40]
        if not column.accepted and written and not column.is_laid_down and written not in (ROW, REASON, REASON_EN):
            yield finding(0, written, "column.unknown")
        elif column.accepted and ACCEPTED <= column.confidence < _SURE_BY_NAME:
            yield finding(0, written or f"第{column.place + 1}列", "column.taken_as", why="；".join(column.reasons), ours=column.ours)
