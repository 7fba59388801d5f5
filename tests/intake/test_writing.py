"""What goes out can come back in, and runs nothing in a spreadsheet program."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from dispatch.adapters.sheets import read_lines
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.demo_values import entropy_from
from dispatch.intake.generator import generate_pool
from dispatch.intake.pool_rows import read_pool
from dispatch.intake.refusals import UnknownFileType
from dispatch.intake.writing import pool_csv, write_pool
from policies.vocabulary.expert import Expert, Standing
from tests.intake.builders import TODAY

POOL = tuple(generate_pool(40, entropy_from("writing")))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_pool_reads_back_as_it_was_written(tmp_path: Path, suffix: str) -> None:
    assert write_pool(POOL, tmp_path / f"pool{suffix}") == 40
    read = read_pool(read_lines(tmp_path / f"pool{suffix}"), demo=True, on=TODAY)
    assert (read.experts, read.errors) == (POOL, ())


def test_csv_opens_with_the_mark_and_exactly_the_shipped_header() -> None:
    assert pool_csv(POOL).startswith(("\ufeff" + ",".join(POOL_COLUMNS) + "\r\n").encode())


def test_end_of_a_suspension_adds_its_column(tmp_path: Path) -> None:
    suspended = replace(POOL[0], standing=Standing.SUSPENDED, suspended_until=date(2027, 1, 31))
    write_pool([suspended, POOL[1]], tmp_path / "pool.xlsx")
    assert read_pool(read_lines(tmp_path / "pool.xlsx"), demo=True, on=TODAY).experts == (suspended, POOL[1])


def test_numbers_of_persons_are_text_cells(tmp_path: Path) -> None:
    write_pool(POOL[:1], tmp_path / "pool.xlsx")
    line = CalamineWorkbook.from_path(str(tmp_path / "pool.xlsx")).get_sheet_by_index(0).to_python()[1]
    assert [line[POOL_COLUMNS.index(name)] for name in ("证件号码", "银行卡号", "手机号码")] == [
        POOL[0].identity.id_no, POOL[0].bank.card, POOL[0].contact.phone,
    ]  # fmt: skip


def with_title(title: str) -> Expert:
    return replace(POOL[0], title=title)


@pytest.mark.parametrize("title", ["=cmd|'/c calc'!A1", "@SUM(A1)", "+1", "-1"])
def test_text_that_would_run_is_written_harmless(tmp_path: Path, title: str) -> None:
    assert f",'{title},".encode() in pool_csv([with_title(title)])
    write_pool([with_title(title)], tmp_path / "pool.xlsx")
    assert b"<f>" not in (tmp_path / "pool.xlsx").read_bytes()


def test_other_file_types_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownFileType):
        write_pool(POOL, tmp_path / "pool.pdf")
