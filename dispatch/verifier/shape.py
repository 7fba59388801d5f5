"""Small words for the form of JSON: what type a member has, how long a list may be, which members an object holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from dispatch.verifier.refusals import Broken
from dispatch.verifier.strict_json import LARGEST, nfc

Check = Callable[[Any], None]
TOKEN = re.compile(r"[A-Za-z0-9._-]{1,32}").fullmatch
ROUND = re.compile(r"0|[1-9][0-9]?").fullmatch


def malformed(chinese: str, english: str) -> Broken:
    """A fault of form, with these words."""
    return Broken(f"格式不符：{chinese}", f"malformed: {english}")


def hexa(*lengths: int) -> Check:
    """Lower-case hex of so many bytes (one of the lengths)."""
    matches = re.compile("|".join(f"[0-9a-f]{{{2 * length}}}" for length in lengths)).fullmatch
    what = "/".join(map(str, lengths))

    def check(value: Any) -> None:
        if type(value) is not str or not matches(value):
            raise malformed(f"应为 {what} 字节的小写十六进制", f"not lower-case hex of {what} bytes")

    return check


def token(value: Any) -> None:
    """1–32 letters, digits or . _ - (spec §1)."""
    if type(value) is not str or not TOKEN(value):
        raise malformed("应为 1–32 个字母、数字或 . _ -", "not a token of 1–32 letters, digits or . _ -")


def text(value: Any) -> None:
    """Text in NFC."""
    if type(value) is not str:
        raise malformed("应为文本", "not text")
    nfc(value)


def whole(least: int = 0, most: int = LARGEST) -> Check:
    """A whole number within both bounds; a boolean is none."""

    def check(value: Any) -> None:
        if type(value) is not int or not least <= value <= most:
            raise malformed(f"应为 {least} … {most} 的整数", f"not a whole number within {least} … {most}")

    return check


def one_of(*values: str) -> Check:
    """Exactly one of these texts."""

    def check(value: Any) -> None:
        if type(value) is not str or value not in values:
            raise malformed("应为 " + "、".join(map(repr, values)), "not one of " + ", ".join(map(repr, values)))

    return check


def nothing(value: Any) -> None:
    """Null."""
    if value is not None:
        raise malformed("应为 null", "not null")


def either(*checks: Check) -> Check:
    """Any one of the forms; the fault of the last is reported."""

    def check(value: Any) -> None:
        for form in checks[:-1]:
            try:
                return form(value)
            except Broken:
                continue
        return checks[-1](value)

    return check


def listing(item: Check, least: int = 0, most: int = 10**9) -> Check:
    """A list of so many items of one form."""

    def check(value: Any) -> None:
        if type(value) is not list or not least <= len(value) <= most:
            raise malformed(f"应为 {least} … {most} 项的列表", f"not a list of {least} … {most} items")
        for place, entry in enumerate(value):
            try:
                item(entry)
            except Broken as fault:
                raise fault.inside(f"[{place}]") from None

    return check


def row(*columns: Check) -> Check:
    """A list with a fixed place for each item."""

    def check(value: Any) -> None:
        if type(value) is not list or len(value) != len(columns):
            raise malformed(f"应为 {len(columns)} 项的列表", f"not a list of {len(columns)} items")
        for place, (column, entry) in enumerate(zip(columns, value, strict=True)):
            try:
                column(entry)
            except Broken as fault:
                raise fault.inside(f"[{place}]") from None

    return check


def members(**forms: Check) -> Check:
    """An object with exactly these members."""

    def check(value: Any) -> None:
        if type(value) is not dict:
            raise malformed("应为对象", "not an object")
        if value.keys() != forms.keys():
            wrong = next((name for name in forms if name not in value), None) or next(name for name in value if name not in forms)[:40]
            raise malformed(f"缺少或多余的成员 {wrong!r}", f"a member missing or not allowed: {wrong!r}")
        for name, form in forms.items():
            try:
                form(value[name])
            except Broken as fault:
                raise fault.inside(name) from None

    return check


def mapping(name: Check, item: Check, least: int = 0, most: int = 10**9) -> Check:
    """An object with free member names of one form."""

    def check(value: Any) -> None:
        if type(value) is not dict or not least <= len(value) <= most:
            raise malformed(f"应为 {least} … {most} 个成员的对象", f"not an object of {least} … {most} members")
        for key, entry in value.items():
            try:
                name(key)
                item(entry)
            except Broken as fault:
                raise fault.inside(repr(key[:40])) from None

    return check


def rising(values: Sequence[Any]) -> bool:
    """Whether each is greater than the one before it (text by its bytes, lists element by element)."""
    return all(before < after for before, after in pairwise(values))
