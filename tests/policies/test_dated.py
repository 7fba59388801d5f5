"""Dated values: the day decides, and a file that is not complete is refused with its line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from policies.dated import Dated, in_force, load, load_table
from policies.refusals import BadPolicyFile, NotYetInForce
from policies.vocabulary.source import Source, Status

LAW = "{law: 《某条例》, article: 第一条, status: reported}"


class Rate(BaseModel):
    rate: Decimal


def a_file(folder: Path, *, unit: str = "yuan", source: str = f"source: {LAW}", days: str = "2019-01-01: 100") -> Path:
    path = folder / "value.yaml"
    path.write_text(f"title: 补助\nunit: {unit}\n{source}\nin_force:\n  {days}\n", encoding="utf-8")
    return path


def a_value() -> Dated[int]:
    source = Source("X", "《某条例》", "第一条", Status.REPORTED)
    return Dated("x", "补助", "yuan", (source,), Status.REPORTED, ((date(2019, 1, 1), 1), (date(2020, 1, 1), 2)), date(2030, 1, 1))


@pytest.mark.parametrize(("day", "value"), [(date(2019, 1, 1), 1), (date(2019, 12, 31), 1), (date(2020, 1, 1), 2), (date(2029, 12, 31), 2)])
def test_the_day_decides_which_value_is_in_force(day: date, value: int) -> None:
    assert in_force(a_value(), on=day) == value


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2030, 1, 1)])
def test_before_the_first_day_and_after_the_repeal_there_is_no_value(day: date) -> None:
    with pytest.raises(NotYetInForce):
        in_force(a_value(), on=day)


def test_a_number_with_a_point_is_read_without_a_float(tmp_path: Path) -> None:
    dated = load(a_file(tmp_path, days="2019-01-01: {rate: 0.1}"), Rate)
    assert in_force(dated, on=date(2020, 1, 1)).rate == Decimal("0.1")
    assert dated.status is Status.REPORTED


def test_one_file_may_hold_many_values_by_name(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(f"a: {{title: 甲, unit: day, source: {LAW}, in_force: {{2019-01-01: 3}}}}\n", encoding="utf-8")
    assert in_force(load_table(path, int)["a"], on=date(2019, 1, 1)) == 3


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"unit": "furlong"}, 2),
        ({"source": "note: none"}, 1),
        ({"source": "source: NO-SUCH-ID"}, 3),
        ({"days": "2019-01-01: 1\n  2020-01-01: null"}, 6),
        ({"days": "2020-01-01: 1\n  2019-01-01: 2"}, 5),
        ({"days": "2019-01-01: 1\n  2019-01-01: 2"}, 5),
        ({"days": "2019-01-01: many"}, 5),
    ],
    ids=["unknown unit", "missing source", "unknown source", "gap", "order", "day twice", "wrong form"],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, change: dict[str, str], line: int) -> None:
    with pytest.raises(BadPolicyFile) as refusal:
        load(a_file(tmp_path, **change), int)
    assert (refusal.value.facts["file"], refusal.value.facts["line"]) == ("value.yaml", line)
