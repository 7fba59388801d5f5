"""Of a workbook with several sheets the one is read that holds the pool, and no other is left out unasked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from dispatch.adapters.brought_files import open_pool_file, read_pool_file
from dispatch.intake.cells import Cell
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.refusals import SeveralTables, WrongColumns
from tests.intake.builders import TODAY, a_row, another_row

ONE, OTHER = ([row[name] for name in POOL_COLUMNS] for row in (a_row(), another_row()))
PAGE = [["填表说明"], ["姓名", "必填"]]


def a_book(folder: Path, hidden: str = "", **sheets: Sequence[Sequence[Cell]]) -> Path:
    path = folder / "pool.xlsx"
    with Workbook(str(path)) as book:
        pages = {name: book.add_worksheet(name) for name in sheets}
        next(page for name, page in pages.items() if name != hidden).activate()
        for name, page in pages.items():
            for row, line in enumerate(sheets[name]):
                page.write_row(row, 0, line)
            if name == hidden:
                page.hide()
    return path


def numbers(path: Path) -> list[str]:
    return [str(expert.no) for expert in read_pool_file(path, demo=True, on=TODAY).experts]


def test_hidden_sheet_is_not_taken_for_the_pool_that_is_seen(tmp_path: Path) -> None:
    assert numbers(a_book(tmp_path, "旧", 旧=[POOL_COLUMNS, OTHER], 新=[POOL_COLUMNS, ONE])) == ["CS000001"]


def test_two_sheets_of_experts_are_refused_by_name(tmp_path: Path) -> None:
    path = a_book(tmp_path, 说明=PAGE, 技术=[POOL_COLUMNS, ONE], 经济=[POOL_COLUMNS, OTHER])
    with pytest.raises(SeveralTables, match="技术、经济"):
        open_pool_file(path)


def test_template_or_instructions_beside_the_pool_are_passed_over(tmp_path: Path) -> None:
    assert numbers(a_book(tmp_path, 说明=PAGE, 模板=[POOL_COLUMNS], 名册=[POOL_COLUMNS, ONE])) == ["CS000001"]


def test_whole_pool_that_is_hidden_does_not_stand_in_for_one_that_lacks_a_column(tmp_path: Path) -> None:
    path = a_book(tmp_path, "旧", 新=[POOL_COLUMNS[:-1], ONE[:-1]], 旧=[POOL_COLUMNS, OTHER])
    with pytest.raises(WrongColumns):
        open_pool_file(path)
