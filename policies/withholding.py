"""预扣预缴: what the payer keeps back from a fee as income tax, and what gross sum an after-tax fee stands for.

Sources: data/withholding.yaml (TAX-01 … TAX-06). Per time for residents, monthly table for non-residents, cumulative for
platform companies. The annual settlement (汇算清缴, TAX-04) is the expert's own and no part of this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from pydantic import BaseModel, ConfigDict

from policies.dated import DATA, Dated, in_force, load_table
from policies.refusals import EarlierReceiptsClash
from policies.vocabulary.money import NOTHING, Money, round_half_up


class Basis(StrEnum):
    """Whether a standard names the sum before tax or the sum that reaches the expert."""

    GROSS = "gross"
    NET = "net"


class Aggregation(StrEnum):
    """What counts as one time (一次): TAX-02."""

    PER_RECEIPT = "per_receipt"
    PER_PROJECT_MONTH = "per_project_month"
    PER_PAYER_MONTH = "per_payer_month"


class Table(StrEnum):
    """Which scale applies to whom."""

    RESIDENT = "resident_per_time"
    NON_RESIDENT = "non_resident_monthly"
    PLATFORM = "cumulative_platform"


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Deduction(_Form):
    """费用: a flat sum in yuan, or a share of the income, for incomes above a limit."""

    above: Decimal
    flat: Decimal = Decimal(0)
    share: Decimal = Decimal(0)


class Rate(_Form):
    above: Decimal
    rate: Decimal
    quick_deduction: Decimal


class Scale(_Form):
    """费用扣除 and 税率表 of one kind of withholding, in yuan; both ascend."""

    deductions: tuple[Deduction, ...]
    rates: tuple[Rate, ...]
    monthly: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Withheld:
    """One sum before tax, the tax kept back, and what reaches the expert; always gross − tax = net."""

    gross: Money
    tax: Money
    net: Money


NO_EARLIER = Withheld(NOTHING, NOTHING, NOTHING)


@cache
def tables() -> dict[str, Dated[Scale]]:
    return load_table(DATA / "withholding.yaml", Scale)


def scale_for(table: Table, on: date) -> Scale:
    """The scale in force on the day of payment. Raises NotYetInForce."""
    return in_force(tables()[table], on=on)


def deduction(gross: Money, scale: Scale) -> Money:
    """费用 that may be deducted from one income; never more than the income."""
    return gross - Money(round_half_up(_base(Decimal(gross.fen), scale)))


def tax_on(gross: Money, scale: Scale) -> Money:
    """Tax on one time's income, rounded half up to the fen: T(G) of TAX-03, TAX-05."""
    return Money(round_half_up(_tax_on_base(_base(Decimal(gross.fen), scale), scale)))


def gross_for(net: Money, scale: Scale) -> Money:
    """The gross sum whose net is `net`, rounded half up to the fen; then tax_on(gross) == gross − net, to the fen."""
    for segment in _segments(scale):
        if segment.up_to is None or net.fen <= segment.up_to * (1 - segment.slope) + segment.offset:
            return Money(round_half_up((net.fen - segment.offset) / (1 - segment.slope)))
    raise AssertionError("the last segment has no end")


def withhold(amount: Money, basis: Basis, scale: Scale, earlier: Withheld = NO_EARLIER) -> Withheld:
    """One receipt, after earlier receipts of the same aggregation key; what was paid before is never re-opened.

    Gross standard: tax = T(earlier gross + amount) − tax withheld before. Net standard: gross = grossup(Σ net) − Σ gross before.
    Where too much was withheld before, nothing is withheld now and nothing is paid back.
    """
    if basis is Basis.GROSS:
        tax = max(NOTHING, tax_on(earlier.gross + amount, scale) - earlier.tax)
        return Withheld(amount, min(tax, amount), amount - min(tax, amount))
    gross = max(amount, gross_for(earlier.net + amount, scale) - earlier.gross)
    return Withheld(gross, gross - amount, amount)


def earlier_receipts(gross: Money | None, tax: Money | None, net: Money | None) -> Withheld:
    """Earlier receipts of one aggregation key, from the sums somebody gives; any two of the three tell the third.

    Raises EarlierReceiptsClash where gross − tax is not net, or too little is given.
    """
    if gross is None and net is not None and tax is not None:
        gross = net + tax
    if gross is None:
        if tax is None and net is None:
            return NO_EARLIER
        raise EarlierReceiptsClash()
    if tax is None:
        tax = gross - net if net is not None else NOTHING
    if min(gross, tax, gross - tax) < NOTHING or (net is not None and gross - tax != net):
        raise EarlierReceiptsClash()
    return Withheld(gross, tax, gross - tax)


def cumulative_tax(gross: Money, months: int, other: Money, already: Money, scale: Scale) -> Money:
    """Tax to withhold now by the cumulative method (TAX-06): on the year's income to date, less what was withheld."""
    base = _base(Decimal(gross.fen), scale) - scale.monthly * 100 * months - other.fen
    due = round_half_up(_tax_on_base(max(base, Decimal(0)), scale))
    return Money(max(0, due - already.fen))


def _base(fen: Decimal, scale: Scale) -> Decimal:
    """Taxable base in fen, not rounded."""
    band = [deduction for deduction in scale.deductions if fen > deduction.above * 100 or not deduction.above][-1]
    return max(Decimal(0), fen - band.flat * 100 - fen * band.share)


def _tax_on_base(base: Decimal, scale: Scale) -> Decimal:
    bracket = [rate for rate in scale.rates if base > rate.above * 100 or not rate.above][-1]
    return base * bracket.rate - bracket.quick_deduction * 100


@dataclass(frozen=True, slots=True)
class _Segment:
    """Up to a gross sum in fen (None: without end) the tax is slope · gross − offset."""

    up_to: Decimal | None
    slope: Decimal
    offset: Decimal


def _segments(scale: Scale) -> Iterator[_Segment]:
    """T(G) as straight pieces, in order: where the deduction or the rate changes a piece ends."""
    ends = [band.above * 100 for band in scale.deductions[1:]]
    for band, end in zip(scale.deductions, [*ends, None], strict=True):
        slope = 1 - band.share
        if band.flat:
            yield _Segment(band.flat * 100, Decimal(0), Decimal(0))
        tops = [rate.above * 100 for rate in scale.rates[1:]]
        for rate, top in zip(scale.rates, [*tops, None], strict=True):
            reach = None if top is None else (top + band.flat * 100) / slope
            stops_here = end is not None and (reach is None or reach >= end)
            yield _Segment(end if stops_here else reach, rate.rate * slope, rate.rate * band.flat * 100 + rate.quick_deduction * 100)
            if stops_here:
                break
