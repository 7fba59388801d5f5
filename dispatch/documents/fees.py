"""专家劳务报酬发放表: the fee sheet of one tender as it goes to finance, payer and archive, by code, numbers masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.documents.content import Content
from dispatch.documents.paper import Cell, Column, Fact, Facts, Signatures, Table
from policies.vocabulary.money import Money


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One fee: `who` is code or name, then masked identity number and employer; `sums` in the order of the sheet's `sums`."""

    who: tuple[str, ...]
    worked: tuple[str, ...]
    standard: str
    readings: str
    sums: tuple[Money, ...]
    account: tuple[str, ...]
    signature: str
    stage: str


@dataclass(frozen=True, slots=True)
class FeeSheet:
    """`sums` are the titles of the columns of money; `notes` say how the tax was reckoned."""

    project: str
    title: str
    evaluated_on: str
    place: str
    payer: str
    sums: tuple[str, ...]
    rows: tuple[FeeRow, ...]
    total: tuple[Money, ...]
    notes: tuple[str, ...]


def fees(sheet: FeeSheet) -> Content:
    """Standard and readings stand once below the table, under a number, so that a line of twenty-four facts fits its page."""
    named = ((Fact("项目名称", sheet.title),),) if sheet.title else ()
    head = (
        (Fact("项目编号（代号）", sheet.project), Fact("付款人", sheet.payer)),
        (Fact("评标日期", sheet.evaluated_on), Fact("地点", sheet.place)),
        *named,
    )
    grounds = list(dict.fromkeys((row.standard, row.readings) for row in sheet.rows))
    return Content((Facts(head), _lines(sheet, grounds), _grounds(grounds), Signatures(("制表", "复核", "付款人批准"))), sheet.notes)


def _lines(sheet: FeeSheet, grounds: Sequence[tuple[str, str]]) -> Table:
    columns = (
        Column("序号", 5, "center"), Column("专家代号或姓名\n身份证号（掩码）\n单位", 19),
        Column("集合时间\n完成时间\n计酬时长", 14, "center"), Column("依据", 7, "center"),
        *(Column(title, 12, "right") for title in sheet.sums), Column("开户行、联行号\n账号（掩码）", 25),
        Column("电子\n签名", 8, "center"), Column("付款\n状态", 7, "center"),
    )  # fmt: skip
    rows = tuple(_line(number, row, grounds.index((row.standard, row.readings)) + 1) for number, row in enumerate(sheet.rows, start=1))
    total: tuple[Cell, ...] = ("合计", "", "", "", *sheet.total, "", "", "")
    return Table(columns, rows, title="发放明细（单位：元）", total=total, dense=True)


def _line(number: int, row: FeeRow, ground: int) -> tuple[Cell, ...]:
    before = (str(number), _stack(row.who), _stack(row.worked), f"依据{ground}")
    return (*before, *row.sums, _stack(row.account), row.signature, row.stage)


def _grounds(grounds: Sequence[tuple[str, str]]) -> Table:
    columns = (Column("依据", 2, "center"), Column("标准及条款", 10), Column("所取读法", 16))
    rows = tuple((f"依据{number}", standard, readings or "无") for number, (standard, readings) in enumerate(grounds, start=1))
    return Table(columns, rows, title="计酬依据")


def _stack(parts: Sequence[str]) -> str:
    return "\n".join(part for part in parts if part)
