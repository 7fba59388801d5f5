"""The steps that move money, each within one transaction of the caller: compute, order, and take the bank's word.

Whatever is killed when, a fee is ordered once for each confirmed account and booked once: every step starts from the state it
saw, every booking and every payment has a key that is used once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from dispatch.settle.fee_line import FeeCase, FeeLine, Settlement, fee_line
from dispatch.settle.ledger import accrued, booked, counter, ordered
from dispatch.settle.pay_order import Payer, Payment, PayOrder, pay_order_document
from dispatch.settle.payout import Act, Stage, advance
from dispatch.settle.ports import Effect, Finance, Item, SealedAccount, StoredOrder
from dispatch.settle.sheet import Payee
from dispatch.settle.statuses import Outcome, StatusReport
from policies.vocabulary.money import NOTHING

Seal = Callable[[bytes, str], bytes]  # plain bytes and the name of their place → sealed bytes
OpenPayee = Callable[[SealedAccount], Payee]


@dataclass(frozen=True, slots=True)
class SealedPerson:
    """The two sealed groups of a person that finance keeps: identity and bank."""

    identity: bytes
    bank: bytes


def compute_fee(ref: str, settlement: Settlement, case: FeeCase, person: SealedPerson, finance: Finance, *, now: datetime) -> FeeLine:
    """Computes and keeps one fee, after the person's earlier receipts of the same aggregation key."""
    earlier = finance.earlier(case.payee, settlement)
    request = replace(case.request, earlier=earlier, aggregation=settlement.aggregation)
    line = fee_line(ref, settlement, replace(case, request=request), now)
    finance.add(line, SealedAccount(line.ref, 1, person.identity, person.bank, now))
    return line


def correct_fee(ref: str, disputed: FeeLine, case: FeeCase, person: SealedPerson, *, act: Act, finance: Finance) -> FeeLine:
    """The next revision of a disputed fee; the old one stays, marked 已更正, with its reason. Raises as `advance` does.

    `person` is sealed under the new line's name.
    """
    settlement = finance.settlement(disputed.settlement)
    if settlement is None:
        raise LookupError("a fee line without settlement")
    finance.move(disputed, advance(disputed.payout, Stage.SUPERSEDED, act), act)
    earlier = finance.earlier(case.payee, settlement)
    request = replace(case.request, earlier=earlier, aggregation=settlement.aggregation)
    line = fee_line(ref, settlement, replace(case, request=request), act.at, disputed.revision + 1)
    finance.add(line, SealedAccount(line.ref, 1, person.identity, person.bank, act.at))
    return line


def take_step(line: FeeLine, wanted: Stage, act: Act, finance: Finance) -> FeeLine:
    """Any step but payment: confirm, dispute, check, approve (which books the fee), file tax, archive."""
    moved = finance.move(line, advance(line.payout, wanted, act, payable=line.payable > NOTHING), act)
    if wanted is Stage.APPROVED:
        finance.book(accrued(line, act.at))
    return moved


@dataclass(frozen=True, slots=True)
class Batch:
    """How one batch is paid: from whose account, on which day, and by whose act."""

    payer: Payer
    pay_on: date
    act: Act


def order_payments(lines: Sequence[FeeLine], batch: Batch, finance: Finance, open_payee: OpenPayee, seal: Seal) -> PayOrder:
    """One payment order for lines of one settlement that are ready (报税, or 退票 with a newly confirmed account).

    The order, its payments, the steps to 支付中 and the bookings stand or fall together; the file is handed over later.
    Raises NothingToPay, AccountNotConfirmed, ChangedMeanwhile.
    """
    payments, items, now = [], [], batch.act.at
    for line in lines:
        payment, account = _payment(line, batch.act, finance, open_payee)
        payments.append(payment)
        items.append((payment, account))
        finance.book(ordered(line, payment.end_to_end_id, now))
    settlement = lines[0].settlement if lines else ""
    order = PayOrder(settlement, finance.next_batch(settlement), batch.payer, tuple(payments), now, batch.pay_on)
    document = seal(pay_order_document(order), order.message_id)
    stored = StoredOrder(order.message_id, settlement, order.batch, document, now)
    finance.place(stored, [_item(order, payment, account) for payment, account in items])
    return order


def _payment(line: FeeLine, act: Act, finance: Finance, open_payee: OpenPayee) -> tuple[Payment, SealedAccount]:
    account = finance.account(line.ref)
    if account is None:
        raise LookupError("a fee line without an account")
    after = advance(line.payout, Stage.PAYING, act, payable=line.payable > NOTHING, account=account.version)
    finance.move(line, after, act)
    payee = open_payee(account)
    return Payment(line.ref, after.attempt, payee.identity.name, payee.bank, line.payable), account


def _item(order: PayOrder, payment: Payment, account: SealedAccount) -> Item:
    return Item(payment.end_to_end_id, order.message_id, payment.line, payment.attempt, account.version, payment.amount.fen)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a report did to one payment."""

    end_to_end_id: str
    line: str
    effect: Effect
    outcome: Outcome
    reason: str


def take_report(report: StatusReport, act: Act, finance: Finance) -> tuple[Answered, ...]:
    """Takes the bank's word, once: a report that came before does nothing; a contradiction is kept for people, not booked."""
    if not finance.receive(report.report_id, report.message_id, act.at):
        return ()
    answered = []
    ordered_here = [item.end_to_end_id for item in finance.items(report.message_id)]
    for seq, status in enumerate(report.for_each(ordered_here)):
        effect = finance.decide(status, act.at)
        finance.note(report.report_id, seq, status, effect)
        item = finance.item(status.end_to_end_id)
        line = finance.line(item.line) if item else None
        if effect is Effect.DECIDED and line is not None:
            _settle(line, status.end_to_end_id, status.outcome, replace(act, reason=status.reason), finance)
        answered.append(Answered(status.end_to_end_id, line.ref if line else "", effect, status.outcome, status.reason))
    return tuple(answered)


def _settle(line: FeeLine, end_to_end_id: str, outcome: Outcome, act: Act, finance: Finance) -> None:
    """成功 leaves the bank account; 退票 is owed again."""
    wanted = Stage.PAID if outcome is Outcome.PAID else Stage.RETURNED
    finance.move(line, advance(line.payout, wanted, act), act)
    if wanted is Stage.PAID:
        finance.book(booked(line, end_to_end_id, act.at))
        return
    sent = finance.entry(f"ordered/{end_to_end_id}")
    if sent is not None:
        finance.book(counter(sent, f"returned/{end_to_end_id}", act.at))


def ready_to_pay(lines: Iterable[FeeLine], finance: Finance) -> list[FeeLine]:
    """Lines that the next order takes: 报税 with a sum, or 退票 whose account the expert has confirmed since."""
    ready = []
    for line in lines:
        account = finance.account(line.ref)
        first = line.payout.stage is Stage.TAX_FILED and line.payable > NOTHING
        again = line.payout.stage is Stage.RETURNED and account is not None and account.version > line.payout.account
        if first or again:
            ready.append(line)
    return ready
