"""内容识别: what the cells of a column look like, whatever stands above them.

A strong look tells by itself (a check digit, a closed list of words); a weak one only supports a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dispatch.intake import identifiers as ids
from dispatch.intake.cells import Cell, Line, NumberLostDigits, as_text
from dispatch.intake.days import as_date
from dispatch.intake.regions import is_known_place
from dispatch.intake.specialties import EDITIONS, is_leaf_form, split_codes
from policies.vocabulary.expert import Category, Standing

ENOUGH = 0.8  # share of the filled cells that must fit
_MOST_CELLS = 60
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊"
    "白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤欧"
)
_PERSON = re.compile(f"[{_SURNAMES}][\u4e00-\u9fff]{{1,3}}")
_UNIT = re.compile(r".{2,}(?:公司|集团|院|局|大学|学院|中心|学校|医院|所|站|厂|处|协会|事务所|委员会)")
_TITLE = re.compile(r".*(?:工程师|经济师|会计师|造价师|建筑师|教授|研究员|讲师|律师|医师|农艺师|技师)")
_BRANCH = re.compile(r".*(?:银行|信用社|农商行).*")
_TOKEN = re.compile(r"[A-Za-z]{0,6}[0-9._-]{3,20}")


@dataclass(frozen=True, slots=True)
class Look:
    """What cells of one of our columns look like."""

    column: str
    fits: Callable[[str], bool]
    strong: bool


@dataclass(frozen=True, slots=True)
class Seems:
    """A column's cells fit this look, so many of a hundred."""

    column: str
    strong: bool
    percent: int


def _number(fault: Callable[[str], str | None]) -> Callable[[str], bool]:
    return lambda text: fault(text.replace(" ", "").upper()) is None


def _id_fault(text: str) -> str | None:
    return ids.citizen_id_fault(text) and ids.residence_permit_fault(text)


def _are_codes(text: str) -> bool:
    codes = split_codes(text)
    return bool(codes) and any(all(is_leaf_form(edition, code) for code in codes) for edition in EDITIONS)


LOOKS = (
    Look("证件号码", _number(_id_fault), True),
    Look("单位统一社会信用代码", _number(ids.uscc_fault), True),
    Look("银行卡号", _number(ids.card_fault), True),
    Look("手机号码", _number(ids.phone_fault), True),
    Look("联行号", _number(ids.cnaps_warning), True),
    Look("评标专业代码", _are_codes, True),
    Look("性别", lambda text: text in ("男", "女"), True),
    Look("证件类型", lambda text: text in ("居民身份证", "港澳台居民居住证", "护照"), True),
    Look("专家类别", lambda text: text in tuple(Category), True),
    Look("状态", lambda text: text in tuple(Standing), True),
    Look("开户行", lambda text: bool(_BRANCH.fullmatch(text)), True),
    Look("行政区域代码", lambda text: len(text) == 6 and text.isdigit() and is_known_place(text), False),
    Look("专业分类版本", lambda text: text in EDITIONS, False),
    Look("是否在职", lambda text: text in ("是", "否"), False),
    Look("职务/职称", lambda text: bool(_TITLE.fullmatch(text)), False),
    Look("所在单位", lambda text: bool(_UNIT.fullmatch(text)), False),
    Look("姓名", lambda text: bool(_PERSON.fullmatch(text)), False),
    Look("专家编号", lambda text: bool(_TOKEN.fullmatch(text)), False),
)


def looks_of(cells: Sequence[Cell]) -> tuple[Seems, ...]:
    """The looks that these cells fit, strong ones first; none where the column is empty."""
    texts = [text for cell in cells[:_MOST_CELLS] if (text := _text(cell))]
    found = [Seems(look.column, look.strong, _percent(texts, look.fits)) for look in LOOKS] if texts else []
    return tuple(seems for seems in found if seems.percent >= ENOUGH * 100)


def are_dates(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if _text(cell)]
    return bool(filled) and sum(as_date(cell) is not None for cell in filled) >= ENOUGH * len(filled)


def are_births_of(numbers: Sequence[Cell], days: Sequence[Cell]) -> bool:
    """Whether one column holds the birth dates that stand inside the identity numbers of another."""
    pairs = [(_text(number).upper(), as_date(day)) for number, day in zip(numbers, days, strict=True)]
    proper = [(number, day) for number, day in pairs if day is not None and ids.citizen_id_fault(number) is None]
    return bool(proper) and sum(ids.birth_of_id(number) == day for number, day in proper) >= ENOUGH * len(proper)


def column_of(lines: Sequence[Line], place: int) -> list[Cell]:
    return [line[place] if place < len(line) else None for line in lines]


def _percent(texts: Sequence[str], fits: Callable[[str], bool]) -> int:
    return round(100 * sum(map(fits, texts)) / len(texts))


def _text(cell: Cell) -> str:
    try:
        return unicodedata.normalize("NFKC", as_text(cell))
    except NumberLostDigits:
        return "?"
