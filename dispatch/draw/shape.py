"""What a field may hold, said in words that are checked: the forms of the specification, for manifests and events.

Source: docs/spec/draw-protocol.md §1. A check takes a value and where it stands, and raises Unfit or returns nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from dispatch.kernel.canonical import LARGEST_INTEGER

Check = Callable[[Any, str], None]
_TOKEN = re.compile(r"[A-Za-z0-9._-]{1,32}")
_HEX_DIGITS = re.compile(r"[0-9a-f]*")
_HEX = re.compile(r"(?:[0-9a-f]{2})+")


class Unfit(Exception):
    """A field that does not hold what it should; turned into the caller's own refusal before it leaves the package."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


def whole(low: int = 0, high: int = LARGEST_INTEGER) -> Check:
    def check(value: Any, where: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise Unfit(where, f"{low}..{high}")

    return check


def hexes(size: int) -> Check:
    """`hexN`: lower-case hex of N bytes."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, str) or len(value) != 2 * size or not _HEX.fullmatch(value):
            raise Unfit(where, f"hex{size}")

    return check


def all_hexes(values: Sequence[Any], size: int, where: str) -> None:
    """The same for 200,000 at once: in one look if all are right, one by one to say which is not."""
    try:
        right = set(map(len, values)) <= {2 * size} and _HEX_DIGITS.fullmatch("".join(values)) is not None
    except TypeError:
        right = False
    if not right:
        for value in values:
            hexes(size)(value, where)


def token(value: Any, where: str) -> None:
    if not isinstance(value, str) or not _TOKEN.fullmatch(value):
        raise Unfit(where, "token")


def text(value: Any, where: str) -> None:
    if not isinstance(value, str):
        raise Unfit(where, "text")


def one_of(*options: object) -> Check:
    def check(value: Any, where: str) -> None:
        if not any(type(value) is type(option) and value == option for option in options):
            raise Unfit(where, " | ".join(map(str, options)))

    return check


def either(constant: object, other: Check) -> Check:
    """The constant, or what the other check accepts."""

    def check(value: Any, where: str) -> None:
        if type(value) is not type(constant) or value != constant:
            other(value, where)

    return check


def members(checks: Mapping[str, Check]) -> Check:
    """An object with exactly these members."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, dict) or value.keys() != checks.keys():
            raise Unfit(where, "{" + ",".join(sorted(checks)) + "}")
        for name, inner in checks.items():
            inner(value[name], f"{where}.{name}" if where else name)

    return check


def each(item: Check, low: int, high: int) -> Check:
    """A list of low..high items."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, list) or not low <= len(value) <= high:
            raise Unfit(where, f"list of {low}..{high}")
        for position, entry in enumerate(value):
            item(entry, f"{where}[{position}]")

    return check


def row(*items: Check) -> Check:
    """A list with one value for each check."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, list) or len(value) != len(items):
            raise Unfit(where, f"list of {len(items)}")
        for position, (inner, entry) in enumerate(zip(items, value, strict=True)):
            inner(entry, f"{where}[{position}]")

    return check


def table(item: Check, low: int, high: int) -> Check:
    """An object whose names are tokens."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, dict) or not low <= len(value) <= high:
            raise Unfit(where, f"object of {low}..{high}")
        for name, entry in value.items():
            token(name, where)
            item(entry, f"{where}.{name}")

    return check


def in_order(inner: Check, key: Callable[[Any], Any] = lambda item: item) -> Check:
    """A list whose keys rise strictly: sorted by bytes, no repeat."""

    def check(value: Any, where: str) -> None:
        inner(value, where)
        if not rises(value, key):
            raise Unfit(where, "sorted, no repeat")

    return check


def rises(items: Sequence[Any], key: Callable[[Any], Any] = lambda item: item) -> bool:
    keys = [key(item) for item in items]
    return all(left < right for left, right in pairwise(keys))
