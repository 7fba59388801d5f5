"""What a node does when work is due: each task is one use case in one transaction; the timer only ticks.

Messages and cosignatures leave the house between two transactions, never inside one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from dispatch.bootstrap import Services
from dispatch.kernel.ports import BankFiles, Sms
from dispatch.workflow import outbox
from dispatch.workflow.advance import advance_draw
from dispatch.workflow.checkpoint import WitnessPort, keep_cosignature, sign_checkpoint, submission, trust_of
from dispatch.workflow.evaluation import open_evaluation, roll_call
from dispatch.workflow.fee_approval import POLL, SYSTEM, pay, take_bank_report
from dispatch.workflow.fees import account_box, compute_fees
from dispatch.workflow.links import SMS
from dispatch.workflow.plan_draw import plan_draw
from dispatch.workflow.replies import wake_draw
from dispatch.workflow.venue_notice import notify_venues
from dispatch.workflow.work import Work
from policies.vocabulary.refused import Refused

log = structlog.get_logger()
Handler = Callable[[str, Work], object]

HANDLERS: dict[str, Handler] = {
    "plan": plan_draw,
    "draw": advance_draw,
    "wave": wake_draw,
    "notice": notify_venues,
    "roll_call": roll_call,
    "open": open_evaluation,
    "fees": compute_fees,
    "pay": pay,
}
BATCH = 50
AGAIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Outside:
    """The ports through which a node reaches the world."""

    sms: Sms
    witnesses: Sequence[WitnessPort]
    bank: BankFiles | None = None


def tick(services: Services, outside: Outside) -> int:
    """Does everything that is due now, once; returns how many tasks were done."""
    with services.work(reads_only=True) as work:
        due = work.uow.tasks.due(work.now, BATCH)
    return sum(_run(task.key, task.kind, task.subject, services, outside) for task in due)


def _run(key: str, kind: str, subject: str, services: Services, outside: Outside) -> bool:
    try:
        if kind == "send":
            return _send(key, services, outside.sms)
        if kind == "bank":
            return _bank(key, services, outside.bank)
        if kind == "checkpoint":
            return _checkpoint(key, services, outside.witnesses)
        with services.work() as work:
            claimed = work.uow.tasks.claim(key, work.now)
            if claimed:
                HANDLERS[kind](subject, work)
            return claimed
    except Exception as fault:  # noqa: BLE001 - the job runner is where a failure ends: logged by code, kept, tried again
        code = fault.code if isinstance(fault, Refused) else type(fault).__name__
        log.warning("task failed", kind=kind, fault=code)
        with services.work() as work:
            work.uow.tasks.failed(key, code, work.now + AGAIN)
        return False


def _send(key: str, services: Services, sms: Sms) -> bool:
    """Takes a batch, sends it, marks each message; a node that dies in between is followed up when its lease ends."""
    with services.work() as work:
        if not work.uow.tasks.claim(key, work.now):
            return False
        leaving, again = outbox.take(work), work.now + outbox.LEASE
        if leaving:
            work.uow.tasks.put("send", SMS, again)
    for message in leaving:
        _send_one(message, services, sms)
    if leaving:
        with services.work() as work:
            work.uow.tasks.drop(key, again)
            work.uow.tasks.put("send", SMS, work.now)
    return True


def _send_one(message: outbox.Leaving, services: Services, sms: Sms) -> None:
    try:
        sms.send(message.phone, message.text, message.key)
    except Refused as refusal:
        log.warning("message not taken", fault=refusal.code)
        with services.work() as work:
            outbox.keep(message.key, work)
    else:
        with services.work() as work:
            outbox.left(message.key, work)


def _bank(key: str, services: Services, bank: BankFiles | None) -> bool:
    """Hands payment files over and fetches the bank's answers; looks again while any payment is undecided."""
    with services.work() as work:
        if bank is None or not work.uow.tasks.claim(key, work.now):
            return False
        work.uow.tasks.put("bank", SYSTEM, work.now + POLL)
        box = account_box(work.means)
        leaving = [(order.message_id, box.open(order.document, order.message_id)) for order in work.uow.finance.not_handed_over()]
    for message_id, document in leaving:
        bank.submit(message_id, document)
        with services.work() as work:
            work.uow.finance.handed_over(message_id, work.now)
    for name, document in bank.answers():
        with services.work() as work:
            take_bank_report(document, work)
        bank.fetched(name)
    with services.work() as work:
        if not work.uow.finance.undecided():
            work.uow.tasks.drop(key, work.now + POLL)
    return True


def _checkpoint(key: str, services: Services, witnesses: Sequence[WitnessPort]) -> bool:
    with services.work() as work:
        if not work.uow.tasks.claim(key, work.now):
            return False
        (note, size), again = sign_checkpoint(work), work.now + AGAIN
        work.uow.tasks.put("checkpoint", work.means.origin, again)
    for witness in witnesses:
        _ask(witness, note, size, services)
    with services.work() as work:
        work.uow.tasks.drop(key, again)
    return True


def _ask(witness: WitnessPort, note: str, size: int, services: Services) -> None:
    """Asks one witness; a witness that kept another size says so and is asked once more from there."""
    kept: int | None = None
    for _ in range(2):
        with services.work(reads_only=True) as work:
            body = submission(witness.name, note, size, work, kept=kept)
        status, answer = witness.add_checkpoint(body)
        if status == 200:
            with services.work() as work:
                key = next(key for key in trust_of(work).witnesses if key.name == witness.name)
                keep_cosignature(key, size, answer, note, work)
            return
        if status != 409 or not answer.strip().isdigit():
            log.error("witness refused", witness=witness.name, status=status)
            return
        kept = int(answer)
