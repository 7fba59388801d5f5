"""A cell is read as written; what a spreadsheet destroyed is said, not mended."""

from __future__ import annotations

import pytest

from dispatch.intake.cells import Cell, NumberLostDigits, as_code, as_text, is_formula


def test_number_cell_becomes_text_without_a_point() -> None:
    assert as_text(13900000001.0) == "13900000001"


@pytest.mark.parametrize("cell", [6.2000019700101e17, "6.2000019700101E+17", "6.20000197001010014e17", "620000197001010014.0"])
def test_number_too_long_for_a_spreadsheet_is_known_to_be_spoilt(cell: Cell) -> None:
    with pytest.raises(NumberLostDigits):
        as_code(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (620000197001010014, "620000197001010014"),
        (16100000001.0, "16100000001"),
        ("1.6100000001E+10", "16100000001"),
        ("430100.0", "430100"),
        ("'620000197001010014", "620000197001010014"),
        ('="620000197001010014"', "620000197001010014"),
        ("620000197001010014", "620000197001010014"),
    ],
)
def test_number_is_recovered_only_where_no_digit_can_be_lost(cell: Cell, number: str) -> None:
    assert as_code(cell) == number


def test_code_is_read_half_width_and_without_blanks() -> None:
    assert as_code(" ６２ 0000　") == "620000"


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "-2+3"])
def test_text_that_a_spreadsheet_would_run_is_a_formula(text: str) -> None:
    assert is_formula(text)
