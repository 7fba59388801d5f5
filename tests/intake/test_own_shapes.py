"""Venues, bidders, applications and calendars come as centres keep them: other names and orders, titles, one table, GB18030."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from dispatch.adapters.brought_files import (
    VENUES,
    propose_small,
    read_application_file,
    read_bidders_file,
    read_calendar_file,
    read_venues_file,
)
from dispatch.intake.cells import Line
from dispatch.intake.error_sheet import write_marks
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.mapping_file import mapping_yaml
from dispatch.intake.places import Mark
from dispatch.intake.refusals import BadApplication, BadVenues, WrongColumns
from dispatch.intake.table_files import table_csv, write_tables
from policies.vocabulary.tender import Tender
from policies.vocabulary.venue import Venue

SITE = ("长沙中心", "CS", "示例路1号", "430100", "430100；430121")
BOOTHS: list[Line] = [("", "R1", "评标区", "B1", "B2", "正常"), ("", "", "", "B2", "", "停用"), ("", "R2", "评标区", "B3", "", "")]
BOOTH_HEADER = ("场地号", "房间号", "功能区", "席位号", "邻座", "使用状态")
WORDS = ColumnMapping(words={"分区": {"评标区": "专家区"}, "可用": {"正常": "是", "停用": "否"}}, strict=False)
APPLICATION: list[Line] = [
    ("评标专家抽取申请表",),
    ("招标编号：", "JY-9", "标段号", "1"),
    ("工程名称", "示例学校", "招标方式", "公开招标"),
    ("法律体系", "招标投标", "预算（万元）", "1200"),
    ("行业类别", "房屋建筑", "行政区划代码", "430100"),
    ("开标时间", "2026年12月16日 上午9:00", "专家报到时间", "2026/12/16 8:30"),
    ("预计评标时长", "7.5小时", "是否过夜", "否"),
    ("建设单位", "示例建设中心", "招标人信用代码", "12620000DEMX00049N"),
    ("行政监督部门", "示例监督局", "业主代表人数", "1"),
    ("主场", "430100", "副场数", "0"),
    (),
    ("序号", "评审专业代码", "抽取人数"),
    ("1", "A080104", "3"),
    ("2", "A060101、A060102", "1"),
    (),
    ("回避单位名称", "信用代码"),
    ("甲公司", "91620000DEMX00014Y"),
]


def a_csv(folder: Path, *lines: Line) -> Path:
    (folder / "own.csv").write_bytes(table_csv([[str(cell) for cell in line] for line in lines]).decode("utf-8-sig").encode("gb18030"))
    return folder / "own.csv"


def the_venue(path: Path) -> Venue:
    return read_venues_file(path, WORDS)[0]


def is_the_site(venue: Venue) -> bool:
    booths = [(booth.id, booth.beside, booth.usable) for room in venue.rooms for booth in room.booths]
    return [room.id for room in venue.rooms] == ["R1", "R2"] and booths == [("B1", ("B2",), True), ("B2", ("B1",), False), ("B3", (), True)]


def test_two_sheets_of_any_name_with_titles_and_merged_cells(tmp_path: Path) -> None:
    venues = [("交易中心一览",), ("中心名称", "编号", "详细地址", "行政区划代码", "接收区域"), SITE]
    first, *rest = BOOTHS
    write_tables(tmp_path / "v.xlsx", {"说明": [("填写说明",)], "Sheet2": venues, "Sheet3": [BOOTH_HEADER, ("CS", *first[1:]), *rest]})  # type: ignore[dict-item, list-item]
    assert is_the_site(the_venue(tmp_path / "v.xlsx"))


def test_one_table_with_a_booth_a_line_as_csv_of_the_old_encoding(tmp_path: Path) -> None:
    header = ("中心名称", "场地编号", "详细地址", "行政区划代码", "接收区域", *BOOTH_HEADER[1:])
    lines = [(*(SITE if not nth else [""] * 5), *booth[1:]) for nth, booth in enumerate(BOOTHS)]
    assert is_the_site(the_venue(a_csv(tmp_path, ("某中心机位台账",), header, *lines)))


def test_words_of_venues_are_proposed_with_counts_and_kept_in_the_mapping(tmp_path: Path) -> None:
    header = ("中心名称", "场地编号", "详细地址", "行政区划代码", "接收区域", *BOOTH_HEADER[1:])
    path = a_csv(tmp_path, header, *[(*SITE, *booth[1:]) for booth in BOOTHS])
    tables = propose_small(path, VENUES, NOTHING_LAID_DOWN)
    assert [(word.column, word.written, word.count, word.ours) for table in tables for word in table.words] == [
        ("分区", "评标区", 2, "专家区"), ("可用", "正常", 1, "是"), ("可用", "停用", 1, "否"),
    ]  # fmt: skip
    assert "评标区: 专家区" in mapping_yaml(tables, NOTHING_LAID_DOWN)


def test_missing_column_of_venues_can_be_laid_down(tmp_path: Path) -> None:
    header = ("甲", "场地编号", "详细地址", "行政区划代码", "接收区域", *BOOTH_HEADER[1:])
    path = a_csv(tmp_path, header, *[(*SITE, *booth[1:]) for booth in BOOTHS])
    with pytest.raises(WrongColumns, match="名称"):
        the_venue(path)
    assert read_venues_file(path, ColumnMapping({"甲": "名称"}, words=WORDS.words))[0].name == "长沙中心"


def test_bad_rows_of_venues_come_back_as_a_sheet(tmp_path: Path) -> None:
    header = ("中心名称", "场地编号", "详细地址", "行政区划代码", "接收区域", *BOOTH_HEADER[1:])
    path = a_csv(tmp_path, header, (*SITE, "R1", "大厅", "B1", "", "坏"), (*SITE, "R1", "", "B2", "", ""))
    with pytest.raises(BadVenues) as refusal:
        read_venues_file(path)
    marks: tuple[Mark, ...] = refusal.value.facts["marks"]  # type: ignore[assignment]
    assert write_marks(tmp_path / "errors.xlsx", marks) == 2
    row = CalamineWorkbook.from_path(str(tmp_path / "errors.xlsx")).get_sheet_by_name("机位").to_python()[1]
    assert row[0] == 1 and "分区" in str(row[-2]) and "可用" in str(row[-2]) and "must be" in str(row[-1])


@pytest.mark.parametrize(
    "lines",
    [
        [("投标人名单",), ("招标编号：JY-1", "", "标段：2"), ("序号", "投标单位", "单位信用代码"), ("1", "甲", "91620000DEMX00014Y")],
        [("项目编号", "包号", "供应商名称", "信用代码", "联合体"), ("JY-1", "2", "甲", "91620000DEMX00014Y", "否")],
    ],
    ids=["project above the table", "project in every line"],
)
def test_bidders_of_one_table_with_the_project_beside(tmp_path: Path, lines: list[Line]) -> None:
    found = read_bidders_file(a_csv(tmp_path, *lines), demo=True)
    assert (found.id, [unit.name for unit in found.units]) == ("JY-1/2", ["甲"])


def test_bidders_of_two_projects_in_one_table_are_refused(tmp_path: Path) -> None:
    rows = [("JY-1", "1", "甲", "91620000DEMX00014Y"), ("JY-1", "2", "乙", "12620000DEMX00049N")]
    with pytest.raises(WrongColumns, match="不一致"):
        read_bidders_file(a_csv(tmp_path, ("项目编号", "标段", "投标人", "信用代码"), *rows), demo=True)


def is_the_application(tender: Tender) -> bool:
    times = (tender.opening_at.isoformat(), tender.checkin_at.isoformat(), tender.duration)
    seats = [(seat.codes, seat.count) for seat in tender.seats]
    return (
        times == ("2026-12-16T09:00:00+08:00", "2026-12-16T08:30:00+08:00", timedelta(hours=7.5))
        and seats == [(("A080104",), 3), (("A060101", "A060102"), 1)]
        and (tender.budget_fen, tender.tenderer.uscc, tender.agent) == (1_200_000_000, "12620000DEMX00049N", None)
        and [unit.name for unit in tender.avoid_units] == ["甲公司"]
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_application_on_one_page_with_several_names_in_a_line(tmp_path: Path, kind: str) -> None:
    path = a_csv(tmp_path, *APPLICATION) if kind == "csv" else tmp_path / "a.xlsx"
    if kind == "xlsx":
        write_tables(path, {"申请": [[str(cell) for cell in line] for line in APPLICATION]})
    assert is_the_application(read_application_file(path, demo=True))


def test_name_that_nobody_knows_is_asked_about_and_may_be_left_out(tmp_path: Path) -> None:
    path = a_csv(tmp_path, *APPLICATION[:3], ("经办人", "张某"), *APPLICATION[3:])
    with pytest.raises(BadApplication, match="第4行“经办人” 是不认识的要素"):
        read_application_file(path, demo=True)
    assert is_the_application(read_application_file(path, demo=True, laid_down=ColumnMapping({"经办人": ""})))


def test_second_name_of_a_line_that_nobody_knows_is_asked_about_too(tmp_path: Path) -> None:
    lines = [(*line, "采购人代码", "1") if line and line[0] == "工程名称" else line for line in APPLICATION]
    with pytest.raises(BadApplication, match="第3行“采购人代码” 是不认识的要素"):
        read_application_file(a_csv(tmp_path, *lines), demo=True)


def test_words_of_an_application_are_proposed_like_those_of_a_pool(tmp_path: Path) -> None:
    lines = [tuple({"公开招标": "公开", "招标投标": "工程建设"}.get(str(cell), cell) for cell in line) for line in APPLICATION]
    front = propose_small(a_csv(tmp_path, *lines), "application", NOTHING_LAID_DOWN)[0]
    assert {word.column: word.ours for word in front.words} == {"采购方式": "公开招标", "法律体系": "招标投标"}


def test_application_of_a_sheet_is_told_in_the_words_of_a_sheet(tmp_path: Path) -> None:
    told = {"招标投标": "工程", "1200": "很多", "7.5小时": "半天", "2026年12月16日 上午9:00": "上午", "示例学校": ""}
    lines = [tuple(told.get(str(cell), cell) for cell in line) for line in APPLICATION]
    with pytest.raises(BadApplication) as refusal:
        read_application_file(a_csv(tmp_path, *lines), demo=True)
    assert all(said in refusal.value.chinese for said in ("招标投标、政府采购", "1200万元", "8小时", "2026-12-16 09:00", "缺失，请补填"))
    assert not any(said in refusal.value.chinese for said in ("tendering", "PT8H", "引号", "+08:00"))


def test_total_under_the_seats_and_an_agent_that_is_none_are_no_faults(tmp_path: Path) -> None:
    lines = [*APPLICATION[:10], ("招标代理", "无"), *APPLICATION[10:14], ("", "合计", "4"), *APPLICATION[14:]]
    assert is_the_application(read_application_file(a_csv(tmp_path, *lines), demo=True))


def test_words_of_an_application_may_be_laid_down(tmp_path: Path) -> None:
    lines = [tuple("公开" if cell == "公开招标" else cell for cell in line) for line in APPLICATION]
    with pytest.raises(BadApplication, match="采购方式"):
        read_application_file(a_csv(tmp_path, *lines), demo=True)
    assert is_the_application(
        read_application_file(tmp_path / "own.csv", demo=True, laid_down=ColumnMapping(words={"采购方式": {"公开": "公开招标"}}))
    )


def test_calendar_behind_an_instruction_page_under_other_names(tmp_path: Path) -> None:
    days = [(f"2027年10月{day}日", "", "放假") for day in range(1, 8)] + [(f"2027-02-{day:02d}", "", "休") for day in range(5, 12)]
    sheet = [("2027年放假安排",), ("年月日", "星期", "假期安排"), *days, ("2027/10/9", "六", "班")]
    write_tables(tmp_path / "c.xlsx", {"说明": [("依据国办通知",)], "明细": sheet})
    assert (read_calendar_file(tmp_path / "c.xlsx")[0].year, len(read_calendar_file(tmp_path / "c.xlsx")[0].worked)) == (2027, 1)
