"""The tax file: one row for each person and time, with income, deduction and tax."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from dispatch.settle.tax_file import Taxed, tax_rows, tax_workbook, taxed
from policies.vocabulary.expert import Identity
from policies.vocabulary.money import NOTHING, Money
from policies.withholding import Aggregation
from tests.settle.builders import IDENTITY, NOW, SETTLEMENT, a_line

OTHER = Identity("乙某某", "女", "居民身份证", "620000198002290024")


def a_fee(gross: str = "862.50", tax: str = "12.50", who: Identity = IDENTITY, once: str = "p1", **changes: bool) -> Taxed:
    return Taxed(who, "某某公司", "2026-12", once, Money.yuan(gross), Money.yuan(tax), **changes)


def test_receipts_of_one_time_are_one_row_with_one_deduction() -> None:
    rows = tax_rows([a_fee(), a_fee("1062.50", "212.50"), a_fee(who=OTHER)])
    assert [(row.identity.name, str(row.income), str(row.deduction), str(row.tax)) for row in rows] == [
        ("甲某某", "1925.00", "800.00", "225.00"),
        ("乙某某", "862.50", "800.00", "12.50"),
    ]


def test_two_projects_are_two_times() -> None:
    assert len(tax_rows([a_fee(), a_fee(once="p2")])) == 2


def test_the_deduction_follows_the_income() -> None:
    assert [str(tax_rows([a_fee(gross, "0")])[0].deduction) for gross in ("600", "3000", "5000")] == ["600.00", "800.00", "1000.00"]
    assert tax_rows([a_fee("600", "14.40", non_resident=True)])[0].deduction == Money.yuan("120")


@pytest.mark.parametrize(("aggregation", "rows"), [("per_receipt", 2), ("per_project_month", 1), ("per_payer_month", 1)])
def test_what_is_one_time_follows_from_the_settlement(aggregation: str, rows: int) -> None:
    settlement = replace(SETTLEMENT, aggregation=Aggregation(aggregation))
    fees = [taxed(a_line(ref), IDENTITY, settlement) for ref in ("ab" * 16, "cd" * 16)]
    assert len(tax_rows(fees)) == rows


def test_a_non_resident_has_the_deduction_of_the_monthly_table() -> None:
    line = a_line(standard="AH", facts=("non_resident",))
    assert tax_rows([taxed(line, IDENTITY, SETTLEMENT)])[0].deduction == Money.yuan("120")


def test_who_was_paid_nothing_is_not_reported() -> None:
    assert tax_rows([Taxed(IDENTITY, "某某公司", "2026-12", "p1", NOTHING, NOTHING)]) == ()


def test_the_workbook_holds_the_fields_of_the_form() -> None:
    rows = tax_rows([a_fee()])
    wanted = ["甲某某", "居民身份证", "620000197001010014", "某某公司", "劳务报酬(一般)", "2026-12"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(tax_workbook(rows, NOW))).get_sheet_by_index(0).to_python()
    assert sheet[1] == [*wanted, 862.5, 800, 12.5]
