"""A day is read in every form in which centres write it, and refused with its reason where it could be two days or none."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.intake.cells import Cell
from dispatch.intake.days import as_date, day_of

JULY = date(2013, 7, 1)
NUMERALS = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    "cell",
    [
        "2013-07-01",
        "2013/7/1",
        "2013.7.1",
        "20130701",
        "2013年7月1日",
        "2013年07月01号",
        "2013 年 7 月 1 日（星期一）",
        "２０１３年７月１日",
        "2013—07—01",
        "二〇一三年七月一日",
        "二零一三年七月一日",
        "民国102年7月1日",
        "民國102/7/1",
        "中华民国102年7月1日",
        "2013-07-01 00:00:00",
        "2013-07-01T08:30:00",
        JULY,
        datetime(2013, 7, 1),
        datetime(2013, 7, 1, 9),
        41456.0,
        41456.375,
        "41456",
        20130701.0,
    ],
)
def test_every_form_of_a_date_names_the_same_day(cell: Cell) -> None:
    assert day_of(cell) == (JULY, "")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("70-01-01", "date.two_digits"),
        ("59年1月1日", "date.two_digits"),
        ("700101", "date.two_digits"),
        ("102/7/1", "date.era"),
        ("1020701", "date.era"),
        ("2013年7月", "date.no_day"),
        ("2013-07", "date.no_day"),
        ("201307", "date.no_day"),
        ("7/1/2013", "date.form"),
        ("2013-02-30", "date.form"),
        ("0070-01-01", "date.form"),
        ("2013-W27-1", "date.form"),
        ("1969-12-31T16:00:00Z", "date.form"),
        ("", "date.form"),
        (None, "date.form"),
        (True, "date.form"),
        (3.5, "date.form"),
        (float("nan"), "date.form"),
        (float("inf"), "date.form"),
    ],
)
def test_what_names_no_day_for_certain_is_refused_with_its_reason(cell: Cell, reason: str) -> None:
    assert day_of(cell) == (None, reason)


def test_first_year_of_the_republic_is_1912() -> None:
    assert as_date("民国元年10月10日") == date(1912, 10, 10)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1927, 5, 19), date(2099, 12, 31)))
def test_every_day_survives_its_written_forms(day: date) -> None:
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    forms = (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"民国{day.year - 1911}年{day.month}月{day.day}日",
        f"{year}年{chinese(day.month)}月{chinese(day.day)}日",
        str((day - date(1899, 12, 30)).days),
        float((day - date(1899, 12, 30)).days),
    )
    assert {as_date(form) for form in forms} == {day}


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十") + (NUMERALS[ones] if ones else "")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789年月日号民国-/. 一二十〇元（）星期T:", max_size=20))
def test_any_text_is_a_day_or_a_reason(text: str) -> None:
    day, reason = day_of(text)
    assert (day is None) != (reason == "")
