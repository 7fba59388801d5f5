"""What finance takes away for one tender: fee sheet, tax file, and the payment orders as the bank gets them."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.settle.sheet import SheetHead, SheetRow, fee_sheet, signature_of
from dispatch.settle.tax_file import tax_rows, tax_workbook, taxed
from dispatch.workflow.fee_approval import fee_lines
from dispatch.workflow.fees import SYSTEM, account_box, open_payee
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.refusals import NoFees
from dispatch.workflow.work import Work
from policies.calendar import LOCAL


@dataclass(frozen=True, slots=True)
class FeeFiles:
    """Sheet and tax file as XLSX; `orders` are pain.001 documents by message id."""

    sheet: bytes
    tax: bytes
    orders: dict[str, bytes]


def fee_files(record: TenderRecord, work: Work) -> FeeFiles:
    """The files as they stand; the sheet shows report codes and masked cards only (EN-5). Raises NoFees."""
    lines, settled = fee_lines(record, work), work.uow.finance.settlements_of(record.token)
    if not lines:
        raise NoFees(tender=record.id)
    accounts = {line.ref: work.uow.finance.account(line.ref) for line in lines}
    payees = {ref: open_payee(account, work.means) for ref, account in accounts.items() if account}
    on = f"{record.tender.checkin_at.astimezone(LOCAL):%Y-%m-%d}"
    head = SheetHead(record.token, on, record.tender.host_centre, settled[0].payer, settled[0].aggregation, SYSTEM, "")
    rows = [SheetRow(line, payees.get(line.ref), signature=signature_of(line)) for line in lines]
    taxes = tax_rows(taxed(line, payees[line.ref].identity, settled[0]) for line in lines if line.ref in payees)
    return FeeFiles(fee_sheet(head, rows, work.now), tax_workbook(taxes, work.now), _orders([one.ref for one in settled], work))


def _orders(settlements: list[str], work: Work) -> dict[str, bytes]:
    box = account_box(work.means)
    kept = [order for ref in settlements for order in work.uow.finance.orders_of(ref)]
    return {order.message_id: box.open(order.document, order.message_id) for order in kept}
