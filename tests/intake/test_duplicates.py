"""A number stands once in a file of any length; one person under two numbers is pointed out, with the reason, and kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.intake.cells import Cell
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.likeness import name_key
from dispatch.intake.pool_columns import Day
from dispatch.intake.pool_rows import PoolBatch, pool_table, read_batches
from dispatch.intake.seen import Seen
from tests.intake.builders import TODAY, a_row, another_row

SAME = {"出生日期": "1970-01-01", "性别": "男"}  # of the first row, under another document
PASSPORT = {"证件类型": "护照", "证件号码": "E12345678"}


def batches(*rows: dict[str, Cell], size: int) -> list[PoolBatch]:
    lines = [list(POOL_COLUMNS), *[[row[name] for name in POOL_COLUMNS] for row in rows]]
    return list(read_batches(pool_table(lines), Day(TODAY, True), size))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), max_size=20), max_size=12))
def test_first_row_of_every_value_is_remembered_over_all_batches(values: list[list[int]]) -> None:
    seen, first, row = Seen(), dict[int, int](), 0
    for batch in values:
        rows = list(range(row + 1, row + len(batch) + 1))
        expected = [first.setdefault(value, at) for value, at in zip(batch, rows, strict=True)]
        found = seen.repeats([f"v{value}" for value in batch], rows)
        assert found == {place: before for place, (before, at) in enumerate(zip(expected, rows, strict=True)) if before != at}
        row += len(batch)


@pytest.mark.parametrize("size", [1, 2, 100])
def test_number_of_an_earlier_batch_is_known(size: int) -> None:
    found = batches(a_row(), another_row(), another_row(证件号码="620000197001010014", **SAME), another_row(), size=size)
    errors = [(error.row, error.code) for batch in found for error in batch.errors]
    assert errors == [(3, "no.twice"), (3, "id.twice"), (4, "no.twice"), (4, "id.twice")]


@pytest.mark.parametrize("number", ["6200 00197001010014", "６２００００197001010014"])
def test_number_in_another_width_or_spacing_is_the_same(number: str) -> None:
    found = batches(a_row(), another_row(证件号码=number, **SAME), size=10)[0]
    assert [error.code for error in found.errors] == ["id.twice"]


@pytest.mark.parametrize("name", ["张示例", "示例张", "张 示例", "张　示例", "例·张示"])
def test_one_person_under_another_document_is_pointed_out_and_kept(name: str) -> None:
    found = batches(a_row(), another_row(姓名=name, **SAME, **PASSPORT), size=1)
    assert [len(batch.experts) for batch in found] == [1, 1]
    warning = found[1].warnings[0]
    assert (warning.row, warning.column, warning.code) == (2, "姓名", "person.alike")
    assert "第 1 行" in warning.message and "疑为同一人" in warning.message


@pytest.mark.parametrize(
    "changes",
    [{"姓名": "李示例"}, {"出生日期": "1970-01-02"}, {"单位统一社会信用代码": "91620000DEMX00022R"}],
    ids=["name", "birthday", "employer"],
)
def test_people_who_differ_in_name_birthday_or_employer_are_two(changes: dict[str, str]) -> None:
    assert [w.code for batch in batches(a_row(), another_row(**(SAME | PASSPORT | changes)), size=9) for w in batch.warnings] == []


def test_people_without_employer_are_not_compared() -> None:
    nobody = {"所在单位": "", "单位统一社会信用代码": "", "是否在职": "否"}
    assert batches(a_row(**nobody), another_row(**SAME, **PASSPORT, **nobody), size=9)[0].warnings == ()


@pytest.mark.parametrize(("one", "other"), [("John SMITH", "Smith, John"), ("买买提·艾力", "艾力·买买提"), ("Ａｎｎa", "anna")])
def test_names_in_another_order_or_width_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("on", "codes"), [(date(2026, 12, 8), []), (date(2026, 12, 9), ["age.over"])])
def test_who_is_over_age_today_is_pointed_out_and_kept(on: date, codes: list[str]) -> None:
    row = a_row(出生日期="1956-12-09", 证件类型="护照", 证件号码="E1234567", 从业起始时间="1980-07-01")
    table = pool_table([list(POOL_COLUMNS), [row[name] for name in POOL_COLUMNS]])
    found = next(read_batches(table, Day(on, True, 70)))
    assert ([warning.code for warning in found.warnings], len(found.experts)) == (codes, 1)
