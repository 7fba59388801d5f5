"""Rows and documents that are right in every place but the one a test is about."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from xlsxwriter import Workbook

from dispatch.intake.cells import Cell
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.pool_rows import PoolReading, read_pool

TODAY = date(2026, 12, 9)
_RIGHT: dict[str, Cell] = {
    "专家编号": "CS000001",
    "姓名": "张示例",
    "性别": "男",
    "证件类型": "居民身份证",
    "证件号码": "620000197001010014",
    "出生日期": "1970-01-01",
    "手机号码": "16100000001",
    "所在单位": "示例设计院",
    "单位统一社会信用代码": "91620000DEMX00014Y",
    "职务/职称": "高级工程师",
    "评标专业代码": "A080104、A060101",
    "专业分类版本": "2018",
    "专家类别": "技术",
    "行政区域代码": "430100",
    "从业起始时间": "1995-07-01",
    "是否在职": "是",
    "入库时间": "2013-07-01",
    "状态": "正常",
    "开户行": "示例银行",
    "联行号": "999551000011",
    "银行卡号": "6200000000000000018",
}


def a_row(**changes: Cell) -> dict[str, Cell]:
    """A row of the pool file; `职务/职称` cannot be a keyword and is left as it is."""
    return {**_RIGHT, **changes}


def another_row(**changes: Cell) -> dict[str, Cell]:
    """A row about another person."""
    return a_row(**{"专家编号": "CS000002", "证件号码": "620000198002290024", "出生日期": "1980-02-29", "性别": "女", **changes})


def reading(*rows: dict[str, Cell], demo: bool = True) -> PoolReading:
    """What the importer makes of these rows."""
    columns = [*POOL_COLUMNS, *[name for name in rows[0] if name not in POOL_COLUMNS]]
    return read_pool([columns, *[[row[name] for name in columns] for row in rows]], demo=demo, on=TODAY)


def codes(read: PoolReading) -> list[str]:
    return [error.code for error in read.errors]


def an_application(**changes: Any) -> dict[str, Any]:
    """An application as YAML gives it; a member set to `...` is left out."""
    right = {
        "id": "JY-2026-0142",
        "section": "1",
        "law_family": "tendering",
        "method": "公开招标",
        "title": "某某小学教学楼工程",
        "budget": 12_000_000,
        "sector": "房屋建筑",
        "region": "430100",
        "opening_at": "2026-12-16T09:00:00+08:00",
        "checkin_at": "2026-12-16T08:30:00+08:00",
        "duration": "PT8H",
        "overnight": False,
        "tenderer": a_unit(),
        "agent": None,
        "supervisor": "示例监督局",
        "seats": [{"codes": ["A080104"], "count": 4}],
        "reps": 1,
        "avoid_units": [],
        "host_centre": "430100",
        "n_subvenues": 2,
        "profile": "hunan-default",
    }
    return {name: value for name, value in {**right, **changes}.items() if value is not ...}


def a_unit(uscc: str = "91620000DEMX00014Y") -> dict[str, str]:
    return {"name": "示例建设管理中心", "uscc": uscc}


def a_workbook(*lines: list[Any], sheet: str = "表1") -> bytes:
    """An XLSX file of one sheet, with cells as xlsxwriter understands them."""
    target = io.BytesIO()
    with Workbook(target, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet(sheet)
        for row, line in enumerate(lines):
            page.write_row(row, 0, line)
    return target.getvalue()
