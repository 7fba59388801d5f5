"""Fees, accounts and the books: rows in, values out; a step is taken only from where it was seen, a sum is booked once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dispatch.settle.fee_line import FeeLine, Settlement
from dispatch.settle.ledger import Entry, Posting
from dispatch.settle.payout import Act, Payout, Stage
from dispatch.settle.ports import SealedAccount
from dispatch.settle.refusals import AlreadySettled, ChangedMeanwhile
from dispatch.store.pay_orders import SqlPayOrders
from dispatch.store.rows import as_record, as_row, behind
from dispatch.store.tables.finance import (
    FeeAccountRow,
    FeeActRow,
    FeeAmountRow,
    FeeStateRow,
    LedgerEntryRow,
    LedgerPostingRow,
    SettlementRow,
)
from policies.vocabulary.money import Money
from policies.vocabulary.roles import Role
from policies.withholding import NO_EARLIER, Aggregation, Withheld


class SqlFinance(SqlPayOrders):
    """Fees and payments by settlement reference; knows no draw."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def open(self, settlement: Settlement) -> None:
        """Raises AlreadySettled where this tender has a settlement with this number."""
        if any(known.seq == settlement.seq for known in self.settlements_of(settlement.project)):
            raise AlreadySettled()
        self._session.add(SettlementRow(**as_row(settlement)))
        self._session.flush()

    def settlement(self, ref: str) -> Settlement | None:
        row = self._session.get(SettlementRow, ref)
        return as_record(Settlement, row) if row else None

    def settlements_of(self, project: str) -> list[Settlement]:
        rows = self._session.scalars(select(SettlementRow).where(SettlementRow.project == project).order_by(SettlementRow.seq))
        return [as_record(Settlement, row) for row in rows]

    def page(self, after: str, most: int, period: str = "") -> list[Settlement]:
        """At most so many behind a settlement, the one opened last first; of one month of payment, or of all."""
        wanted = select(SettlementRow).order_by(SettlementRow.opened_at.desc(), SettlementRow.ref.desc()).limit(most)
        if period:
            wanted = wanted.where(SettlementRow.period == period)
        last = self._session.get(SettlementRow, after) if after else None
        if last is not None:
            wanted = wanted.where(behind((SettlementRow.opened_at, SettlementRow.ref), (last.opened_at, last.ref)))
        return [as_record(Settlement, row) for row in self._session.scalars(wanted)]

    def add(self, line: FeeLine, account: SealedAccount) -> None:
        self._session.add(_to_row(line))
        self._session.flush()
        self._session.add_all([FeeStateRow(line=line.ref, **as_row(line.payout)), FeeAccountRow(**as_row(account))])
        self._session.flush()

    def line(self, ref: str) -> FeeLine | None:
        found = self._lines(FeeAmountRow.ref == ref)
        return found[0] if found else None

    def lines(self, settlement: str) -> list[FeeLine]:
        """Every revision, the latest of each code last."""
        return self._lines(FeeAmountRow.settlement == settlement)

    def lines_of_month(self, payer_mark: str, period: str) -> list[FeeLine]:
        """What one payer pays in one month, over all settlements: the lines of a tax file."""
        same = select(SettlementRow.ref).where(SettlementRow.payer_mark == payer_mark, SettlementRow.period == period)
        return self._lines(FeeAmountRow.settlement.in_(same))

    def lines_in(self, stages: Iterable[Stage]) -> list[FeeLine]:
        """Every fee that stands at one of these stages."""
        return self._lines(FeeStateRow.stage.in_([stage.value for stage in stages]))

    def lines_of_payee(self, payee: bytes) -> list[FeeLine]:
        """Every fee of one person, by his blind index: for what he may ask to see (《个人信息保护法》第四十五条)."""
        return self._lines(FeeAmountRow.payee == payee)

    def _lines(self, where: object) -> list[FeeLine]:
        query = select(FeeAmountRow, FeeStateRow).join(FeeStateRow, FeeStateRow.line == FeeAmountRow.ref)
        order = (FeeAmountRow.made_at, FeeAmountRow.code, FeeAmountRow.revision, FeeAmountRow.ref)
        return [_to_line(amount, state) for amount, state in self._session.execute(query.where(where).order_by(*order))]  # type: ignore[arg-type]

    def earlier(self, payee: bytes, settlement: Settlement) -> Withheld:
        """Sums of the person's other receipts of the same aggregation key; corrected lines do not count, paid ones are not re-opened."""
        if settlement.aggregation is Aggregation.PER_RECEIPT:
            return NO_EARLIER
        same = [SettlementRow.period == settlement.period, SettlementRow.payer_mark == settlement.payer_mark]
        if settlement.aggregation is Aggregation.PER_PROJECT_MONTH:
            same.append(SettlementRow.project == settlement.project)
        sums = (func.coalesce(func.sum(column), 0) for column in (FeeAmountRow.gross_fen, FeeAmountRow.tax_fen, FeeAmountRow.net_fen))
        query = (
            select(*sums)
            .join(SettlementRow, SettlementRow.ref == FeeAmountRow.settlement)
            .join(FeeStateRow, FeeStateRow.line == FeeAmountRow.ref)
            .where(FeeAmountRow.payee == payee, FeeStateRow.stage != Stage.SUPERSEDED.value, *same)
        )
        return Withheld(*(Money(int(fen)) for fen in self._session.execute(query).one()))

    def move(self, line: FeeLine, after: Payout, act: Act) -> FeeLine:
        """Takes one step from the state that `line` was read in. Raises ChangedMeanwhile if it is no longer there."""
        seen = line.payout
        moved = self._session.execute(
            update(FeeStateRow)
            .where(FeeStateRow.line == line.ref, FeeStateRow.steps == seen.steps, FeeStateRow.stage == seen.stage.value)
            .values(**as_row(after))
            .execution_options(synchronize_session=False)
        )
        if moved.rowcount != 1:  # type: ignore[attr-defined]
            raise ChangedMeanwhile()
        act_row = FeeActRow(line=line.ref, step=after.steps, stage=after.stage.value, **as_row(act))
        self._session.add(act_row)
        self._session.flush()
        self._session.expire_all()
        return self.line(line.ref) or line

    def acts(self, line: str) -> list[tuple[Stage, Act]]:
        rows = self._session.scalars(select(FeeActRow).where(FeeActRow.line == line).order_by(FeeActRow.step))
        return [(Stage(row.stage), Act(row.by, Role(row.role), row.at, row.reason)) for row in rows]

    def account(self, line: str, version: int | None = None) -> SealedAccount | None:
        """One version of a line's account, or the one confirmed last."""
        query = select(FeeAccountRow).where(FeeAccountRow.line == line).order_by(FeeAccountRow.version.desc()).limit(1)
        row = self._session.scalar(query if version is None else query.where(FeeAccountRow.version == version))
        return as_record(SealedAccount, row) if row else None

    def confirm_account(self, account: SealedAccount) -> None:
        """The expert's own confirmation of a corrected (or the same) account, as the next version."""
        self._session.add(FeeAccountRow(**as_row(account)))
        self._session.flush()

    def book(self, entry: Entry) -> bool:
        """Books an entry once; False if its key stands in the books already."""
        if self._session.get(LedgerEntryRow, entry.key) is not None:
            return False
        self._session.add(LedgerEntryRow(key=entry.key, settlement=entry.settlement, at=entry.at, reverses=entry.reverses or None))
        self._session.flush()
        for seq, posting in enumerate(entry.postings):
            sides = {"debit_fen": posting.debit.fen, "credit_fen": posting.credit.fen}
            self._session.add(LedgerPostingRow(entry=entry.key, seq=seq, account=posting.account, **sides))
        self._session.flush()
        return True

    def entry(self, key: str) -> Entry | None:
        return next(iter(self._entries((LedgerEntryRow.key == key,))), None)

    def entries(self, settlement: str | None = None) -> list[Entry]:
        return self._entries(() if settlement is None else (LedgerEntryRow.settlement == settlement,))

    def entries_between(self, since: datetime, until: datetime) -> list[Entry]:
        """The books of a time, its end not included."""
        return self._entries((LedgerEntryRow.at >= since, LedgerEntryRow.at < until))

    def balances(self) -> dict[str, Money]:
        """Debit minus credit of every account that does not stand at nothing."""
        left = func.sum(LedgerPostingRow.debit_fen - LedgerPostingRow.credit_fen)
        sums = select(LedgerPostingRow.account, left).group_by(LedgerPostingRow.account).having(left != 0)
        return {account: Money(int(fen)) for account, fen in self._session.execute(sums.order_by(LedgerPostingRow.account))}

    def _entries(self, which: tuple[Any, ...]) -> list[Entry]:
        asked = select(LedgerEntryRow, LedgerPostingRow).join(LedgerPostingRow, LedgerPostingRow.entry == LedgerEntryRow.key).where(*which)
        rows = self._session.execute(asked.order_by(LedgerEntryRow.at, LedgerEntryRow.key, LedgerPostingRow.seq))
        return [_to_entry(entry, [posting for _, posting in group]) for entry, group in groupby(rows, key=lambda row: row[0])]


def _to_entry(row: LedgerEntryRow, postings: list[LedgerPostingRow]) -> Entry:
    sides = tuple(Posting(each.account, Money(each.debit_fen), Money(each.credit_fen)) for each in postings)
    return Entry(row.key, row.settlement, row.at, sides, row.reverses or "")


def _to_row(line: FeeLine) -> FeeAmountRow:
    return FeeAmountRow(
        ref=line.ref,
        settlement=line.settlement,
        code=line.code,
        revision=line.revision,
        payee=line.payee,
        gross_fen=line.gross.fen,
        tax_fen=line.tax.fen,
        net_fen=line.net.fen,
        reimbursed_fen=line.reimbursed.fen,
        record=line.record,
        made_at=line.made_at,
    )


def _to_line(amount: FeeAmountRow, state: FeeStateRow) -> FeeLine:
    return FeeLine(
        ref=amount.ref,
        settlement=amount.settlement,
        code=amount.code,
        revision=amount.revision,
        payee=amount.payee,
        gross=Money(amount.gross_fen),
        tax=Money(amount.tax_fen),
        net=Money(amount.net_fen),
        reimbursed=Money(amount.reimbursed_fen),
        record=amount.record,
        made_at=amount.made_at,
        payout=as_record(Payout, state),
    )
