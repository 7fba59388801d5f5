"""The books: every entry balances, every mistake has its counter-entry, money is neither made nor lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.settle.ledger import (
    BANK,
    EXPENSE,
    ON_THE_WAY,
    TAX_DUE,
    Entry,
    Posting,
    accrued,
    balances,
    booked,
    counter,
    ordered,
    payable_to,
    tax_paid,
)
from dispatch.settle.refusals import Unbalanced
from policies.fees import Travel
from policies.vocabulary.money import NOTHING, Money
from tests.settle.builders import NOW, SETTLEMENT, a_line

LINE = a_line()


def test_an_approved_fee_is_owed_to_the_expert_and_to_the_tax_office() -> None:
    line = a_line(travel=Travel(receipts=Money(3000)))
    owed = balances([accrued(line, NOW)])
    assert owed == {EXPENSE: Money(89250), TAX_DUE: Money(-1250), payable_to(line.ref): Money(-88000)}


def test_a_paid_fee_leaves_only_expense_and_bank() -> None:
    entries = [accrued(LINE, NOW), ordered(LINE, "E1", NOW), booked(LINE, "E1", NOW), tax_paid(SETTLEMENT.ref, "2026-12", LINE.tax, NOW)]
    left = {account: amount for account, amount in balances(entries).items() if amount != NOTHING}
    assert left == {EXPENSE: LINE.gross, BANK: Money(-LINE.gross.fen)}


def test_a_returned_payment_is_owed_again() -> None:
    sent = ordered(LINE, "E1", NOW)
    back = counter(sent, "returned/E1", NOW)
    assert back.reverses == sent.key
    assert balances([accrued(LINE, NOW), sent, back])[payable_to(LINE.ref)] == Money(-85000)
    assert balances([sent, back])[ON_THE_WAY] == NOTHING


@pytest.mark.parametrize("postings", [(Posting("a", debit=Money(1)),), (Posting("a", Money(1), Money(1)),)])
def test_an_entry_that_does_not_balance_or_has_two_sides_in_one_is_refused(postings: tuple[Posting, ...]) -> None:
    with pytest.raises(Unbalanced):
        Entry("k", SETTLEMENT.ref, NOW, postings)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["booked", "returned"]), max_size=4))
def test_over_all_accounts_the_books_sum_to_nothing(outcomes: list[str]) -> None:
    entries = [accrued(LINE, NOW)]
    for attempt, outcome in enumerate(outcomes):
        sent = ordered(LINE, f"E{attempt}", NOW)
        entries += [sent, booked(LINE, f"E{attempt}", NOW) if outcome == "booked" else counter(sent, f"returned/E{attempt}", NOW)]
    assert Money.total(balances(entries).values()) == NOTHING
