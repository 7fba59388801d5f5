"""投标人名单 as a workbook: sheet 项目 with 项目编号 and 标段, sheet 投标人 with one unit a line.

投标人: 投标人名称 统一社会信用代码 联合体. Units with the same word under 联合体 bid as one; the first of them leads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dispatch.intake.cells import Cell, Line, NumberLostDigits, as_code, as_text
from dispatch.intake.columns import table
from dispatch.intake.refusals import WrongColumns

PROJECT, BIDDERS = "项目", "投标人"
COLUMNS = ("投标人名称", "统一社会信用代码")
CONSORTIUM = "联合体"
ALIASES = {"投标人名称": ("投标人", "单位名称", "名称", "供应商名称"), "统一社会信用代码": ("信用代码",), CONSORTIUM: ("联合体名称",)}
_MEMBERS = {"项目编号": "id", "标段": "section"}


def members_of_bidder_sheets(sheets: Mapping[str, Sequence[Line]]) -> dict[str, Any]:
    """The members that the two sheets hold, as a YAML list would. Raises EmptyFile, NoHeader, WrongColumns."""
    for name in (PROJECT, BIDDERS):
        if name not in sheets:
            raise WrongColumns(what=f"缺少工作表“{name}”", what_en=f"the sheet {name} is missing")
    front = {_text(line[0]): _text(line[1]) for line in sheets[PROJECT] if len(line) > 1}
    values: dict[str, Any] = {member: front[name] for name, member in _MEMBERS.items() if front.get(name)}
    bidders: list[dict[str, Any]] = []
    consortia: dict[str, dict[str, Any]] = {}
    for _, cells in table(sheets[BIDDERS], COLUMNS, (CONSORTIUM,), ALIASES).records():
        unit = {"name": _text(cells["投标人名称"]), "uscc": _code(cells["统一社会信用代码"])}
        joint = _text(cells.get(CONSORTIUM))
        if joint in consortia:
            consortia[joint].setdefault("members", []).append(unit)
            continue
        bidders.append(unit)
        if joint:
            consortia[joint] = unit
    return {**values, "bidders": bidders}


def _text(cell: Cell) -> str:
    try:
        return as_text(cell)
    except NumberLostDigits:
        return "?"


def _code(cell: Cell) -> str:
    try:
        return as_code(cell)
    except NumberLostDigits:
        return "?"
