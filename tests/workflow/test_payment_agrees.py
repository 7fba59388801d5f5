"""Sheet, books, payment files and the bank's answers tell one story to the fen, also where the bank returned payments (退票)."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from dispatch.settle.ledger import BANK, EXPENSE, ON_THE_WAY, TAX_DUE, balances
from dispatch.settle.payout import Stage
from dispatch.settle.ports import Item
from dispatch.settle.reconcile import reconcile
from dispatch.settle.sheet import COLUMNS
from dispatch.settle.statuses import Outcome, read_status_report
from dispatch.workflow.fee_files import fee_files
from dispatch.workflow.records import TenderState
from policies.vocabulary.money import NOTHING, Money
from tests.chaos.soundness import check_everything, transfers
from tests.workflow.people import Conduct, in_order
from tests.workflow.world import World, a_world

ON_THE_WAY_TO_PAYMENT = [
    (Stage.CONFIRMED, "EXPERT"),
    (Stage.CHECKED, "FINANCE"),
    (Stage.APPROVED, "TENDERER"),
    (Stage.TAX_FILED, "FINANCE"),
]
TITLES = [column.title for column in COLUMNS]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A whole life in which the bank returns some payments, and one member left in the middle."""
    conduct = in_order(Conduct(ill_after=timedelta(hours=2)))
    yield a_world(tmp_path_factory.mktemp("life") / "centre", conduct=conduct, returned=50).play()


def bank_folder(world: World) -> Path:
    return world.folder.with_name(f"{world.folder.name}-bank")


def items(world: World) -> list[Item]:
    with world.services.work(reads_only=True) as work:
        orders = [order for ref in {line.settlement for line in world.fees()} for order in work.uow.finance.orders_of(ref)]
        return [item for order in orders for item in work.uow.finance.items(order.message_id)]


def books(world: World) -> dict[str, Money]:
    with world.services.work(reads_only=True) as work:
        return balances(work.uow.finance.entries())


def paid_by_sheet(world: World) -> list[Money]:
    """The column 实发 of the XLSX, without its total; the total is what the column adds up to."""
    with world.services.work(reads_only=True) as work:
        content = fee_files(world.record(), work).sheet
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    first, last = ([row[0] for row in rows].index(word) for word in ("序号", "合计"))
    *cells, total = (row[TITLES.index("实发")] for row in rows[first + 1 : last + 1])
    assert Decimal(str(total)) == sum(Decimal(str(cell)) for cell in cells)
    return [Money(int(Decimal(str(cell)) * 100)) for cell in cells]


def answered_by_bank(world: World) -> dict[str, Outcome]:
    files = sorted((bank_folder(world) / "out" / "done").glob("*.xml"))
    reports = [read_status_report(path.read_bytes()) for path in files]
    return {status.end_to_end_id: status.outcome for report in reports for status in report.payments}


def cards(world: World) -> dict[str, str]:
    """End-to-end id → the card to which the payment file sends it."""
    found: dict[str, str] = {}
    for path in (bank_folder(world) / "in").glob("*.xml"):
        for transfer in ElementTree.parse(path).findall(".//{*}CdtTrfTxInf"):
            name, card = transfer.find(".//{*}EndToEndId"), transfer.find(".//{*}CdtrAcct//{*}Othr/{*}Id")
            assert name is not None and card is not None
            found[str(name.text)] = str(card.text)
    return found


def test_the_life_went_to_its_end_and_some_payments_came_back(world: World) -> None:
    assert world.record().state is TenderState.ARCHIVED and len(world.fees()) == 6
    assert Outcome.RETURNED in {item.outcome for item in items(world)}
    check_everything(world)


def test_the_sheet_says_what_the_books_say(world: World) -> None:
    lines, accounts = world.fees(), books(world)
    assert sorted(money.fen for money in paid_by_sheet(world)) == sorted(line.payable.fen for line in lines)
    assert NOTHING - accounts[BANK] == Money.total(line.payable for line in lines)
    assert NOTHING - accounts[TAX_DUE] == Money.total(line.tax for line in lines)
    assert accounts[EXPENSE] == Money.total(line.gross + line.reimbursed for line in lines)
    assert (accounts.get(ON_THE_WAY, NOTHING), sum(money.fen for money in accounts.values())) == (NOTHING, 0)


def test_the_payment_files_order_what_the_books_say_and_nothing_else(world: World) -> None:
    told = transfers(bank_folder(world) / "in")
    assert told == {item.end_to_end_id: item.amount_fen for item in items(world)}
    paid = sum(told[item.end_to_end_id] for item in items(world) if item.outcome is Outcome.PAID)
    assert paid == sum(money.fen for money in paid_by_sheet(world))


def test_the_bank_answered_every_payment_as_it_stands_in_the_books(world: World) -> None:
    assert answered_by_bank(world) == {item.end_to_end_id: item.outcome for item in items(world)}
    with world.services.work(reads_only=True) as work:
        assert reconcile(work.uow.finance).agrees and not work.uow.finance.undecided()


def test_a_returned_payment_is_paid_once_to_another_account_that_its_expert_gave(world: World) -> None:
    sent, by_line = cards(world), Counter(item.line for item in items(world))
    for line in [line for line, times in by_line.items() if times > 1]:
        tries = sorted((item for item in items(world) if item.line == line), key=lambda item: item.attempt)
        assert [item.outcome for item in tries] == [Outcome.RETURNED] * (len(tries) - 1) + [Outcome.PAID]
        assert [item.account for item in tries] == list(range(1, len(tries) + 1))
        assert len({sent[item.end_to_end_id] for item in tries}) == len(tries)


def test_each_payment_has_its_step_by_its_role(world: World) -> None:
    for line in world.fees():
        with world.services.work(reads_only=True) as work:
            steps = [(stage, act.role.name) for stage, act in work.uow.finance.acts(line.ref)]
        assert steps[:4] == ON_THE_WAY_TO_PAYMENT
        assert [stage for stage, _ in steps[-2:]] == [Stage.PAID, Stage.ARCHIVED]
