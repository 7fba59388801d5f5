"""The XLSX form holds the same application under Chinese names."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dispatch.adapters.sheets import read_sheets
from dispatch.intake.application import CHINESE_NAMES, read_application
from dispatch.intake.application_sheet import members_of_sheets
from dispatch.intake.refusals import BadApplication, NoHeader, WrongColumns
from dispatch.intake.writing import application_xlsx
from tests.intake.builders import a_unit, an_application

SEAT_LINES = [["评标专业代码", "人数", "专业分类版本"], ["A080104", 4.0, ""]]


def sheets(**changes: Any) -> dict[str, list[list[Any]]]:
    front = {
        "项目编号": "JY-2026-0142",
        "标段": 1.0,
        "法律体系": "招标投标",
        "采购方式": "公开招标",
        "项目名称": "某某小学教学楼工程",
        "预算金额": 12_000_000.0,
        "行业": "房屋建筑",
        "行政区域代码": 430100.0,
        "开标时间": datetime(2026, 12, 16, 9),
        "签到时间": "2026/12/16 08:30",
        "评标时长": "PT8H",
        "是否过夜": "否",
        "招标人": a_unit()["name"],
        "招标人统一社会信用代码": a_unit()["uscc"],
        "监督部门": "示例监督局",
        "招标人代表人数": 1.0,
        "主场": "430100",
        "副场数量": 2.0,
        "规则方案": "hunan-default",
    }
    return {"抽取申请": [["要素", "内容"], *[[name, value] for name, value in {**front, **changes}.items()]], "名额": SEAT_LINES}


def test_form_reads_as_the_same_tender_as_yaml() -> None:
    assert read_application(members_of_sheets(sheets()), demo=True) == read_application(an_application(), demo=True)


def test_written_form_reads_back_as_the_same_tender(tmp_path: Path) -> None:
    avoided = an_application(agent=a_unit("91620000DEMX00022R"), avoid_units=[a_unit()], budget="1.50", duration="PT7H30M")
    tender = read_application(avoided, demo=True)
    (tmp_path / "a.xlsx").write_bytes(application_xlsx(tender))
    assert read_application(members_of_sheets(read_sheets(tmp_path / "a.xlsx")), demo=True) == tender


@pytest.mark.parametrize(
    ("name", "value", "member"),
    [
        ("开标时间", "2026-12-16", "开标时间"),
        ("开标时间", "下周三", "开标时间"),
        ("是否过夜", "不", "是否过夜"),
        ("预算金额", 1.5, None),
        ("预算金额", "一千万", "预算金额"),
        ("项目编号", "", "项目编号"),
        ("招标人统一社会信用代码", "", "招标人统一社会信用代码"),
        ("联系人", "张", "联系人"),
    ],
)
def test_wrong_cell_is_named_by_its_member(name: str, value: Any, member: str | None) -> None:
    if member is None:
        assert read_application(members_of_sheets(sheets(**{name: value})), demo=True).budget_fen == 150
        return
    with pytest.raises(BadApplication) as refusal:
        read_application(members_of_sheets(sheets(**{name: value})), demo=True)
    assert (refusal.value.facts["count"], f"“{member}”" in str(refusal.value.facts["what"])) == (1, True)


def test_form_without_seats_says_so() -> None:
    with pytest.raises(BadApplication, match=CHINESE_NAMES["seats"]):
        read_application(members_of_sheets(sheets() | {"名额": []}), demo=True)


def test_other_workbook_is_no_application() -> None:
    with pytest.raises(NoHeader):
        members_of_sheets({"表1": [["a", "b"]]})
    with pytest.raises(WrongColumns):
        members_of_sheets({"抽取申请": [["标段", "1"], ["标段", "2"]]})
