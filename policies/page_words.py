"""规则页用词: how the page of rules says units, the names inside a table of values, places and steps."""

from __future__ import annotations

import re
from typing import Any

from policies.areas import area_name
from policies.english import word_of

UNITS = {
    "1": "",
    "yuan": "元",
    "minute": "分钟",
    "hour": "小时",
    "day": "日",
    "working_day": "工作日",
    "month": "月",
    "year": "年",
    "person": "人",
    "attempt": "次",
    "metre": "米",
    "time": "时刻",
    "date": "日期",
    "text": "文字",
    "choice": "取值见内容",
    "flag": "0否1是",
    "code": "代码",
    "event": "事件",
    "rule": "级",
}
KEYS = {
    "tendering": "招标投标",
    "procurement": "政府采购",
    "least": "不少于",
    "most": "不超过",
    "until": "至",
    "approval": "批准：",
    "taken_by": "由",
    "next": "下一级",
    "points": "扣分",
    "months": "期限（月）",
    "record": "计入不良行为记录",
    "banned": "终身不得入库",
    "families": "适用",
    "late": "迟到",
    "absent": "无故缺席",
    "unserved": "从未参评",
    "served": "参评过",
    "came": "已到场",
    "told": "已获告知",
    "face": "人脸",
    "bank": "账户",
    "track": "行踪",
    "health": "健康",
    "said_by": "由",
    "counts": "计入履职：",
    "opens": "引起",
    "taken": "取",
    "choices": "可取",
    "minutes": "按分钟",
}
_VALUES = {
    "draw": "抽取",
    "system": "系统",
    "person": "人",
    "expert": "专家",
    "never": "从不",
    "by_rate": "只按比率",
    "by_library": "依专家库规定",
    "True": "是",
    **{key: KEYS[key] for key in ("tendering", "procurement")},
}
_WORDED = ("taken_by", "said_by", "counts", "families", "minutes")  # keys whose values are words of a list
_PLURAL = ("minute", "hour", "day", "working_day", "month", "year", "person", "attempt", "metre")
_NOT_COUNTED = ("1", "time", "date", "text", "choice", "flag", "code", "event", "rule")
_PLACE = re.compile(r"\d{6}")


def shown(value: Any, *, worded: bool = False) -> str:
    """A value in words, on one line; what has a title of its own is shown by it, with its name for whoever writes a profile.

    >>> shown({"tendering": 5, "procurement": 3}), shown({"late": {"title": "迟到", "points": 3}}), shown({"430100": ["430200"]})
    ('招标投标 5；政府采购 3', '迟到（late）扣分 3', '长沙市：株洲市')
    """
    if isinstance(value, dict):
        return "；".join(_entry(str(key), each) for key, each in value.items() if each != "") or "（无）"
    if isinstance(value, list | tuple):
        return "、".join(shown(each, worded=worded) for each in value)
    text = str(value)
    return area_name(text) if _PLACE.fullmatch(text) else _VALUES.get(text, text) if worded else text


def shown_in_english(value: Any) -> str:
    """The same in English; places and codes stand by themselves.

    >>> shown_in_english({"tendering": 5, "procurement": 3}), shown_in_english({"late": {"title": "迟到", "points": 3}})
    ('tendering 5; procurement 3', 'late (late), points 3')
    """
    if isinstance(value, dict):
        return "; ".join(_entry_in_english(str(key), each) for key, each in value.items() if each != "") or "none"
    if isinstance(value, list | tuple):
        return ", ".join(map(shown_in_english, value))
    return {"True": "yes", "by_rate": "by rate only", "by_library": "as the library rules"}.get(str(value), word_of(str(value)))


def unit_shown(unit: str) -> str:
    return UNITS.get(unit, unit)


def unit_in_english(unit: str) -> str:
    """A unit as it follows a number; nothing where the value says what it is."""
    return "" if unit in _NOT_COUNTED else f"{unit.replace('_', ' ')}s" if unit in _PLURAL else unit


def _entry_in_english(key: str, value: Any) -> str:
    if isinstance(value, dict) and "title" in value:
        rest = [f"{name.replace('_', ' ')} {shown_in_english(each)}" for name, each in value.items() if name != "title"]
        return ", ".join((f"{word_of(value['title'])} ({key})", *rest))
    return f"{word_of(key).replace('_', ' ')} {shown_in_english(value)}"


def _entry(key: str, value: Any) -> str:
    if isinstance(value, dict) and "title" in value:
        rest = "，".join(f"{KEYS.get(name, name)} {shown(each, worded=name in _WORDED)}" for name, each in value.items() if name != "title")
        return f"{value['title']}（{key}）{rest}"
    if _PLACE.fullmatch(key):
        return f"{area_name(key)}：{shown(value)}"
    word, text = KEYS.get(key, key), shown(value, worded=key in _WORDED)
    return f"{word}{text}" if word.endswith("：") else f"{word} {text}"
