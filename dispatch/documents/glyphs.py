"""字形: which characters the shipped fonts can draw; what they cannot is never left out in silence."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
Spell = Callable[[str], str]


@cache
def drawable() -> frozenset[str]:
    """Every character of the Regular font: GB 2312 and the table of standard characters, with their punctuation."""
    found: set[str] = set()
    for span in (FONTS / "characters.txt").read_text("ascii").split():
        first, _, last = span.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def clean(text: str) -> str:
    """Without control and format characters, which have no shape; half a surrogate, or one of private use, is spelled out."""
    return "".join(map(_shaped, text))


def undrawable(text: str) -> bool:
    return not drawable().issuperset(text.replace("\n", ""))


def spell_out(text: str) -> str:
    """A character that no font at hand can draw stands as its code point: 〔U+20BB7〕."""
    return "".join(each if each == "\n" or each in drawable() else _code_point(each) for each in text)


def _shaped(each: str) -> str:
    kind = unicodedata.category(each)
    if kind in ("Cs", "Co"):
        return _code_point(each)
    return "" if kind in ("Cc", "Cf") and each != "\n" else each


def _code_point(each: str) -> str:
    return f"〔U+{ord(each):04X}〕"
