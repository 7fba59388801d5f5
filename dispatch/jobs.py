"""What a node does when work is due: each task is one use case in one transaction; the timer only ticks.

Messages and cosignatures leave the house between two transactions, never inside one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from dispatch.bootstrap import Services
from dispatch.kernel.ports import BankFiles, Sms
from dispatch.notify.refusals import NumberRefused
from dispatch.workflow import beacon, outbox
from dispatch.workflow.advance import advance_draw
from dispatch.workflow.checkpoint import UNREACHABLE, WitnessPort, keep_cosignature, last_cosigned, sign_checkpoint, submission, trust_of
from dispatch.workflow.evaluation import open_evaluation, roll_call
from dispatch.workflow.exceptions.appoint import (
    APPOINT,
    LOOK,
    PLACE,
    appoint,
    look_at_named,
    look_everywhere,
    tell_named,
    wake_whoever_waits,
)
from dispatch.workflow.exceptions.ask_again import ASK, ASKED, ask_again, end_asking
from dispatch.workflow.experts.known import STANDING
from dispatch.workflow.fee_approval import POLL, pay, take_bank_report
from dispatch.workflow.fees import SYSTEM, account_box, compute_fees
from dispatch.workflow.late_recusal import QUESTION, match_bidders
from dispatch.workflow.links import SMS
from dispatch.workflow.plan_draw import plan_draw
from dispatch.workflow.questions import UNANSWERED, ask_members, end_questions
from dispatch.workflow.records import Task
from dispatch.workflow.remember_committee import remember_committee
from dispatch.workflow.venue_notice import notify_venues
from dispatch.workflow.work import Work
from policies.vocabulary.refused import Refused

log = structlog.get_logger()
Handler = Callable[[str, Work], object]

HANDLERS: dict[str, Handler] = {
    "plan": plan_draw,
    "draw": advance_draw,
    "wave": wake_whoever_waits,
    APPOINT: appoint,
    LOOK: look_at_named,
    PLACE: tell_named,
    STANDING: look_everywhere,
    "notice": notify_venues,
    "roll_call": roll_call,
    "open": open_evaluation,
    "recusal": match_bidders,
    QUESTION: ask_members,
    UNANSWERED: end_questions,
    "encounters": remember_committee,
    "fees": compute_fees,
    "pay": pay,
    ASK: ask_again,
    ASKED: end_asking,
}
BATCH = 50


@dataclass(frozen=True, slots=True)
class Patience:
    """How long until work is tried again: what failed; what a killed node left half done; a witness that did not answer.

    Engineering, no rule. What fails again and again is tried twice as late each time, up to `longest`; whatever wakes it is heard at once.
    `growth`: a log that grew gets a checkpoint at the latest after this time (docs/spec/witness-log.md §2).
    """

    failed: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(hours=1)
    lease: timedelta = timedelta(minutes=1)
    silent: timedelta = timedelta(seconds=10)
    growth: timedelta = timedelta(seconds=60)

    def after(self, attempts: int) -> timedelta:
        """How long what has failed so often before waits now."""
        return min(self.failed * (1 << min(attempts, 10)), self.longest)


@dataclass(frozen=True, slots=True)
class Outside:
    """The ports through which a node reaches the world."""

    sms: Sms
    witnesses: Sequence[WitnessPort]
    bank: BankFiles | None = None
    patience: Patience = field(default_factory=Patience)
    beacon: beacon.BeaconPort | None = None


def tick(services: Services, outside: Outside) -> int:
    """Does everything that is due now, once; returns how many tasks were done."""
    with services.work(reads_only=True) as work:
        due = work.uow.tasks.due(work.now, BATCH)
    done = sum(_run(task, services, outside) for task in due)
    if done:
        _see_growth(services, outside.patience.growth)
    return done


def _run(task: Task, services: Services, outside: Outside) -> bool:
    key, kind = task.key, task.kind
    try:
        if kind == "send":
            return _send(key, services, outside.sms)
        if kind == "bank":
            return _bank(key, services, outside.bank)
        if kind == beacon.TASK:
            return _beacon(key, services, outside)
        if kind == "checkpoint":
            return _checkpoint(key, services, outside)
        with services.work() as work:
            claimed = work.uow.tasks.claim(key, work.now)
            if claimed:
                HANDLERS[kind](task.subject, work)
            return claimed
    except Exception as fault:  # noqa: BLE001 - the job runner is where a failure ends: logged by code, kept, tried again
        log.warning("task failed", kind=kind, fault=_name_of(fault))
        with services.work() as work:
            work.uow.tasks.failed(key, _name_of(fault), work.now + outside.patience.after(task.attempts))
        return False


def _name_of(fault: Exception) -> str:
    """What may be logged and kept of a fault: its code or its kind, never its words."""
    return fault.code if isinstance(fault, Refused) else type(fault).__name__


def _send(key: str, services: Services, sms: Sms) -> bool:
    """Takes a batch, sends it, marks each message; a node that dies in between is followed up when its lease ends.

    As long as anything waits there is a task for it: what the gateway did not take is tried again.
    """
    with services.work() as work:
        if not work.uow.tasks.claim(key, work.now):
            return False
        leaving, again = outbox.take(work), work.now + outbox.LEASE
        if leaving:
            work.uow.tasks.put("send", SMS, again)
        elif work.uow.calls.waiting():
            work.uow.tasks.put("send", SMS, work.now + outbox.AGAIN)
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
    except NumberRefused:
        with services.work() as work:
            outbox.unreachable(message.key, work)
    except Exception as fault:  # noqa: BLE001 - one message that does not leave is kept, and stops no other
        log.warning("message not taken", fault=_name_of(fault))
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
    stopped = [refusal for message_id, document in leaving if (refusal := _hand_over(message_id, document, services, bank))]
    stopped += [refusal for name, document in bank.answers() if (refusal := _take_answer(name, document, services, bank))]
    with services.work() as work:
        if stopped:
            work.uow.tasks.failed(key, stopped[0].code, work.now + POLL)
        elif not work.uow.finance.undecided():
            work.uow.tasks.drop(key, work.now + POLL)
    return True


def _hand_over(message_id: str, document: bytes, services: Services, bank: BankFiles) -> Refused | None:
    """Hands one payment file over, and notes it; one that the bank's side refuses waits for people, and stops no other."""
    try:
        bank.submit(message_id, document)
    except Refused as refusal:
        log.warning("payment file not handed over", fault=refusal.code)
        return refusal
    with services.work() as work:
        work.uow.finance.handed_over(message_id, work.now)
    return None


def _take_answer(name: str, document: bytes, services: Services, bank: BankFiles) -> Refused | None:
    """Takes one answer of the bank; one that is no status report stays where it is for people, and stops no other."""
    try:
        with services.work() as work:
            take_bank_report(document, by=SYSTEM, work=work)
    except Refused as refusal:
        log.warning("bank answer not taken", fault=refusal.code)
        return refusal
    bank.fetched(name)
    return None


def _beacon(key: str, services: Services, outside: Outside) -> bool:
    """Fetches the beacon's signatures that draws wait for; without a way to the beacon they wait for somebody who brings a file."""
    with services.work() as work:
        if not work.uow.tasks.claim(key, work.now):
            return False
        wanted = [each for each in beacon.wanted_beacons(work) if each.due_at <= work.now]
        if outside.beacon is not None and wanted:
            work.uow.tasks.put(beacon.TASK, work.means.origin, again := work.now + outside.patience.silent)
    kept = [_keep_signature(each, outside.beacon.signature(each.q), services) for each in wanted] if outside.beacon else []
    if kept and all(kept):
        with services.work() as work:
            work.uow.tasks.drop(key, again)
    return True


def _keep_signature(wanted: beacon.Wanted, signature: bytes | None, services: Services) -> bool:
    """Keeps what holds; what is not there yet, or false, is asked for again, and stops no other draw."""
    if signature is None:
        return False
    try:
        with services.work() as work:
            beacon.keep_signature(wanted, signature, work)
    except Refused as refusal:
        log.error("beacon's number not taken", fault=refusal.code)
        return False
    return True


def _see_growth(services: Services, at_the_latest: timedelta) -> None:
    """What the log took without asking for a checkpoint gets one all the same."""
    with services.work() as work:
        note = work.uow.log.latest_note()
        if work.uow.log.size > (int(note.split("\n")[1]) if note else 0):
            work.uow.tasks.put("checkpoint", work.means.origin, work.now + at_the_latest)


def _checkpoint(key: str, services: Services, outside: Outside) -> bool:
    """Signs the log's present size and asks every witness that has not cosigned it; who was silent is asked again soon."""
    patience = outside.patience
    with services.work() as work:
        if not work.uow.tasks.claim(key, work.now):
            return False
        (note, size), again = sign_checkpoint(work), work.now + patience.lease
        work.uow.tasks.put("checkpoint", work.means.origin, again)
        waiting = [witness for witness in outside.witnesses if last_cosigned(witness.name, work) < size]
    silent = [witness.name for witness in waiting if not _ask(witness, note, size, services)]
    with services.work() as work:
        work.uow.tasks.drop(key, again)
        if silent:
            work.uow.tasks.put("checkpoint", work.means.origin, work.now + patience.silent)
    return True


def _ask(witness: WitnessPort, note: str, size: int, services: Services) -> bool:
    """Asks one witness, and once more from the size that it says it has; False if it could not be reached."""
    kept: int | None = None
    for _ in range(2):
        with services.work(reads_only=True) as work:
            body = submission(witness.name, note, size, work, kept=kept)
        status, answer = witness.add_checkpoint(body)
        if status == 200:
            _keep(witness.name, answer, note, size, services)
            return True
        if status == UNREACHABLE:
            log.warning("witness silent", witness=witness.name, status=status)
            return False
        if status != 409 or not answer.strip().isdigit() or int(answer) > size:
            break
        kept = int(answer)
    log.error("witness refused", witness=witness.name, status=status)
    return True


def _keep(witness: str, line: str, note: str, size: int, services: Services) -> None:
    """A false line is that witness's fault alone: it is left out, and the others are asked all the same."""
    try:
        with services.work() as work:
            key = next(key for key in trust_of(work).witnesses if key.name == witness)
            keep_cosignature(key, size, line, note, work)
    except Refused as refusal:
        log.error("witness refused", witness=witness, fault=refusal.code)
