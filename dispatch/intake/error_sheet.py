"""错误表: the rows that were not taken, as brought, with the bad cells marked and the reasons beside them, to be corrected.

The reasons stand in Chinese, and in English in a column behind: the sheet goes to people who chose no language of the console. A table
has a sheet of its own; brought again as it is, the sheet is read without its own three columns.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Protocol, Self

from xlsxwriter import Workbook

from dispatch.intake.cells import Cell
from dispatch.intake.column_names import REASON, REASON_EN, ROW
from dispatch.intake.findings import Finding
from dispatch.intake.places import Mark, in_order
from dispatch.intake.pool_rows import BadRow
from dispatch.intake.refusals import UnknownFileType
from dispatch.intake.table_files import whole_file

FAULTY = "member"  # the code of what is wrong in a small table
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575  # of a sheet, below its header
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
_RED, _YELLOW = "#F8C9C4", "#FFF2B3"
_COLOURS: dict[str, dict[str, Any]] = {"plain": {}, "bad": {"bg_color": _RED}, "doubtful": {"bg_color": _YELLOW}}


class Columns(Protocol):
    """A table as the sheet needs it: the names of its columns as brought, and ours for them."""

    @property
    def labels(self) -> tuple[str, ...]: ...

    @property
    def names(self) -> tuple[str | None, ...]: ...


class ErrorSheet:
    """An XLSX file that comes into being with the first bad row; it holds personal data and is its owner's only.

    Red is what keeps a row out, yellow what a person should look at besides.
    """

    def __init__(self, path: Path | None) -> None:
        """Without a path nothing is written. Raises UnknownFileType for a name that is no XLSX."""
        if path is not None and path.suffix.lower() != ".xlsx":
            raise UnknownFileType(found=path.suffix or path.name, wanted="XLSX")
        self._path, self.rows = path, 0
        self._labels: tuple[str, ...] = ()
        self._names: tuple[str | None, ...] = ()
        self._name = ""
        self._stack = ExitStack()
        self._workbook: Any = None
        self._sheet: Any = None

    def begin(self, table: Columns, name: str = "错误") -> None:
        """Whose rows these are: their columns stand as they were brought, on a sheet of this name."""
        self._labels, self._names, self._name = table.labels, table.names, name
        self._sheet, self.rows = None, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: Any) -> None:
        self._stack.__exit__(*failure)

    def add(self, bad: BadRow, names: tuple[str | None, ...] | None = None) -> None:
        """Writes one row; more than a sheet can hold are counted, but not written. `names`: where its columns are its own."""
        if names is not None:
            self._names = names
        if self._path is None:
            return
        if self._sheet is None:
            self._begin_sheet(self._opened(self._path))
        self.rows += 1
        if self.rows > MOST_ROWS:
            return
        self._sheet.write_number(self.rows, 0, bad.row)
        marked = {finding.column: "bad" for finding in bad.errors}
        doubtful = {finding.column: "doubtful" for finding in bad.warnings}
        for place in range(len(self._labels)):
            cell = bad.line[place] if place < len(bad.line) else None
            ours = self._names[place] if place < len(self._names) else None
            self._write(place + 1, cell, (doubtful | marked).get(ours or "", "plain"))
        for place, reasons in enumerate(_reasons(bad.errors), start=len(self._labels) + 1):
            self._sheet.write_string(self.rows, place, reasons[:LONGEST_CELL], self._formats["wrapped"])

    def _opened(self, path: Path) -> Any:
        if self._workbook is None:
            part = self._stack.enter_context(whole_file(path))
            self._workbook = self._stack.enter_context(Workbook(str(part), _OPTIONS))
            base, add = {"valign": "top"}, self._workbook.add_format
            self._formats = {name: add(base | colour) for name, colour in _COLOURS.items()}
            self._days = {name: add(base | colour | {"num_format": "yyyy-mm-dd"}) for name, colour in _COLOURS.items()}
            self._formats["wrapped"] = add(base | {"text_wrap": True})
            self._formats["head"] = add({"bold": True, "bg_color": "#E6ECF2", "border": 1})
        return self._workbook

    def _begin_sheet(self, workbook: Any) -> None:
        behind = len(self._labels) + 1
        self._sheet = workbook.add_worksheet(self._name)
        self._sheet.set_column(1, behind - 1, 16)
        self._sheet.set_column(behind, behind + 1, 80)
        self._sheet.freeze_panes(1, 1)
        for place, label in enumerate((ROW, *self._labels, REASON, REASON_EN)):
            self._sheet.write_string(0, place, label, self._formats["head"])

    def _write(self, column: int, cell: Cell, kind: str) -> None:
        """The cell as brought: text stays text, whatever it begins with."""
        sheet, plain = self._sheet, self._formats[kind]
        if cell is None or cell == "":
            sheet.write_blank(self.rows, column, None, plain)
        elif isinstance(cell, bool):
            sheet.write_boolean(self.rows, column, cell, plain)
        elif isinstance(cell, (int, float)) and math.isfinite(cell) and abs(cell) < 1e15:
            sheet.write_number(self.rows, column, cell, plain)
        elif isinstance(cell, (datetime, date)) and cell.year >= 1900:
            sheet.write_datetime(self.rows, column, cell, self._days[kind])
        else:
            text = cell.isoformat() if isinstance(cell, (date, time)) else str(cell)
            sheet.write_string(self.rows, column, _printable(text)[:LONGEST_CELL], plain)


def write_marks(path: Path, marks: Iterable[Mark]) -> int:
    """The rows of small tables that are wrong, each table on a sheet of its own; answers how many rows. Raises UnknownFileType."""
    count = 0
    with ErrorSheet(path) as sheet:
        for nth, (name, rows) in enumerate(in_order(marks).items(), start=1):
            first = next(iter(rows.values()))[0].place
            sheet.begin(first, _sheet_name(name, nth))
            for row, found in rows.items():
                sheet.add(bad_row(row, found), found[0].place.names)
                count += 1
    return count


def bad_row(row: int, found: Sequence[Mark]) -> BadRow:
    """What is wrong with one row of a small table, as of a row of a pool."""
    errors = tuple(Finding(row, mark.column, FAULTY, mark.chinese, mark.english) for mark in found)
    return BadRow(row, found[0].place.line, errors, ())


def _sheet_name(name: str, nth: int) -> str:
    """A spreadsheet takes 31 characters, and not all of them."""
    return _NO_SHEET_NAME.sub("_", name).strip("'")[:25] or f"错误{nth}"


def _reasons(errors: Sequence[Finding]) -> tuple[str, str]:
    """All of them, numbered, in Chinese and in English."""
    chinese = "\n".join(f"{number}. {error.message}" for number, error in enumerate(errors, start=1))
    return chinese, "\n".join(f"{number}. {error.english}" for number, error in enumerate(errors, start=1))


def _printable(text: str) -> str:
    """What XML cannot hold is shown as a mark, so that the sheet opens and the place is seen."""
    return "".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in text)
