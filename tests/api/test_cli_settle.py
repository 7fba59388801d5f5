"""`settle import-status` and `settle reconcile`: a report counts once, and what does not fit ends with exit code 1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from api.cli import settle
from dispatch.settle.ledger import ordered
from dispatch.store.base import Row, engine_for
from dispatch.store.finance import SqlFinance
from tests.settle.builders import NOW, SETTLEMENT, a_line
from tests.settle.test_statuses import a_report, paid


@pytest.fixture
def finance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlFinance]:
    """The finance compartment that the commands work on."""
    engine = engine_for(f"sqlite:///{tmp_path}/finance.db")
    wanted = [table for table in Row.metadata.sorted_tables if table.name.startswith(("settlement", "fee_", "ledger_", "pay_", "bank_"))]
    Row.metadata.create_all(engine, tables=wanted)
    with Session(engine) as session:
        kept = SqlFinance(session)
        kept.open(SETTLEMENT)
        monkeypatch.setattr(settle, "_services", lambda: SimpleNamespace(clock=lambda: NOW, open_uow=lambda **_: _Open(kept)))
        yield kept
    engine.dispose()


class _Open:
    def __init__(self, finance: SqlFinance) -> None:
        self.finance = finance

    def __enter__(self) -> _Open:
        return self

    def __exit__(self, *fault: object) -> None:
        return None


def run(*words: str) -> tuple[int, object]:
    outcome = CliRunner().invoke(settle.app, [*words, "--json"])
    return outcome.exit_code, json.loads(outcome.stdout)


def test_books_that_agree_end_with_exit_code_0(finance: SqlFinance) -> None:
    code, answer = run("reconcile")
    assert (code, answer["agrees"]) == (0, True)  # type: ignore[index]


def test_a_sum_on_its_way_that_no_payment_explains_ends_with_exit_code_1(finance: SqlFinance) -> None:
    finance.book(ordered(a_line(), "EPlost", NOW))
    code, answer = run("reconcile")
    assert (code, answer["on_the_way_fen"]) == (1, 85000)  # type: ignore[index]


def test_a_report_is_taken_once(finance: SqlFinance, tmp_path: Path) -> None:
    file = tmp_path / "report.xml"
    file.write_bytes(a_report(paid("EPstranger")))
    assert run("import-status", str(file)) == (
        0,
        [{"end_to_end_id": "EPstranger", "outcome": "成功", "effect": "无此笔", "reason": ""}],
    )
    assert run("import-status", str(file)) == (0, [])


def test_a_file_that_is_no_report_is_refused(finance: SqlFinance, tmp_path: Path) -> None:
    file = tmp_path / "report.xml"
    file.write_bytes(b"hello")
    code, answer = run("import-status", str(file))
    assert (code, answer["refused"]["code"]) == (1, "settle.not_a_status_report")  # type: ignore[call-overload,index]
