"""Whatever bytes or cells are brought: experts, findings or one refusal, never a traceback, and no bad row among the good."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from dispatch.adapters.brought_files import open_pool_file, propose_pool
from dispatch.intake.cells import Cell
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.mapping import NOTHING_LAID_DOWN
from dispatch.intake.pool_columns import Day
from dispatch.intake.pool_rows import collected, pool_table
from dispatch.intake.refusals import EmptyFile
from policies.vocabulary.refused import Refused
from tests.intake.builders import TODAY, a_row, a_workbook, another_row

ODD = (
    "", " ", "　", "-", "无", "#N/A", "=1+1", "@x", "'=1", "\u202e", "\ufeff", "\x00", "\n", "９", "民国59年1月1日", "70-1-1", "41456",
    "1E+17", "6.2E+17", "620000197001010014.0", "９" * 18, "A080104、A060101", "2018", "居民身份证", "x" * 300, "\ud800", "𠮷", "e\u0301",
)  # fmt: skip
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=20),
    st.sampled_from(ODD),
    st.sampled_from([*a_row().values(), *another_row().values()]),
)
NAMES = st.one_of(st.sampled_from(POOL_COLUMNS), st.text(max_size=8), st.sampled_from(["身份证号", "联系电话", "备注", "", "编号"]))
NOISE = st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6)), max_size=6)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
long = settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
SHEETS = st.tuples(
    st.lists(st.lists(CELLS, max_size=4), max_size=3),  # titles
    st.one_of(st.just(list(POOL_COLUMNS)), st.permutations(POOL_COLUMNS), st.lists(NAMES, max_size=26)),
    st.lists(st.lists(CELLS, max_size=25), max_size=6),
)


def right_csv(encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([POOL_COLUMNS, *[[row[name] for name in POOL_COLUMNS] for row in (a_row(), another_row())]])
    return text.getvalue().encode(encoding)


def right_book() -> bytes:
    return a_workbook(list(POOL_COLUMNS), *[[row[name] for name in POOL_COLUMNS] for row in (a_row(), another_row())])


FILES = {
    "utf8.csv": right_csv("utf-8-sig"),
    "gb.csv": right_csv("gb18030"),
    "utf16.csv": right_csv("utf-16"),
    "book.xlsx": right_book(),
    "old.xls": (Path(__file__).parent / "files" / "pool.xls").read_bytes(),
}


def read_cells(sheet: tuple[list[list[Cell]], list[str], list[list[Cell]]]) -> None:
    titles, header, rows = sheet
    try:
        found = collected(pool_table([*titles, header, *rows]), Day(TODAY, True, 70))
    except Refused as refusal:
        assert refusal.chinese and refusal.english and ("{" not in refusal.chinese or "{" in str(sheet))
        return
    bad = {error.row for error in found.errors}
    assert not bad & set(found.rows) and len(found.experts) == len(found.rows)
    assert all(finding.message and "{" not in finding.message for finding in (*found.errors, *found.warnings))
    assert len({expert.no for expert in found.experts}) == len(found.experts)


def read_spoilt(folder: Path, name: str, changes: list[tuple[int, bytes]]) -> None:
    content = bytearray(FILES[name])
    for place, piece in changes:
        at = place % len(content)
        content[at : at + len(piece)] = piece
    path = folder / name
    path.write_bytes(content)
    for read in (lambda: collected(open_pool_file(path).table, Day(TODAY, True)), lambda: propose_pool(path, (), NOTHING_LAID_DOWN, TODAY)):
        try:
            read()
        except Refused as refusal:
            assert refusal.chinese and refusal.english


@seed(4)
@quick
@given(SHEETS)
def test_any_sheet_is_experts_findings_or_a_refusal(sheet: tuple[list[list[Cell]], list[str], list[list[Cell]]]) -> None:
    read_cells(sheet)


@seed(4)
@quick
@given(st.sampled_from(sorted(FILES)), NOISE)
def test_any_spoilt_file_is_read_or_refused(tmp_path: Path, name: str, changes: list[tuple[int, bytes]]) -> None:
    read_spoilt(tmp_path, name, changes)


@seed(4)
@quick
@given(st.dictionaries(st.sampled_from(POOL_COLUMNS), CELLS, max_size=3))
def test_a_bad_row_never_costs_the_good_one_beside_it(changes: dict[str, Cell]) -> None:
    """Unless both claim one number: then the later row is bad, and says which one came first."""
    bad = {**another_row(), **changes}
    found = collected(pool_table([list(POOL_COLUMNS), *[[row[n] for n in POOL_COLUMNS] for row in (a_row(), bad)]]), Day(TODAY, True))
    assert 1 in found.rows and (2 in found.rows) != (2 in {error.row for error in found.errors})


def test_blank_sheet_is_empty_whatever_blank_means() -> None:
    with pytest.raises(EmptyFile):
        pool_table([[" ", "　", None]] * 5)


@pytest.mark.soak
@long
@given(SHEETS)
def test_any_sheet_for_long(sheet: tuple[list[list[Cell]], list[str], list[list[Cell]]]) -> None:
    read_cells(sheet)


@pytest.mark.soak
@long
@given(st.sampled_from(sorted(FILES)), NOISE)
def test_any_spoilt_file_for_long(tmp_path: Path, name: str, changes: list[tuple[int, bytes]]) -> None:
    read_spoilt(tmp_path, name, changes)
