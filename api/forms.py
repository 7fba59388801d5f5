"""表单: the blanks of one form, what somebody filled in, and what is wrong with it, in words beside the blank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from policies.calendar import LOCAL

Text: TypeAlias = str | LazyString
YEARS = range(2000, 2100)  # at the ends of the calendar no zone can be reckoned


class Kind(StrEnum):
    """How a blank is filled in; the template knows each of them."""

    TEXT = "text"
    LONG = "long"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank: `most` is the longest text, or the largest number; `choices` are values with their words."""

    name: str
    label: Text
    kind: Kind = Kind.TEXT
    required: bool = True
    hint: Text = ""
    choices: tuple[tuple[str, Text], ...] = ()
    most: int = 200


@dataclass(frozen=True, slots=True)
class Filled:
    """`raw` goes back into the form as it was typed; `values` are read; `faults` say by blank what to do."""

    raw: Mapping[str, str]
    values: Mapping[str, Any]
    faults: Mapping[str, Text]


EMPTY = Filled({}, {}, {})
WHY = Blank("why", _("理由"), Kind.LONG, hint=_("写入记录，不能更改"), most=500)


def fill(blanks: Sequence[Blank], form: Mapping[str, str]) -> Filled:
    """Reads every blank; those that are empty and not required are left out of the values."""
    raw = {blank.name: form.get(blank.name, "").strip() for blank in blanks}
    values: dict[str, Any] = {}
    faults: dict[str, Text] = {}
    for blank in blanks:
        text = raw[blank.name]
        if not text:
            if blank.required:
                faults[blank.name] = _("请填写此项")
            continue
        value = _READERS[blank.kind](blank, text)
        if value is None:
            faults[blank.name] = _FAULTS[blank.kind]
        else:
            values[blank.name] = value
    return Filled(raw, values, faults)


def _text(blank: Blank, text: str) -> str | None:
    return text if len(text) <= blank.most else None


def _long(blank: Blank, text: str) -> str | None:
    """In one line, as it is kept: where somebody broke his lines is no part of a reason."""
    return _text(blank, " ".join(text.split()))


def _day(blank: Blank, text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _moment(blank: Blank, text: str) -> datetime | None:
    """As browsers send it, in the time of the place; with a zone of its own it is refused, since the page says Beijing time."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=LOCAL) if at.tzinfo is None and at.year in YEARS else None


def _number(blank: Blank, text: str) -> int | None:
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    return value if value is not None and value <= blank.most else None


def _choice(blank: Blank, text: str) -> str | None:
    return text if text in {value for value, _ in blank.choices} else None


_READERS: Mapping[Kind, Callable[[Blank, str], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG: _long,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
}
_FAULTS: Mapping[Kind, Text] = {
    Kind.TEXT: _("过长，请缩短"),
    Kind.LONG: _("过长，请缩短"),
    Kind.DAY: _("请写成日期，如 2026-12-18"),
    Kind.MOMENT: _("请写成日期和时间，如 2026-12-18 09:00"),
    Kind.NUMBER: _("请填写合理的整数"),
    Kind.CHOICE: _("请从列出的各项中选择"),
}
