"""A month's books, its tax file over all tenders, the tax that was paid, and what is due to the experts."""

from __future__ import annotations

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from dispatch.settle.ledger import BANK, EXPENSE, TAX_DUE
from dispatch.settle.payout import Stage
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.fee_approval import approve_fees, check_fees
from dispatch.workflow.fee_month import fees_due, month_ledger, month_tax, note_tax_paid
from dispatch.workflow.refusals import NoTaxDue, NothingThatMonth
from policies.vocabulary.money import NOTHING, Money
from policies.vocabulary.roles import Event
from tests.workflow import cast
from tests.workflow.world import World, a_world, after

MONTH, NEXT = date(2026, 12, 1), date(2027, 1, 1)
PAYER = cast.a_tender().tenderer.uscc
CLERK = Act("财务丙", "已缴税")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The payer has approved; nothing has gone to the bank yet."""
    world = a_world(tmp_path_factory.mktemp("month") / "centre").play(until=after(Event.ANNOUNCED))
    with world.services.work() as work:
        check_fees(world.record().id, by="财务乙", work=work)
        approve_fees(world.record().id, by="付款人丁", work=work)
    return world


def test_an_approved_fee_is_due_ten_working_days_later_and_says_when_it_is_late(world: World) -> None:
    with world.services.work(reads_only=True) as work:
        due = list(fees_due(work))
    assert len(due) == 5 and {each.line.payout.stage for each in due} == {Stage.TAX_FILED}
    assert not any(each.overdue for each in due) and all(each.due_on > MONTH for each in due)


def test_the_books_of_a_month_hold_what_was_booked_in_it_and_balance(world: World) -> None:
    with world.services.work(reads_only=True) as work:
        found, before = month_ledger(MONTH, work), month_ledger(date(2026, 11, 1), work)
    assert len(found.entries) == 5 and found.moved[EXPENSE] == Money.total(line.gross + line.reimbursed for line in world.fees())
    assert (Money.total(found.moved.values()), before.entries, before.moved) == (NOTHING, (), {})


def test_the_tax_file_of_a_month_has_a_line_for_each_person_paid(world: World) -> None:
    with world.services.work(reads_only=True) as work:
        sheet = month_tax(PAYER, MONTH, work)
        with pytest.raises(NothingThatMonth):
            month_tax(PAYER, NEXT, work)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + 5 and {row[5] for row in rows[1:]} == {"2026-12"}


def test_paid_tax_leaves_the_account_of_tax_due_once(world: World) -> None:
    owed = Money.total(line.tax for line in world.fees())
    with world.services.work() as work:
        assert note_tax_paid(PAYER, MONTH, "完税1", CLERK, work) == owed > NOTHING
    with pytest.raises(NoTaxDue), world.services.work() as work:
        note_tax_paid(PAYER, MONTH, "完税1", CLERK, work)
    with world.services.work(reads_only=True) as work:
        (paid,), standing = month_ledger(MONTH, work).tax_paid, month_ledger(MONTH, work).standing
    assert (paid["receipt"], paid["by"]) == ("完税1", CLERK.by)
    assert (standing.get(TAX_DUE, NOTHING), standing[BANK].fen) == (NOTHING, -owed.fen)
