"""A fee's way to the account: one stage after another, each by the right hands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.settle.payout import Payout, Stage, advance
from dispatch.settle.refusals import AccountNotConfirmed, FourEyes, StageNotNext, WrongRole
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Role
from tests.settle.builders import an_act

EXPERT, FINANCE = an_act(Role.EXPERT, "专家"), an_act(Role.FINANCE, "财务甲")
PAYER = an_act(Role.TENDERER, "付款人")
WAY = (
    (Stage.CONFIRMED, EXPERT),
    (Stage.CHECKED, FINANCE),
    (Stage.APPROVED, PAYER),
    (Stage.TAX_FILED, FINANCE),
    (Stage.PAYING, FINANCE),
    (Stage.PAID, FINANCE),
    (Stage.ARCHIVED, FINANCE),
)


def at(stage: Stage) -> Payout:
    """A payout that has come to a stage on the straight way, to the first account."""
    payout = Payout()
    for wanted, act in WAY:
        if payout.stage is stage:
            break
        payout = advance(payout, wanted, act, account=1)
    return payout


def test_a_fee_goes_from_computed_to_archived_by_the_hands_of_three() -> None:
    payout = advance(at(Stage.PAID), Stage.ARCHIVED, FINANCE)
    assert (payout.stage, payout.steps, payout.attempt) == (Stage.ARCHIVED, 7, 1)


def test_no_stage_is_skipped_and_the_refusal_says_what_may_follow() -> None:
    with pytest.raises(StageNotNext) as refusal:
        advance(Payout(), Stage.PAYING, FINANCE, account=1)
    assert "专家确认" in refusal.value.chinese


def test_nobody_confirms_for_the_expert_and_nobody_approves_for_the_payer() -> None:
    with pytest.raises(WrongRole):
        advance(Payout(), Stage.CONFIRMED, FINANCE)
    with pytest.raises(WrongRole):
        advance(at(Stage.CHECKED), Stage.APPROVED, FINANCE)


def test_whoever_checked_may_not_approve() -> None:
    with pytest.raises(FourEyes):
        advance(at(Stage.CHECKED), Stage.APPROVED, an_act(Role.TENDERER, "财务甲"))


def test_a_returned_payment_waits_for_an_account_that_the_expert_has_confirmed_since() -> None:
    returned = advance(at(Stage.PAYING), Stage.RETURNED, an_act(reason="AC04"))
    with pytest.raises(AccountNotConfirmed):
        advance(returned, Stage.PAYING, FINANCE, account=1)
    again = advance(returned, Stage.PAYING, FINANCE, account=2)
    assert (again.attempt, again.account) == (2, 2)


def test_a_disputed_fee_is_confirmed_after_all_or_replaced_by_its_correction() -> None:
    disputed = advance(at(Stage.CHECKED), Stage.DISPUTED, EXPERT)
    assert advance(disputed, Stage.CONFIRMED, EXPERT).stage is Stage.CONFIRMED
    superseded = advance(disputed, Stage.SUPERSEDED, FINANCE)
    with pytest.raises(StageNotNext):
        advance(superseded, Stage.CONFIRMED, EXPERT)


def test_a_fee_with_nothing_payable_is_archived_and_never_sent_to_the_bank() -> None:
    filed = at(Stage.TAX_FILED)
    assert advance(filed, Stage.ARCHIVED, FINANCE, payable=False).stage is Stage.ARCHIVED
    with pytest.raises(StageNotNext):
        advance(filed, Stage.PAYING, FINANCE, payable=False, account=1)


steps = st.tuples(st.sampled_from(Stage), st.sampled_from([EXPERT, FINANCE, PAYER, an_act(Role.SUPERVISOR)]), st.integers(0, 3))


@settings(max_examples=200, deadline=None)
@given(st.lists(steps, max_size=40))
def test_whatever_is_tried_a_fee_is_paid_once_for_each_confirmed_account(tried: list[tuple[Stage, object, int]]) -> None:
    payout, paid = Payout(), 0
    for wanted, act, account in tried:
        try:
            payout = advance(payout, wanted, act, account=account)  # type: ignore[arg-type]
        except Refused:
            continue
        paid += payout.stage is Stage.PAID
    assert paid <= 1
    assert payout.attempt <= payout.account
