"""A mapping of columns is written as proposed, changed by a person, and read again for the next file."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.intake.cells import Cell
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.documents import read_document
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.mapping_file import mapping_yaml, read_mapping, with_words
from dispatch.intake.refusals import BadMapping
from dispatch.intake.shapes import Proposed, pool_shape, propose_table
from tests.intake.builders import TODAY, a_row

SHEET: list[list[Cell]] = [["备注" if name == "专业分类版本" else name for name in POOL_COLUMNS], [a_row()[name] for name in POOL_COLUMNS]]


def proposed(sheet: list[list[Cell]], laid_down: ColumnMapping = NOTHING_LAID_DOWN) -> Proposed:
    return propose_table(sheet, "", pool_shape(TODAY), laid_down)


def test_words_that_seem_ours_are_written_and_the_others_are_asked_for() -> None:
    rows = [[*SHEET[1]] for _ in range(3)]
    place = SHEET[0].index("状态")
    for row, word in zip(rows, ("在库", "在库", "待定"), strict=True):
        row[place] = word
    text = mapping_yaml([proposed([SHEET[0], *rows])], NOTHING_LAID_DOWN)
    assert read_mapping(read_document(text.encode(), ".yaml")).words == {"状态": {"在库": "正常"}}
    assert "# 词语待定：状态: {待定: …}（1 行）" in text


def test_written_mapping_reads_back_as_the_proposal_took_it() -> None:
    laid_down = ColumnMapping(fixed={"专业分类版本": "2018"}, words={"状态": {"有效": "正常"}})
    text = mapping_yaml([proposed(SHEET, laid_down)], laid_down)
    kept = read_mapping(read_document(text.encode(), ".yaml"))
    assert (kept.fixed, kept.words, kept.strict) == (laid_down.fixed, laid_down.words, False)
    assert kept.columns == {name: "" if name == "备注" else name for name in SHEET[0]}


def test_what_is_missing_or_doubtful_stands_in_the_file_as_a_remark() -> None:
    sheet = [["乙" if name == "姓名" else name for name in SHEET[0]], SHEET[1]]
    text = mapping_yaml([proposed(sheet)], ColumnMapping())
    assert "# 请确认：乙: 姓名（" in text and "# 缺少：姓名、专业分类版本" in text


def test_words_on_the_command_line_win_over_the_kept_file() -> None:
    kept = ColumnMapping({"a": "姓名", "b": "性别"}, {"状态": "暂停"}, strict=False)
    found = with_words(kept, ["a=", "x=y=专家编号"], ["状态=正常"])
    assert (found.columns, found.fixed, found.strict) == ({"a": "", "b": "性别", "x=y": "专家编号"}, {"状态": "正常"}, False)
    assert with_words(ColumnMapping(), ["a=姓名"], []).strict


@pytest.mark.parametrize("text", ["姓名", "=姓名", ""])
def test_words_that_are_no_pair_are_refused(text: str) -> None:
    with pytest.raises(BadMapping, match="应写成"):
        with_words(ColumnMapping(), [text], [])


@pytest.mark.parametrize("values", [{"column": {}}, {"columns": ["a"]}, {"columns": {"a": 1}}, {"words": ["a"]}, {"words": {"状态": "a"}}])
def test_document_that_is_no_mapping_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(BadMapping):
        read_mapping(values)
