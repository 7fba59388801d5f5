"""Totals, notes and headings among the records are no records: they are told, and keep nothing out."""

from __future__ import annotations

import pytest

from dispatch.intake.cells import Cell
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.pool_rows import PoolReading, read_pool
from dispatch.intake.relations import read_relations
from tests.intake.builders import TODAY, a_row

RECORD = [a_row()[name] for name in POOL_COLUMNS]


def reading(*lines: list[Cell], before: tuple[str, ...] = ()) -> PoolReading:
    return read_pool([[*before, *POOL_COLUMNS], *lines], demo=True, on=TODAY)


@pytest.mark.parametrize(
    "line",
    [
        ["合计", "30"],
        ["合 计：30人"],
        ["注：1. 本表为内部资料"],
        ["", "填表人：张三", "", "审核人：李四"],
        ["一、工程技术类"],
    ],
)
def test_total_note_or_heading_is_told_and_keeps_nothing_out(line: list[Cell]) -> None:
    found = reading(line, RECORD, line)
    assert len(found.experts) == 1 and found.errors == ()
    assert [(one.row, one.code) for one in found.warnings] == [(1, "row.aside"), (3, "row.aside")]


@pytest.mark.parametrize("line", [["CS000009"], ["CS000009", "张三"], ["合计", *RECORD[1:]], ["", "张三"], [*RECORD[:1], *[None] * 20]])
def test_line_that_may_be_a_record_is_never_passed_over(line: list[Cell]) -> None:
    found = reading(RECORD, line)
    assert {one.row for one in found.errors} == {2}


def test_line_with_nothing_in_any_column_that_is_read_is_blank() -> None:
    found = reading(["1", *RECORD], ["2"], ["3", *[" "] * 21], before=("序号",))
    assert len(found.experts) == 1 and found.errors == () and [one.code for one in found.warnings] == ["column.unknown"]


def test_total_under_relations_is_told() -> None:
    names = ["专家编号", "关系", "对方名称", "对方统一社会信用代码"]
    found = read_relations([names, ["CS000001", "任职", "示例设计院", ""], ["合计", "1"]], demo=True)
    assert len(found.relations) == 1 and found.errors == () and [one.code for one in found.warnings] == ["row.aside"]
