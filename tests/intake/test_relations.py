"""Relations and holdings are facts; a share or a period is never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from dispatch.intake.cells import Cell
from dispatch.intake.columns import EQUITY_COLUMNS, RELATION_COLUMNS
from dispatch.intake.refusals import EmptyFile, WrongColumns
from dispatch.intake.relations import RelationReading, read_relations
from policies.vocabulary.expert import Equity, Relation
from policies.vocabulary.ids import ExpertNo

USCC = "91620000DEMX00014Y"


def a_relation(**changes: Cell) -> list[Cell]:
    right: dict[str, Cell] = {
        "专家编号": "CS1",
        "关系": "持股",
        "对方名称": "示例公司",
        "对方统一社会信用代码": USCC,
        "起": "2020-01-01",
        "止": "",
        "比例": "12.5%",
    }
    return [{**right, **changes}.get(name, "") for name in RELATION_COLUMNS]


def read(*lines: list[Cell], known: set[ExpertNo] | None = None, demo: bool = True) -> RelationReading:
    return read_relations([list(RELATION_COLUMNS), *lines], demo=demo, known=known)


def test_relation_is_read_with_unit_period_and_share() -> None:
    wanted = Relation(ExpertNo("CS1"), "持股", "示例公司", USCC, date(2020, 1, 1), None, "12.5%", "")
    assert read(a_relation()).relations == (wanted,)


@pytest.mark.parametrize(("cell", "share"), [("51%", "51%"), (0.51, "51%"), ("0.3", "30%"), ("100.0%", "100%"), ("", "")])
def test_share_is_percent_text_however_written(cell: Cell, share: str) -> None:
    assert read(a_relation(比例=cell)).relations[0].share == share


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("比例", "51", "relation.share"),
        ("比例", "120%", "relation.share"),
        ("关系", "朋友", "value.choice"),
        ("止", "2019-01-01", "relation.period"),
        ("对方统一社会信用代码", "91620000DEMX00014X", "uscc.check18"),
        ("对方名称", "", "value.missing"),
        ("专家编号", "", "value.missing"),
    ],
)
def test_wrong_fact_is_one_error_at_its_column(column: str, value: Cell, code: str) -> None:
    found = read(a_relation(**{column: value}))
    assert [(error.column, error.code) for error in found.errors] == [(column, code)]
    assert found.relations == ()


def test_experts_who_must_sit_apart_are_two() -> None:
    assert read(a_relation(关系="不宜同组", 对方名称="CS2", 比例="")).relations[0].other_name == "CS2"
    assert [error.code for error in read(a_relation(关系="不宜同组", 对方名称="CS1", 比例="")).errors] == ["relation.apart"]


def test_expert_who_is_not_in_the_pool_file_is_a_warning() -> None:
    assert [warning.code for warning in read(a_relation(), known=set()).warnings] == ["relation.expert"]


def test_equity_table_is_known_by_its_header() -> None:
    lines = [list(EQUITY_COLUMNS), ["甲", USCC, "乙", "91620000DEMX00022R", 1.0, "", ""]]
    assert read_relations(lines, demo=True).equity == (Equity("甲", USCC, "乙", "91620000DEMX00022R", "100%", None, None),)


def test_demo_units_are_refused_where_it_is_serious() -> None:
    assert [error.code for error in read(a_relation(), demo=False).errors] == ["demo.value"]


def test_other_tables_are_refused_whole() -> None:
    with pytest.raises(WrongColumns):
        read_relations([["专家编号", "姓名"]], demo=True)
    with pytest.raises(EmptyFile):
        read_relations([], demo=True)
