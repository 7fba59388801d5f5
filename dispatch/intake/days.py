"""日期: every way in which centres write a day — Western, 民国, in Chinese numerals, as a spreadsheet number — and no guess.

A day that cannot be told for certain is refused with the reason: two digits of a year may be Western or 民国.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from dispatch.intake.cells import Cell, as_text

_FIRST_YEAR = 1900
_ROC_BEGAN = 1911  # 民国 1 = 1912
_SERIAL_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheet dates from 1900-03-01 on
_SERIALS = range(61, 80_000)
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_FORMS = (
    re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME),
    re.compile(r"(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]?" + _TIME),
    re.compile(r"(\d{4})()(\d{2})(\d{2})"),
)
_ROC = re.compile(r"(?:中[华華])?民[国國](\d{1,3})(?:年(\d{1,2})月(\d{1,2})[日号]?|([-/.])(\d{1,2})\4(\d{1,2}))")
_TEXT_SERIAL = re.compile(r"[1-7]\d{4}")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?|\d{6}")
_BARE_ERA = re.compile(r"\d{3}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?|\d{7}")
_NO_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}月?|(?:19|20)\d{2}(?:0[1-9]|1[0-2])|\d{4}年?")
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_DASHES = str.maketrans("—–−‐‑‒", "------")
_DIGITS = ("〇零○", "一壹元", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_NUMERALS = {char: digit for digit, chars in enumerate(_DIGITS) for char in chars}
_NUMERAL_RUN = re.compile(f"[{''.join(_NUMERALS)}十拾廿]+(?=[年月日号])")


def as_date(cell: Cell) -> date | None:
    """The day that a cell names, or None."""
    return day_of(cell)[0]


def day_of(cell: Cell) -> tuple[date | None, str]:
    """The day that a cell names, or the code of the reason why it names none (sentences stand in findings.py)."""
    if isinstance(cell, str):
        return _day_of_text(cell)
    if isinstance(cell, datetime):
        return cell.date(), ""
    if isinstance(cell, date):
        return cell, ""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _day_of_number(cell)
    return None, "date.form"


def _day_of_number(number: int | float) -> tuple[date | None, str]:
    """A spreadsheet's day number (its fraction is the time of day), or the digits 20130701."""
    if number != number or abs(number) >= 10**9:
        return None, "date.form"
    if int(number) in _SERIALS:
        return _SERIAL_EPOCH + timedelta(days=int(number)), ""
    return _day_of_text(str(int(number))) if number == int(number) else (None, "date.form")


@lru_cache(maxsize=1 << 14)
def _day_of_text(cell: str) -> tuple[date | None, str]:
    text = _plain(as_text(cell))
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _ROC.fullmatch(text):
        return _day(int(found[1]) + _ROC_BEGAN, int(found[2] or found[5]), int(found[3] or found[6]))
    if _TEXT_SERIAL.fullmatch(text):
        return _SERIAL_EPOCH + timedelta(days=int(text)), ""
    return None, _why_not(text)


def _why_not(text: str) -> str:
    for form, code in ((_NO_DAY, "date.no_day"), (_SHORT_YEAR, "date.two_digits"), (_BARE_ERA, "date.era")):
        if form.fullmatch(text):
            return code
    return "date.form"


def _plain(text: str) -> str:
    """Half-width, Arabic digits, no blanks beside 年月日, no weekday behind."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    text = re.sub(r"\s*([年月日号])\s*", r"\1", _WEEKDAY.sub("", text)).strip()
    text = re.sub(r"([国國])\s+", r"\1", text)
    return re.sub(r"([日号])(?=\d)", r"\1 ", _NUMERAL_RUN.sub(lambda run: _arabic(run[0]), text))


def _arabic(numeral: str) -> str:
    """二〇一三 → 2013, 十二 → 12, 五十九 → 59."""
    tens = numeral.replace("拾", "十").replace("廿", "二十")
    if "十" not in tens:
        return "".join(str(_NUMERALS[char]) for char in tens)
    before, _, after = tens.partition("十")
    if len(before) > 1 or len(after) > 1 or not set(before + after) <= _NUMERALS.keys():
        return numeral  # 十十, 一百零二: no number of ours, and so no day
    return str((_NUMERALS[before] if before else 1) * 10 + (_NUMERALS[after] if after else 0))


def _day(year: int, month: int, day: int) -> tuple[date | None, str]:
    try:
        found = date(year, month, day)
    except ValueError:
        return None, "date.form"
    return (found, "") if year >= _FIRST_YEAR else (None, "date.form")
