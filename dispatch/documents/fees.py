"""专家劳务报酬发放表: the fee sheet of one tender as it goes to finance, payer and archive, by code, numbers masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.documents.content import Content
from dispatch.documents.paper import Cell, Column, Fact, Facts, Signatures, Table

_WIDTHS = (3, 7, 8, 6, 5, 5, 4, 9, 10, 6, 5, 5, 5, 5, 5, 5, 5, 6, 5, 6, 8, 8, 5, 5)


@dataclass(frozen=True, slots=True)
class FeeSheet:
    """`titles` and `rows` are those of the settlement's sheet; `notes` its remarks on how it was reckoned."""

    project: str
    title: str
    evaluated_on: str
    place: str
    payer: str
    titles: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell]
    notes: tuple[str, ...]


def fees(sheet: FeeSheet) -> Content:
    named = ((Fact("项目名称", sheet.title),),) if sheet.title else ()
    head = (
        (Fact("项目编号（代号）", sheet.project), Fact("付款人", sheet.payer)),
        (Fact("评标日期", sheet.evaluated_on), Fact("地点", sheet.place)),
        *named,
    )
    columns = tuple(Column(title, width, "center") for title, width in zip(sheet.titles, _WIDTHS, strict=True))
    table = Table(columns, tuple(tuple(row) for row in sheet.rows), title="发放明细（单位：元）", total=tuple(sheet.total))
    return Content((Facts(head), table, Signatures(("制表", "复核", "付款人批准"))), sheet.notes)
