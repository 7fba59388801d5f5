"""A classification is read whole or refused with its row; a code of another edition is another specialty until a person decides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.adapters.specialty_files import keep_tree
from policies import specialties
from policies.refusals import BadClassification, ClassificationExists
from policies.specialties import Classification, classification, is_whole, whole_tree
from policies.specialty_changes import Fate, changes
from policies.specialty_tree import read_tree, tree_csv

HEADER = ("代码", "名称")
UPPER = (("A", "工程"), ("A01", "规划"), ("A0101", "规划类"))
OLD = whole_tree("2010", {**dict(UPPER), "A010101": "铁路", "A010102": "公路", "A010103": "水运", "A010104": "测绘", "A010105": "桥梁工程"})
NEW = whole_tree("2018", {**dict(UPPER), "A010101": "铁路", "A010102": "主体功能区", "A010106": "公路", "A010107": "桥梁工程",
                          "A010108": "桥梁工程"})  # fmt: skip


def table(*rows: tuple[str, str]) -> list[tuple[str, ...]]:
    return [HEADER, *UPPER, *rows]


def test_a_whole_table_becomes_a_tree_with_its_leaves() -> None:
    tree = read_tree(table(("A010101", "铁路"), ("A010102", "公路")), "2010")
    assert (tree.leaves, tree.name("A0101"), tree.siblings("A010101")) == ({"A010101", "A010102"}, "规划类", ("A010102",))


@pytest.mark.parametrize(
    ("rows", "row", "what"),
    [
        ((("A010101", "铁路"), ("A010101", "公路")), 6, "出现了两次"),
        ((("A020101", "铁路"),), 5, "上级“A0201”不在表中"),
        ((("A010101", ""),), 5, "没有名称"),
        ((("A01010", "铁路"),), 5, "不是2018版的代码"),
        ((("F010101", "铁路"),), 5, "不是2018版的代码"),
    ],
)
def test_a_table_with_a_fault_is_refused_with_its_row(rows: tuple[tuple[str, str], ...], row: int, what: str) -> None:
    with pytest.raises(BadClassification, match=what) as refused:
        read_tree(table(*rows), "2018")
    assert refused.value.facts["row"] == row


@pytest.mark.parametrize("lines", [[], [("甲", "乙")], [HEADER]], ids=["empty", "no header", "header only"])
def test_a_table_that_is_none_is_refused(lines: list[tuple[str, ...]]) -> None:
    with pytest.raises(BadClassification):
        read_tree(lines, "2018")


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 99), min_size=1, max_size=8))
def test_a_tree_that_is_written_reads_back_as_the_same(numbers: set[int]) -> None:
    tree = whole_tree("2018", {**dict(UPPER), **{f"A0101{number:02d}": f"专业{number}" for number in numbers}})
    lines = [tuple(line.split(",")) for line in tree_csv(tree).splitlines()]
    assert read_tree(lines, "2018") == tree


@pytest.mark.parametrize(
    ("code", "fate", "candidates"),
    [
        ("A010101", Fate.SAME, ("A010101",)),
        ("A010102", Fate.OTHER_MEANING, ("A010106",)),
        ("A010103", Fate.VANISHED, ()),
        ("A010105", Fate.SPLIT, ("A010107", "A010108")),
        ("A010199", Fate.VANISHED, ()),
    ],
)
def test_each_code_has_a_fate_in_the_new_edition(code: str, fate: Fate, candidates: tuple[str, ...]) -> None:
    (change,) = changes(OLD, NEW, [code])
    assert (change.fate, change.candidates) == (fate, candidates)


def test_a_code_that_moved_or_was_divided_below_names_where_to() -> None:
    moved, divided = (
        whole_tree("2018", {**dict(UPPER), "A010109": "测绘"}),
        whole_tree("政采", {**OLD.names, "A01010401": "甲", "A01010402": "乙"}),
    )
    assert [(c.fate, c.candidates) for c in changes(OLD, moved, ["A010104"])] == [(Fate.MOVED, ("A010109",))]
    assert [(c.fate, c.candidates) for c in changes(OLD, divided, ["A010104"])] == [(Fate.SPLIT, ("A01010401", "A01010402"))]


def test_every_leaf_has_exactly_one_fate() -> None:
    assert [change.code for change in changes(OLD, NEW)] == sorted(OLD.leaves)


@pytest.fixture
def folder(tmp_path: Path):  # type: ignore[no-untyped-def]
    yield tmp_path / "specialties"
    specialties.look_in(None)


def test_an_imported_tree_counts_before_the_shipped_selection_from_its_day_on(folder: Path) -> None:
    later = whole_tree("2018", {**NEW.names, "A010109": "测绘"})
    assert keep_tree(folder, NEW, date(2018, 3, 1)) and keep_tree(folder, later, date(2027, 1, 1))
    assert classification("2018", date(2026, 12, 31)).leaves == NEW.leaves
    assert classification("2018", date(2027, 1, 1)) == classification("2018") == later
    assert is_whole("2018") and not is_whole("2010")


def test_a_tree_is_never_overwritten(folder: Path) -> None:
    keep_tree(folder, OLD, date(2010, 7, 1))
    assert keep_tree(folder, OLD, date(2010, 7, 1)) is False
    with pytest.raises(ClassificationExists, match="不得覆盖"):
        keep_tree(folder, Classification("2010", {"A": "工程"}, frozenset({"A"})), date(2010, 7, 1))


def test_without_an_import_the_selection_that_ships_is_used(folder: Path) -> None:
    specialties.look_in(folder)
    assert len(classification("2018").leaves) == 146 and classification("2010").leaves == frozenset()
