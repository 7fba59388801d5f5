"""Finance: fees, accounts, ledger and payment orders, keyed by a settlement reference; no draw, no pool id.

What people are called and where they are paid is sealed. Amounts, acts, ledger and bank reports are only added.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.store.base import Row

INSERT_ONLY = ("fee_amount", "fee_act", "fee_account", "ledger_entry", "ledger_posting", "bank_report", "bank_report_line")


class SettlementRow(Row):
    """结算单: one tender's fees; the tender is known by its token only."""

    __tablename__ = "settlement"

    ref: Mapped[str] = mapped_column(primary_key=True)
    project: Mapped[str]
    seq: Mapped[int]
    payer: Mapped[str]
    payer_mark: Mapped[str]
    period: Mapped[str]  # month of payment, 2026-12
    aggregation: Mapped[str]
    opened_at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("project", "seq"),
        Index(None, "payer_mark", "period"),
        Index(None, "opened_at", "ref"),
        Index(None, "period", "opened_at", "ref"),
    )


class FeeAmountRow(Row):
    """One revision of one fee: what was computed, from what, by which rule; never changed."""

    __tablename__ = "fee_amount"

    ref: Mapped[str] = mapped_column(primary_key=True)
    settlement: Mapped[str] = mapped_column(ForeignKey("settlement.ref"))
    code: Mapped[str]  # report code of the expert, 甲-07
    revision: Mapped[int]
    payee: Mapped[bytes] = mapped_column(index=True)  # blind index of the person
    gross_fen: Mapped[int]
    tax_fen: Mapped[int]
    net_fen: Mapped[int]
    reimbursed_fen: Mapped[int]
    record: Mapped[str]  # JSON
    made_at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("settlement", "code", "revision"),
        CheckConstraint("gross_fen - tax_fen = net_fen", name="money_conserved"),
    )


class FeeStateRow(Row):
    """Where a fee stands; moved only from the step that was seen."""

    __tablename__ = "fee_state"

    line: Mapped[str] = mapped_column(ForeignKey("fee_amount.ref"), primary_key=True)
    stage: Mapped[str]
    steps: Mapped[int]
    checked_by: Mapped[str]
    attempt: Mapped[int]
    account: Mapped[int]
    __table_args__ = (Index(None, "stage"),)


class FeeActRow(Row):
    """Who took which step of a fee, when and why."""

    __tablename__ = "fee_act"

    line: Mapped[str] = mapped_column(ForeignKey("fee_amount.ref"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stage: Mapped[str]
    by: Mapped[str]
    role: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str]


class FeeAccountRow(Row):
    """The person and the account of one fee, sealed; a corrected account, confirmed by the expert, is the next version."""

    __tablename__ = "fee_account"

    line: Mapped[str] = mapped_column(ForeignKey("fee_amount.ref"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    identity: Mapped[bytes]
    bank: Mapped[bytes]
    confirmed_at: Mapped[datetime]


class LedgerEntryRow(Row):
    """A booking; its key makes it happen once, and it is reversed at most once."""

    __tablename__ = "ledger_entry"

    key: Mapped[str] = mapped_column(primary_key=True)
    settlement: Mapped[str] = mapped_column(ForeignKey("settlement.ref"), index=True)
    at: Mapped[datetime]
    reverses: Mapped[str | None] = mapped_column(ForeignKey("ledger_entry.key"), unique=True)


class LedgerPostingRow(Row):
    """One side of a booking."""

    __tablename__ = "ledger_posting"

    entry: Mapped[str] = mapped_column(ForeignKey("ledger_entry.key"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account: Mapped[str] = mapped_column(index=True)
    debit_fen: Mapped[int]
    credit_fen: Mapped[int]
    __table_args__ = (CheckConstraint("debit_fen >= 0 AND credit_fen >= 0 AND (debit_fen = 0 OR credit_fen = 0)", name="one_side"),)


class PayOrderRow(Row):
    """A payment file: the very bytes that go to the bank (sealed), under a message id that is used once."""

    __tablename__ = "pay_order"

    message_id: Mapped[str] = mapped_column(primary_key=True)
    settlement: Mapped[str] = mapped_column(ForeignKey("settlement.ref"))
    batch: Mapped[int]
    document: Mapped[bytes]
    made_at: Mapped[datetime]
    handed_over_at: Mapped[datetime | None] = mapped_column(index=True)
    __table_args__ = (UniqueConstraint("settlement", "batch"),)


class PayItemRow(Row):
    """One payment of one fee; its end-to-end id is used once, a second attempt is another item."""

    __tablename__ = "pay_item"

    end_to_end_id: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("pay_order.message_id"), index=True)
    line: Mapped[str] = mapped_column(ForeignKey("fee_amount.ref"))
    attempt: Mapped[int]
    account: Mapped[int]
    amount_fen: Mapped[int]
    outcome: Mapped[str] = mapped_column(index=True)  # 处理中 成功 退票
    reason: Mapped[str]
    decided_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("line", "attempt"), CheckConstraint("amount_fen > 0", name="a_sum"))


class BankReportRow(Row):
    """A status report as it came in; the same report counts once."""

    __tablename__ = "bank_report"

    report_id: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[str]
    received_at: Mapped[datetime]


class BankReportLineRow(Row):
    """What a report says of one payment, and what came of it: 已入账, 重复, 矛盾, 无此笔, 处理中."""

    __tablename__ = "bank_report_line"

    report_id: Mapped[str] = mapped_column(ForeignKey("bank_report.report_id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    end_to_end_id: Mapped[str] = mapped_column(index=True)
    code: Mapped[str]
    reason: Mapped[str]
    effect: Mapped[str] = mapped_column(index=True)


def guard_ddl(dialect: str) -> tuple[str, ...]:
    """Statements that make the insert-only tables refuse change and deletion; `dialect` is `sqlite` or `postgresql`."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{event.lower()} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
        for table in INSERT_ONLY
        for event in ("UPDATE", "DELETE")
    )


def _postgresql() -> tuple[str, ...]:
    refuse = (
        "CREATE OR REPLACE FUNCTION finance_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is insert-only'; END $$"
    )
    guards = (
        f"CREATE OR REPLACE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION finance_refuse()"
        for table in INSERT_ONLY
    )
    return (refuse, *guards)
