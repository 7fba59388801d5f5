"""Columns are found by names and by contents, shown with reasons, and may be laid down by a person; nothing weak is taken unasked."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.intake.cells import Cell, Line
from dispatch.intake.columns import POOL_COLUMNS, RELATION_COLUMNS, table
from dispatch.intake.mapping import ColumnMapping, Proposal, propose_mapping
from dispatch.intake.pool_columns import Day
from dispatch.intake.pool_rows import collected, pool_table
from dispatch.intake.refusals import BadMapping, EmptyFile, NoHeader, WrongColumns
from policies.vocabulary.expert import Expert
from tests.intake.builders import TODAY, a_row, another_row, reading

UPPER = {0: "专家", 3: "证件", 5: "出生日期", 6: "手机号码", 7: "单位", 9: "职务/职称", 10: "评标专业", 12: "专家类别", 18: "银行"}
LOWER = {
    0: "编号",
    1: "姓名",
    2: "性别",
    3: "类型",
    4: "号码",
    7: "名称",
    8: "统一社会信用代码",
    10: "代码",
    11: "版本",
    18: "开户行",
    19: "联行号",
}
MIDDLE = {13: "行政区域代码", 14: "从业起始时间", 15: "是否在职", 16: "入库时间", 17: "状态", 20: "卡号"}


def a_sheet(*above: list[str], rename: dict[str, str] | None = None, drop: tuple[str, ...] = ()) -> list[Line]:
    kept = [name for name in POOL_COLUMNS if name not in drop]
    rows: list[Line] = [[row[name] for name in kept] for row in (a_row(), another_row())]
    return [*above, [(rename or {}).get(name, name) for name in kept], *rows]


def two_header_lines() -> list[Line]:
    """As a form with merged cells reads: a merged cell stands in its first column, and in its upper line, only."""
    upper = [UPPER.get(place, MIDDLE.get(place, "") if place != 20 else "") for place in range(21)]
    lower = [LOWER.get(place, "卡号" if place == 20 else "") for place in range(21)]
    return [["评标专家登记表"], upper, lower, *a_sheet()[1:]]


def experts(lines: list[Line], laid_down: ColumnMapping | None = None) -> tuple[Expert, ...]:
    sheet = pool_table(lines, laid_down or ColumnMapping())
    return collected(sheet, Day(TODAY, True)).experts


def proposed(proposal: Proposal) -> dict[str, str | None]:
    return {column.written: column.ours for column in proposal.columns}


RIGHT = (*reading(a_row()).experts, *reading(another_row()).experts)


@pytest.mark.parametrize(
    "lines",
    [
        a_sheet(["某市评标专家库"], [], ["制表：张三", "", "2026-12-01"]),
        a_sheet(
            rename={
                "专家编号": "1.专家编号（必填）",
                "姓名": "专 家 姓 名",
                "证件号码": "身份证号码(18位)",
                "手机号码": "联系手机*",
                "所在单位": "现工作单位",
            }
        ),
        two_header_lines(),
        [*a_sheet()[:2], a_sheet()[0], *a_sheet()[2:]],
    ],
    ids=["title lines", "names in use", "two header lines with merged cells", "header again on the next page"],
)
def test_headers_as_centres_write_them_are_found(lines: list[Line]) -> None:
    assert experts(lines) == RIGHT


def test_columns_in_any_order_with_others_between_are_found() -> None:
    order = sorted(range(21), key=lambda place: place * 8 % 21)
    lines = [[n, *(line[place] for place in order), "x"] for n, line in zip(["序号", 1, 2], a_sheet(), strict=True)]
    sheet = pool_table([[*lines[0][:-1], "备注"], *lines[1:]])
    assert collected(sheet, Day(TODAY, True)).experts == RIGHT
    assert [(warning.column, warning.code) for warning in sheet.warnings] == [("序号", "column.unknown"), ("备注", "column.unknown")]


def test_column_with_check_digits_is_taken_by_its_contents_and_said() -> None:
    sheet = pool_table(a_sheet(rename={"证件号码": "A", "单位统一社会信用代码": "B", "银行卡号": "C", "出生日期": "D"}))
    assert collected(sheet, Day(TODAY, True)).experts == RIGHT
    taken = [warning for warning in sheet.warnings if warning.code == "column.taken_as"]
    assert {warning.column for warning in taken} == {"A", "B", "C", "D"} and "100%" in taken[0].message


def test_column_that_only_looks_right_has_to_be_confirmed() -> None:
    lines = a_sheet(rename={"所在单位": "甲", "姓名": "乙"})
    with pytest.raises(WrongColumns, match="缺少列“姓名、所在单位”；看来 “乙=姓名”、“甲=所在单位”，请在列的对应中确认"):
        pool_table(lines)
    assert experts(lines, ColumnMapping({"甲": "所在单位", "第2列": "姓名"})) == RIGHT


def test_proposal_gives_every_column_a_confidence_and_reasons() -> None:
    proposal = propose_mapping(a_sheet(["标题"], rename={"手机号码": "电话", "姓名": "乙"}))
    by_name = {column.written: column for column in proposal.columns}
    assert (proposal.header_line, proposal.begins, proposal.missing) == (2, 2, ("姓名",))
    assert by_name["电话"].accepted and by_name["电话"].reasons == ("列名是常用的另一叫法（“电话”）", "100%的内容相符")
    assert (by_name["乙"].ours, by_name["乙"].accepted, by_name["乙"].confidence) == ("姓名", False, 0.4)
    assert proposal.doubtful == (by_name["乙"],)


def test_proposal_repeats_no_value_of_a_cell() -> None:
    said = str(propose_mapping(a_sheet(rename={name: f"c{place}" for place, name in enumerate(POOL_COLUMNS)})))
    assert not any(str(value) in said for value in (a_row()["证件号码"], a_row()["手机号码"], "张示例", "示例设计院"))


def test_contents_that_contradict_a_name_are_said() -> None:
    swapped = a_sheet(rename={"手机号码": "银行卡号", "银行卡号": "手机号码"})
    assert "但内容看来是“银行卡号”" in propose_mapping(swapped).columns[20].reasons


def test_missing_column_may_be_one_value_for_the_whole_file() -> None:
    lines = a_sheet(drop=("专业分类版本", "证件类型"))
    with pytest.raises(WrongColumns, match="缺少列“证件类型、专业分类版本”；请在列的对应中指定是哪一列，或给出全表相同的值"):
        pool_table(lines)
    assert experts(lines, ColumnMapping(fixed={"专业分类版本": "2018", "证件类型": "居民身份证"})) == RIGHT


def test_their_words_may_be_laid_down_for_ours() -> None:
    lines = [[{"正常": "有效", "居民身份证": "身份证"}.get(str(cell), cell) for cell in line] for line in a_sheet()]
    assert experts(lines, ColumnMapping(words={"状态": {"有效": "正常"}, "证件类型": {"身份证": "居民身份证"}})) == RIGHT


def test_mapping_that_is_laid_down_wins_over_a_name() -> None:
    lines = [[*line, extra] for line, extra in zip(a_sheet(), ["备用手机", "16100000009", "16100000009"], strict=True)]
    assert [e.contact.phone for e in experts(lines, ColumnMapping({"备用手机": "手机号码"}))] == ["16100000009"] * 2


def test_of_a_plain_name_and_an_alias_the_plain_name_is_taken() -> None:
    lines = [[*line, extra] for line, extra in zip(a_sheet(), ["联系电话", "0731-1234567", ""], strict=True)]
    assert experts(lines) == RIGHT


@pytest.mark.parametrize(
    ("laid_down", "named"),
    [
        (ColumnMapping({"没有": "姓名"}), "文件中没有列“没有”"),
        (ColumnMapping({"姓名": "名字"}), "没有名为“名字”的列"),
        (ColumnMapping(fixed={"版本": "2018"}), "没有名为“版本”的列"),
        (ColumnMapping(words={"状况": {"a": "b"}}), "没有名为“状况”的列"),
    ],
)
def test_mapping_that_does_not_fit_is_refused(laid_down: ColumnMapping, named: str) -> None:
    with pytest.raises(BadMapping, match=named):
        pool_table(a_sheet(), laid_down)


def test_kept_mapping_may_name_columns_that_this_file_lacks() -> None:
    assert experts(a_sheet(), ColumnMapping({"去年的列": "", "旧手机": "手机号码"}, strict=False)) == RIGHT


def test_two_columns_with_equal_right_are_not_chosen_between() -> None:
    lines = [[*line, extra] for line, extra in zip(a_sheet(rename={"手机号码": "手机"}), ["联系电话", "16100000009", ""], strict=True)]
    with pytest.raises(WrongColumns, match="“手机号码”出现了两次"):
        pool_table(lines)
    assert experts(lines, ColumnMapping({"联系电话": ""})) == RIGHT


@pytest.mark.parametrize("lines", [[], [[]], [["", None]] * 200])
def test_sheet_without_anything_is_empty(lines: list[list[Cell]]) -> None:
    with pytest.raises(EmptyFile):
        propose_mapping(lines)


@pytest.mark.parametrize("lines", [[["甲", "乙"], ["1", "2"]], [list(a_row().values())], [["标题"], ["说明"]]])
def test_sheet_without_names_or_known_contents_has_no_header(lines: list[list[Cell]]) -> None:
    with pytest.raises(NoHeader):
        propose_mapping(lines)


def test_other_tables_know_their_own_names_only() -> None:
    with pytest.raises(WrongColumns, match="缺少列“关系"):
        table([["专家编号", "联系"], ["CS1", "任职"]], RELATION_COLUMNS, aliases={})


def test_title_lines_stand_above_other_tables_too() -> None:
    found: Any = table([["关系表"], list(RELATION_COLUMNS), ["CS1", *[""] * 7]], RELATION_COLUMNS, aliases={})
    assert [cells["专家编号"] for _, cells in found.records()] == ["CS1"]
