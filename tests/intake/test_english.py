"""Whoever reads English reads what a column is, and why it is taken for one of ours, beside its name in the file."""

from __future__ import annotations

from itertools import chain

import pytest

from dispatch.intake import application_sheet, bidder_sheet, calendars, venue_sheet
from dispatch.intake.columns import POOL_COLUMNS, SUSPENDED_UNTIL, table
from dispatch.intake.english import in_english
from dispatch.intake.findings import SENTENCES, finding
from dispatch.intake.mapping import ColumnMapping, propose_mapping
from dispatch.intake.refusals import WrongColumns
from dispatch.intake.shapes import RELATION_SHAPES
from tests.intake.builders import a_row

SHAPES = (
    *RELATION_SHAPES,
    *venue_sheet.SHAPES,
    *application_sheet.FORM.shapes,
    *bidder_sheet.FORM.shapes,
    calendars.SHAPE,
)
COLUMNS = {*POOL_COLUMNS, SUSPENDED_UNTIL, *chain.from_iterable(shape.known for shape in SHAPES)}


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_every_column_has_an_english_name(column: str) -> None:
    assert in_english(column).startswith(f"{column} (")


def test_finding_in_english_names_the_column_in_both_languages() -> None:
    assert finding(1, "所在单位", "value.missing").english == "“所在单位” (employer) is empty; fill it in"
    assert "(specialty codes)" in finding(1, "评标专业代码", "specialty.form", nth=1).english
    assert SENTENCES["value.missing"][1] == "“{column}” is empty; fill it in"


def test_every_reason_for_a_column_is_told_in_english_too() -> None:
    names = {**dict.fromkeys(POOL_COLUMNS, ""), "姓名": "名字", "手机号码": "甲", "银行卡号": "号码"}
    head = [names[name] or name for name in POOL_COLUMNS]
    found = propose_mapping([head, [a_row()[name] for name in POOL_COLUMNS]], ColumnMapping({"状态": "状态"}))
    pairs = [(column.reasons, column.reasons_en) for column in found.columns if column.ours]
    assert all(len(chinese) == len(english) > 0 for chinese, english in pairs)
    assert "100% of the cells look like “手机号码” (mobile number)" in found.columns[6].reasons_en


def test_missing_column_is_named_in_english() -> None:
    with pytest.raises(WrongColumns) as refusal:
        table([POOL_COLUMNS[:-1], [a_row()[name] for name in POOL_COLUMNS[:-1]]], POOL_COLUMNS)
    assert "missing 银行卡号 (card number)" in refusal.value.english
