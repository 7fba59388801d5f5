"""XLSX of a document: one printable sheet with the same head, blocks and foot as the PDF; text stays text, sums stay numbers.

The columns of the widest table are the columns of the sheet, so that its cells are not merged; everything else is laid over them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any

import xlsxwriter

from dispatch.documents.code import qr_picture
from dispatch.documents.glyphs import clean
from dispatch.documents.paper import UNVERIFIED, Blank, Block, Cell, Cover, Facts, Link, NewPage, Paper, Signatures, Table, Text
from policies.vocabulary.money import Money

FONT = "宋体"
PORTRAIT, LANDSCAPE = 92, 138  # characters in a line of A4 at this size
LINE = 13.5  # points
FACT_GRID = (16, 34, 16, 34)
MANY = 8


def xlsx(paper: Paper) -> bytes:
    """The document as a workbook of one sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = paper.made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": paper.form.chinese, "subject": paper.number, "created": created})
    _Sheet(book, paper).fill()
    book.close()
    return file.getvalue()


class _Sheet:
    """One worksheet, written from top to bottom."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self._paper, self._sheet, self.row = paper, book.add_worksheet(paper.form.chinese[:31]), 0
        self._widths, self._breaks = _grid(paper), list[int]()
        self._formats = {name: book.add_format({"font_name": FONT, "font_size": 9, **style}) for name, style in _STYLES.items()}
        self._set_up()

    def fill(self) -> None:
        self._head()
        for block in self._paper.blocks:
            self._block(block)
        self._sheet.set_h_pagebreaks(self._breaks)
        for number, remark in enumerate(self._paper.remarks, start=1):
            self._line(f"说明{number}：{remark}", "words")
        if self._paper.marks:
            self._line(f"{UNVERIFIED}（须由使用单位核实）：{'；'.join(self._paper.marks)}", "words")

    def _set_up(self) -> None:
        sheet, paper = self._sheet, self._paper
        if paper.form.landscape:
            sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer(f"&L&8编号 {paper.number}  供 {paper.reader}  制表 {paper.made}&R&8第 &P 页，共 &N 页")
        for index, width in enumerate(self._widths):
            sheet.set_column(index, index, width)

    def _head(self) -> None:
        paper = self._paper
        self._line(paper.form.chinese, "title", height=34)
        if paper.about:
            self._line(paper.about, "about")
        edition = f"    {paper.edition}" if paper.edition else ""
        self._line(f"编号：{paper.number}    制表时间：{paper.made}    供：{paper.reader}    {paper.form.secrecy}{edition}", "about")
        if paper.link:
            self._code(paper.link)
        self.row += 1

    def _code(self, link: Link) -> None:
        """The address, and on the right the code that leads to it."""
        spans = _spans((4, 1), self._widths)
        self._write(f"{link.caption}：{link.url}", spans[0], "words")
        self._sheet.set_row(self.row, LINE * 6)
        place = {"image_data": io.BytesIO(qr_picture(link.url)), "x_scale": 0.5, "y_scale": 0.5, "x_offset": 4, "y_offset": 2}
        self._sheet.insert_image(self.row, spans[1][0], "qr.png", place)
        self.row += 1

    def _block(self, block: Block) -> None:
        if isinstance(block, Facts):
            self._facts(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Text):
            self._caption(block.title)
            for number, paragraph in enumerate(block.paragraphs, start=1):
                self._line(f"{number}. {paragraph}" if block.numbered else paragraph, "words")
        elif isinstance(block, Blank):
            self._line(block.label, "field", height=LINE * (block.lines + 1) * 1.4)
        elif isinstance(block, Signatures):
            signers = [f"{signer}\n\n\n　　　　年　　月　　日" for signer in block.signers]
            self._cells(signers, [1] * len(signers), "field", height=LINE * 5)
        elif isinstance(block, Cover):
            for line in (*block.lines, block.fold):
                self._line(line, "about")
        elif isinstance(block, NewPage):
            self._breaks.append(self.row)

    def _facts(self, block: Facts) -> None:
        self._caption(block.title)
        for row in block.rows:
            cells: list[Cell] = []
            for fact in row:
                cells += [fact.label, f"{fact.value} {UNVERIFIED}" if fact.unverified else fact.value]
            weights = FACT_GRID if len(row) > 1 else (FACT_GRID[0], sum(FACT_GRID[1:]))
            self._cells(cells, weights, "text", labels=True)

    def _table(self, block: Table) -> None:
        self._caption(block.title)
        weights = [column.width for column in block.columns]
        self._cells([column.title for column in block.columns], weights, "heading")
        for row in block.rows or (() if block.blanks else ((block.empty, *("",) * (len(weights) - 1)),)):
            self._cells(row, weights, "text")
        for _ in range(block.blanks):
            self._cells([""] * len(weights), weights, "text", height=LINE * 1.6)
        if block.total:
            self._cells(block.total, weights, "text")

    def _caption(self, title: str) -> None:
        if title:
            self.row += 1
            self._line(title, "caption")

    def _line(self, text: str, style: str, *, height: float = 0) -> None:
        """Text over the whole width."""
        self._write(text, (0, len(self._widths) - 1), style)
        self._sheet.set_row(self.row, height or LINE * _lines(text, sum(self._widths)))
        self.row += 1

    def _cells(self, cells: Sequence[Cell], weights: Sequence[int], style: str, *, labels: bool = False, height: float = 0) -> None:
        spans = _spans(weights, self._widths)
        lines = 1
        for index, (cell, span) in enumerate(zip(cells, spans, strict=True)):
            self._write(cell, span, "label" if labels and index % 2 == 0 else style)
            lines = max(lines, _lines(str(cell), sum(self._widths[span[0] : span[1] + 1])))
        self._sheet.set_row(self.row, height or LINE * lines + 3)
        self.row += 1

    def _write(self, cell: Cell, span: tuple[int, int], style: str) -> None:
        first, last = span
        style = "money" if isinstance(cell, Money) else style
        if last > first:
            self._sheet.merge_range(self.row, first, self.row, last, "", self._formats[style])
        if isinstance(cell, Money):
            self._sheet.write_number(self.row, first, Decimal(str(cell)), self._formats[style])
        else:
            self._sheet.write_string(self.row, first, clean(cell), self._formats[style])


def _grid(paper: Paper) -> list[float]:
    """Widths of the sheet's columns: those of the table with most columns, or twelve alike where all tables are narrow."""
    tables = [[column.width for column in block.columns] for block in paper.blocks if isinstance(block, Table)]
    widest = max([list(FACT_GRID), *tables], key=len)
    most = widest if len(widest) >= MANY else [1] * 12
    whole = LANDSCAPE if paper.form.landscape else PORTRAIT
    return [whole * width / sum(most) for width in most]


def _spans(weights: Sequence[int], widths: Sequence[float]) -> list[tuple[int, int]]:
    """First and last column of each cell: its borders moved to the nearest border of the sheet, at least one column each."""
    whole, count = sum(widths), len(widths)
    borders = [sum(widths[:index]) for index in range(count + 1)]
    spans: list[tuple[int, int]] = []
    start, wanted = 0, 0.0
    for index, weight in enumerate(weights):
        wanted += whole * weight / sum(weights)
        left = len(weights) - index - 1  # each cell that follows needs a column
        end = min(range(start + 1, count - left + 1), key=lambda at: abs(borders[at] - wanted))
        end = count if left == 0 else end
        spans.append((start, end - 1))
        start = end
    return spans


def _lines(text: str, width: float) -> int:
    """How many lines a text takes: a Chinese character is nearly two of a column's characters wide."""
    return sum(max(1, -(-_length(part) // max(20, int(width * 10) - 5))) for part in text.split("\n"))


def _length(text: str) -> int:
    """In tenths of a column's character."""
    return sum(18 if ord(each) > 0x2E7F else 10 for each in text)


_WRAP = {"valign": "vcenter", "text_wrap": True}
_BOX = {**_WRAP, "border": 1, "border_color": "#464646"}
_STYLES: dict[str, dict[str, object]] = {
    "title": {"font_size": 18, "bold": True, "align": "center", "valign": "vcenter"},
    "about": {**_WRAP, "align": "center"},
    "words": _WRAP,
    "caption": {"bold": True, "font_size": 10.5, "valign": "vcenter"},
    "heading": {**_BOX, "bold": True, "align": "center", "bg_color": "#F4F4F4"},
    "label": {**_BOX, "bold": True, "align": "center", "bg_color": "#F4F4F4", "num_format": "@"},
    "text": {**_BOX, "num_format": "@"},
    "field": {**_BOX, "valign": "top", "bold": True},
    "money": {**_BOX, "num_format": "#,##0.00", "align": "right"},
}
