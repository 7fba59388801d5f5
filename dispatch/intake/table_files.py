"""写出表格: CSV and XLSX files of any length, whole or not at all, readable by their owner only.

Numbers of persons and cards are text cells, and no text of ours is run as a formula by a spreadsheet program.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TextIO

from xlsxwriter import Workbook

from dispatch.intake.cells import is_formula
from dispatch.intake.refusals import UnknownFileType

UTF8_MARK = "\ufeff"  # spreadsheet programs take a CSV without it for GB18030
TABLE_TYPES = (".csv", ".xlsx")
_OWNER_ONLY = 0o600

Value = str | date | None
Lines = Iterable[Sequence[Value]]


def write_tables(path: Path, tables: Mapping[str, Lines]) -> None:
    """Tables as the sheets of an XLSX file, or one table as a CSV file. Raises UnknownFileType."""
    suffix = path.suffix.lower()
    if suffix not in TABLE_TYPES:
        raise UnknownFileType(found=path.suffix or path.name, wanted="CSV、XLSX")
    with whole_file(path) as part:
        if suffix == ".xlsx":
            _write_sheets(part, tables)
        else:
            with part.open("w", encoding="utf-8", newline="") as text:
                _write_csv(text, next(iter(tables.values())))


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A private file beside `path` that takes its place when the block ends well, and vanishes when it does not."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def table_csv(lines: Lines) -> bytes:
    """Lines as CSV (UTF-8 with byte order mark)."""
    text = io.StringIO(newline="")
    _write_csv(text, lines)
    return text.getvalue().encode("utf-8")


def book(sheets: Mapping[str, Lines]) -> bytes:
    """A workbook of these sheets; every cell is text or a date, never a formula."""
    target = io.BytesIO()
    _write_sheets(target, sheets)
    return target.getvalue()


def _write_csv(text: TextIO, lines: Lines) -> None:
    text.write(UTF8_MARK)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_harmless(value) for value in line] for line in lines)


def _write_sheets(target: Path | io.BytesIO, sheets: Mapping[str, Lines]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target if isinstance(target, io.BytesIO) else str(target), options) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, lines in sheets.items():
            sheet = workbook.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, value in enumerate(line):
                    if isinstance(value, date):
                        sheet.write_datetime(row, column, value, day)
                    elif value:
                        sheet.write_string(row, column, value)


def _harmless(value: Value) -> str:
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else value
    return "'" + text if is_formula(text) else text
