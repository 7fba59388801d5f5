"""Opens a CSV or spreadsheet file and hands out its lines; what the cells mean is read elsewhere.

CSV: UTF-8 with or without byte order mark, GB18030, or UTF-16; read line by line. XLSX and XLS: read whole, one sheet at a time,
by a process of its own (books.py).
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path

from dispatch.adapters.books import Book
from dispatch.adapters.text_tables import is_noise, survey, text_lines
from dispatch.intake.cells import Line
from dispatch.intake.refusals import ChangedWhileRead, EmptyFile, FileTooLarge, LockedFile, OtherContent, UnknownFileType
from dispatch.intake.zip_guard import check_zip

LARGEST_TABLE = 512 * 2**20  # bytes; a pool of a million experts is about 250 MB of CSV
LARGEST_BOOK = 256 * 2**20
LARGEST_DOCUMENT = 4 * 2**20
WIDEST = 200  # columns
_CSV, _EXCEL = (".csv",), (".xlsx", ".xls")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # in place of a workbook's own parts
_BOOK, _TEXT = ("是电子表格（XLSX 或 XLS）", "is a workbook (XLSX or XLS)"), ("是文本", "is text")
_WEB_PAGE, _XML = ("是网页（HTML）", "is a web page (HTML)"), ("是 XML 表格", "is an XML spreadsheet")
_NO_TABLE = ("不是表格", "is no table")
_WRITTEN = {b"<?xml": _XML, b"<": _WEB_PAGE}


@dataclass(frozen=True, slots=True)
class Opened:
    """An open sheet: its lines can be walked once; `count` says about how many there are."""

    count: int
    lines: Iterator[Line]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file, not opened yet; a hidden one is seen by nobody who looks at the file."""

    name: str
    open: Callable[[], Opened]
    is_hidden: bool = False


def read_bytes(path: Path, largest: int) -> bytes:
    """The file's bytes. Raises EmptyFile, FileTooLarge, ChangedWhileRead."""
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        content = file.read(largest + 1)
        after = os.fstat(file.fileno())
    if len(content) > largest:
        raise FileTooLarge(what="大小", what_en="size", limit=f"{largest // 2**20} MB")
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(content) != after.st_size:
        raise ChangedWhileRead()
    if not content.strip():
        raise EmptyFile()
    return content


def is_sheet(path: Path) -> bool:
    return path.suffix.lower() in _CSV + _EXCEL


def sheets_of(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a workbook in order, hidden ones last, or the one of a CSV file.

    Raises UnknownFileType, OtherContent, EmptyFile, FileTooLarge, DamagedFile, LockedFile, OpensTooLarge, RunsPrograms; opening raises
    EmptyFile, FileTooLarge, NotText, MixedEncodings, DamagedFile, and walking the lines of a CSV file raises ChangedWhileRead at its end.
    """
    suffix = path.suffix.lower()
    if not is_sheet(path):
        raise UnknownFileType(found=suffix or path.name, wanted="CSV、XLSX、XLS")
    with path.open("rb") as file:
        is_book = file.read(4) in (_ZIP, _OLE)
    if is_book != (suffix in _EXCEL) and path.stat().st_size:
        raise _other_content(path, is_book=is_book)
    return _book_sheets(read_bytes(path, LARGEST_BOOK)) if is_book else (Sheet("", lambda: _open_csv(path)),)


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a CSV file or of a workbook's first sheet, header included. Raises as `sheets_of`."""
    return sheets_of(path)[0].open().lines


def read_sheets(path: Path) -> dict[str, list[Line]]:
    """All sheets of a small workbook by name, or the one of a CSV file under no name. Raises as `sheets_of`."""
    if path.stat().st_size > LARGEST_DOCUMENT:
        raise FileTooLarge(what="大小", what_en="size", limit=f"{LARGEST_DOCUMENT // 2**20} MB")
    return {sheet.name: list(sheet.open().lines) for sheet in sheets_of(path)}


def _other_content(path: Path, *, is_book: bool) -> OtherContent:
    """What a file holds whose name says otherwise; many systems call a web page or a text “.xls”. Raises EmptyFile for blanks alone."""
    with path.open("rb") as file:
        start = file.read(2**20).strip().removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if not start:
        raise EmptyFile()
    written = _NO_TABLE if is_noise(start) else next((words for sign, words in _WRITTEN.items() if start.startswith(sign)), _TEXT)
    kind = _BOOK if is_book else written
    return OtherContent(suffix=path.suffix.lower(), content=kind[0], content_en=kind[1])


def _open_csv(path: Path) -> Opened:
    found = survey(path, LARGEST_TABLE)
    return Opened(found.lines, _narrow(text_lines(path, found)))


def _book_sheets(content: bytes) -> tuple[Sheet, ...]:
    if content.startswith(_ZIP):
        check_zip(content)
    elif _LOCKED in content:
        raise LockedFile()
    book = Book(content)
    if not book.sheet_names:
        raise EmptyFile()
    pages = enumerate(zip(book.sheet_names, book.is_seen, strict=True))
    return tuple(
        sorted((Sheet(name, partial(_open_page, book, nth), not seen) for nth, (name, seen) in pages), key=attrgetter("is_hidden"))
    )


def _open_page(book: Book, nth: int) -> Opened:
    height, lines = book.open(nth)
    return Opened(height, _narrow(lines))


def _narrow(lines: Iterator[Line]) -> Iterator[Line]:
    for line in lines:
        if len(line) > WIDEST:
            raise FileTooLarge(what="列数", what_en="columns", limit=WIDEST)
        yield line
