"""单元格: one value of a sheet as text or as an identifier, without guessing; days are read in days.py."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Line = Sequence[Cell]

EXACT_DIGITS = 15  # a spreadsheet number keeps 15 digits; a longer one has lost its end
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_TEXT_SIGNS = ("'", "’", "‘", "`", "=")
_KEPT_AS_TEXT = re.compile(r"""['’‘`]([0-9A-Za-z]+)|="([0-9A-Za-z]+)\"""")
_WHOLE_WITH_POINT = re.compile(r"(\d{1,30})\.0+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")


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
    """The cell as an identifier: half-width, without blanks, case as written. Raises NumberLostDigits.

    Text that a program wrote from a number (`430100.0`, `1.61E+10`) is the number again, where no digit can be lost; the signs by
    which programs keep a number text (`'4301…`, `="4301…"`) are no part of it.
    """
    text = as_text(cell)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.replace(" ", "")
    if text.startswith(_TEXT_SIGNS) and (marked := _KEPT_AS_TEXT.fullmatch(text)):
        text = marked[1] or marked[2]
    if "." in text or "+" in text:
        if found := _WHOLE_WITH_POINT.fullmatch(text):
            return _number_text(float(found[1]))
        if _SCIENTIFIC.fullmatch(text):
            return _number_text(float(text))
    return text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program would run this text instead of showing it."""
    return text.startswith(_FORMULA_STARTS)


def has_control(text: str) -> bool:
    """Whether a text holds characters that are not seen: controls, line breaks, marks that turn the direction of writing."""
    return not text.isprintable() and bool(_CONTROL.search(text))


def is_blank(line: Line) -> bool:
    first = line[0] if line else None
    if type(first) is str and first and not first.isspace():
        return False  # most lines
    return not any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in line)


def _number_text(number: int | float) -> str:
    if isinstance(number, int):
        return str(number)  # a whole number has all its digits; only a spreadsheet's kind of number can lose some
    if not number.is_integer():
        return repr(number)
    if abs(number) >= 10**EXACT_DIGITS:
        raise NumberLostDigits
    return str(int(number))
