"""A cell is read as written; what a spreadsheet destroyed is said, not mended."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.intake.cells import Cell, NumberLostDigits, as_code, as_date, as_text, is_formula

JULY = date(2013, 7, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "2013-07-01",
        "2013/7/1",
        "2013年7月1日",
        "20130701",
        "2013.7.1",
        "2013-07-01 00:00:00",
        JULY,
        datetime(2013, 7, 1),
        41456.0,
        20130701.0,
    ],
)
def test_every_form_of_a_date_names_the_same_day(cell: Cell) -> None:
    assert as_date(cell) == JULY


@pytest.mark.parametrize(
    "cell", ["2013-02-30", "2013-7", "7/1/2013", "民国102年7月1日", "", None, True, 3.5, "41456", datetime(2013, 7, 1, 9)]
)
def test_what_names_no_day_is_not_guessed(cell: Cell) -> None:
    assert as_date(cell) is None


@settings(max_examples=50, deadline=None)
@given(st.dates(date(1900, 3, 1), date(2099, 12, 31)))
def test_every_day_survives_its_written_forms(day: date) -> None:
    assert {as_date(f"{day.year}年{day.month}月{day.day}日"), as_date(f"{day:%Y%m%d}"), as_date(day.isoformat())} == {day}


def test_number_cell_becomes_text_without_a_point() -> None:
    assert as_text(13900000001.0) == "13900000001"


def test_number_too_long_for_a_spreadsheet_is_known_to_be_spoilt() -> None:
    with pytest.raises(NumberLostDigits):
        as_code(6.2000019700101e17)


def test_code_is_read_half_width_and_without_blanks() -> None:
    assert as_code(" ６２ 0000　") == "620000"


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "-2+3"])
def test_text_that_a_spreadsheet_would_run_is_a_formula(text: str) -> None:
    assert is_formula(text)
