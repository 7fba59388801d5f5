"""申报表: what the payer reports to the tax office for the month, one row for each person and aggregation key (TAX-09)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from dispatch.settle.fee_line import FeeLine, Settlement
from dispatch.settle.workbook import Column, table_workbook
from policies.fees import Fact
from policies.vocabulary.expert import Identity
from policies.vocabulary.money import NOTHING, Money
from policies.withholding import Aggregation, Table, deduction, scale_for

ITEM = "劳务报酬(一般)"
COLUMNS = (
    Column("姓名", 12),
    Column("证件类型", 14),
    Column("证件号", 22),
    Column("付款人", 28),
    Column("所得项目", 16),
    Column("所属期", 10),
    Column("收入", 12, money=True),
    Column("费用", 12, money=True),
    Column("税额", 12, money=True),
)


@dataclass(frozen=True, slots=True)
class Taxed:
    """One fee as the tax office sees it; `once` names what counts as one time (aggregation key, or the line itself)."""

    identity: Identity
    payer: str
    period: str
    once: str
    gross: Money
    tax: Money
    non_resident: bool = False


@dataclass(frozen=True, slots=True)
class TaxRow:
    """姓名、证件号、付款人、所属期、收入、费用、税额."""

    identity: Identity
    payer: str
    period: str
    income: Money
    deduction: Money
    tax: Money

    @property
    def cells(self) -> tuple[str | Money, ...]:
        who = self.identity
        return (who.name, who.id_type, who.id_no, self.payer, ITEM, self.period, self.income, self.deduction, self.tax)


def taxed(line: FeeLine, identity: Identity, settlement: Settlement) -> Taxed:
    """A fee line as the tax office sees it; what counts as one time follows from the settlement (TAX-02)."""
    once = {
        Aggregation.PER_RECEIPT: line.ref,
        Aggregation.PER_PROJECT_MONTH: settlement.project,
        Aggregation.PER_PAYER_MONTH: settlement.payer_mark,
    }[settlement.aggregation]
    non_resident = Fact.NON_RESIDENT in line.facts["inputs"]["facts"]
    return Taxed(identity, settlement.payer, settlement.period, once, line.gross, line.tax, non_resident)


def tax_rows(fees: Iterable[Taxed]) -> tuple[TaxRow, ...]:
    """Fees of one time as one row; fees without income (招标人代表, 未付酬) are left out."""
    times: dict[tuple[str, str, str], list[Taxed]] = {}
    for fee in fees:
        if fee.gross > NOTHING:
            times.setdefault((fee.identity.id_no, fee.period, fee.once), []).append(fee)
    return tuple(_row(time) for time in times.values())


def _row(time: list[Taxed]) -> TaxRow:
    first = time[0]
    income = Money.total(fee.gross for fee in time)
    scale = scale_for(Table.NON_RESIDENT if first.non_resident else Table.RESIDENT, date.fromisoformat(f"{first.period}-01"))
    return TaxRow(first.identity, first.payer, first.period, income, deduction(income, scale), Money.total(fee.tax for fee in time))


def tax_workbook(rows: Iterable[TaxRow], made_at: datetime) -> bytes:
    """The rows as XLSX; the same rows and time give the same bytes."""
    return table_workbook("个人所得税扣缴申报", COLUMNS, [row.cells for row in rows], made_at)
