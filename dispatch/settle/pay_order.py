"""支付指令: one ISO 20022 payment file (pain.001.001.09) for one batch; every id in it is used once and never again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pyiso20022.pain import pain_001_001_09 as iso
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig
from xsdata.models.datatype import XmlDate, XmlDateTime

from dispatch.kernel.canonical import labelled_hash, u32
from dispatch.settle.refusals import NothingToPay
from policies.vocabulary.expert import Bank
from policies.vocabulary.money import NOTHING, Money

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
PURPOSE = "评审劳务费"
_CNAPS = iso.ClearingSystemIdentification2Choice(cd="CNAPS")
_LONGEST_NAME = 140


@dataclass(frozen=True, slots=True)
class Payer:
    """付款人 and the account it pays from."""

    name: str
    bank: Bank


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment: to whom, where and how much; `line` and `attempt` make its end-to-end id."""

    line: str
    attempt: int
    payee: str
    bank: Bank
    amount: Money

    @property
    def end_to_end_id(self) -> str:
        return end_to_end_id(self.line, self.attempt)


@dataclass(frozen=True, slots=True)
class PayOrder:
    """One batch of one settlement, as handed to the bank."""

    settlement: str
    batch: int
    payer: Payer
    payments: tuple[Payment, ...]
    made_at: datetime
    pay_on: date

    @property
    def message_id(self) -> str:
        return message_id(self.settlement, self.batch)

    @property
    def total(self) -> Money:
        return Money.total(payment.amount for payment in self.payments)


def message_id(settlement: str, batch: int) -> str:
    """At most 35 characters, the same for the same batch, tells nothing about the tender."""
    return "ED" + labelled_hash("dispatch/pay-order", settlement.encode(), u32(batch))[:15].hex()


def end_to_end_id(line: str, attempt: int) -> str:
    """At most 35 characters; a second attempt to pay the same fee has another one (EN-6)."""
    return "EP" + labelled_hash("dispatch/payment", line.encode(), u32(attempt))[:15].hex()


def pay_order_document(order: PayOrder) -> bytes:
    """The file for the bank, UTF-8; the same order gives the same bytes. Raises NothingToPay for no payment or an empty one."""
    if not order.payments or any(payment.amount <= NOTHING for payment in order.payments):
        raise NothingToPay()
    document = iso.Document(cstmr_cdt_trf_initn=_initiation(order))
    config = SerializerConfig(xml_declaration=True, encoding="UTF-8", indent=" ")
    return XmlSerializer(config=config).render(document, ns_map={None: NAMESPACE}).encode("utf-8")


def _initiation(order: PayOrder) -> iso.CustomerCreditTransferInitiationV09:
    payer = _party(order.payer.name)
    count, total = str(len(order.payments)), _yuan(order.total)
    header = iso.GroupHeader85(
        msg_id=order.message_id,
        cre_dt_tm=XmlDateTime.from_datetime(order.made_at.replace(microsecond=0)),
        nb_of_txs=count,
        ctrl_sum=total,
        initg_pty=payer,
    )
    instruction = iso.PaymentInstruction30(
        pmt_inf_id=order.message_id,
        pmt_mtd=iso.PaymentMethod3Code.TRF,
        btch_bookg=False,
        nb_of_txs=count,
        ctrl_sum=total,
        reqd_exctn_dt=iso.DateAndDateTime2Choice(dt=XmlDate.from_date(order.pay_on)),
        dbtr=payer,
        dbtr_acct=_account(order.payer.bank, currency="CNY"),
        dbtr_agt=_agent(order.payer.bank),
        chrg_br=iso.ChargeBearerType1Code.DEBT,
        cdt_trf_tx_inf=[_transfer(payment) for payment in order.payments],
    )
    return iso.CustomerCreditTransferInitiationV09(grp_hdr=header, pmt_inf=[instruction])


def _transfer(payment: Payment) -> iso.CreditTransferTransaction34:
    amount = iso.ActiveOrHistoricCurrencyAndAmount(value=_yuan(payment.amount), ccy="CNY")
    return iso.CreditTransferTransaction34(
        pmt_id=iso.PaymentIdentification6(end_to_end_id=payment.end_to_end_id),
        amt=iso.AmountType4Choice(instd_amt=amount),
        cdtr_agt=_agent(payment.bank),
        cdtr=_party(payment.payee),
        cdtr_acct=_account(payment.bank),
        rmt_inf=iso.RemittanceInformation16(ustrd=[PURPOSE]),
    )


def _party(name: str) -> iso.PartyIdentification135:
    return iso.PartyIdentification135(nm=name[:_LONGEST_NAME])


def _account(bank: Bank, currency: str | None = None) -> iso.CashAccount38:
    number = iso.GenericAccountIdentification1(id=bank.card)
    return iso.CashAccount38(id=iso.AccountIdentification4Choice(othr=number), ccy=currency)


def _agent(bank: Bank) -> iso.BranchAndFinancialInstitutionIdentification6:
    """开户行: by its 联行号 where there is one, and by name."""
    member = iso.ClearingSystemMemberIdentification2(clr_sys_id=_CNAPS, mmb_id=bank.cnaps) if bank.cnaps else None
    name = bank.branch[:_LONGEST_NAME] or None
    return iso.BranchAndFinancialInstitutionIdentification6(
        fin_instn_id=iso.FinancialInstitutionIdentification18(clr_sys_mmb_id=member, nm=name)
    )


def _yuan(amount: Money) -> Decimal:
    return Decimal(str(amount))
