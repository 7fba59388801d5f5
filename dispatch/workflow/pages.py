"""翻页: a long list a page at a time, each page found behind the last line of the one before, however much lies there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE = 25
LOOKED_AT = 500  # rows: where a reader may see few of many, his page ends here and the next one goes on

R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`next` is the key behind which the next page begins, "" on the last one. A page before the last may be short, even empty."""

    lines: tuple[T, ...]
    next: str


def page_of(
    rows: Callable[[str, int], Sequence[R]],
    shown: Callable[[Sequence[R]], Iterable[T | None]],
    key: Callable[[R], str],
    after: str,
    most: int = 0,
) -> Page[T]:
    """Asks for so many rows behind a key, and again, until the page is full; a row that may not be shown becomes None."""
    lines: list[T] = []
    most = most or PAGE
    for _ in range(LOOKED_AT // most):
        found = rows(after, most + 1)
        for row, line in zip(found, shown(found), strict=True):
            if line is not None and len(lines) == most:
                return Page(tuple(lines), after)
            after = key(row)
            lines += [] if line is None else [line]
        if len(found) <= most:
            return Page(tuple(lines), "")
    return Page(tuple(lines), after)
