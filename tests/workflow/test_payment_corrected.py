"""A fee is corrected by a further revision that its expert confirms anew; a held one is released to a payee whom people verified."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.settle.payout import Stage
from dispatch.settle.refusals import StageNotNext
from dispatch.settle.sheet import Payee
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.fee_approval import approve_fees, check_fees
from dispatch.workflow.fee_correction import Correction, correct, read_payee
from dispatch.workflow.records import TenderState
from dispatch.workflow.refusals import BadPayee, PayeeNotKnown, UnknownFee
from policies.fees import Fact, Span
from policies.vocabulary.roles import Event
from tests.chaos.soundness import check_money
from tests.workflow import cast
from tests.workflow.test_payment_held import ERASURES, with_one_erased
from tests.workflow.world import World, a_world, after

UNCHANGED = Correction()
TENDER, FINANCE = "SL-2026-0001/1", Act("财务丙", "签到时间有误")
SOMEBODY = cast.an_expert(77, cast.WORKS)
PAYEE = {
    "姓名": SOMEBODY.identity.name,
    "证件类型": SOMEBODY.identity.id_type,
    "证件号码": SOMEBODY.identity.id_no,
    "开户行": SOMEBODY.bank.branch,
    "联行号": SOMEBODY.bank.cnaps,
    "银行卡号": SOMEBODY.bank.card,
}


def corrected(world: World, code: str, correction: Correction = UNCHANGED, payee: Payee | None = None) -> int:
    with world.services.work() as work:
        return correct(TENDER, code, correction, FINANCE, work, payee=payee).revision


def test_a_corrected_fee_is_confirmed_anew_and_paid_once(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre").play(until=after(Event.ANNOUNCED))
    code, before = world.fees()[0].code, world.fees()[0]
    longer = Correction((Span(cast.OPENING, cast.OPENING + timedelta(hours=9)),), added=frozenset({Fact.LEADER}))
    assert corrected(world, code, longer) == 2
    now = next(line for line in world.fees() if line.code == code)
    assert (now.payout.stage, now.gross > before.gross) == (Stage.COMPUTED, True)
    world.play()
    assert Counter(line.payout.stage for line in world.fees()) == {Stage.ARCHIVED: 5}
    check_money(world)


def test_nothing_is_corrected_once_the_payer_has_approved_or_where_no_fee_is(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre").play()
    with pytest.raises(StageNotNext):
        corrected(world, world.fees()[0].code)
    with pytest.raises(UnknownFee):
        corrected(world, "甲-00")


@pytest.mark.parametrize("statement", ERASURES.values(), ids=ERASURES)
def test_a_held_fee_is_released_to_a_payee_whom_people_verified(statement: str, tmp_path: Path) -> None:
    world = with_one_erased(tmp_path / "centre", statement)
    held = next(line for line in world.fees() if line.payout.stage is Stage.DISPUTED)
    with pytest.raises(PayeeNotKnown):
        corrected(world, held.code)
    corrected(world, held.code, payee=read_payee(json.dumps(PAYEE), demo=True))
    world.play()  # by his own link the expert confirms
    with world.services.work() as work:
        check_fees(TENDER, by="财务乙", work=work)
        approve_fees(TENDER, by="付款人丁", work=work)
    world.play()
    assert (world.record().state, {line.payout.stage for line in world.fees()}) == (TenderState.ARCHIVED, {Stage.ARCHIVED})
    check_money(world)


def test_no_other_payee_is_named_for_a_fee_whose_own_is_known(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre").play(until=after(Event.ANNOUNCED))
    with pytest.raises(BadPayee, match="不得另行指定"):
        corrected(world, world.fees()[0].code, payee=read_payee(json.dumps(PAYEE), demo=True))


@pytest.mark.parametrize(
    ("given", "demo"),
    [
        ("no json", True),
        (json.dumps(["甄示例"]), True),
        (json.dumps(PAYEE | {"联行号": " "}), True),
        (json.dumps(PAYEE | {"证件号码": "620000198102290013"}), True),
        (json.dumps(PAYEE | {"银行卡号": "6222020000000001"}), True),
        (json.dumps(PAYEE), False),
    ],
    ids=["no json", "a list", "empty", "document", "card", "invented"],
)
def test_a_payee_with_a_fault_is_refused(given: str, demo: bool) -> None:
    with pytest.raises(BadPayee):
        read_payee(given, demo=demo)
