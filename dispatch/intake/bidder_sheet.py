"""投标人名单 as a table with one unit a line, and beside it, above it or in columns of its own the project.

投标人: 投标人名称 统一社会信用代码 联合体. Units with the same word under 联合体 bid as one; the first of them leads.
项目编号 and 标段 stand on a sheet 项目, in lines above the table, or in columns of every line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dispatch.intake.cells import Cell
from dispatch.intake.column_names import Aliases
from dispatch.intake.forms import FilledForm, FormShape, Sheets
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.places import Form, Place, Row, code_of, placed, text_of
from dispatch.intake.refusals import WrongColumns
from dispatch.intake.shapes import Shape

PROJECT, BIDDERS = "项目", "投标人"
COLUMNS = ("投标人名称", "统一社会信用代码")
CONSORTIUM = "联合体"
PROJECT_ALIASES: Aliases = {
    "项目编号": ("招标编号", "项目代码", "采购编号", "采购项目编号", "招标项目编号", "标段编号"),
    "标段": ("标段号", "包号", "标段序号", "分包号", "标包", "标包号"),
}
ALIASES: Aliases = {
    "投标人名称": ("投标人", "单位名称", "名称", "供应商名称", "供应商", "投标单位", "投标单位名称", "企业名称", "响应供应商", "公司名称"),
    "统一社会信用代码": ("信用代码", "单位信用代码", "社会信用代码", "企业信用代码", "供应商统一社会信用代码", "投标人统一社会信用代码"),
    CONSORTIUM: ("联合体名称", "联合体编号", "是否联合体"),
}
TABLE = Shape(BIDDERS, COLUMNS, (CONSORTIUM, *PROJECT_ALIASES), {**ALIASES, **PROJECT_ALIASES})
FORM = FormShape(Shape(PROJECT, tuple(PROJECT_ALIASES), (), PROJECT_ALIASES), (TABLE,))
_MEMBERS = {"项目编号": "id", "标段": "section"}
_FRONT_NAMES = {**{member: name for name, member in _MEMBERS.items()}, "bidders": BIDDERS}
_NAMES = {"name": "投标人名称", "uscc": "统一社会信用代码", "unit": "投标人名称", "members": CONSORTIUM}


def members_of_bidder_sheets(sheets: Sheets, laid_down: ColumnMapping = NOTHING_LAID_DOWN) -> dict[str, Any]:
    """The members that the tables hold, as a YAML list would. Raises EmptyFile, NoHeader, BadMapping, WrongColumns."""
    form = FORM.read(sheets, laid_down)
    if BIDDERS not in form.tables:
        raise WrongColumns(what=f"没有找到“{BIDDERS}”表（列：{'、'.join(COLUMNS)}）", what_en=f"the table {BIDDERS} is missing")
    values, places = _front(form, laid_down)
    bidders: list[Row] = []
    consortia: dict[str, Row] = {}
    for place, cells in _lines(form, laid_down):
        _take_project(values, places, cells, place)
        unit = Row({"name": text_of(cells["投标人名称"]), "uscc": code_of(cells["统一社会信用代码"])}, place, _NAMES)
        joint = text_of(cells.get(CONSORTIUM))
        if joint in ("", "否", "无", "独立投标"):
            bidders.append(unit)
        elif joint in consortia:
            consortia[joint].setdefault("members", []).append(unit)
        else:
            consortia[joint] = unit
            bidders.append(unit)
    return Form({**values, "bidders": bidders}, places, _FRONT_NAMES)


def _front(form: FilledForm, laid_down: ColumnMapping) -> tuple[dict[str, str], dict[str, Place]]:
    values, places = {}, {}
    for entry in form.entries:
        if entry.ours in _MEMBERS and (text := text_of(entry.cell)):
            values[_MEMBERS[entry.ours]], places[_MEMBERS[entry.ours]] = text, entry.place
    return {**values, **{_MEMBERS[name]: value for name, value in laid_down.fixed.items() if name in _MEMBERS}}, places


def _lines(form: FilledForm, laid_down: ColumnMapping) -> Iterator[tuple[Place, Mapping[str, Cell]]]:
    for _, lines in form.tables[BIDDERS]:
        yield from placed(TABLE.table(lines, TABLE.meant(laid_down, BIDDERS, FORM.shapes)), BIDDERS)


def _take_project(values: dict[str, str], places: dict[str, Place], cells: Mapping[str, Cell], place: Place) -> None:
    """The project of one line, which has to be that of all. Raises WrongColumns."""
    for name, member in _MEMBERS.items():
        text = text_of(cells.get(name))
        if text and values.setdefault(member, text) != text:
            raise WrongColumns(what=f"“{name}”在各行中不一致，一份名单只写一个标段", what_en=f"{name} differs; a list is of one section")
        if text:
            places.setdefault(member, place)
