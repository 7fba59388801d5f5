"""专家库各列的读法: how the cell of each column becomes a value, and what may be wrong with it by itself.

Most columns hold few different cells, however long the file: each of those is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from dispatch.intake import identifiers as ids
from dispatch.intake.cells import Cell
from dispatch.intake.column_names import POOL_COLUMNS, SUSPENDED_UNTIL
from dispatch.intake.columns import Stretch
from dispatch.intake.many_numbers import sound_cards
from dispatch.intake.reading import Notes, Read, RowReader, doubt, fault, read_choice, read_code, read_day, read_phone, read_text
from dispatch.intake.regions import is_known_place, is_province
from policies.vocabulary.expert import Category, Standing

ID_TYPES = ("居民身份证", "港澳台居民居住证", "护照", "其他")
_NO = re.compile(r"[0-9A-Za-z._-]{1,64}")
_KEPT = 1 << 14
Reader = Callable[[Cell], Read[Any]]
Sound = Callable[[Sequence[Cell]], Sequence[bool]]


@dataclass(frozen=True, slots=True)
class Day:
    """By what rows are judged: the day of the import, whether demo values are good, and the age from which a warning is due."""

    on: date
    demo: bool
    age_under: int | None = None


class PoolColumns:
    """Reads the cells of one file, column by column, on one day."""

    def __init__(self, day: Day) -> None:
        readers, sound = _readers(day), _sound(day)
        self._columns = [_Column(name, readers[name], sound.get(name)) for name in (*POOL_COLUMNS, SUSPENDED_UNTIL)]

    def read(self, stretch: Stretch, rows: Sequence[RowReader]) -> list[Sequence[Any]]:
        """The values of all rows, for each of the shipped columns, 暂停至 last; what is wrong with a cell is noted in its row."""
        nothing = (None,) * len(rows)
        return [column.read(stretch.cells.get(column.name, nothing), rows) for column in self._columns]


class _Column:
    """One column: how a cell of it is read, and what was read before."""

    def __init__(self, name: str, reader: Reader, sound: Sound | None) -> None:
        self.name, self._reader, self._sound = name, reader, sound
        self._values: dict[Cell, Any] = {}
        self._notes: dict[Cell, Notes] = {}

    def read(self, cells: Sequence[Cell], rows: Sequence[RowReader]) -> Sequence[Any]:
        if self._sound is not None:
            return self._read_unlike(cells, self._sound(cells), rows)
        if {*map(type, cells)} != {str}:  # 1, 1.0 and True are equal, but not alike
            return self._read_unlike(cells, (False,) * len(cells), rows)
        return self._read_alike(cells, rows)

    def _read_alike(self, cells: Sequence[Cell], rows: Sequence[RowReader]) -> Sequence[Any]:
        """Equal texts are read once, as long as there are not too many of them."""
        if len(self._values) >= _KEPT:
            self._values.clear()
            self._notes.clear()
        met = set(cells)
        for cell in met.difference(self._values):
            self._values[cell], notes = self._reader(cell)
            if notes:
                self._notes[cell] = notes
        if not self._notes.keys().isdisjoint(met):
            for row, cell in zip(rows, cells, strict=True):
                row.note(self.name, self._notes.get(cell, ()))
        return list(map(self._values.__getitem__, cells))

    def _read_unlike(self, cells: Sequence[Cell], sound: Sequence[object], rows: Sequence[RowReader]) -> Sequence[Any]:
        """A sound cell is its own value; each of the others is looked at by itself."""
        values: list[Any] = list(cells)
        for place, fits in enumerate(sound):
            if not fits:
                values[place], notes = self._reader(cells[place])
                if notes:
                    rows[place].note(self.name, notes)
        return values


def _sound(day: Day) -> Mapping[str, Sound]:
    """Of the columns in which nearly every row has another cell: which cells are good as they stand, and nothing is to be said."""
    return {
        "专家编号": _fitting(r"[0-9A-Za-z]{7,64}"),
        "姓名": _fitting(r"(?!暂无)[\u4e00-\u9fa5]{2,4}"),
        "证件号码": _fitting(r"[0-9]{17}[0-9X]"),
        "手机号码": _fitting(r"1[3-9][0-9]{9}" if day.demo else r"(?!161)1[3-9][0-9]{9}"),
        "银行卡号": sound_cards,
    }


def _fitting(pattern: str) -> Sound:
    fits = re.compile(pattern).fullmatch
    return lambda cells: [type(cell) is str and fits(cell) is not None for cell in cells]


def _readers(day: Day) -> Mapping[str, Reader]:
    past = partial(read_day, latest=day.on)
    optional = partial(read_text, required=False)
    return {
        "专家编号": _number,
        "姓名": partial(read_text, limit=60),
        "性别": partial(read_choice, choices=("男", "女")),
        "证件类型": partial(read_choice, choices=ID_TYPES),
        "证件号码": _official,
        "出生日期": past,
        "手机号码": partial(_phone, demo=day.demo),
        "所在单位": optional,
        "单位统一社会信用代码": partial(_uscc, demo=day.demo),
        "职务/职称": optional,
        "评标专业代码": read_text,
        "专业分类版本": partial(_official, required=False),
        "专家类别": partial(read_choice, choices=tuple(Category)),
        "行政区域代码": _region,
        "从业起始时间": past,
        "是否在职": partial(read_choice, choices=("是", "否")),
        "入库时间": past,
        "状态": partial(read_choice, choices=tuple(Standing)),
        "开户行": _branch,
        "联行号": partial(_cnaps, demo=day.demo),
        "银行卡号": _card,
        SUSPENDED_UNTIL: partial(read_day, required=False),
    }


def _number(cell: Cell) -> Read[str]:
    number, notes = read_code(cell)
    return number, notes if not number or _NO.fullmatch(number) else (*notes, fault("no.form"))


def _official(cell: Cell, *, required: bool = True) -> Read[str]:
    code, notes = read_code(cell, required=required)
    return code.upper(), notes


def _phone(cell: Cell, *, demo: bool) -> Read[str]:
    number, notes = read_phone(cell)
    if not number:
        return number, notes
    return number, notes + _faulty(ids.phone_fault(number)) + demo_notes(ids.Kind.PHONE, number, demo=demo)


def _uscc(cell: Cell, *, demo: bool) -> Read[str]:
    code, notes = _official(cell, required=False)
    if code:
        notes += _faulty(ids.uscc_fault(code)) + demo_notes(ids.Kind.USCC, code, demo=demo)
    return code, notes


def _region(cell: Cell) -> Read[str]:
    code, notes = _official(cell)
    if code and not (len(code) == 6 and code.isdigit() and code.isascii() and is_province(code[:2])):
        return code, (*notes, fault("region.form"))
    return code, notes if not code or is_known_place(code) else (*notes, doubt("region.unknown"))


def _branch(cell: Cell) -> Read[str]:
    return _or_missing(read_text(cell, required=False))


def _card(cell: Cell) -> Read[str]:
    number, notes = _or_missing(_official(cell, required=False))
    return number, notes + _faulty(ids.card_fault(number)) if number else notes


def _cnaps(cell: Cell, *, demo: bool) -> Read[str]:
    number, notes = _or_missing(_official(cell, required=False))
    if number:
        warning = ids.cnaps_warning(number)
        notes += ((doubt(warning),) if warning else ()) + demo_notes(ids.Kind.CNAPS, number, demo=demo)
    return number, notes


def _or_missing(read: Read[str]) -> Read[str]:
    """What is wanted before anybody is paid, but not yet."""
    text, notes = read
    return text, notes if text or notes else (doubt("bank.missing"),)


def _faulty(code: str | None) -> Notes:
    return (fault(code),) if code else ()


def demo_notes(kind: ids.Kind, number: str, *, demo: bool) -> Notes:
    """A demo value is an error where it is serious."""
    return (fault("demo.value"),) if not demo and ids.is_demo(kind, number) else ()
