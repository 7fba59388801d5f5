"""专家劳务报酬发放表: every fee of one settlement with its clause and its reading beside it, numbers masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dispatch.settle.fee_line import FeeLine
from dispatch.settle.payout import Stage
from dispatch.settle.workbook import Column, Page, workbook
from policies.calendar import LOCAL
from policies.fees.minutes import hours_and_minutes
from policies.vocabulary.expert import Bank, Identity
from policies.vocabulary.money import NOTHING, Money
from policies.withholding import Aggregation

TITLE = "专家劳务报酬发放表"
COLUMNS = (
    Column("序号", 5),
    Column("专家代号或姓名", 11),
    Column("身份证号(掩码)", 19),
    Column("单位", 18),
    Column("集合时间", 15),
    Column("完成时间", 15),
    Column("计酬时长", 10),
    Column("标准及条款", 24),
    Column("所取读法", 30),
    Column("评审费", 10, money=True),
    Column("加班", 9, money=True),
    Column("组长补助", 9, money=True),
    Column("应急补助", 9, money=True),
    Column("误工", 9, money=True),
    Column("交通", 9, money=True),
    Column("住宿(凭票报销)", 10, money=True),
    Column("税前换算", 9, money=True),
    Column("应发", 10, money=True),
    Column("个税", 9, money=True),
    Column("实发", 10, money=True),
    Column("开户行(支行、联行号)", 24),
    Column("账号(掩码)", 20),
    Column("专家电子签名", 16),
    Column("付款状态", 10),
)
_AGGREGATION = {
    Aggregation.PER_RECEIPT: "每笔收入为一次",
    Aggregation.PER_PROJECT_MONTH: "同一项目一个月内的收入为一次",
    Aggregation.PER_PAYER_MONTH: "同一付款人一个月内的收入为一次",
}
_UNCONFIRMED = (Stage.COMPUTED, Stage.DISPUTED, Stage.SUPERSEDED)
_TRAVEL = ("road_hours", "same_city_travel", "own_car", "offsite")


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What stands above the table; `project` is the project's code until the award notice (EN-5)."""

    project: str
    evaluated_on: str
    place: str
    payer: str
    aggregation: Aggregation
    made_by: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class Payee:
    """The person behind a line, opened by the finance key at E9."""

    identity: Identity
    bank: Bank
    employer: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line and what may be shown with it: without a payee, or not `named`, the report code stands for the person."""

    line: FeeLine
    payee: Payee | None = None
    named: bool = False
    signature: str = ""


def signature_of(line: FeeLine) -> str:
    """专家电子签名: by his own link the expert has confirmed this revision; a fee in dispute, or held for its payee, is not signed."""
    return "" if line.payout.stage in _UNCONFIRMED else "已电子确认"


def fee_sheet(head: SheetHead, rows: Sequence[SheetRow], made_at: datetime) -> bytes:
    """The sheet as XLSX; the same content gives the same bytes. Full identity and card numbers never stand in it."""

    def fill(page: Page) -> None:
        page.title(TITLE)
        page.remark(f"项目编号(代号)：{head.project}    评标日期：{head.evaluated_on}    地点：{head.place}    付款人：{head.payer}")
        page.remark(f"{reckoning(head.aggregation)}单位：元")
        page.headings()
        cells = [sheet_cells(number, row) for number, row in enumerate(rows, start=1)]
        for line in cells:
            page.line(line)
        page.line(sheet_totals(cells))
        for note in earlier_notes(rows):
            page.remark(note)
        page.remark(f"制表：{head.made_by}        复核：{head.checked_by}        付款人批准：")

    return workbook(TITLE, COLUMNS, made_at, fill)


def mask_id(number: str) -> str:
    """620***********0014: first three and last four."""
    return number[:3] + "*" * (len(number) - 7) + number[-4:] if len(number) > 8 else "*" * len(number)


def mask_card(number: str) -> str:
    """6200***********0018: first four and last four."""
    return number[:4] + "*" * (len(number) - 8) + number[-4:] if len(number) > 8 else "*" * len(number)


def reckoning(aggregation: Aggregation) -> str:
    """How the tax was reckoned, in one sentence."""
    return f"计税口径：{_AGGREGATION[aggregation]}；凭票报销不计税；税后标准按“税前换算”倒算后计税。"


def sheet_cells(number: int, row: SheetRow) -> list[str | int | Money]:
    """One line of the sheet, in the order of COLUMNS."""
    line, facts = row.line, row.line.facts
    return [number, *_who(row), *_work(facts), *_sums(line, facts), *_account(row.payee), row.signature, line.payout.stage.value]


def _who(row: SheetRow) -> list[str]:
    if row.payee is None or not row.named:
        return [row.line.code, "", ""]
    return [row.payee.identity.name, mask_id(row.payee.identity.id_no), row.payee.employer]


def _work(facts: dict[str, Any]) -> list[str]:
    sittings = facts["inputs"]["sittings"]
    start, end = (_shown(sittings[0][0]), _shown(sittings[-1][1])) if sittings else ("", "")
    return [start, end, hours_and_minutes(facts["minutes"]), f"{facts['standard']} {facts['clause']}", "；".join(facts["readings"])]


def _sums(line: FeeLine, facts: dict[str, Any]) -> list[Money]:
    """评审费 … 税前换算 add up to 应发; 应发 − 个税 = 实发."""
    extras = {name: Money(fen) for name, fen in facts["extras"].items()}
    overtime, instead = Money(facts["overtime_fen"]), Money(facts["instead_fen"])
    travel = Money.total(extras.get(name, NOTHING) for name in _TRAVEL)
    review = Money(facts["base_fen"]) - overtime - instead
    leader, emergency = extras.get("leader", NOTHING), extras.get("emergency", NOTHING)
    receipts = min(Money(facts["inputs"]["receipts_fen"]), line.reimbursed)  # none for whoever left without leave
    uplift = Money(facts["uplift_fen"])
    due = line.gross + line.reimbursed
    return [review, overtime, leader, emergency, instead, travel, receipts, uplift, due, line.tax, line.payable]


def _account(payee: Payee | None) -> list[str]:
    if payee is None:
        return ["", ""]
    return [f"{payee.bank.branch} {payee.bank.cnaps}".strip(), mask_card(payee.bank.card)]


def sheet_totals(cells: Sequence[Sequence[str | int | Money]]) -> list[str | Money]:
    """The last line: the sum of every column of money."""
    totals: list[str | Money] = ["合计"]
    for index, column in enumerate(COLUMNS[1:], start=1):
        amounts = (line[index] for line in cells)
        totals.append(Money.total(amount for amount in amounts if isinstance(amount, Money)) if column.money else "")
    return totals


def earlier_notes(rows: Sequence[SheetRow]) -> list[str]:
    """The earlier receipts that were counted, for each line that has some."""
    notes = []
    for row in rows:
        gross, tax, _ = (Money(fen) for fen in row.line.facts["inputs"]["earlier_fen"])
        if gross != NOTHING:
            notes.append(f"{row.line.code}：计税时合并此前收入税前{gross}元、已扣税{tax}元")
    return notes


def _shown(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(LOCAL):%Y-%m-%d %H:%M}"
