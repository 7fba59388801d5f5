"""`settle import-status` and `settle reconcile`: a report counts once, and what does not fit ends with exit code 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import settle
from dispatch.bootstrap import Services
from dispatch.settle.ledger import ordered
from tests.api.shop import services_in
from tests.settle.builders import NOW, SETTLEMENT, a_line
from tests.settle.test_statuses import a_report, paid


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    """A centre with one open settlement, on which the commands work."""
    made = services_in(tmp_path)
    with made.work() as work:
        work.uow.finance.open(SETTLEMENT)
    monkeypatch.setattr("api.cli.services", lambda: made)
    return made


def run(*words: str) -> tuple[int, object]:
    outcome = CliRunner().invoke(settle.app, [*words, "--json"])
    return outcome.exit_code, json.loads(outcome.stdout)


def test_books_that_agree_end_with_exit_code_0(services: Services) -> None:
    code, answer = run("reconcile")
    assert (code, answer["agrees"]) == (0, True)  # type: ignore[index]


def test_a_sum_on_its_way_that_no_payment_explains_ends_with_exit_code_1(services: Services) -> None:
    with services.work() as work:
        work.uow.finance.book(ordered(a_line(), "EPlost", NOW))
    code, answer = run("reconcile")
    assert (code, answer["on_the_way_fen"]) == (1, 85000)  # type: ignore[index]


def test_a_report_is_taken_once(services: Services, tmp_path: Path) -> None:
    file = tmp_path / "report.xml"
    file.write_bytes(a_report(paid("EPstranger")))
    assert run("import-status", str(file)) == (
        0,
        [{"end_to_end_id": "EPstranger", "outcome": "成功", "effect": "无此笔", "reason": ""}],
    )
    assert run("import-status", str(file)) == (0, [])


def test_a_file_that_is_no_report_is_refused(services: Services, tmp_path: Path) -> None:
    file = tmp_path / "report.xml"
    file.write_bytes(b"hello")
    code, answer = run("import-status", str(file))
    assert (code, answer["refused"]["code"]) == (1, "settle.not_a_status_report")  # type: ignore[call-overload,index]


def test_a_months_books_and_what_is_due_are_told(services: Services) -> None:
    with services.work() as work:
        work.uow.finance.book(ordered(a_line(), "EP1", NOW))
    code, books = run("ledger", "--month", f"{NOW:%Y-%m}")
    assert (code, [entry["key"] for entry in books["entries"]]) == (0, ["ordered/EP1"])  # type: ignore[index, call-overload]
    assert books["moved_fen"] == books["standing_fen"] and sum(books["moved_fen"].values()) == 0  # type: ignore[call-overload, index]
    assert run("due") == (0, [])


def test_what_finance_asks_for_in_vain_is_refused_in_words(services: Services, tmp_path: Path) -> None:
    out, who = tmp_path / "tax.xlsx", ("--by", "财务丙", "--why", "更正")
    code, answer = run("tax", "--payer", "nobody", "--month", "2026-12", "--out", str(out))
    assert (code, answer["refused"]["code"], out.exists()) == (1, "fee.nothing_that_month", False)  # type: ignore[call-overload, index]
    code, answer = run("correct", "--tender", "X/1", "--code", "甲-07", "--add", "leader", *who)
    assert (code, answer["refused"]["code"]) == (1, "tender.unknown")  # type: ignore[call-overload, index]
    nothing = CliRunner().invoke(settle.app, ["correct", "--tender", "X/1", "--code", "甲-07", *who])
    assert nothing.exit_code == 2 and "没有要更正的内容" in nothing.output
