"""Payment orders and the bank's answers: an order is a row before it is a file, a status counts once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dispatch.settle.ports import Effect, Item, StoredOrder
from dispatch.settle.statuses import Outcome, PaymentStatus
from dispatch.store.rows import as_record, as_row
from dispatch.store.tables.finance import BankReportLineRow, BankReportRow, PayItemRow, PayOrderRow


class SqlPayOrders:
    """The part of finance that deals with the bank."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def next_batch(self, settlement: str) -> int:
        return 1 + (self._session.scalar(select(func.max(PayOrderRow.batch)).where(PayOrderRow.settlement == settlement)) or 0)

    def place(self, order: StoredOrder, items: Iterable[Item]) -> None:
        """Keeps an order and its payments; unique keys refuse a second order or payment under the same id or attempt."""
        self._session.add(PayOrderRow(**as_row(order)))
        self._session.flush()
        self._session.add_all([PayItemRow(**as_row(item)) for item in items])
        self._session.flush()

    def order(self, message_id: str) -> StoredOrder | None:
        row = self._session.get(PayOrderRow, message_id)
        return as_record(StoredOrder, row) if row else None

    def orders_of(self, settlement: str) -> list[StoredOrder]:
        """Every order of one settlement, by batch."""
        rows = self._session.scalars(select(PayOrderRow).where(PayOrderRow.settlement == settlement).order_by(PayOrderRow.batch))
        return [as_record(StoredOrder, row) for row in rows]

    def not_handed_over(self) -> list[StoredOrder]:
        """Orders that the bank may not have yet, oldest first; to hand one over twice is harmless (same message id)."""
        rows = self._session.scalars(select(PayOrderRow).where(PayOrderRow.handed_over_at.is_(None)).order_by(PayOrderRow.made_at))
        return [as_record(StoredOrder, row) for row in rows]

    def handed_over(self, message_id: str, now: datetime) -> None:
        waiting = (PayOrderRow.message_id == message_id, PayOrderRow.handed_over_at.is_(None))
        self._session.execute(update(PayOrderRow).where(*waiting).values(handed_over_at=now))

    def item(self, end_to_end_id: str) -> Item | None:
        row = self._session.get(PayItemRow, end_to_end_id)
        return as_record(Item, row) if row else None

    def items(self, message_id: str) -> list[Item]:
        return self._items(PayItemRow.message_id == message_id)

    def undecided(self) -> list[Item]:
        """Payments without the bank's final word: what reconciliation asks the bank about."""
        return self._items(PayItemRow.outcome == Outcome.PENDING.value)

    def _items(self, where: object) -> list[Item]:
        rows = self._session.scalars(select(PayItemRow).where(where).order_by(PayItemRow.message_id, PayItemRow.end_to_end_id))  # type: ignore[arg-type]
        return [as_record(Item, row) for row in rows]

    def receive(self, report_id: str, message_id: str, now: datetime) -> bool:
        """Notes that a report came in; False if it came before."""
        if self._session.get(BankReportRow, report_id) is not None:
            return False
        self._session.add(BankReportRow(report_id=report_id, message_id=message_id, received_at=now))
        self._session.flush()
        return True

    def decide(self, status: PaymentStatus, now: datetime) -> Effect:
        """Lets a final status decide a payment that is undecided; whatever comes later changes nothing."""
        item = self.item(status.end_to_end_id)
        if item is None:
            return Effect.UNKNOWN
        if status.outcome is Outcome.PENDING:
            return Effect.PENDING
        undecided = (PayItemRow.end_to_end_id == item.end_to_end_id, PayItemRow.outcome == Outcome.PENDING.value)
        values = {"outcome": status.outcome.value, "reason": status.reason, "decided_at": now}
        decided = self._session.execute(update(PayItemRow).where(*undecided).values(**values).execution_options(synchronize_session=False))
        self._session.expire_all()
        if decided.rowcount == 1:  # type: ignore[attr-defined]
            return Effect.DECIDED
        known = self.item(item.end_to_end_id)
        return Effect.REPEATED if known is not None and known.outcome is status.outcome else Effect.CONTRADICTS

    def note(self, report_id: str, seq: int, status: PaymentStatus, effect: Effect) -> None:
        """Keeps what a report said of one payment and what came of it."""
        row = BankReportLineRow(report_id=report_id, seq=seq, **as_row(status), effect=effect.value)
        self._session.add(row)
        self._session.flush()

    def unclear(self) -> list[tuple[str, PaymentStatus, Effect]]:
        """Statuses that people must clear up: they contradict what was booked, or name no payment of ours."""
        troubling = (Effect.CONTRADICTS.value, Effect.UNKNOWN.value)
        rows = self._session.scalars(
            select(BankReportLineRow)
            .where(BankReportLineRow.effect.in_(troubling))
            .order_by(BankReportLineRow.report_id, BankReportLineRow.seq)
        )
        return [(row.report_id, as_record(PaymentStatus, row), Effect(row.effect)) for row in rows]
