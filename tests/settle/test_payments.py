"""Money moves once, whatever is killed when; and reconciliation sees what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from dispatch.settle.fee_line import FeeCase
from dispatch.settle.payments import SealedPerson, compute_fee, take_report, take_step
from dispatch.settle.payout import Stage
from dispatch.settle.reconcile import reconcile
from dispatch.settle.statuses import PaymentStatus, StatusReport
from dispatch.store.base import Row, engine_for
from dispatch.store.finance import SqlFinance
from dispatch.store.tables import finance as tables  # noqa: F401 - its rows are the tables
from policies.vocabulary.money import NOTHING
from policies.vocabulary.roles import Role
from tests.policies.fee_builders import a_request
from tests.settle.builders import NOW, SETTLEMENT, an_act
from tests.settle.killed_bank import Killed, Run

NAMES = {"settlement", "pay_order", "pay_item"}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database with two fees that are filed with the tax office."""
    made = engine_for(f"sqlite:///{tmp_path}/finance.db")
    wanted = [t for t in Row.metadata.sorted_tables if t.name in NAMES or t.name.startswith(("fee_", "ledger_", "bank_"))]
    with made.begin() as connection:
        Row.metadata.create_all(connection, tables=wanted)
    with Session(made) as session:
        _two_filed(SqlFinance(session))
        session.commit()
    yield made
    made.dispose()


def _two_filed(finance: SqlFinance) -> None:
    finance.open(SETTLEMENT)
    way = ((Stage.CONFIRMED, Role.EXPERT), (Stage.CHECKED, Role.FINANCE), (Stage.APPROVED, Role.TENDERER), (Stage.TAX_FILED, Role.FINANCE))
    for number in (1, 2):
        case = FeeCase(f"甲-{number:02d}", bytes([number]), a_request("AH", facts=["leader"] if number == 1 else []))
        line = compute_fee(f"{number:032x}", SETTLEMENT, case, SealedPerson(b"i", b"b"), finance, now=NOW)
        for stage, role in way:
            line = take_step(line, stage, an_act(role, role.value), finance)


@pytest.mark.parametrize("dies_at", range(1, 7))
def test_whatever_is_killed_when_each_fee_is_paid_once(engine: Engine, tmp_path: Path, dies_at: int) -> None:
    with suppress(Killed):
        Run(engine, tmp_path / "bank", dies_at).go()
    Run(engine, tmp_path / "bank", dies_at=0).go()
    with Session(engine) as session:
        finance = SqlFinance(session)
        assert [line.payout.stage for line in finance.lines(SETTLEMENT.ref)] == [Stage.PAID, Stage.PAID]
        assert sum(entry.key.startswith("booked/") for entry in finance.entries()) == 2
        assert reconcile(finance).agrees
    assert len(list((tmp_path / "bank" / "in").glob("*.xml"))) == 1


def test_a_run_that_is_killed_before_its_first_commit_has_ordered_nothing(engine: Engine, tmp_path: Path) -> None:
    with suppress(Killed):
        Run(engine, tmp_path / "bank", dies_at=1).go()
    with Session(engine) as session:
        assert SqlFinance(session).undecided() == []


def test_reconciliation_names_what_is_on_its_way_and_what_nobody_ordered(engine: Engine, tmp_path: Path) -> None:
    with suppress(Killed):
        Run(engine, tmp_path / "bank", dies_at=2).go()
    with Session(engine) as session:
        finance = SqlFinance(session)
        before = reconcile(finance)
        assert (before.agrees, len(before.undecided), len(before.not_handed_over)) == (True, 2, 1)
        assert before.on_the_way == before.undecided_sum != NOTHING
        take_report(StatusReport("R9", "ED9", None, (PaymentStatus("EPx", "ACSC", ""),)), an_act(), finance)
        assert reconcile(finance).unclear == (("R9", "EPx", "无此笔"),)
