"""Tables as XLSX for people: A4 landscape, repeated headings, sums in yuan; the same content gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from policies.vocabulary.money import Money

FONT = "宋体"
Cell = str | int | Money


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: int
    money: bool = False


class Page:
    """One worksheet that is written from top to bottom."""

    def __init__(self, book: Any, title: str, columns: Sequence[Column]) -> None:
        self._sheet, self._columns, self.row = book.add_worksheet(title[:31]), columns, 0
        style = {"font_name": FONT, "font_size": 9, "valign": "vcenter", "text_wrap": True}
        self._plain = book.add_format(style)
        self._title = book.add_format({**style, "font_size": 16, "bold": True, "align": "center", "text_wrap": False})
        self._heading = book.add_format({**style, "bold": True, "align": "center", "border": 1, "bg_color": "#EDEDED"})
        self._text = book.add_format({**style, "border": 1, "num_format": "@"})
        self._money = book.add_format({**style, "border": 1, "num_format": "#,##0.00"})
        self._set_up()

    def _set_up(self) -> None:
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        for index, column in enumerate(self._columns):
            sheet.set_column(index, index, column.width)

    def title(self, text: str) -> None:
        self._sheet.set_row(self.row, 28)
        self._sheet.merge_range(self.row, 0, self.row, len(self._columns) - 1, text, self._title)
        self.row += 1

    def remark(self, text: str) -> None:
        """A line of text over the whole width."""
        self._sheet.merge_range(self.row, 0, self.row, len(self._columns) - 1, text, self._plain)
        self._sheet.set_row(self.row, 15 * (1 + len(text) // 90))
        self.row += 1

    def headings(self) -> None:
        """The titles of the columns, repeated on every printed page and kept on screen."""
        for index, column in enumerate(self._columns):
            self._sheet.write_string(self.row, index, column.title, self._heading)
        self._sheet.repeat_rows(self.row)
        self._sheet.freeze_panes(self.row + 1, 0)
        self.row += 1

    def line(self, cells: Sequence[Cell]) -> None:
        """One row; text stays text, so that no number loses digits and no text becomes a formula."""
        for index, cell in enumerate(cells):
            if isinstance(cell, Money):
                self._sheet.write_number(self.row, index, Decimal(str(cell)), self._money)
            else:
                self._sheet.write_string(self.row, index, str(cell), self._text)
        self.row += 1


def workbook(title: str, columns: Sequence[Column], made_at: datetime, fill: Callable[[Page], None]) -> bytes:
    """An XLSX file with one page, filled by `fill`."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": made_at.astimezone(UTC).replace(tzinfo=None)})
    fill(Page(book, title, columns))
    book.close()
    return file.getvalue()


def table_workbook(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], made_at: datetime) -> bytes:
    """An XLSX file with headings and rows only."""

    def fill(page: Page) -> None:
        page.headings()
        for cells in rows:
            page.line(cells)

    return workbook(title, columns, made_at, fill)
