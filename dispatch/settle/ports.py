"""What settlement needs to be remembered; dispatch.store provides it, tests may fake it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from dispatch.settle.fee_line import FeeLine, Settlement
from dispatch.settle.ledger import Entry
from dispatch.settle.payout import Act, Payout, Stage
from dispatch.settle.statuses import Outcome, PaymentStatus
from policies.withholding import Withheld


@dataclass(frozen=True, slots=True)
class SealedAccount:
    """The person and the account of a line, sealed; `version` grows with every confirmation by the expert."""

    line: str
    version: int
    identity: bytes
    bank: bytes
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """A payment file as it goes to the bank: `document` is sealed, `handed_over_at` empty until the bank has it."""

    message_id: str
    settlement: str
    batch: int
    document: bytes
    made_at: datetime
    handed_over_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One payment of an order; PENDING until the bank has decided."""

    end_to_end_id: str
    message_id: str
    line: str
    attempt: int
    account: int
    amount_fen: int
    outcome: Outcome = Outcome.PENDING
    reason: str = ""
    decided_at: datetime | None = None


class Effect(StrEnum):
    """What came of one status."""

    DECIDED = "已入账"
    PENDING = "处理中"
    REPEATED = "重复"
    CONTRADICTS = "矛盾"  # the opposite was booked before: for people to clear up, nothing is changed
    UNKNOWN = "无此笔"


class Finance(Protocol):
    """Fees and payments by settlement reference; knows no draw."""

    def open(self, settlement: Settlement) -> None: ...
    def settlement(self, ref: str) -> Settlement | None: ...
    def settlements_of(self, project: str) -> list[Settlement]: ...
    def add(self, line: FeeLine, account: SealedAccount) -> None: ...
    def line(self, ref: str) -> FeeLine | None: ...
    def lines(self, settlement: str) -> list[FeeLine]: ...
    def lines_of_month(self, payer_mark: str, period: str) -> list[FeeLine]: ...
    def lines_of_payee(self, payee: bytes) -> list[FeeLine]: ...
    def earlier(self, payee: bytes, settlement: Settlement) -> Withheld: ...
    def move(self, line: FeeLine, after: Payout, act: Act) -> FeeLine: ...
    def acts(self, line: str) -> list[tuple[Stage, Act]]: ...
    def account(self, line: str, version: int | None = None) -> SealedAccount | None: ...
    def confirm_account(self, account: SealedAccount) -> None: ...
    def book(self, entry: Entry) -> bool: ...
    def entry(self, key: str) -> Entry | None: ...
    def entries(self, settlement: str | None = None) -> list[Entry]: ...
    def next_batch(self, settlement: str) -> int: ...
    def place(self, order: StoredOrder, items: Iterable[Item]) -> None: ...
    def order(self, message_id: str) -> StoredOrder | None: ...
    def orders_of(self, settlement: str) -> list[StoredOrder]: ...
    def not_handed_over(self) -> list[StoredOrder]: ...
    def handed_over(self, message_id: str, now: datetime) -> None: ...
    def item(self, end_to_end_id: str) -> Item | None: ...
    def items(self, message_id: str) -> list[Item]: ...
    def undecided(self) -> list[Item]: ...
    def receive(self, report_id: str, message_id: str, now: datetime) -> bool: ...
    def decide(self, status: PaymentStatus, now: datetime) -> Effect: ...
    def note(self, report_id: str, seq: int, status: PaymentStatus, effect: Effect) -> None: ...
    def unclear(self) -> list[tuple[str, PaymentStatus, Effect]]: ...
