"""个税单算: the tax on one sum without a fee around it, as `fee tax` answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policies.refusals import CumulativeIncomeMissing, MonthsOutOfRange, NegativeAmount, OneSumPlease
from policies.vocabulary.money import NOTHING, Money
from policies.vocabulary.source import Source
from policies.withholding import (
    NO_EARLIER,
    Aggregation,
    Basis,
    Table,
    Withheld,
    cumulative_tax,
    scale_for,
    tables,
    withhold,
)


@dataclass(frozen=True, slots=True)
class Sum:
    """One amount of the answer: its key for programs, its name for people."""

    key: str
    chinese: str
    english: str
    amount: Money


@dataclass(frozen=True, slots=True)
class TaxQuote:
    sums: tuple[Sum, ...]
    source: Source

    def as_json(self) -> dict[str, int]:
        return {f"{one.key}_fen": one.amount.fen for one in self.sums}


def tax_quote(
    gross: Money | None, net: Money | None, on: date, earlier: Withheld, aggregation: Aggregation, *, non_resident: bool
) -> TaxQuote:
    """Gross, tax and net of one receipt, from its gross or its net sum. Raises OneSumPlease, NegativeAmount, NotYetInForce."""
    if (gross is None) == (net is None):
        raise OneSumPlease()
    amount, basis = (gross, Basis.GROSS) if gross is not None else (net or NOTHING, Basis.NET)
    _not_negative(gross_or_net=amount)
    table = Table.NON_RESIDENT if non_resident else Table.RESIDENT
    counted = NO_EARLIER if aggregation is Aggregation.PER_RECEIPT else earlier
    paid = withhold(amount, basis, scale_for(table, on), counted)
    sums = (Sum("gross", "税前", "gross", paid.gross), Sum("tax", "个税", "tax", paid.tax), Sum("net", "税后", "net", paid.net))
    return TaxQuote(sums, tables()[table].sources[0])


def platform_tax(income: Money | None, months: int, other: Money, already: Money, on: date) -> TaxQuote:
    """Tax to withhold now by the cumulative method. Raises a refusal; NotYetInForce before 2025-10-01."""
    if income is None:
        raise CumulativeIncomeMissing()
    _not_negative(cumulative_gross_fen=income, other_fen=other, already_fen=already)
    if not 1 <= months <= 12:
        raise MonthsOutOfRange(months=months)
    tax = cumulative_tax(income, months, other, already, scale_for(Table.PLATFORM, on))
    sums = (
        Sum("cumulative_gross", "本年累计税前", "gross of the year to date", income),
        Sum("already", "已预扣", "withheld so far", already),
        Sum("tax", "本次预扣", "to withhold now", tax),
    )
    return TaxQuote(sums, tables()[Table.PLATFORM].sources[0])


def _not_negative(**amounts: Money) -> None:
    for what, amount in amounts.items():
        if amount < NOTHING:
            raise NegativeAmount(what=what)
