"""Venues, bidder lists and calendars come as workbooks too, read as the same facts as their YAML, and refused as plainly."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dispatch.adapters.brought_files import read_application_file, read_bidders_file, read_calendar_file, read_venues_file
from dispatch.intake import shipped
from dispatch.intake.calendars import calendar_yaml, read_calendar, read_calendar_lines
from dispatch.intake.cells import Line
from dispatch.intake.document_files import write_application, write_venues
from dispatch.intake.mapping import ColumnMapping
from dispatch.intake.refusals import BadBidderList, BadCalendar, BadVenues, UnknownFileType, WrongColumns
from dispatch.intake.table_files import write_tables
from dispatch.intake.venue_sheet import BOOTH_COLUMNS, BOOTHS, VENUE_COLUMNS, VENUES, members_of_venue_sheets
from dispatch.intake.venues import read_venues
from policies.calendar import work_calendar

SITE = ("CS", "示例中心", "示例路1号", "430100", "430100、430121")
NATIONAL_DAY = [f"2027-10-0{day}" for day in range(1, 8)]
SPRING = [f"2027-02-{day:02d}" for day in range(5, 12)]


def a_booth(**changes: str) -> tuple[str, ...]:
    right = dict(zip(BOOTH_COLUMNS, ("CS", "R1", "专家区", "B1", "", "是"), strict=True))
    return tuple((right | changes).values())


def venue_sheets(*booths: tuple[str, ...], sites: tuple[Line, ...] = (SITE,)) -> dict[str, list[Line]]:
    return {VENUES: [VENUE_COLUMNS, *sites], BOOTHS: [["机位表"], BOOTH_COLUMNS, *booths]}


@pytest.mark.parametrize("name", ["v.yaml", "v.json", "v.xlsx"])
def test_venues_read_back_as_they_were_written(tmp_path: Path, name: str) -> None:
    venues = read_venues_file(shipped.VENUES)
    write_venues(venues, tmp_path / name)
    assert read_venues_file(tmp_path / name) == venues


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.xlsx"])
@pytest.mark.parametrize("path", shipped.APPLICATIONS, ids=lambda path: path.stem)
def test_applications_read_back_as_they_were_written(tmp_path: Path, name: str, path: Path) -> None:
    tender = read_application_file(path, demo=True)
    write_application(tender, tmp_path / name)
    assert read_application_file(tmp_path / name, demo=True) == tender


def test_sheets_of_venues_hold_what_the_yaml_holds() -> None:
    sheets = venue_sheets(a_booth(相邻机位="B2"), a_booth(机位="B2", 可用="否"))
    venue = read_venues(members_of_venue_sheets(sheets))[0]
    assert (venue.regions, [booth.id for booth in venue.booths]) == (("430100", "430121"), ["B1"])
    assert [booth.beside for room in venue.rooms for booth in room.booths] == [("B2",), ("B1",)]


@pytest.mark.parametrize(
    ("sheets", "named"),
    [
        (venue_sheets(a_booth(), a_booth(分区="监督区", 机位="B2")), "机位第1行“分区”"),
        (venue_sheets(a_booth(场地编号="ZZ"), a_booth()), "机位第1行“名称”"),
        (venue_sheets(a_booth(可用="坏")), "机位第1行“可用”"),
        (venue_sheets(a_booth(), a_booth()), "出现了两次"),
        (venue_sheets(a_booth(分区="休息区")), "没有可用机位"),
    ],
    ids=["two zones", "unknown venue", "usable", "booth twice", "no booth"],
)
def test_faulty_venue_sheet_names_what_is_wrong(sheets: dict[str, list[Line]], named: str) -> None:
    with pytest.raises(BadVenues) as refusal:
        read_venues(members_of_venue_sheets(sheets))
    assert named in refusal.value.chinese


def test_same_fault_of_many_rows_is_told_once_with_what_to_do_in_a_sheet() -> None:
    sheets = venue_sheets(a_booth(可用="正常"), a_booth(机位="B2", 可用="正常"), a_booth(机位="B3"))
    with pytest.raises(BadVenues) as refusal:
        read_venues(members_of_venue_sheets(sheets))
    assert "有2处需要改正：机位第1、2行“可用” 应为 是 或 否；其他写法请在词语对应中指定" in refusal.value.chinese
    assert "机位 (booth) row 1, 2 “可用” (usable) must be 是 (yes) or 否 (no)" in refusal.value.english


def test_neighbour_that_is_no_booth_is_marked_at_the_booth_that_names_it() -> None:
    with pytest.raises(BadVenues) as refusal:
        read_venues(members_of_venue_sheets(venue_sheets(a_booth(), a_booth(机位="B2", 相邻机位="B9"))))
    assert [(mark.place.row, mark.column) for mark in refusal.value.facts["marks"]] == [(2, "相邻机位")]


@pytest.mark.parametrize("sheets", [{VENUES: [VENUE_COLUMNS, SITE]}, venue_sheets(a_booth(), sites=(SITE, SITE))])
def test_missing_sheet_or_venue_that_stands_twice_is_refused(sheets: dict[str, list[Line]]) -> None:
    with pytest.raises(WrongColumns):
        members_of_venue_sheets(sheets)


def test_bidder_sheet_joins_the_units_of_a_consortium(tmp_path: Path) -> None:
    units = [("甲", "91620000DEMX00014Y", "联1"), ("乙", "12620000DEMX00049N", ""), ("丙", "91620000DEMX00022R", "联1")]
    front: list[Any] = [("项目编号", "JY-1"), ("标段", "1")]
    write_tables(tmp_path / "b.xlsx", {"项目": front, "投标人": [("投标人名称", "统一社会信用代码", "联合体"), *units]})
    found = read_bidders_file(tmp_path / "b.xlsx", demo=True)
    assert (found.id, [[unit.name for unit in bidder.units] for bidder in found.bidders]) == ("JY-1/1", [["甲", "丙"], ["乙"]])


def test_bidder_workbook_without_its_sheets_is_refused(tmp_path: Path) -> None:
    write_tables(tmp_path / "b.xlsx", {"投标人": [("投标人名称", "统一社会信用代码"), ("甲", "91620000DEMX00014Y")]})
    with pytest.raises(BadBidderList, match="“项目编号” 缺失"):
        read_bidders_file(tmp_path / "b.xlsx", demo=True)
    found = read_bidders_file(tmp_path / "b.xlsx", demo=True, laid_down=ColumnMapping(fixed={"项目编号": "JY-1", "标段": "1"}))
    assert found.id == "JY-1/1"


@pytest.mark.parametrize("name", ["c.yaml", "c.csv", "c.xlsx"])
def test_calendar_in_every_form_is_the_same_year(tmp_path: Path, name: str) -> None:
    if name.endswith("yaml"):
        (tmp_path / name).write_text(yaml.safe_dump({"holidays": [*NATIONAL_DAY, *SPRING], "worked": ["2027-10-09"]}), "utf-8")
    else:
        rest = [(day, "放假") for day in (*NATIONAL_DAY, *SPRING)]
        write_tables(tmp_path / name, {"放假": [("2027年放假安排", ""), ("日期", "安排"), *rest, ("2027年10月9日", "上班")]})
    year = read_calendar_file(tmp_path / name)[0]
    assert (year.year, len(year.holidays), year.worked) == (2027, 10, (date(2027, 10, 9),))


def test_text_to_add_is_what_the_rules_hold(tmp_path: Path) -> None:
    known = work_calendar()
    days = {"holidays": [str(d) for d in known.holidays if d.year == 2026], "worked": [str(d) for d in known.worked if d.year == 2026]}
    year = read_calendar(days)[0]
    assert year.same_as(known)
    assert yaml.safe_load(calendar_yaml([year]))["y2026"]["in_force"][date(2026, 1, 1)]["worked"] == list(year.worked)


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ([("2027-10-01", "上班")], "本来就上班"),
        ([("2027-10-03", "上班"), ("2027-10-03", "放假")], "既写了放假又写了上班"),
        ([("27-10-01", "放假")], "第1行"),
        ([("2027-10-01", "请假")], "第1行“安排” 应为"),
        ([("2027-10-01", "放假")], "不合常理"),
    ],
)
def test_faulty_calendar_names_the_day(lines: list[Line], named: str) -> None:
    with pytest.raises(BadCalendar) as refusal:
        read_calendar_lines([("日期", "安排"), *lines])
    assert named in refusal.value.chinese


@pytest.mark.parametrize("values", [{"holidays": "2027"}, {"days": []}, {"holidays": ["x"]}, {}])
def test_document_that_is_no_calendar_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(BadCalendar):
        read_calendar(values)


@pytest.mark.parametrize("write", [write_venues, write_application])
def test_unknown_kind_of_file_is_refused_and_nothing_is_left(tmp_path: Path, write: Any) -> None:
    thing = read_venues_file(shipped.VENUES) if write is write_venues else read_application_file(shipped.APPLICATIONS[0], demo=True)
    with pytest.raises(UnknownFileType):
        write(thing, tmp_path / "x.pdf")
    assert list(tmp_path.iterdir()) == []
