"""Marks: how one tender is told from another on a wall – by its code, a pattern and a colour, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dispatch.seats.svg import box, line, tag

INK, QUIET, RULE, WALL, PAPER = "#1b2430", "#4a5563", "#98a1ae", "#5f6b7a", "#ffffff"
_COLOURS = (
    ("#0b5cad", "#e6f0fb"),
    ("#a84300", "#fdeee3"),
    ("#00705a", "#e2f4ef"),
    ("#8a2a6b", "#f9e8f3"),
    ("#6b5b00", "#f8f3d9"),
    ("#4b3fa0", "#eceafa"),
    ("#9b1c2e", "#fce8ea"),
    ("#2f5d1e", "#eaf4e3"),
)  # strong, tint: strong on white and ink on tint are both above 7:1 or 4.5:1
_PATTERNS = ("实", "斜", "点", "横", "格", "反斜")


@dataclass(frozen=True, slots=True)
class Mark:
    """How a tender looks: `code` is its token, shortened as far as it stays its own."""

    code: str
    strong: str
    tint: str
    pattern: str

    @property
    def id(self) -> str:
        return f"m-{_PATTERNS.index(self.pattern)}-{self.strong[1:]}"

    @property
    def fill(self) -> str:
        return f"url(#{self.id})"


def marks(tokens: Iterable[str]) -> Mapping[str, Mark]:
    """A mark for every token: up to 48 tenders differ in pattern or colour, neighbours in the list in both; the code always differs."""
    known = sorted(set(tokens))
    shown = _short_codes(known)
    return {token: Mark(shown[token], *_COLOURS[n % 8], _PATTERNS[(n + 5 * (n // 8)) % 6]) for n, token in enumerate(known)}


def definitions(used: Iterable[Mark]) -> str:
    """The patterns of these marks, each once."""
    return tag("defs", *(_pattern(mark) for mark in {mark.id: mark for mark in used}.values()), _out_of_order())


OUT_OF_ORDER = "url(#out-of-order)"


def _short_codes(tokens: list[str]) -> dict[str, str]:
    length = next((n for n in range(4, 33) if len({token[:n] for token in tokens}) == len(tokens)), 32)
    return {token: token if len(token) <= 6 else token[:length] for token in tokens}


def _pattern(mark: Mark) -> str:
    white = {"stroke": PAPER, "stroke_width": 2.4}
    strokes = {
        "实": (),
        "斜": (line(-3, 9, 9, -3, **white), line(3, 15, 15, 3, **white)),
        "点": (tag("circle", cx=3, cy=3, r=1.9, fill=PAPER), tag("circle", cx=9, cy=9, r=1.9, fill=PAPER)),
        "横": (line(0, 3, 12, 3, **white), line(0, 9, 12, 9, **white)),
        "格": (line(6, 0, 6, 12, **white), line(0, 6, 12, 6, **white)),
        "反斜": (line(-3, 3, 9, 15, **white), line(3, -3, 15, 9, **white)),
    }
    tile = box(0, 0, 12, 12, fill=mark.strong)
    return tag("pattern", tile, *strokes[mark.pattern], id=mark.id, width=12, height=12, patternUnits="userSpaceOnUse")


def _out_of_order() -> str:
    tile = box(0, 0, 10, 10, fill="#eef0f3")
    hatch = line(0, 10, 10, 0, stroke="#b4bcc8", stroke_width=1.6)
    return tag("pattern", tile, hatch, id="out-of-order", width=10, height=10, patternUnits="userSpaceOnUse")
