"""Money moves once, whatever is repeated, killed or contradicted; what finance keeps is only added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from dispatch.settle.fee_line import FeeCase, FeeLine
from dispatch.settle.ledger import accrued, balances, payable_to
from dispatch.settle.pay_order import end_to_end_id
from dispatch.settle.payments import Batch, SealedPerson, compute_fee, correct_fee, order_payments, ready_to_pay, take_report, take_step
from dispatch.settle.payout import Stage
from dispatch.settle.ports import Effect, Item, StoredOrder
from dispatch.settle.refusals import AccountNotConfirmed, AlreadySettled, ChangedMeanwhile
from dispatch.settle.statuses import Outcome, PaymentStatus, StatusReport
from dispatch.store.base import Row, engine_for
from dispatch.store.finance import SqlFinance
from dispatch.store.tables import finance as tables
from policies.vocabulary.money import NOTHING, Money
from policies.vocabulary.roles import Role
from policies.withholding import Aggregation
from tests.policies.fee_builders import a_request
from tests.settle.builders import NOW, PAYEE, PAYER, SETTLEMENT, an_act

LINE = "ab" * 16
BATCH = Batch(PAYER, date(2026, 12, 18), an_act())
SEALED = SealedPerson(b"sealed identity", b"sealed bank")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = engine_for(f"sqlite:///{tmp_path}/finance.db")
    with made.begin() as connection:
        Row.metadata.create_all(connection, tables=[t for t in Row.metadata.sorted_tables if t.name in NAMES])
        for statement in tables.guard_ddl("sqlite"):
            connection.exec_driver_sql(statement)
    yield made
    made.dispose()


NAMES = {row.__tablename__ for row in vars(tables).values() if isinstance(row, type) and issubclass(row, Row) and row is not Row}


@pytest.fixture
def finance(engine: Engine) -> Iterator[SqlFinance]:
    with Session(engine) as session:
        kept = SqlFinance(session)
        kept.open(SETTLEMENT)
        yield kept


def a_fee(finance: SqlFinance, ref: str = LINE, code: str = "甲-07", standard: str = "HN", settlement: object = SETTLEMENT) -> FeeLine:
    case = FeeCase(code, b"payee-mark-01", a_request(standard))
    return compute_fee(ref, settlement, case, SEALED, finance, now=NOW)  # type: ignore[arg-type]


def filed(finance: SqlFinance, line: FeeLine) -> FeeLine:
    """The line, confirmed, checked, approved and reported to the tax office."""
    for wanted, role, by in (
        (Stage.CONFIRMED, Role.EXPERT, "专家"),
        (Stage.CHECKED, Role.FINANCE, "财务甲"),
        (Stage.APPROVED, Role.TENDERER, "付款人"),
        (Stage.TAX_FILED, Role.FINANCE, "财务甲"),
    ):
        line = take_step(line, wanted, an_act(role, by), finance)
    return line


def ordered(finance: SqlFinance, *lines: FeeLine) -> str:
    """The message id of an order that pays the lines."""
    order = order_payments(lines, BATCH, finance, lambda account: PAYEE, lambda plain, place: b"sealed " + plain)
    return order.message_id


def report(*statuses: tuple[str, str], name: str = "R1", message: str = "ED") -> StatusReport:
    return StatusReport(name, message, None, tuple(PaymentStatus(one, code, "AC04") for one, code in statuses))


def test_a_fee_reads_back_as_it_was_computed(finance: SqlFinance) -> None:
    line = a_fee(finance)
    assert finance.line(LINE) == line
    assert finance.lines(SETTLEMENT.ref) == [line]
    account = finance.account(LINE)
    assert account is not None
    assert (account.version, account.bank) == (1, b"sealed bank")


def test_a_paid_fee_is_booked_once_and_owed_no_more(finance: SqlFinance) -> None:
    line = filed(finance, a_fee(finance))
    ordered(finance, line)
    answered = take_report(report((end_to_end_id(LINE, 1), "ACSC")), an_act(), finance)
    assert [one.effect for one in answered] == [Effect.DECIDED]
    assert finance.line(LINE).payout.stage is Stage.PAID  # type: ignore[union-attr]
    assert balances(finance.entries(SETTLEMENT.ref))[payable_to(LINE)] == NOTHING
    assert finance.balances() == {account: left for account, left in balances(finance.entries()).items() if left != NOTHING}
    assert Money.total(finance.balances().values()) == NOTHING


def test_the_same_report_twice_counts_once(finance: SqlFinance) -> None:
    ordered(finance, filed(finance, a_fee(finance)))
    paid = report((end_to_end_id(LINE, 1), "ACSC"))
    assert len(take_report(paid, an_act(), finance)) == 1
    assert take_report(paid, an_act(), finance) == ()
    again = take_report(replace(paid, report_id="R2"), an_act(), finance)
    assert [one.effect for one in again] == [Effect.REPEATED]
    assert len(finance.entries()) == 3


def test_a_status_that_contradicts_what_was_booked_is_kept_for_people_and_changes_nothing(finance: SqlFinance) -> None:
    ordered(finance, filed(finance, a_fee(finance)))
    take_report(report((end_to_end_id(LINE, 1), "ACSC")), an_act(), finance)
    take_report(report((end_to_end_id(LINE, 1), "RJCT"), ("EPstranger", "ACSC"), name="R2"), an_act(), finance)
    assert [effect for _, _, effect in finance.unclear()] == [Effect.CONTRADICTS, Effect.UNKNOWN]
    assert finance.line(LINE).payout.stage is Stage.PAID  # type: ignore[union-attr]


def test_a_status_that_decides_nothing_leaves_the_payment_open(finance: SqlFinance) -> None:
    ordered(finance, filed(finance, a_fee(finance)))
    assert take_report(report((end_to_end_id(LINE, 1), "ACSP")), an_act(), finance)[0].effect is Effect.PENDING
    assert [item.line for item in finance.undecided()] == [LINE]


def test_a_returned_payment_is_paid_again_to_a_confirmed_account_under_a_new_id(finance: SqlFinance) -> None:
    ordered(finance, filed(finance, a_fee(finance)))
    take_report(report((end_to_end_id(LINE, 1), "RJCT")), an_act(), finance)
    returned = finance.lines(SETTLEMENT.ref)
    assert ready_to_pay(returned, finance) == []
    with pytest.raises(AccountNotConfirmed):
        ordered(finance, *returned)
    finance.confirm_account(replace(finance.account(LINE), version=2, bank=b"corrected"))  # type: ignore[type-var]
    ordered(finance, *ready_to_pay(finance.lines(SETTLEMENT.ref), finance))
    assert [item.end_to_end_id for item in finance.undecided()] == [end_to_end_id(LINE, 2)]
    assert balances(finance.entries())[payable_to(LINE)] == NOTHING


def test_the_same_line_is_not_ordered_twice_from_a_state_that_is_gone(finance: SqlFinance) -> None:
    line = filed(finance, a_fee(finance))
    ordered(finance, line)
    with pytest.raises(ChangedMeanwhile):
        ordered(finance, line)


def test_an_order_killed_before_its_commit_leaves_nothing_behind(engine: Engine) -> None:
    with Session(engine) as session:
        finance = SqlFinance(session)
        finance.open(SETTLEMENT)
        line = filed(finance, a_fee(finance))
        session.commit()
        ordered(finance, line)
        session.rollback()
        assert finance.not_handed_over() == []
        assert finance.line(LINE) == line
        assert len(finance.entries()) == 1


def test_an_order_waits_until_the_bank_has_it(finance: SqlFinance) -> None:
    name = ordered(finance, filed(finance, a_fee(finance)))
    assert [order.message_id for order in finance.not_handed_over()] == [name]
    finance.handed_over(name, NOW)
    assert finance.not_handed_over() == []
    assert finance.order(name).document.startswith(b"sealed <?xml")  # type: ignore[union-attr]


@pytest.mark.parametrize("attempt", [1, 2])
def test_no_message_id_and_no_attempt_is_used_twice(finance: SqlFinance, attempt: int) -> None:
    name = ordered(finance, filed(finance, a_fee(finance)))
    item = Item("EPother" if attempt == 1 else end_to_end_id(LINE, 1), "ED2", LINE, attempt, 1, 1)
    with pytest.raises(IntegrityError):
        finance.place(StoredOrder("ED2", SETTLEMENT.ref, 2, b"", NOW), [item])
    assert name != "ED2"


def test_one_person_in_one_project_and_month_is_taxed_as_one_time(finance: SqlFinance) -> None:
    grosses = [a_fee(finance, ref=f"{number:032x}", code=f"甲-{number:02d}").gross for number in range(3)]
    assert [str(gross) for gross in grosses] == ["862.50", "1062.50", "1062.50"]


def test_another_project_counts_only_where_the_payers_month_is_one_time(finance: SqlFinance) -> None:
    a_fee(finance)
    by_project = replace(SETTLEMENT, ref="77" * 16, project="other")
    by_payer = replace(by_project, aggregation=Aggregation.PER_PAYER_MONTH)
    assert finance.earlier(b"payee-mark-01", by_project).gross == NOTHING
    assert finance.earlier(b"payee-mark-01", by_payer).gross == Money(86250)
    assert finance.earlier(b"another", by_payer).gross == NOTHING


def test_a_disputed_fee_is_corrected_by_a_new_revision_and_counts_no_more(finance: SqlFinance) -> None:
    disputed = take_step(a_fee(finance), Stage.DISPUTED, an_act(Role.EXPERT, "专家", "时长有误"), finance)
    case = FeeCase("甲-07", b"payee-mark-01", a_request("HN", "09:00", "15:00"))
    person = SealedPerson(b"identity", b"bank")
    corrected = correct_fee("cd" * 16, disputed, case, person, act=an_act(reason="更正时长"), finance=finance)
    assert (corrected.revision, str(corrected.net)) == (2, "900.00")
    assert [line.payout.stage for line in finance.lines(SETTLEMENT.ref)] == [Stage.SUPERSEDED, Stage.COMPUTED]
    assert [stage for stage, _ in finance.acts(LINE)] == [Stage.DISPUTED, Stage.SUPERSEDED]
    assert finance.earlier(b"payee-mark-01", SETTLEMENT).net == Money(90000)


def test_a_tender_is_settled_once_unless_its_committee_is_recalled(finance: SqlFinance) -> None:
    with pytest.raises(AlreadySettled):
        finance.open(replace(SETTLEMENT, ref="99" * 16))
    finance.open(replace(SETTLEMENT, ref="99" * 16, seq=2))
    assert [settlement.seq for settlement in finance.settlements_of("token")] == [1, 2]


def test_the_month_of_a_payer_holds_the_lines_of_all_its_settlements(finance: SqlFinance) -> None:
    a_fee(finance)
    other = replace(SETTLEMENT, ref="77" * 16, project="other")
    finance.open(other)
    a_fee(finance, ref="cd" * 16, settlement=other)
    assert len(finance.lines_of_month(SETTLEMENT.payer_mark, "2026-12")) == 2
    assert finance.lines_of_month(SETTLEMENT.payer_mark, "2027-01") == []


def test_an_entry_stands_in_the_books_once(finance: SqlFinance) -> None:
    line = a_fee(finance)
    assert finance.book(accrued(line, NOW))
    assert not finance.book(accrued(line, NOW))
    assert finance.entry(f"accrued/{LINE}") == accrued(line, NOW)


@pytest.mark.parametrize("table", tables.INSERT_ONLY)
def test_what_is_only_added_can_be_neither_changed_nor_deleted(finance: SqlFinance, table: str) -> None:
    ordered(finance, filed(finance, a_fee(finance)))
    take_report(report((end_to_end_id(LINE, 1), "ACSC")), an_act(), finance)
    column = Row.metadata.tables[table].columns.keys()[0]
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="insert-only"):
            finance._session.execute(text(statement))


def test_no_finance_table_knows_a_draw_or_a_pool_id() -> None:
    columns = {column.name for name in NAMES for column in Row.metadata.tables[name].columns}
    assert not columns & {"draw", "m", "pool_id", "id", "phone", "name", "card"}


def test_an_undecided_payment_has_the_outcome_that_decides_nothing() -> None:
    assert Item("E", "M", LINE, 1, 1, 1).outcome is Outcome.PENDING
