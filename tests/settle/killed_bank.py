"""A run from a filed fee to the bank's answer that can be killed at any point, and started again."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from dispatch.adapters.clock import VirtualClock
from dispatch.adapters.simulated_bank import SimulatedBank
from dispatch.settle.payments import Batch, order_payments, ready_to_pay, take_report
from dispatch.settle.statuses import read_status_report
from dispatch.store.finance import SqlFinance
from tests.settle.builders import NOW, PAYEE, PAYER, SETTLEMENT, an_act


class Killed(Exception):
    """The process is gone; what was not committed never happened."""


class Run:
    """Counts its moments and dies at the one it was told."""

    def __init__(self, engine: Engine, folder: Path, dies_at: int) -> None:
        self._engine, self._moment, self._dies_at = engine, 0, dies_at
        self._bank = SimulatedBank(folder, VirtualClock(NOW + timedelta(days=1)), demo=True, returned=0)

    def go(self) -> None:
        self._order()
        self._hand_over()
        self._answers()

    def _alive(self) -> None:
        self._moment += 1
        if self._moment == self._dies_at:
            raise Killed

    def _order(self) -> None:
        with Session(self._engine) as session:
            finance = SqlFinance(session)
            lines = ready_to_pay(finance.lines(SETTLEMENT.ref), finance)
            if lines:
                order_payments(lines, Batch(PAYER, date(2026, 12, 18), an_act()), finance, lambda _: PAYEE, lambda plain, _: plain)
            self._alive()
            session.commit()
        self._alive()

    def _hand_over(self) -> None:
        with Session(self._engine) as session:
            waiting = SqlFinance(session).not_handed_over()
        for order in waiting:
            self._bank.submit(order.message_id, order.document)
            self._alive()
            with Session(self._engine) as session:
                SqlFinance(session).handed_over(order.message_id, NOW)
                session.commit()

    def _answers(self) -> None:
        for name, document in self._bank.answers():
            with Session(self._engine) as session:
                take_report(read_status_report(document), an_act(), SqlFinance(session))
                self._alive()
                session.commit()
            self._alive()
            self._bank.fetched(name)
