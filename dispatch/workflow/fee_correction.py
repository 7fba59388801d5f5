"""更正费用: finance corrects a fee, or names the payee of one that is held; the expert then confirms it anew.

The corrected line stays, marked 已更正 with the reason; the correction is the next revision of the same fee (EN-2, EN-7).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from dispatch.intake import identifiers as ids
from dispatch.kernel.canonical import canonical
from dispatch.settle.fee_line import FeeCase, FeeLine, request_of
from dispatch.settle.payments import SealedPerson, correct_fee, take_step
from dispatch.settle.payout import Act, Stage
from dispatch.settle.sheet import Payee
from dispatch.workflow.apply import tender_of
from dispatch.workflow.experts.entries import Act as Said
from dispatch.workflow.fee_approval import fee_lines
from dispatch.workflow.fees import ERASED, FEE, account_box, open_payee, seal_bank, send_fee_link
from dispatch.workflow.gate import passages
from dispatch.workflow.moments import token_mark
from dispatch.workflow.refusals import BadPayee, PayeeNotKnown, UnknownFee
from dispatch.workflow.work import Work
from policies.fees import Fact, FeeRequest, Span
from policies.vocabulary.expert import Bank, Identity
from policies.vocabulary.roles import Role

_COLUMNS = ("姓名", "证件类型", "证件号码", "开户行", "联行号", "银行卡号")
_CITIZEN = "居民身份证"


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong: other hours (all of them), another arrival, facts that were missing or should not be there."""

    sittings: tuple[Span, ...] = ()
    arrived_at: datetime | None = None
    added: frozenset[Fact] = frozenset()
    dropped: frozenset[Fact] = frozenset()

    def applied_to(self, asked: FeeRequest) -> FeeRequest:
        """What is asked of the fee rules now."""
        return replace(
            asked,
            sittings=self.sittings or asked.sittings,
            arrived_at=self.arrived_at or asked.arrived_at,
            facts=(asked.facts | self.added) - self.dropped,
        )


def correct(tender_id: str, code: str, correction: Correction, said: Said, work: Work, *, payee: Payee | None = None) -> FeeLine:
    """The next revision of the fee of this report code; its link goes to the expert, who alone can confirm it.

    A fee that nobody disputes yet is disputed by finance. `payee` names whoever is to be paid where the data of the one who sat were
    erased. Raises UnknownFee, StageNotNext once the payer has approved, PayeeNotKnown, BadPayee, and the refusals of fees.
    """
    record = tender_of(tender_id, work.uow)
    disputed = next((line for line in fee_lines(record, work) if line.code == code), None)
    account = work.uow.finance.account(disputed.ref) if disputed else None
    if disputed is None or account is None:
        raise UnknownFee(code=code, tender=record.id)
    known = open_payee(account, work.means)
    is_erased = known.identity == ERASED
    if is_erased and payee is None:
        raise PayeeNotKnown(code=code)
    if payee is not None and not is_erased:
        raise BadPayee(what="本笔费用的收款人资料仍在，不得另行指定", what_en="the payee of this fee is known, and no other may be named")
    case = FeeCase(code, disputed.payee, correction.applied_to(request_of(disputed.facts["inputs"])))
    act, ref = Act(said.by, Role.FINANCE, work.now, said.why), work.means.entropy(16).hex()
    if disputed.payout.stage is not Stage.DISPUTED:
        disputed = take_step(disputed, Stage.DISPUTED, act, work.uow.finance)
    line = correct_fee(ref, disputed, case, _sealed(ref, payee or known, work), act=act, finance=work.uow.finance)
    work.uow.log.append({"e": "fee-corrected", "t": token_mark(record.token), "rev": line.revision}, kind="finance")
    for _, passage in passages(record, work).values():
        if passage.report == code:
            send_fee_link(passage.capability, line, FEE, work)
    return line


def read_payee(text: str, *, demo: bool) -> Payee:
    """The payee of a JSON object with the columns of the pool file: 姓名, 证件类型, 证件号码, 开户行, 联行号, 银行卡号. Raises BadPayee."""
    try:
        given = json.loads(text)
    except ValueError:
        raise BadPayee(what="不是JSON", what_en="not JSON") from None
    if not isinstance(given, dict) or set(given) != set(_COLUMNS) or not all(map(_is_filled, given.values())):
        raise BadPayee(
            what=f"须恰有{'、'.join(_COLUMNS)}，且都不为空", what_en=f"it has exactly the members {', '.join(_COLUMNS)}, none empty"
        )
    _check(given, demo=demo)
    identity = Identity(name=given["姓名"], sex="", id_type=given["证件类型"], id_no=given["证件号码"])
    return Payee(identity, Bank(given["开户行"], given["联行号"], given["银行卡号"]))


def _is_filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _check(given: Mapping[str, str], *, demo: bool) -> None:
    check_id = ids.citizen_id_fault if given["证件类型"] == _CITIZEN else ids.other_document_fault
    if check_id(given["证件号码"]) is not None:
        raise BadPayee(what="证件号码校验不通过", what_en="the document number does not pass its check")
    if ids.card_fault(given["银行卡号"]) is not None:
        raise BadPayee(what="银行卡号校验不通过", what_en="the card number does not pass its check")
    invented = ids.is_demo(ids.Kind.CITIZEN_ID, given["证件号码"]) or ids.is_demo(ids.Kind.CNAPS, given["联行号"])
    if invented and not demo:
        raise BadPayee(what="演示用的号码不能用于正式付款", what_en="an invented number of the demo is never paid")


def _sealed(ref: str, payee: Payee, work: Work) -> SealedPerson:
    """Both groups under the new line's own name: a sealed group opens in its own place only."""
    identity = account_box(work.means).seal(canonical(asdict(payee.identity)), f"{ref}/identity")
    return SealedPerson(identity, seal_bank(ref, 1, payee.bank, work.means))
