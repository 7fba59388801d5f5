"""PDF/A of a document, by one template: A4, embedded fonts, page numbers, QR; the same content gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import typst

from dispatch.documents.code import qr_drawing
from dispatch.documents.glyphs import FONTS, Spell, clean, spell_out, undrawable
from dispatch.documents.paper import Block, Paper
from policies.calendar import LOCAL

TEMPLATE = Path(__file__).parent / "paper.typ"
STANDARD: typst.PDFStandards = ["a-2b"]


def pdf(paper: Paper) -> bytes:
    """The document as PDF/A-2b.

    A character beyond the shipped fonts is looked for in those of the system; where none has it, its code point stands for it.
    """
    content = content_of(paper, clean)
    if not undrawable("".join(_texts(content))):
        return _compiled(content, shipped_only=True)
    try:
        return _compiled(content, shipped_only=False)
    except typst.TypstError:  # PDF/A forbids a glyph that is not there
        return _compiled(content_of(paper, lambda text: spell_out(clean(text))), shipped_only=True)


def content_of(paper: Paper, spell: Spell) -> dict[str, Any]:
    """What the template reads."""
    local = paper.made_at.astimezone(LOCAL)
    content = {
        "title": paper.form.chinese,
        "about": paper.about,
        "number": paper.number,
        "made": paper.made,
        "day": [local.year, local.month, local.day, local.hour, local.minute, local.second],
        "reader": paper.reader,
        "secrecy": paper.form.secrecy,
        "edition": paper.edition,
        "landscape": paper.form.landscape,
        "marks": list(paper.marks),
        "remarks": list(paper.remarks),
        "blocks": [_block(block) for block in paper.blocks],
        "caption": paper.link.caption if paper.link else "",
    }
    spelled: dict[str, Any] = _spelled(content, spell)
    return {**spelled, "qr": qr_drawing(paper.link.url) if paper.link else ""}


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__, **asdict(block)}


def _spelled(value: Any, spell: Spell) -> Any:
    """The same value with every text spelled in drawable characters, and every sum as text with its thousands."""
    if isinstance(value, str):
        return spell(value)
    if isinstance(value, dict):
        if set(value) == {"fen"}:
            return f"{Decimal(value['fen']) / 100:,.2f}"
        return {name: _spelled(each, spell) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled(each, spell) for each in value]
    return value


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in _texts(each)]


def _compiled(content: dict[str, Any], *, shipped_only: bool) -> bytes:
    made = _compiler(content, shipped_only=shipped_only).compile(format="pdf", pdf_standards=STANDARD, timestamp=0)
    assert isinstance(made, bytes), "a PDF is one file"
    return made


def _compiler(content: dict[str, Any], *, shipped_only: bool) -> typst.Compiler:
    inputs = {"document": json.dumps({**content, "shipped": shipped_only}, ensure_ascii=False)}
    return typst.Compiler(TEMPLATE, font_paths=_fonts(shipped_only), ignore_system_fonts=shipped_only, sys_inputs=inputs)


@cache
def _fonts(shipped_only: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=not shipped_only, include_embedded_fonts=True, font_paths=[str(FONTS)])
