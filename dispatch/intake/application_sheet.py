"""抽取申请表 as a workbook: the same members under their Chinese names.

Sheet 抽取申请: name in column A, value in column B. Sheet 名额: 评标专业代码, 人数, 专业分类版本. Sheet 回避单位: 名称, 统一社会信用代码.
Times in a sheet have no zone: they are Beijing time (+08:00), as the form says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from dispatch.intake.application import CHINESE_NAMES
from dispatch.intake.cells import Cell, Line, NumberLostDigits, as_text, is_blank
from dispatch.intake.columns import table
from dispatch.intake.refusals import NoHeader, WrongColumns
from dispatch.intake.specialties import split_codes

FRONT, SEATS, AVOID = "抽取申请", "名额", "回避单位"
SEAT_COLUMNS, AVOID_COLUMNS = ("评标专业代码", "人数", "专业分类版本"), ("名称", "统一社会信用代码")
USCC_SUFFIX = "统一社会信用代码"
UNIT_NAMES = {"招标人": "tenderer", "代理机构": "agent"}
FAMILIES = {"招标投标": "tendering", "政府采购": "procurement"}
BEIJING = timezone(timedelta(hours=8))
_MEMBERS = {chinese: name for name, chinese in CHINESE_NAMES.items() if name not in ("seats", "avoid_units")}
_WHOLE = ("budget", "reps", "n_subvenues")
_TRUTH = {"是": True, "否": False}


def members_of_sheets(sheets: Mapping[str, Sequence[Line]]) -> dict[str, Any]:
    """The members that the sheets of an application hold, as a YAML application would. Raises NoHeader, WrongColumns."""
    front = _front(sheets)
    values: dict[str, Any] = {}
    for written, cell in front.items():
        if written in _MEMBERS and written not in UNIT_NAMES:
            _put(values, _MEMBERS[written], cell)
        elif written not in UNIT_NAMES and written not in {name + USCC_SUFFIX for name in UNIT_NAMES}:
            values[written] = _text(cell)  # unknown: read_application names it
    for chinese, name in UNIT_NAMES.items():
        values[name] = _unit(front.get(chinese), front.get(chinese + USCC_SUFFIX))
    values["seats"] = [_seat(line) for line in _lines(sheets, SEATS, SEAT_COLUMNS)]
    values["avoid_units"] = [_unit(line["名称"], line["统一社会信用代码"]) for line in _lines(sheets, AVOID, AVOID_COLUMNS)]
    return values


def _front(sheets: Mapping[str, Sequence[Line]]) -> dict[str, Cell]:
    lines = sheets.get(FRONT) or next(iter(sheets.values()), [])
    front: dict[str, Cell] = {}
    for line in lines:
        name = _text(line[0]) if line else ""
        if name in front:
            raise WrongColumns(what=f"“{name}”出现了两次", what_en=f"{name} stands twice")
        if name and len(line) > 1:
            front[name] = line[1]
    if not set(front) & set(_MEMBERS):
        raise NoHeader(wanted="、".join(CHINESE_NAMES.values()))
    front.pop("要素", None)  # the heading of the form
    return front


def _put(values: dict[str, Any], name: str, cell: Cell) -> None:
    text = _text(cell)
    if not text:
        return  # a blank cell is an absent member
    if name in ("opening_at", "checkin_at"):
        values[name] = _moment(cell, text)
    elif name in _WHOLE:
        values[name] = int(text) if text.isascii() and text.isdigit() else text
    elif name == "overnight":
        values[name] = _TRUTH.get(text, text)
    elif name == "law_family":
        values[name] = FAMILIES.get(text, text)
    else:
        values[name] = text


def _moment(cell: Cell, text: str) -> str:
    try:
        moment = cell if isinstance(cell, datetime) else datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return text
    if not isinstance(cell, datetime) and len(text) <= len("2026-12-16"):
        return text + " ?"  # a day without a time of day is no time: left for read_application to refuse
    return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).isoformat()


def _unit(name: Cell, code: Cell) -> dict[str, str] | None:
    written = {"name": _text(name), "uscc": _text(code)}
    return written if any(written.values()) else None


def _seat(line: Mapping[str, Cell]) -> dict[str, Any]:
    count, edition = _text(line["人数"]), _text(line["专业分类版本"])
    seat: dict[str, Any] = {"codes": list(split_codes(_text(line["评标专业代码"]))), "count": int(count) if count.isdecimal() else count}
    return seat | ({"edition": edition} if edition else {})


def _lines(sheets: Mapping[str, Sequence[Line]], sheet: str, columns: tuple[str, ...]) -> list[dict[str, Cell]]:
    lines = [line for line in sheets.get(sheet, ()) if not is_blank(line)]
    return [cells for _, cells in table(lines, columns, aliases={}).records()] if lines else []


def _text(cell: Cell) -> str:
    try:
        return as_text(cell)
    except NumberLostDigits:
        return "?"
