"""Withholding: the tables of TAX-03, TAX-05 and TAX-06, the way back from a net sum, and several receipts as one time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.refusals import EarlierReceiptsClash, NotYetInForce
from policies.vocabulary.money import NOTHING, Money
from policies.withholding import (
    NO_EARLIER,
    Aggregation,
    Basis,
    Scale,
    Table,
    Withheld,
    cumulative_tax,
    deduction,
    earlier_receipts,
    gross_for,
    scale_for,
    tax_on,
    withhold,
)

DAY = date(2026, 12, 16)
RESIDENT = scale_for(Table.RESIDENT, DAY)
NON_RESIDENT = scale_for(Table.NON_RESIDENT, DAY)
PLATFORM = scale_for(Table.PLATFORM, DAY)
fen = st.integers(min_value=0, max_value=20_000_000).map(Money)
scales = st.sampled_from([RESIDENT, NON_RESIDENT])

PURE_TAX = """
T01 200 0 | T02 800 0 | T03 800.01 0 | T04 801 0.20 | T05 900 20 | T06 1000 40 | T07 1200 80 | T08 2400 320 | T09 3999.99 640
T10 4000 640 | T11 4000.01 640 | T12 5000 800 | T13 12345.67 1975.31 | T14 25000 4000 | T15 25000.01 4000 | T16 30000 5200
T17 62500 13000 | T18 70000 15400
"""
GROSS_UP = """
N01 500 500 | N02 600 600 | N03 800 800 | N04 800.01 800.01 | N05 850 862.50 | N06 1000 1050 | N07 1150 1237.50 | N08 1250 1362.50
N09 1300 1425 | N10 1500 1675 | N11 1550 1737.50 | N12 3360 4000 | N13 3360.01 4000.01 | N14 4200 5000 | N15 21000 25000
N16 21000.01 25000.01 | N17 24800 30000 | N18 49500 62500 | N19 49500.01 62500.01 | N20 54600 70000
"""


def cases(table: str) -> list[object]:
    rows = [case.split() for case in table.replace("\n", "|").split("|") if case.strip()]
    return [pytest.param(Money.yuan(left), Money.yuan(right), id=name) for name, left, right in rows]


@pytest.mark.parametrize(("gross", "tax"), cases(PURE_TAX))
def test_the_tax_on_one_time_is_that_of_the_table(gross: Money, tax: Money) -> None:
    assert withhold(gross, Basis.GROSS, RESIDENT) == Withheld(gross, tax, gross - tax)


@pytest.mark.parametrize(("net", "gross"), cases(GROSS_UP))
def test_a_net_sum_stands_for_one_gross_sum(net: Money, gross: Money) -> None:
    assert withhold(net, Basis.NET, RESIDENT) == Withheld(gross, gross - net, net)
    assert tax_on(gross, RESIDENT) == gross - net


@pytest.mark.parametrize(("gross", "tax"), cases("N1 900 21.60 | N2 1237.50 29.70 | N3 5000 190 | N4 30000 3390"))
def test_a_non_resident_is_taxed_by_the_monthly_table(gross: Money, tax: Money) -> None:
    assert tax_on(gross, NON_RESIDENT) == tax


@settings(max_examples=300, deadline=None)
@given(net=fen, scale=scales)
def test_the_gross_sum_taxed_again_gives_the_net_sum_to_the_fen(net: Money, scale: Scale) -> None:
    gross = gross_for(net, scale)
    assert tax_on(gross, scale) == gross - net


@settings(max_examples=200, deadline=None)
@given(gross=fen, scale=scales)
def test_whoever_earns_a_fen_more_never_keeps_less(gross: Money, scale: Scale) -> None:
    more = gross + Money(1)
    assert gross - tax_on(gross, scale) <= more - tax_on(more, scale)


def in_turn(amounts: list[Money], basis: Basis, aggregation: Aggregation) -> list[Withheld]:
    """Receipts of one key, each seeing the earlier ones unless every receipt is its own time."""
    paid: list[Withheld] = []
    for amount in amounts:
        earlier = NO_EARLIER if aggregation is Aggregation.PER_RECEIPT else total(paid)
        paid.append(withhold(amount, basis, RESIDENT, earlier))
    return paid


def total(paid: list[Withheld]) -> Withheld:
    return Withheld(Money.total(one.gross for one in paid), Money.total(one.tax for one in paid), Money.total(one.net for one in paid))


@pytest.mark.parametrize(
    ("amounts", "basis", "aggregation", "tax", "net"),
    [
        pytest.param(["900"] * 3, Basis.GROSS, Aggregation.PER_RECEIPT, "60", "2640", id="G01"),
        pytest.param(["900"] * 3, Basis.GROSS, Aggregation.PER_PROJECT_MONTH, "380", "2320", id="G02"),
        pytest.param(["2250"], Basis.GROSS, Aggregation.PER_PROJECT_MONTH, "290", "1960", id="G03, each of the two projects"),
        pytest.param(["2250"] * 2, Basis.GROSS, Aggregation.PER_PAYER_MONTH, "720", "3780", id="G04"),
        pytest.param(["850"] * 3, Basis.NET, Aggregation.PER_RECEIPT, "37.50", "2550", id="G05"),
        pytest.param(["850"] * 3, Basis.NET, Aggregation.PER_PROJECT_MONTH, "437.50", "2550", id="G06"),
    ],
)
def test_receipts_of_one_key_are_taxed_as_one_time(amounts: list[str], basis: Basis, aggregation: Aggregation, tax: str, net: str) -> None:
    paid = total(in_turn([Money.yuan(amount) for amount in amounts], basis, aggregation))
    assert (paid.tax, paid.net) == (Money.yuan(tax), Money.yuan(net))


def test_the_gross_lines_of_three_net_days_grow_with_the_month() -> None:
    paid = in_turn([Money.yuan("850")] * 3, Basis.NET, Aggregation.PER_PROJECT_MONTH)
    assert [str(one.gross) for one in paid] == ["862.50", "1062.50", "1062.50"]


@settings(max_examples=150, deadline=None)
@given(amounts=st.lists(fen, min_size=1, max_size=6), basis=st.sampled_from(Basis))
def test_receipts_in_turn_pay_the_tax_of_their_sum(amounts: list[Money], basis: Basis) -> None:
    paid = in_turn(amounts, basis, Aggregation.PER_PROJECT_MONTH)
    assert all(one.gross - one.tax == one.net and one.tax >= NOTHING for one in paid)
    assert abs(total(paid).tax.fen - tax_on(total(paid).gross, RESIDENT).fen) <= len(paid)


@settings(max_examples=100, deadline=None)
@given(gross=fen, scale=scales)
def test_a_deduction_is_never_more_than_the_income(gross: Money, scale: Scale) -> None:
    assert NOTHING <= deduction(gross, scale) <= gross


def test_too_much_withheld_before_is_not_paid_back_by_the_payer() -> None:
    earlier = Withheld(Money.yuan("1000"), Money.yuan("900"), Money.yuan("100"))
    assert withhold(Money.yuan("100"), Basis.GROSS, RESIDENT, earlier).tax == NOTHING


def test_a_platform_withholds_on_the_income_of_the_year_to_date() -> None:
    due = cumulative_tax(Money.yuan("60000"), 3, NOTHING, Money.yuan("600"), PLATFORM)
    assert due == Money.yuan("390")  # (60,000 × 80 % − 15,000) × 3 % − 600
    assert cumulative_tax(Money.yuan("60000"), 12, NOTHING, NOTHING, PLATFORM) == NOTHING


def test_the_platform_method_does_not_reach_back_before_its_first_day() -> None:
    with pytest.raises(NotYetInForce):
        scale_for(Table.PLATFORM, date(2025, 9, 30))


def test_any_two_of_three_earlier_sums_tell_the_third() -> None:
    paid = Withheld(Money(90000), Money(2000), Money(88000))
    assert earlier_receipts(paid.gross, paid.tax, None) == earlier_receipts(paid.gross, None, paid.net) == paid
    assert earlier_receipts(None, paid.tax, paid.net) == paid
    assert earlier_receipts(None, None, None) == NO_EARLIER


@pytest.mark.parametrize("sums", [(90000, 2000, 90000), (-1, 0, -1), (100, 200, -100), (None, None, 100), (None, 5, None)])
def test_earlier_sums_that_contradict_each_other_are_refused(sums: tuple[int | None, ...]) -> None:
    with pytest.raises(EarlierReceiptsClash):
        earlier_receipts(*(None if each is None else Money(each) for each in sums))
