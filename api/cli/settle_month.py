"""`expert-dispatch settle ledger|tax|tax-paid|due`: a month's books and tax, and which fees are due."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import typer

from api import cli
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.settle.ledger import Entry
from dispatch.workflow import fee_month
from dispatch.workflow.experts.entries import Act
from policies.calendar import LOCAL
from policies.vocabulary.money import Money

Month = typer.Option(..., "--month", formats=["%Y-%m"], help="月份，如 2026-12 · month")
Payer = typer.Option(..., "--payer", help="付款人统一社会信用代码，没有的填名称 · credit code of the payer, or its name")
OutFile = typer.Option(..., "--out", dir_okay=False, help="写入何处（XLSX） · where to write")
Receipt = typer.Option(..., "--receipt", help="完税凭证号 · number of the tax receipt")
By = typer.Option(..., "--by", help="登记人（财务） · who enters it, for finance")
Why = typer.Option(..., "--why", help="说明，写入记录 · the reason, kept with it")


@refusals_exit
def ledger(month: datetime = Month, as_json: bool = JsonFlag) -> None:
    """一个月的台账：逐笔分录、各账户发生额与余额 · the books of a month: entries, what moved, and what stands."""
    with cli.services().work(reads_only=True) as work:
        found = fee_month.month_ledger(_first(month), work)
    if as_json:
        print_json(
            {
                "entries": [_facts(entry) for entry in found.entries],
                "moved_fen": _fen(found.moved),
                "standing_fen": _fen(found.standing),
                "tax_paid": found.tax_paid,
            }
        )
        return
    for entry in found.entries:
        sides = "；".join(f"{each.account} 借{each.debit} 贷{each.credit}" for each in entry.postings)
        say(f"{entry.at.astimezone(LOCAL):%Y-%m-%d %H:%M} {entry.key}：{sides}", "")
    for account, moved in found.moved.items():
        say(f"本月 {account} {moved}元", f"moved this month, in yuan: {moved}")
    for account, left in found.standing.items():
        say(f"余额 {account} {left}元", f"stands at, in yuan: {left}")
    for paid in found.tax_paid:
        sum_ = Money(paid["fen"])
        say(f"已缴个税 {sum_}元，凭证 {paid['receipt']}，{paid['by']}：{paid['why']}", f"tax paid, {sum_} yuan, by {paid['by']}")
    if not found.entries:
        say("本月没有分录", "nothing was booked in this month")


@refusals_exit
def tax(payer: str = Payer, month: datetime = Month, out: Path = OutFile, as_json: bool = JsonFlag) -> None:
    """一个付款人一个月的个税申报表，含全部项目 · what one payer reports to the tax office for a month, over all tenders."""
    with cli.services().work(reads_only=True) as work:
        sheet = fee_month.month_tax(payer, _first(month), work)
    out.write_bytes(sheet)
    if as_json:
        print_json({"file": str(out)})
    else:
        say(f"已写入 {out}，含姓名和证件号码，请妥善保管", f"written to {out}; it holds names and document numbers")


@refusals_exit
def tax_paid(
    *, payer: str = Payer, month: datetime = Month, receipt: str = Receipt, by: str = By, why: str = Why, as_json: bool = JsonFlag
) -> None:
    """登记一个月的个税已经缴纳；同一凭证只计一次 · book that the tax of a month has been paid; a receipt counts once."""
    with cli.services().work() as work:
        paid = fee_month.note_tax_paid(payer, _first(month), receipt.strip(), Act(by, why), work)
    if as_json:
        print_json({"paid_fen": paid.fen})
    else:
        say(f"已登记缴纳个税 {paid} 元", f"tax paid: {paid} yuan")


@refusals_exit
def due(as_json: bool = JsonFlag) -> None:
    """已批准而未付清的费用及最后付款日 · fees that were approved and not paid yet, with their last day."""
    with cli.services().work(reads_only=True) as work:
        found = sorted(fee_month.fees_due(work), key=lambda each: (each.due_on, each.tender, each.line.code))
    if as_json:
        print_json(
            [
                {"tender": d.tender, "code": d.line.code, "payable_fen": d.line.payable.fen, "due_on": d.due_on, "overdue": d.overdue}
                for d in found
            ]
        )
        return
    for each in found:
        late = "，已逾期" if each.overdue else ""
        say(f"{each.tender} {each.line.code} {each.line.payable}元：应于{each.due_on}前付清{late}（{each.line.payout.stage.value}）", "")
    if not found:
        say("没有待付的费用", "nothing is due")


def _first(month: datetime) -> date:
    return month.date().replace(day=1)


def _fen(accounts: dict[str, Money]) -> dict[str, int]:
    return {account: left.fen for account, left in accounts.items()}


def _facts(entry: Entry) -> dict[str, object]:
    sides = [{"account": each.account, "debit_fen": each.debit.fen, "credit_fen": each.credit.fen} for each in entry.postings]
    return {"key": entry.key, "at": entry.at, "settlement": entry.settlement, "reverses": entry.reverses, "postings": sides}
