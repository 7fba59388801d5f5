"""Opens a CSV or spreadsheet file and hands out its lines; what the cells mean is read elsewhere.

CSV: UTF-8 with or without byte order mark, or GB18030. XLSX and XLS: the first sheet, or one by name. Files are read once, whole.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from dispatch.intake.cells import Line
from dispatch.intake.refusals import DamagedFile, EmptyFile, FileTooLarge, NotText, UnknownFileType
from dispatch.intake.zip_guard import check_zip

LARGEST_TABLE = 256 * 2**20  # bytes; a pool of a million experts is about 250 MB of CSV
LARGEST_DOCUMENT = 4 * 2**20
WIDEST = 200  # columns
_NOISE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
_CSV, _EXCEL = (".csv",), (".xlsx", ".xls")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_bytes(path: Path, largest: int) -> bytes:
    """The file's bytes. Raises EmptyFile, FileTooLarge."""
    with path.open("rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise FileTooLarge(what="大小", what_en="size", limit=f"{largest // 2**20} MB")
    if not content.strip():
        raise EmptyFile()
    return content


def is_sheet(path: Path) -> bool:
    return path.suffix.lower() in _CSV + _EXCEL


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a CSV file or of a workbook's first sheet, header included.

    Raises UnknownFileType, EmptyFile, FileTooLarge, NotText, DamagedFile, OpensTooLarge.
    """
    suffix = path.suffix.lower()
    if not is_sheet(path):
        raise UnknownFileType(found=suffix or path.name, wanted="CSV、XLSX")
    content = read_bytes(path, LARGEST_TABLE)
    is_book = content.startswith((_ZIP, _OLE))
    if is_book != (suffix in _EXCEL):
        raise UnknownFileType(found=f"{suffix}（内容与扩展名不符）", wanted="CSV、XLSX")
    return _book_lines(content, None) if is_book else _csv_lines(_decoded(content))


def read_sheets(path: Path) -> dict[str, list[Line]]:
    """All sheets of a small workbook by name. Raises as read_lines."""
    content = read_bytes(path, LARGEST_DOCUMENT)
    if path.suffix.lower() not in _EXCEL or not content.startswith((_ZIP, _OLE)):
        raise UnknownFileType(found=f"{path.suffix.lower()}（内容与扩展名不符）", wanted="XLSX")
    return {name: list(_book_lines(content, name)) for name in _workbook(content).sheet_names}


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            if content.startswith(codecs.BOM_UTF8):
                break
            continue
        if _NOISE.search(text):
            break
        return text
    raise NotText()


def _csv_lines(text: str) -> Iterator[Line]:
    header = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=header.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for line in lines:
            _check_width(line)
            yield line
    except csv.Error as fault:
        raise DamagedFile() from fault


def _book_lines(content: bytes, sheet: str | None) -> Iterator[Line]:
    book = _workbook(content)
    if not book.sheet_names:
        raise EmptyFile()
    try:
        page = book.get_sheet_by_name(book.sheet_names[0] if sheet is None else sheet)
        for line in page.iter_rows():
            _check_width(line)
            yield line
    except CalamineError as fault:
        raise DamagedFile() from fault


def _workbook(content: bytes) -> CalamineWorkbook:
    if content.startswith(_ZIP):
        check_zip(content)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as fault:
        raise DamagedFile() from fault


def _check_width(line: Line) -> None:
    if len(line) > WIDEST:
        raise FileTooLarge(what="列数", what_en="columns", limit=WIDEST)
