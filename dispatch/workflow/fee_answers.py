"""专家确认: the expert confirms or disputes his own fee, or corrects an account that the bank returned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dispatch.intake.identifiers import card_fault
from dispatch.sealing.refusals import LinkClosed
from dispatch.settle.fee_line import FeeLine
from dispatch.settle.payments import take_step
from dispatch.settle.payout import Act, Stage
from dispatch.workflow.fees import FEE, RETURNED, open_payee, seal_bank
from dispatch.workflow.links import read_stage
from dispatch.workflow.refusals import BadCard
from dispatch.workflow.work import Work
from policies.vocabulary.roles import Role

FEE_STAGES = (FEE, RETURNED)


def answer_fee(locator: str, secret: str, given: str, words: str, work: Work) -> str:
    """`accept` or `dispute` (with a reason) of a fee; for a returned payment `words` is the corrected card number.

    The same answer again changes nothing. Raises LinkClosed, BadCard.
    """
    link, body = read_stage(locator, secret, work)
    line = work.uow.finance.line(str(body["line"]))
    if line is None or link.stage not in FEE_STAGES:
        raise LinkClosed()
    if link.stage == RETURNED:
        return _correct_account(line, words, work)
    act = Act(line.code, Role.EXPERT, work.now, words)
    wanted = Stage.CONFIRMED if given == "accept" else Stage.DISPUTED
    if line.payout.stage in (Stage.COMPUTED, Stage.DISPUTED) and line.payout.stage is not wanted:
        line = take_step(line, wanted, act, work.uow.finance)
    return line.payout.stage.value


def _correct_account(line: FeeLine, card: str, work: Work) -> str:
    """A corrected account needs the expert's own confirmation (EN-6); the next order pays it."""
    if line.payout.stage is not Stage.RETURNED:
        return line.payout.stage.value
    known = work.uow.finance.account(line.ref)
    assert known is not None, "a fee line without an account"
    if card_fault(card) is not None:
        raise BadCard()
    payee: Any = open_payee(known, work.means)
    version = known.version + 1
    bank = seal_bank(line.ref, version, replace(payee.bank, card=card), work.means)
    work.uow.finance.confirm_account(replace(known, version=version, bank=bank, confirmed_at=work.now))
    settlement = work.uow.finance.settlement(line.settlement)
    record = work.uow.tenders.by_token(settlement.project) if settlement else None
    if record:
        work.uow.tasks.put("pay", record.id, work.now)
    return line.payout.stage.value
