"""The few words of SVG that a room plan needs; every text and attribute is escaped on its way in."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

FONTS = "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"


def tag(name: str, *content: str, **attributes: object) -> str:
    """One element; `content` is markup already, attributes are text: `stroke_width=2` becomes stroke-width="2"."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(content)}</{name}>" if content else f"<{name}{written}/>"


def text(words: str, x: float, y: float, size: float, **attributes: object) -> str:
    return tag("text", escape(words), x=_short(x), y=_short(y), font_size=_short(size), **attributes)


def box(x: float, y: float, width: float, height: float, **attributes: object) -> str:
    return tag("rect", x=_short(x), y=_short(y), width=_short(width), height=_short(height), **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> str:
    return tag("line", x1=_short(x1), y1=_short(y1), x2=_short(x2), y2=_short(y2), **attributes)


def picture(width: float, height: float, title: str, description: str, content: Iterable[str]) -> str:
    """A whole picture that a screen reader announces by title and description."""
    named = tag("title", escape(title)) + tag("desc", escape(description))
    return tag(
        "svg",
        named,
        *content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_short(width)} {_short(height)}",
        role="img",
        aria_label=title,
        font_family=FONTS,
    )


def _short(number: float) -> str:
    return f"{number:g}"
