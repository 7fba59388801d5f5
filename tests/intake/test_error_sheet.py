"""The error sheet holds the bad rows as brought, marks the bad cells, and says why; nothing in it runs."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from dispatch.intake.cells import Cell
from dispatch.intake.column_names import REASON, REASON_EN, ROW
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.error_sheet import ErrorSheet
from dispatch.intake.findings import finding
from dispatch.intake.pool_columns import Day
from dispatch.intake.pool_rows import BadRow, pool_table, read_batches
from dispatch.intake.refusals import UnknownFileType
from tests.intake.builders import TODAY, a_row, another_row

RENAMED = {"证件号码": "身份证号", "姓名": "专家姓名"}


def written(folder: Path, *rows: dict[str, Cell]) -> Path:
    header = [RENAMED.get(name, name) for name in POOL_COLUMNS]
    table = pool_table([["标题"], header, *[[row[name] for name in POOL_COLUMNS] for row in rows]])
    with ErrorSheet(folder / "errors.xlsx") as sheet:
        sheet.begin(table)
        for batch in read_batches(table, Day(TODAY, True)):
            for bad in batch.bad:
                sheet.add(bad)
    return folder / "errors.xlsx"


def lines(path: Path) -> list[list[Cell]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def test_bad_rows_stand_as_brought_under_their_own_names(tmp_path: Path) -> None:
    found = lines(written(tmp_path, a_row(), another_row(证件号码="620000198002290025", 入库时间=date(2013, 7, 1))))
    assert found[0] == [ROW, *[RENAMED.get(name, name) for name in POOL_COLUMNS], REASON, REASON_EN]
    assert len(found) == 2 and found[1][:3] == [2.0, "CS000002", "张示例"]
    assert found[1][1 + POOL_COLUMNS.index("入库时间")] == date(2013, 7, 1)
    assert found[1][-2] == "1. 证件号码的校验码不符；请对照证件逐位核对"
    assert found[1][-1] == "1. The identity number fails its check digit; compare it with the document digit by digit"


def test_bad_cells_are_red_and_doubtful_ones_yellow(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path, a_row(性别="?", 联行号=""))) as archive:
        sheet, styles = archive.read("xl/worksheets/sheet1.xml").decode(), archive.read("xl/styles.xml").decode()
    colours = {letter: re.search(rf'<c r="{letter}2" s="(\d+)"', sheet)[1] for letter in "BDU"}  # type: ignore[index]
    assert len(set(colours.values())) == 3
    assert all(colour in styles for colour in ("FFF8C9C4", "FFFFF2B3"))


def test_every_error_of_a_row_is_a_line_of_its_reason(tmp_path: Path) -> None:
    reason = str(lines(written(tmp_path, a_row(性别="?", 手机号码="1", 专业分类版本="")))[1][-2])
    assert [line[:2] for line in reason.splitlines()] == ["1.", "2.", "3."]


@pytest.mark.parametrize("name", ["=cmd|'/c calc'!A1", "@SUM(A1)", "+1", "a\x01b", "\ud800", "=" + "x" * 40_000])
def test_whatever_is_in_a_bad_cell_is_text_and_the_sheet_opens(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, a_row(姓名=name))
    assert len(lines(path)) == 2
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), 1e300, True, date(1, 1, 1), 10**30])
def test_any_kind_of_cell_can_be_written(tmp_path: Path, cell: Cell) -> None:
    assert len(lines(written(tmp_path, a_row(出生日期=cell, 手机号码="")))) == 2


def test_corrected_sheet_is_brought_again_without_a_word_about_its_own_columns(tmp_path: Path) -> None:
    header, row = lines(written(tmp_path, a_row(证件号码="620000197001010015")))
    row[1 + POOL_COLUMNS.index("证件号码")] = "620000197001010014"
    table = pool_table([header, row])
    assert (table.warnings, [batch.errors for batch in read_batches(table, Day(TODAY, True))]) == ((), [()])


def test_every_table_has_a_sheet_of_its_own(tmp_path: Path) -> None:
    with ErrorSheet(tmp_path / "errors.xlsx") as sheet:
        for name in ("关系", "股权"):
            sheet.begin(pool_table([list(POOL_COLUMNS)]), name)
            sheet.add(BadRow(1, ("甲",), (finding(1, "姓名", "value.missing"),), ()))
    book = CalamineWorkbook.from_path(str(tmp_path / "errors.xlsx"))
    assert [(name, len(book.get_sheet_by_name(name).to_python())) for name in book.sheet_names] == [("关系", 2), ("股权", 2)]


def test_no_sheet_is_made_where_no_row_is_bad(tmp_path: Path) -> None:
    assert not written(tmp_path, a_row()).exists()


def test_sheet_is_its_owners_only(tmp_path: Path) -> None:
    assert written(tmp_path, a_row(性别="?")).stat().st_mode & 0o077 == 0


def test_sheet_under_another_kind_of_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownFileType):
        ErrorSheet(tmp_path / "errors.csv")
