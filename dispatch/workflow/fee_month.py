"""财务月报: a month's books, what one payer reports to the tax office, what has been paid there, and which fees are due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from dispatch.settle.fee_line import FeeLine, standing
from dispatch.settle.ledger import TAX_DUE, Entry, balances, tax_paid
from dispatch.settle.payout import Stage
from dispatch.settle.tax_file import tax_rows, tax_workbook, taxed
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.fees import open_payee
from dispatch.workflow.refusals import NoTaxDue, NothingThatMonth
from dispatch.workflow.signed_off import done, log_done
from dispatch.workflow.work import Work
from policies.calendar import LOCAL, local_day
from policies.intervals import payment_due
from policies.profiles import profile
from policies.vocabulary.money import NOTHING, Money

_REPORTED = (Stage.TAX_FILED, Stage.PAYING, Stage.PAID, Stage.RETURNED, Stage.ARCHIVED)
_TAX_PAID = "tax-paid"
_UNPAID = (Stage.APPROVED, Stage.TAX_FILED, Stage.PAYING, Stage.RETURNED)


@dataclass(frozen=True, slots=True)
class MonthLedger:
    """`moved`: debit minus credit of every account in this month alone; `standing`: of all months so far; `tax_paid`: the month's tax."""

    entries: tuple[Entry, ...]
    moved: dict[str, Money]
    standing: dict[str, Money]
    tax_paid: tuple[dict[str, Any], ...]


def month_ledger(month: date, work: Work) -> MonthLedger:
    """The books of the month that begins on this day, in Beijing time."""
    entries = tuple(work.uow.finance.entries_between(_midnight(month), _midnight(_next(month))))
    moved = {account: sum_ for account, sum_ in balances(entries).items() if sum_ != NOTHING}
    paid = (each for each in done(_TAX_PAID, work, kind="tax") if each["month"] == f"{month:%Y-%m}")
    return MonthLedger(entries, moved, work.uow.finance.balances(), tuple(paid))


def month_tax(payer: str, month: date, work: Work) -> bytes:
    """申报表 of one payer (credit code or name) for one month over all settlements, as XLSX. Raises NothingThatMonth."""
    finance, told = work.uow.finance, []
    for line in _of_month(payer, month, work):
        settlement, account = finance.settlement(line.settlement), finance.account(line.ref)
        if settlement and account:
            told.append(taxed(line, open_payee(account, work.means).identity, settlement))
    return tax_workbook(tax_rows(told), work.now)


def note_tax_paid(payer: str, month: date, receipt: str, act: Act, work: Work) -> Money:
    """Books that the tax of a month has been paid under this receipt (完税凭证); returns the sum. A receipt counts once.

    Raises NothingThatMonth, NoTaxDue where everything has been paid already.
    """
    paid = NOTHING
    for settlement in sorted({line.settlement for line in _of_month(payer, month, work)}):
        owed = NOTHING - balances(work.uow.finance.entries(settlement)).get(TAX_DUE, NOTHING)
        if owed > NOTHING and work.uow.finance.book(tax_paid(settlement, f"{receipt}/{settlement}", owed, work.now)):
            paid += owed
    if paid == NOTHING:
        raise NoTaxDue(month=f"{month:%Y-%m}")
    body = {"e": _TAX_PAID, "month": f"{month:%Y-%m}", "fen": paid.fen}
    log_done(body, {"by": act.by, "why": act.why, "receipt": receipt}, work, kind="tax")
    return paid


@dataclass(frozen=True, slots=True)
class DueFee:
    """A fee that the payer has approved and that is not paid yet, and the last day for it (`intervals.payment`)."""

    tender: str
    line: FeeLine
    due_on: date
    overdue: bool


def fees_due(work: Work) -> Iterator[DueFee]:
    """The fees that are due, by the profile of their tender."""
    for line in work.uow.finance.lines_in(_UNPAID):
        settlement = work.uow.finance.settlement(line.settlement)
        record = work.uow.tenders.by_token(settlement.project) if settlement else None
        approved = next((act.at for stage, act in work.uow.finance.acts(line.ref) if stage is Stage.APPROVED), None)
        if record is not None and approved is not None:
            due_on = payment_due(local_day(approved), profile(record.tender.profile))
            yield DueFee(record.id, line, due_on, overdue=local_day(work.now) > due_on)


def _of_month(payer: str, month: date, work: Work) -> list[FeeLine]:
    lines = standing(work.uow.finance.lines_of_month(payer, f"{month:%Y-%m}"))
    reported = [line for line in lines if line.payout.stage in _REPORTED]
    if not reported:
        raise NothingThatMonth(payer=payer, month=f"{month:%Y-%m}")
    return reported


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
