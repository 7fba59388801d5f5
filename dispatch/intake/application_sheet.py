"""抽取申请表 as sheets or one table: the same members under their Chinese names, or the usual others, each with its value beside it.

The shipped form has sheet 抽取申请 with name and value, sheet 名额: 评标专业代码, 人数, 专业分类版本, and sheet 回避单位: 名称,
统一社会信用代码; the tables may also stand below the names. Times in a sheet have no zone: they are Beijing time, as the form says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from dispatch.intake.application import CHINESE_NAMES
from dispatch.intake.cells import Cell
from dispatch.intake.column_names import Aliases
from dispatch.intake.forms import Entry, FilledForm, FormShape, Sheets
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.places import Form, Place, Row, code_of, placed, text_of
from dispatch.intake.refusals import NoHeader, WrongColumns
from dispatch.intake.shapes import Shape
from dispatch.intake.specialties import split_codes
from dispatch.intake.words import YES_NO, choices
from policies.vocabulary.tender import Method

FRONT, SEATS, AVOID = "抽取申请", "名额", "回避单位"
SEAT_COLUMNS, AVOID_COLUMNS = ("评标专业代码", "人数", "专业分类版本"), ("名称", "统一社会信用代码")
USCC_SUFFIX = "统一社会信用代码"
UNIT_NAMES = {"招标人": "tenderer", "代理机构": "agent"}
FAMILIES = {"招标投标": "tendering", "政府采购": "procurement"}
BEIJING = timezone(timedelta(hours=8))
FRONT_ALIASES: Aliases = {
    "项目编号": ("招标编号", "项目代码", "采购编号", "采购项目编号", "招标项目编号"),
    "标段": ("标段号", "包号", "标段序号", "分包号", "标包", "标包号"),
    "法律体系": ("适用法律", "项目类别", "法律依据"),
    "采购方式": ("招标方式", "评审方式", "交易方式"),
    "项目名称": ("工程名称", "招标项目名称", "采购项目名称", "标段名称"),
    "预算金额": ("预算", "项目预算", "采购预算", "投资金额", "招标控制价", "最高限价", "预算金额(元)", "预算金额(万元)", "预算(万元)"),
    "行业": ("行业类别", "行业分类", "所属行业", "专业类别"),
    "行政区域代码": ("行政区划代码", "区划代码", "区域代码", "项目所在地代码"),
    "开标时间": ("开标日期", "开标(评标)时间", "评标时间", "开评标时间"),
    "签到时间": ("专家签到时间", "专家报到时间", "报到时间", "集合时间"),
    "评标时长": ("预计评标时长", "评标时间长度", "预计时长", "预计评审时间"),
    "是否过夜": ("是否隔夜", "是否夜间评标", "过夜"),
    "招标人": ("招标人名称", "采购人", "采购人名称", "建设单位", "招标单位"),
    "招标人统一社会信用代码": ("招标人信用代码", "采购人统一社会信用代码", "采购人信用代码", "招标人代码"),
    "代理机构": ("招标代理", "招标代理机构", "代理机构名称", "采购代理机构", "代理单位"),
    "代理机构统一社会信用代码": ("代理机构信用代码", "招标代理机构统一社会信用代码", "代理机构代码", "采购代理机构统一社会信用代码"),
    "监督部门": ("行政监督部门", "监管部门", "监督单位", "主管部门"),
    "招标人代表人数": ("招标人代表", "采购人代表人数", "业主代表人数", "业主评委人数"),
    "主场": ("主场代码", "主场行政区域代码", "主场区划"),
    "副场数量": ("副场数", "副场个数"),
    "规则方案": ("方案",),
}
SEAT_ALIASES: Aliases = {
    "评标专业代码": ("专业代码", "评标专业", "评审专业", "评审专业代码", "抽取专业", "专业编码", "专业"),
    "人数": ("抽取人数", "专家人数", "名额", "需要人数", "数量"),
    "专业分类版本": ("分类版本", "专业版本", "版本"),
}
AVOID_ALIASES: Aliases = {
    "名称": ("回避单位", "单位名称", "回避单位名称", "企业名称"),
    "统一社会信用代码": ("信用代码", "单位信用代码", "社会信用代码"),
}
_FAMILY_WORDS = {"招标投标": ("招投标", "工程招标", "工程建设", "建设工程"), "政府采购": ("政采", "采购")}
_METHOD_WORDS = {
    Method.OPEN.value: ("公开", "公开招投标"),
    Method.INVITED.value: ("邀请", "邀标"),
    Method.NEGOTIATION.value: ("谈判", "竞谈"),
    Method.CONSULTATION.value: ("磋商", "竞磋"),
    Method.INQUIRY.value: ("询比", "询价采购"),
}
_PLAIN = tuple(name for member, name in CHINESE_NAMES.items() if member not in ("seats", "avoid_units"))
_OPTIONAL = ("代理机构", "代理机构统一社会信用代码", "规则方案", "技术复杂", "社会影响较大", "含法律专家")
_FRONT_NAMES = (*_PLAIN, *(name + USCC_SUFFIX for name in UNIT_NAMES))
FORM = FormShape(
    Shape(
        FRONT,
        tuple(name for name in _FRONT_NAMES if name not in _OPTIONAL),
        _OPTIONAL,
        FRONT_ALIASES,
        {"法律体系": choices(_FAMILY_WORDS), "采购方式": choices(_METHOD_WORDS), "是否过夜": YES_NO},
    ),
    (
        Shape(SEATS, SEAT_COLUMNS[:2], SEAT_COLUMNS[2:], SEAT_ALIASES),
        Shape(AVOID, AVOID_COLUMNS, (), AVOID_ALIASES),
    ),
)
_SEATS, _AVOID = FORM.tables
_MEMBERS = {chinese: name for name, chinese in CHINESE_NAMES.items() if name not in ("seats", "avoid_units")}
_NOBODY = ("无", "/", "—", "-")
_WHOLE = ("budget", "reps", "n_subvenues")
_TRUTH = {"是": True, "否": False}
_WHEN = re.compile(r"(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})日?\s*(上午|下午)?\s*(\d{1,2})[:：时点](\d{1,2})?[分]?(?::00)?")
_HOURS, _DAYS = re.compile(r"(\d{1,3}(?:\.5)?)\s*(?:个)?小时"), re.compile(r"(\d{1,2})\s*天")
_SUM = re.compile(r"([\d,，]+(?:\.\d+)?)\s*(万)?元?")


def members_of_sheets(sheets: Sheets, laid_down: ColumnMapping = NOTHING_LAID_DOWN) -> dict[str, Any]:
    """The members that the sheets of an application hold, as a YAML application would. Raises NoHeader, BadMapping, WrongColumns."""
    form = FORM.read(sheets, laid_down)
    front, places = _front(form, laid_down)
    values: dict[str, Any] = {}
    for written, entry in front.items():
        if written in _MEMBERS and written not in UNIT_NAMES:
            _put(values, _MEMBERS[written], entry)
        elif written not in _FRONT_NAMES:
            values[written] = text_of(entry.cell)  # unknown: read_application names it
    for chinese, name in UNIT_NAMES.items():
        values[name] = _unit_of_front(front, chinese)
    values["seats"] = [_seat(place, line) for place, line in _lines(form, _SEATS, laid_down)]
    values["avoid_units"] = [_unit(line["名称"], line["统一社会信用代码"], place) for place, line in _lines(form, _AVOID, laid_down)]
    return Form(values, places, CHINESE_NAMES)


def _front(form: FilledForm, laid_down: ColumnMapping) -> tuple[dict[str, Entry], dict[str, Place]]:
    words = laid_down.words
    front: dict[str, Entry] = {}
    for entry in form.entries:
        name = entry.ours or entry.written
        if not entry.ours and name == "要素":
            continue  # the heading of the form
        if name in front:
            raise WrongColumns(what=f"“{name}”出现了两次", what_en=f"{name} stands twice")
        ours = words.get(name, {}).get(text_of(entry.cell))
        front[name] = Entry(entry.written, entry.ours, ours or entry.cell, entry.place)
    if not set(front) & set(_MEMBERS):
        raise NoHeader(wanted="、".join(CHINESE_NAMES.values()))
    places = {_MEMBERS.get(name, name): entry.place for name, entry in front.items()}
    for name, value in laid_down.fixed.items():
        if name in _FRONT_NAMES:
            front[name] = Entry(name, name, value, Place("", (), (), 0, ()))
    return front, places


def _put(values: dict[str, Any], name: str, entry: Entry) -> None:
    cell, text = entry.cell, text_of(entry.cell)
    if not text:
        return  # a blank cell is an absent member
    if name in ("opening_at", "checkin_at"):
        values[name] = _moment(cell, text)
    elif name == "budget":
        values[name] = _yuan(text, in_ten_thousands="万元" in entry.written)
    elif name in _WHOLE:
        values[name] = int(text) if text.isascii() and text.isdigit() else text
    elif name == "duration":
        values[name] = _duration(text)
    elif name == "overnight":
        values[name] = _TRUTH.get(text, text)
    elif name == "law_family":
        values[name] = FAMILIES.get(text, text)
    else:
        values[name] = text


def _moment(cell: Cell, text: str) -> str:
    found = _WHEN.fullmatch(text)
    if found and not isinstance(cell, datetime):
        year, month, day, half, hour, minute = found.groups()
        text = f"{year}-{month:0>2}-{day:0>2}T{int(hour) + 12 * (half == '下午' and int(hour) < 12):02}:{minute or 0:0>2}"
    try:
        moment = cell if isinstance(cell, datetime) else datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return text
    if not isinstance(cell, datetime) and len(text) <= len("2026-12-16"):
        return text + " ?"  # a day without a time of day is no time: left for read_application to refuse
    return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).isoformat()


def _duration(text: str) -> str:
    """8小时, 7.5小时, 1天 as the length of time that they are; anything else is left as it is."""
    hours, days = _HOURS.fullmatch(text), _DAYS.fullmatch(text)
    if hours:
        minutes = int(Decimal(hours[1]) * 60)
        return f"PT{minutes // 60}H" + (f"{minutes % 60}M" if minutes % 60 else "")
    return f"P{days[1]}D" if days else text


def _yuan(text: str, *, in_ten_thousands: bool) -> int | str:
    """An amount as forms write it: 12,000,000元, 1200万元, or 1200 under a name that says 万元; else as it is."""
    found = _SUM.fullmatch(text)
    if found is None:
        return text
    amount = Decimal(re.sub("[,，]", "", found[1])) * (10_000 if found[2] or in_ten_thousands else 1)
    return int(amount) if amount == int(amount) else f"{amount:f}"


def _unit_of_front(front: Mapping[str, Entry], chinese: str) -> Row | None:
    name, code = front.get(chinese), front.get(chinese + USCC_SUFFIX)
    either = name or code
    columns = {"name": chinese, "uscc": chinese + USCC_SUFFIX}
    members = {"name": text_of(name.cell if name else None), "uscc": code_of(code.cell if code else None)}
    if either is None or not any(members.values()) or (members["name"] in _NOBODY and not members["uscc"]):
        return None
    return Form(members, {member: entry.place for member, entry in (("name", name), ("uscc", code)) if entry}, columns)


def _unit(name: Cell, code: Cell, place: Place) -> Row:
    return Row({"name": text_of(name), "uscc": code_of(code)}, place, {"name": "名称", "uscc": "统一社会信用代码"})


def _seat(place: Place, line: Mapping[str, Cell]) -> Row:
    count, edition = text_of(line["人数"]), text_of(line.get("专业分类版本"))
    codes = list(split_codes(text_of(line["评标专业代码"])))
    seat: dict[str, Any] = {"codes": codes, "count": int(count) if count.isdecimal() else count}
    columns = {"codes": "评标专业代码", "count": "人数", "edition": "专业分类版本"}
    return Row(seat | ({"edition": edition} if edition else {}), place, columns)


def _lines(form: FilledForm, shape: Shape, laid_down: ColumnMapping) -> list[tuple[Place, dict[str, Cell]]]:
    return [
        found
        for _, lines in form.tables.get(shape.name, ())
        for found in placed(shape.table(lines, shape.meant(laid_down, shape.name, FORM.shapes)), shape.name)
    ]
