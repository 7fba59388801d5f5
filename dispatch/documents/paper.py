"""一份表单: its head, its blocks and its foot as plain values, before anybody has decided on paper or spreadsheet."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from dispatch.documents.kinds import Form
from policies.calendar import LOCAL
from policies.vocabulary.money import Money

Cell = str | Money
UNVERIFIED = "▲依据未核实"


@dataclass(frozen=True, slots=True)
class Fact:
    """One label with its value; `mono` for hashes and codes; an unverified value carries its mark."""

    label: str
    value: str
    mono: bool = False
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """A grid of labelled values, one or two in a row."""

    rows: tuple[tuple[Fact, ...], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a share of the line; a column of codes is set in letters of one width."""

    title: str
    width: int
    align: str = "left"
    mono: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings that are repeated on every page; `blanks` empty rows follow for the pen.

    `height` is the least height of a row in millimetres, where something is to be written or pasted into it; `dense` sets smaller.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    total: tuple[Cell, ...] = ()
    blanks: int = 0
    height: int = 0
    dense: bool = False
    empty: str = "无"


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs, numbered where they are clauses."""

    paragraphs: tuple[str, ...]
    title: str = ""
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A field for the pen, so many lines high."""

    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class Signatures:
    """One box for each signer, with a date line."""

    signers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The outside of a folded letter, above its fold."""

    lines: tuple[str, ...]
    fold: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own; `headed`: under the document's title again."""

    headed: bool = False


Block = Facts | Table | Text | Blank | Signatures | Cover | NewPage


@dataclass(frozen=True, slots=True)
class Link:
    """Where the QR code leads, and the words beneath it."""

    url: str
    caption: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: `subject` is the tender's token, `about` what stands under the title, `remarks` its notes at the end.

    `marks` are the settings behind it whose basis nobody has verified; `edition` says if demo or embedded.
    """

    form: Form
    subject: str
    about: str
    reader: str
    made_at: datetime
    blocks: tuple[Block, ...]
    marks: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    edition: str = ""
    link: Link | None = None

    @property
    def number(self) -> str:
        """Kind, tender token, and eight digits of the content's own hash: changed content has another number."""
        content = json.dumps([_plain(block) for block in self.blocks], ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(f"{self.about}\n{self.reader}\n{content}".encode("utf-8", "surrogatepass")).hexdigest()
        return f"{self.form.mark}-{self.subject[:8]}-{digest[:8]}".upper()

    @property
    def made(self) -> str:
        return f"{self.made_at.astimezone(LOCAL):%Y年%m月%d日 %H:%M}"


def _plain(block: Block) -> list[Any]:
    return [type(block).__name__, asdict(block)]
