"""复核、付款人批准、报税、支付、回执: each step by its role, each with its log entry; money moves once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from dispatch.draw.tender_numbers import folded
from dispatch.settle.fee_line import FeeLine, standing
from dispatch.settle.pay_order import Payer
from dispatch.settle.payments import Answered, Batch, order_payments, ready_to_pay, take_report, take_step
from dispatch.settle.payout import Act, Stage
from dispatch.settle.refusals import FourEyes
from dispatch.settle.statuses import Outcome, read_status_report
from dispatch.workflow.apply import tender_of
from dispatch.workflow.fees import RETURNED, SYSTEM, account_box, open_payee, send_fee_link
from dispatch.workflow.gate import passages
from dispatch.workflow.moments import reach, token_mark
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.refusals import NoPayerAccount, TooEarly
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.vocabulary.roles import Event, Role

POLL = timedelta(minutes=30)  # engineering: banks answer in hours, and a folder costs little to look into
STOPPED = (TenderState.REFUSED, TenderState.CANCELLED)  # no result will be announced; whoever sat is paid all the same


def fee_lines(record: TenderRecord, work: Work) -> list[FeeLine]:
    """The fees of a tender that count, by report code."""
    settled = work.uow.finance.settlements_of(record.token)
    return [line for settlement in settled for line in standing(work.uow.finance.lines(settlement.ref))]


def check_fees(tender_id: str, *, by: str, work: Work) -> int:
    """复核 by finance: every confirmed fee moves on; returns how many."""
    record = tender_of(tender_id, work.uow)
    return _step(record, Stage.CONFIRMED, Stage.CHECKED, Act(by, Role.FINANCE, work.now), work)


def approve_fees(tender_id: str, *, by: str, work: Work) -> int:
    """The payer approves (E9), and the tax is filed; payment follows by itself.

    Raises TooEarly before an announcement to come, and FourEyes for whoever checked, however he writes his name.
    """
    record = tender_of(tender_id, work.uow)
    stopped = record.state in STOPPED
    if not stopped and Event.ANNOUNCED not in work.uow.tenders.moments(record.id):
        raise TooEarly(wanted="批准支付", wanted_en="approval of payment", missing="结果公告", missing_en="the announcement of the result")
    if any(folded(line.payout.checked_by) == folded(by) for line in _at(fee_lines(record, work), Stage.CHECKED)):
        raise FourEyes()
    approved = _step(record, Stage.CHECKED, Stage.APPROVED, Act(by, Role.TENDERER, work.now), work)
    if approved:
        if not stopped:
            reach(record, Event.SETTLED, work)
        _step(record, Stage.APPROVED, Stage.TAX_FILED, Act(SYSTEM, Role.FINANCE, work.now), work)
        work.uow.tasks.put("pay", record.id, work.now)
    return approved


def pay(tender_id: str, work: Work) -> None:
    """Orders every fee that is ready, once; the file leaves outside this transaction. Raises NoPayerAccount."""
    record = tender_of(tender_id, work.uow)
    if work.means.payer is None:
        raise NoPayerAccount()
    ready = ready_to_pay(fee_lines(record, work), work.uow.finance)
    for settlement in sorted({line.settlement for line in ready}):
        lines = [line for line in ready if line.settlement == settlement]
        batch = Batch(Payer(record.tender.tenderer.name, work.means.payer), local_day(work.now), Act(SYSTEM, Role.FINANCE, work.now))
        box = account_box(work.means)
        order = order_payments(lines, batch, work.uow.finance, lambda account: open_payee(account, work.means), box.seal)
        entry = {"e": "pay-order", "t": token_mark(record.token), "n": len(lines), "order": order.message_id}
        work.uow.log.append(entry, kind="finance")
    if ready:
        work.uow.tasks.put("bank", SYSTEM, work.now)
    _archive(record, work)


def take_bank_report(document: bytes, *, by: str, work: Work) -> tuple[Answered, ...]:
    """The bank's word on payments, taken once; a returned payment asks its expert for another account."""
    answered = take_report(read_status_report(document), Act(by, Role.FINANCE, work.now), work.uow.finance)
    for one in answered:
        line = work.uow.finance.line(one.line)
        settlement = work.uow.finance.settlement(line.settlement) if line else None
        record = work.uow.tenders.by_token(settlement.project) if settlement else None
        if line and record:
            if one.outcome is Outcome.RETURNED and line.payout.stage is Stage.RETURNED:
                _ask_again(record, line, work)
            work.uow.tasks.put("pay", record.id, work.now)
    if answered:
        work.uow.log.append({"e": "bank-report", "n": len(answered)}, kind="finance")
    return answered


def _ask_again(record: TenderRecord, line: FeeLine, work: Work) -> None:
    for _, passage in passages(record, work).values():
        if passage.report == line.code:
            send_fee_link(passage.capability, line, RETURNED, work)


def _archive(record: TenderRecord, work: Work) -> None:
    """Once every fee is paid, or nothing was to be paid, the tender is archived."""
    lines = fee_lines(record, work)
    act = Act(SYSTEM, Role.FINANCE, work.now)
    for line in _at(lines, Stage.PAID):
        take_step(line, Stage.ARCHIVED, act, work.uow.finance)
    for line in _at(lines, Stage.TAX_FILED):
        if line.payable.fen == 0:
            take_step(line, Stage.ARCHIVED, act, work.uow.finance)
    settled = fee_lines(record, work)
    if settled and all(line.payout.stage is Stage.ARCHIVED for line in settled) and record.state is TenderState.REPORTED:
        work.uow.tenders.save(replace(record, state=TenderState.ARCHIVED))


def _step(record: TenderRecord, current: Stage, wanted: Stage, act: Act, work: Work) -> int:
    moved = [take_step(line, wanted, act, work.uow.finance) for line in _at(fee_lines(record, work), current)]
    if moved:
        entry = {"e": "fee-step", "t": token_mark(record.token), "step": wanted.name, "n": len(moved)}
        work.uow.log.append(entry, kind="finance")
    return len(moved)


def _at(lines: Sequence[FeeLine], stage: Stage) -> list[FeeLine]:
    return [line for line in lines if line.payout.stage is stage]
