"""单元格: one value of a sheet, as text or date, without guessing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Line = Sequence[Cell]

EXACT_DIGITS = 15  # a spreadsheet number keeps 15 digits; a longer one has lost its end
_DATE_FORMS = (
    re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]00:00(?::00)?)?"),
    re.compile(r"(\d{4})(年)(\d{1,2})月(\d{1,2})日?"),
    re.compile(r"(\d{4})()(\d{2})(\d{2})"),
)
_SERIAL_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheet dates from 1900-03-01 on
_SERIALS = range(61, 80_000)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class NumberLostDigits(ValueError):
    """A number too long for a spreadsheet number: its last digits are gone."""


def as_text(cell: Cell) -> str:
    """The cell as people read it, without blanks around it. Raises NumberLostDigits."""
    if isinstance(cell, str):
        return cell.strip() if cell.isascii() else unicodedata.normalize("NFC", cell).strip().strip("\ufeff\u3000")
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (int, float)):
        return _number_text(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def as_code(cell: Cell) -> str:
    """The cell as an identifier: half-width, without blanks, case as written. Raises NumberLostDigits."""
    text = as_text(cell)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.replace(" ", "")


def as_date(cell: Cell) -> date | None:
    """The day that a cell names, in any form of docs/domain (formats of files); None if it names none."""
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else None
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _date_of_number(cell)
    return _date_of_text(as_text(cell)) if isinstance(cell, str) else None


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program would run this text instead of showing it."""
    return text.startswith(_FORMULA_STARTS)


def has_control(text: str) -> bool:
    """Whether a text holds characters that are not seen: controls, line breaks, marks that turn the direction of writing."""
    return bool(_CONTROL.search(text))


def is_blank(line: Line) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in line)


def _number_text(number: int | float) -> str:
    if isinstance(number, float) and not number.is_integer():
        return repr(number)
    if abs(number) >= 10**EXACT_DIGITS:
        raise NumberLostDigits
    return str(int(number))


def _date_of_number(number: int | float) -> date | None:
    if isinstance(number, float) and not number.is_integer():
        return None
    if int(number) in _SERIALS:
        return _SERIAL_EPOCH + timedelta(days=int(number))
    return _date_of_text(str(int(number)))


@lru_cache(maxsize=65_536)
def _date_of_text(text: str) -> date | None:
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    for form in _DATE_FORMS:
        if found := form.fullmatch(text):
            return _day(int(found[1]), int(found[3]), int(found[4]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
