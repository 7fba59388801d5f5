"""要素: the members of a document, each taken by name and kind; everything wrong is noted, and nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from dispatch.intake.cells import has_control, is_formula
from dispatch.intake.english import in_english, with_english_names
from dispatch.intake.identifiers import Kind, is_demo, uscc_fault
from dispatch.intake.places import Mark, Place, Row
from dispatch.intake.refusals import BadMembers
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.tender import Unit

_DURATION = re.compile(r"P(?:(\d{1,3})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?")
_YUAN = re.compile(r"\d{1,13}(?:\.\d{1,2})?")
_LONGEST = timedelta(days=30)
_ABSENT = object()
_OTHER_WORDS = ("；其他写法请在词语对应中指定", "; match other words in the mapping")
_Ways = tuple[tuple[str, str], tuple[str, str]]  # of a document, and of a sheet; each in Chinese and in English
_NO_TEXT: _Ways = (
    ("应为文本（编号、代码请加引号）", "must be text (put numbers and codes in quotes)"),
    ("为空，请补填", "is empty; fill it in"),
)
_NO_FLAG: _Ways = (
    ("应为 true 或 false", "must be true or false"),
    (f"应为 是 或 否{_OTHER_WORDS[0]}", f"must be 是 (yes) or 否 (no){_OTHER_WORDS[1]}"),
)
_NO_SUM: _Ways = (
    ("应为大于零的整数元，或带引号的 '12000000.50'", "must be whole yuan above zero, or quoted like '12000000.50'"),
    ("应为大于零的金额，如 12000000 或 1200万元", "must be a sum above zero, like 12000000 or 1200万元"),
)
_NO_DURATION: _Ways = (
    ("应为 PT8H、PT7H30M 或 P1D 的样式，且不超过 30 天", "must be like PT8H, PT7H30M or P1D, at most 30 days"),
    ("应为 8小时、7.5小时 或 1天 的样式，且不超过 30 天", "must be like 8小时 (hours), 7.5小时 or 1天 (day), at most 30 days"),
)
_LONGEST_TEXT = 300
_YEARS = range(2000, 2100)
_SHOWN = 40  # faults, and rows of one


@dataclass(frozen=True, slots=True)
class _Said:
    """One fault, of a member of a document, or of a column of a table."""

    where: str
    column: str
    chinese: str
    english: str

    def in_chinese(self, rows: Sequence[int]) -> str:
        return f"{self.where}第{_several(rows, '、')}行“{self.column}” {self.chinese}" if rows else f"{self.where} {self.chinese}"

    def in_english(self, rows: Sequence[int]) -> str:
        if not rows:
            return with_english_names(f"{self.where} {self.english}")
        table = f"{in_english(self.where)} " if self.where else ""
        return with_english_names(f"{table}row {_several(rows, ', ')} “{self.column}” {self.english}")


def _several(rows: Sequence[int], between: str) -> str:
    return between.join(map(str, rows[:_SHOWN])) + ("…" if len(rows) > _SHOWN else "")


@dataclass(slots=True)
class Faults:
    """What is wrong in a whole document, in both languages."""

    demo: bool
    told: dict[_Said, list[int]] = field(default_factory=dict)  # each fault once, with the rows where it is
    marks: list[Mark] = field(default_factory=list)
    loose: list[tuple[str, str]] = field(default_factory=list)  # those that stand in no cell

    def add(self, member: str, chinese: str, english: str) -> None:
        one = _Said(member, "", chinese, english)
        self.told.setdefault(one, [])
        self.loose.append((one.in_chinese(()), one.in_english(())))

    def add_at(self, place: Place, column: str, chinese: str, english: str) -> None:
        """As `add`, of one cell of a table."""
        self.told.setdefault(_Said(place.table, column, chinese, english), []).append(place.row)
        self.marks.append(Mark(place, column, f"“{column}”{chinese}", with_english_names(f"“{column}” {english}")))

    def stop(self, refusal: type[BadMembers]) -> None:
        """Raises `refusal` with every fault named, if there is any."""
        if self.told:
            shown = list(self.told.items())[:_SHOWN]
            more, more_en = ("；…", "; …") if len(self.told) > _SHOWN else ("", "")
            raise refusal(
                count=len(self.marks) + len(self.loose),
                what="；".join(one.in_chinese(rows) for one, rows in shown) + more,
                what_en="; ".join(one.in_english(rows) for one, rows in shown) + more_en,
                marks=tuple(self.marks),
                loose=tuple(self.loose),
            )


@dataclass(slots=True)
class Members:
    """One group of members; `path` names it in sentences, e.g. `seats[1].`; `names` are the Chinese names of members."""

    values: Mapping[str, Any]
    faults: Faults
    path: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def text(self, name: str, default: str | None = None) -> str:
        value = self._take(name, default is None)
        if value is _ABSENT:
            return default or ""
        if not isinstance(value, str) or not value.strip():
            self._wrong_as(name, _NO_TEXT)
            return ""
        text = unicodedata.normalize("NFC", value.strip())
        if is_formula(text) or len(text) > _LONGEST_TEXT or has_control(text):
            self.wrong(name, "含有公式、控制字符或过长", "looks like a formula, holds control characters or is too long")
            return ""
        return text

    def choice(self, name: str, choices: Iterable[str], default: str | None = None, in_sheets: Sequence[str] = ()) -> str:
        """One of some words; `in_sheets` are those that a sheet holds in their place."""
        value, known = self.text(name, default), tuple(choices)
        if value and value not in known:
            how, how_en = _OTHER_WORDS if self._is_of_sheet else ("", "")
            known = tuple(in_sheets) if in_sheets and self._is_of_sheet else known
            self.wrong(name, f"应为下列之一：{'、'.join(known)}{how}", f"must be one of {', '.join(known)}{how_en}")
            return ""
        return value

    def matching(self, name: str, form: re.Pattern[str], example: str) -> str:
        value = self.text(name)
        if value and not form.fullmatch(value):
            self.wrong(name, f"格式不对，应如 {example}", f"has the wrong form; like {example}")
        return value

    def region(self, name: str) -> RegionCode:
        return RegionCode(self.matching(name, re.compile(r"[1-8][0-9]{5}"), "'430100'"))

    def whole(self, name: str, low: int, high: int) -> int:
        value = self._take(name)
        if value is _ABSENT:
            return low
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.wrong(name, f"应为 {low} 至 {high} 的整数", f"must be a whole number from {low} to {high}")
            return low
        return value

    def flag(self, name: str) -> bool:
        value = self._take(name)
        if value is not _ABSENT and not isinstance(value, bool):
            self._wrong_as(name, _NO_FLAG)
        return value is True

    def remark(self, name: str) -> bool:
        """A flag that may be left out; true or false, as a form says it 是 or 否."""
        value = self._take(name, required=False)
        said = {"是": True, "否": False}.get(value, value) if isinstance(value, str) else value
        if value is not _ABSENT and not isinstance(said, bool):
            self.wrong(name, "应为 true 或 false（表格中为 是 或 否）", "must be true or false")
        return said is True

    def yuan(self, name: str) -> int:
        """An amount in yuan, as fen: a whole number, or text with two decimals; never a float."""
        value = self._take(name)
        if value is _ABSENT:
            return 0
        written = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
        if not _YUAN.fullmatch(written) or Decimal(written) == 0:
            self._wrong_as(name, _NO_SUM)
            return 0
        return int(Decimal(written) * 100)

    def moment(self, name: str) -> datetime:
        """A time with its zone (RFC 3339)."""
        example = "2026-12-16 09:00" if self._is_of_sheet else "2026-12-16T09:00:00+08:00"
        value = self.text(name)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            if value:
                self.wrong(name, f"不是有效时间，应如 {example}", f"is no time; like {example}")
            return datetime.max
        if moment.tzinfo is None:
            self.wrong(name, f"缺少时区，应如 {example}", f"has no time zone; like {example}")
        elif moment.year not in _YEARS:
            self.wrong(name, "年份超出范围，请核对", "has a year out of range")
        return moment

    def duration(self, name: str) -> timedelta:
        """A length of time (ISO 8601), up to 30 days."""
        value = self.text(name)
        found = _DURATION.fullmatch(value)
        days, hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
        length = timedelta(days=days, hours=hours, minutes=minutes)
        if value and not timedelta(0) < length <= _LONGEST:
            self._wrong_as(name, _NO_DURATION)
        return length

    def unit(self, name: str, *, required: bool = True) -> Unit | None:
        """A legal person with name and credit code; null where not required."""
        value = self._take(name)
        if value is _ABSENT or (value is None and not required):
            return None
        return self._unit(name, value)

    def units(self, name: str) -> tuple[Unit, ...]:
        """Legal persons; an absent member is none."""
        return tuple(self._unit(f"{name}[{index}]", value) for index, value in enumerate(self.items(name, required=False)))

    def items(self, name: str, *, required: bool = True) -> list[Any]:
        """A list; where required, with at least one item."""
        value = self._take(name, required)
        if value is _ABSENT:
            return []
        if not isinstance(value, list) or (required and not value):
            self.wrong(name, "应为至少有一项的列表", "must be a list with at least one item")
            return []
        return value

    def group(self, name: str, value: Any) -> Members:
        """The members of one item of a list."""
        if not isinstance(value, dict):
            self.wrong(name, "应为一组“名称: 内容”", "must be members with names")
            value = None
        return Members(value if value is not None else _Nothing(), self.faults, f"{self.path}{name}.")

    def refuse_unknown(self) -> None:
        """Notes every member that nobody asked for: it may be a slip of a name that matters."""
        for name in self.values:
            if name not in self.taken:
                self.wrong(str(name)[:40], "是不认识的要素，请删去或改正名称", "is not a known member; remove it or correct its name")

    @property
    def _is_of_sheet(self) -> bool:
        return isinstance(self.values, Row)

    def _wrong_as(self, name: str, said: _Ways) -> None:
        """A fault in the words of a document, or in those of a sheet."""
        self.wrong(name, *said[self._is_of_sheet])

    def wrong(self, name: str, chinese: str, english: str) -> None:
        label = self.names.get(name)
        if isinstance(self.values, Row):
            column = self.values.columns.get(name, label or name)
            place = self.values.place_of(name)
            if place is not None:
                self.faults.add_at(place, column, chinese, english)
            else:
                self.faults.add(f"“{column}”", chinese, english)
            return
        self.faults.add(f"{self.path}{name}" + (f"（{label}）" if label else ""), chinese, english)

    def _unit(self, name: str, value: Any) -> Unit:
        unit = self.group(name, value)
        if isinstance(unit.values, _Nothing):
            return Unit("")
        found = Unit(unit.text("name"), unit.text("uscc").upper())
        if found.uscc and uscc_fault(found.uscc):
            unit.wrong("uscc", "的校验位或位数不对，请对照营业执照核对", "fails its check characters; compare it with the licence")
        elif not self.faults.demo and is_demo(Kind.USCC, found.uscc):
            unit.wrong("uscc", "是演示专用值，演示请设置 DISPATCH_DEMO=1", "is a demo value; set DISPATCH_DEMO=1 for demonstrations")
        unit.refuse_unknown()
        return found

    def _take(self, name: str, required: bool = True) -> Any:
        self.taken.add(name)
        if isinstance(self.values, _Nothing):
            return _ABSENT
        value = self.values.get(name, _ABSENT)
        if value is _ABSENT and required:
            self.wrong(name, "缺失，请补填", "is missing")
        return value


class _Nothing(dict[str, Any]):
    """Stands for a group that was no group: its members are not asked for again."""
