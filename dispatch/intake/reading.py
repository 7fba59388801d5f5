"""单元格的读法: the text, identifier, choice or day in one cell, with what is wrong with it; and a row that gathers such faults."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeGuard, TypeVar

from dispatch.intake.cells import Cell, NumberLostDigits, as_code, as_text, has_control, is_formula
from dispatch.intake.days import day_of
from dispatch.intake.findings import Finding, finding

T = TypeVar("T")
Note = tuple[str, tuple[tuple[str, object], ...], bool]  # code, facts of its sentence, and whether it is an error
Notes = tuple[Note, ...]
Read = tuple[T, Notes]

LONGEST_TEXT, LONGEST_CODE = 200, 64
_COUNTRY_CODE = re.compile(r"^(\+|00)?86(?=1)")
_BLANKS = frozenset(("-", "--", "---", "—", "——", "/", "\\", "无", "暂无", "N/A", "n/a", "NULL", "null", "None", "nan", "NaN"))
_LONGEST_BLANK = max(map(len, _BLANKS))
_SHEET_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|####*)")


def fault(code: str, **facts: object) -> Note:
    """An error: the row is not taken."""
    return code, tuple(facts.items()), True


def doubt(code: str, **facts: object) -> Note:
    """A warning: the row is taken, a person should look at it."""
    return code, tuple(facts.items()), False


def read_text(cell: Cell, *, required: bool = True, limit: int = LONGEST_TEXT) -> Read[str]:
    """Free text; a text that a spreadsheet would run is an error."""
    text, wrong = _read(cell, is_code=False)
    return text, _notes(text, wrong, required, limit)


def read_code(cell: Cell, *, required: bool = True) -> Read[str]:
    """An identifier: half-width, no blanks, case as written."""
    if _is_plain(cell):
        return cell, ()
    text, wrong = _read(cell, is_code=True)
    return text, _notes(text, wrong, required, LONGEST_CODE)


def read_phone(cell: Cell) -> Read[str]:
    """A phone number without country code, blanks and hyphens."""
    if _is_plain(cell) and not cell.startswith(("86", "00")):
        return cell, ()
    text, wrong = _read(cell, is_code=True)
    digits = _COUNTRY_CODE.sub("", text.replace("-", ""))
    return digits, _notes(digits, "" if wrong == "value.formula" and digits.isdigit() else wrong, True, LONGEST_CODE)


def read_choice(cell: Cell, choices: tuple[str, ...]) -> Read[str]:
    text, notes = read_text(cell)
    if text and text not in choices:
        notes += (fault("value.choice", choices="、".join(choices)),)
    return text, notes


def read_day(cell: Cell, *, required: bool = True, latest: date | None = None) -> Read[date | None]:
    """A date, not after `latest`."""
    day, wrong = day_of(cell)
    if day is None:
        blank = cell is None or (isinstance(cell, str) and cell.strip() in ("", *_BLANKS))
        return None, (fault("value.missing" if blank else wrong),) if required or not blank else ()
    return day, (fault("date.future"),) if latest is not None and day > latest else ()


@dataclass(slots=True)
class RowReader:
    """One row under its column names; it hands out values and notes what is wrong, and never stops."""

    row: int
    cells: dict[str, Cell]
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def error(self, column: str, code: str, **facts: object) -> None:
        self.errors.append(finding(self.row, column, code, **facts))

    def warn(self, column: str, code: str, **facts: object) -> None:
        self.warnings.append(finding(self.row, column, code, **facts))

    def note(self, column: str, notes: Notes) -> None:
        for code, facts, is_error in notes:
            (self.errors if is_error else self.warnings).append(finding(self.row, column, code, **dict(facts)))

    def text(self, column: str, *, required: bool = True, limit: int = LONGEST_TEXT) -> str:
        return self._noted(column, read_text(self.cells.get(column), required=required, limit=limit))

    def number(self, column: str, *, required: bool = True) -> str:
        """A number of the library's own: half-width, no blanks, case as written."""
        return self._noted(column, read_code(self.cells.get(column), required=required))

    def code(self, column: str, *, required: bool = True) -> str:
        """An official identifier: as `number`, in upper case."""
        return self.number(column, required=required).upper()

    def choice(self, column: str, choices: tuple[str, ...]) -> str:
        return self._noted(column, read_choice(self.cells.get(column), choices))

    def day(self, column: str, *, required: bool = True) -> date | None:
        return self._noted(column, read_day(self.cells.get(column), required=required))

    def has_error(self, column: str) -> bool:
        return bool(self.errors) and any(error.column == column for error in self.errors)

    def _noted(self, column: str, read: Read[T]) -> T:
        value, notes = read
        if notes:
            self.note(column, notes)
        return value


def _is_plain(cell: Cell) -> TypeGuard[str]:
    """Letters and digits only, as most identifiers: nothing can be wrong with it as a text."""
    return isinstance(cell, str) and _LONGEST_BLANK < len(cell) <= LONGEST_CODE and cell.isascii() and cell.isalnum()


def _notes(text: str, wrong: str, required: bool, limit: int) -> Notes:
    if wrong:
        return (fault(wrong),)
    if not text:
        return (fault("value.missing"),) if required else ()
    return (fault("value.too_long", limit=limit),) if len(text) > limit else ()


def _read(cell: Cell, *, is_code: bool) -> tuple[str, str]:
    """The cell's text, and the code of what is wrong with it as such."""
    if isinstance(cell, str):
        return _read_text(cell, is_code)
    try:
        return (as_code(cell) if is_code else as_text(cell)), ""
    except NumberLostDigits:
        return "", "value.lost_digits"


@lru_cache(maxsize=1 << 12)
def _read_text(cell: str, is_code: bool) -> tuple[str, str]:
    try:
        text = as_code(cell) if is_code else as_text(cell)
    except NumberLostDigits:
        return "", "value.lost_digits"
    if not text or text in _BLANKS:
        return "", ""
    if is_formula(text):
        return text, "value.formula"
    if has_control(text):
        return text, "value.control"
    return text, "value.error" if text[0] == "#" and _SHEET_ERROR.fullmatch(text) else ""
