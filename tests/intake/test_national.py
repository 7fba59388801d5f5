"""Experts go out under the items of the national specification, which the file itself calls unverified, and come back the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.demo_values import entropy_from
from dispatch.intake.documents import read_document
from dispatch.intake.generator import generate_pool
from dispatch.intake.national import items, national_lines, write_national
from dispatch.intake.refusals import BadDocument, EmptyFile, UnknownFileType
from dispatch.intake.writing import pool_line

POOL = tuple(generate_pool(5, entropy_from("national")))
CARRIED = [item.ours for item in items()]


def written(folder: Path) -> dict[str, Any]:
    write_national(POOL, folder / "n.json")
    return read_document((folder / "n.json").read_bytes(), ".json")


def test_table_maps_every_item_to_a_column_of_ours_and_calls_it_unverified() -> None:
    assert len(CARRIED) == len(set(CARRIED)) == 14 and set(CARRIED) <= set(POOL_COLUMNS)
    assert {item.status for item in items()} == {"未核实"} and not any(item.identifier for item in items())


def test_file_says_of_itself_what_was_not_verified(tmp_path: Path) -> None:
    values = written(tmp_path)
    assert "未核实" in values["status"] and {one["核实状态"] for one in values["items"]} == {"未核实"}


def test_what_the_specification_does_not_ask_for_stays_at_home(tmp_path: Path) -> None:
    assert write_national(POOL, tmp_path / "n.json") == 5
    text = (tmp_path / "n.json").read_text("utf-8")
    assert not any(secret in text for expert in POOL for secret in (expert.contact.phone, expert.bank.card, expert.bank.branch))


def test_records_read_back_as_lines_under_our_columns(tmp_path: Path) -> None:
    header, *lines = national_lines(written(tmp_path))
    assert list(header) == CARRIED
    expected = [dict(zip(POOL_COLUMNS, map(str, pool_line(expert)), strict=True)) for expert in POOL]
    assert [list(line) for line in lines] == [[row[name] for name in CARRIED] for row in expected]


def test_item_that_is_no_column_of_ours_keeps_its_name() -> None:
    header, line = national_lines({"records": [{"姓名": "甲", "数据时间戳": 5, "评标专业代码": ["A080104", "A060101"], "x": {}}]})
    assert (tuple(header), tuple(line)) == (("姓名", "数据时间戳", "评标专业代码", "x"), ("甲", 5, "A080104、A060101", "{}"))


@pytest.mark.parametrize("values", [{}, {"records": {}}, {"records": ["x"]}])
def test_document_without_records_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(BadDocument):
        list(national_lines(values))


def test_document_of_no_record_is_empty() -> None:
    with pytest.raises(EmptyFile):
        list(national_lines({"records": []}))


def test_nobody_exported_is_still_a_whole_document(tmp_path: Path) -> None:
    write_national([], tmp_path / "n.json")
    assert json.loads((tmp_path / "n.json").read_text("utf-8"))["records"] == []
    with pytest.raises(UnknownFileType):
        write_national([], tmp_path / "n.csv")
