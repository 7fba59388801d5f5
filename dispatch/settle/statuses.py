"""银行回执: what a status report (ISO 20022 pain.002) says of each payment, in the bank's words and in ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from importlib import import_module
from typing import Any

from xsdata.exceptions import ParserError
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.handlers import XmlEventHandler

from dispatch.settle.refusals import NotAStatusReport

_VERSIONS = ("03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14")
_PREFIX = "urn:iso:std:iso:20022:tech:xsd:pain.002.001."
_LARGEST = 16 * 2**20
_BOOKED, _REJECTED = {"ACSC", "ACCC"}, {"RJCT", "CANC"}


class Outcome(StrEnum):
    """What a payment came to; 处理中 decides nothing yet."""

    PENDING = "处理中"
    PAID = "成功"
    RETURNED = "退票"


@dataclass(frozen=True, slots=True)
class PaymentStatus:
    """The bank's word on one payment: its status code, and why not, if not (AC04: account closed …)."""

    end_to_end_id: str
    code: str
    reason: str

    @property
    def outcome(self) -> Outcome:
        """Only settlement is success: an accepted instruction (ACCP, ACSP) may still be returned."""
        return Outcome.PAID if self.code in _BOOKED else Outcome.RETURNED if self.code in _REJECTED else Outcome.PENDING


@dataclass(frozen=True, slots=True)
class StatusReport:
    """One report; `message_id` is that of our order, `group` the code for all its payments, if the bank gives one."""

    report_id: str
    message_id: str
    group: PaymentStatus | None
    payments: tuple[PaymentStatus, ...]

    def for_each(self, ordered: Iterable[str]) -> tuple[PaymentStatus, ...]:
        """A status for every payment named; where the group as a whole was paid or rejected, also for the others of the order."""
        named = {status.end_to_end_id for status in self.payments}
        if self.group is None or self.group.outcome is Outcome.PENDING:
            return self.payments
        rest = (PaymentStatus(one, self.group.code, self.group.reason) for one in ordered if one not in named)
        return (*self.payments, *rest)


def read_status_report(document: bytes) -> StatusReport:
    """The report in a file from the bank, any version of pain.002 from 03 to 14. Raises NotAStatusReport."""
    report = _parsed(document).cstmr_pmt_sts_rpt
    if report is None or report.grp_hdr is None or report.orgnl_grp_inf_and_sts is None:
        raise NotAStatusReport(what="缺少报文头", what_en="header missing")
    original = report.orgnl_grp_inf_and_sts
    code = _text(original.grp_sts)
    return StatusReport(
        report_id=report.grp_hdr.msg_id,
        message_id=original.orgnl_msg_id,
        group=PaymentStatus("", code, _reason(original.sts_rsn_inf)) if code else None,
        payments=tuple(_payments(report)),
    )


def _payments(report: Any) -> Iterator[PaymentStatus]:
    """Payments by name; where a payment has no code of its own, that of its instruction counts."""
    for instruction in report.orgnl_pmt_inf_and_sts:
        for payment in instruction.tx_inf_and_sts:
            code = _text(payment.tx_sts) or _text(instruction.pmt_inf_sts)
            if payment.orgnl_end_to_end_id and code:
                reason = _reason(payment.sts_rsn_inf) or _reason(instruction.sts_rsn_inf)
                yield PaymentStatus(payment.orgnl_end_to_end_id, code, reason)


def _parsed(document: bytes) -> Any:
    """A document without DTD and entities, read by the class of its version."""
    if len(document) > _LARGEST:
        raise NotAStatusReport(what="超过16 MB", what_en="larger than 16 MB")
    text = document.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"<") or b"\x00" in text or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise NotAStatusReport(what="不是UTF-8的普通XML", what_en="not plain XML in UTF-8")
    version = next((version for version in _VERSIONS if f"{_PREFIX}{version}".encode() in text), None)
    if version is None:
        raise NotAStatusReport(what="不是pain.002.001.03至14的报文", what_en="no namespace of pain.002.001.03 … 14")
    kind = import_module(f"pyiso20022.pain.pain_002_001_{version}").Document
    try:
        return XmlParser(handler=XmlEventHandler).from_bytes(text, kind)
    except (ParserError, SyntaxError, TypeError, ValueError) as fault:
        raise NotAStatusReport(what="格式有误或与所称报文不符", what_en="not well-formed or not of its schema") from fault


def _reason(given: Any) -> str:
    """AC04 Account closed: code and the bank's words, at most 200 characters, on one line."""
    parts = [part for one in given for part in (_code(one), *one.addtl_inf) if part]
    return " ".join(" ".join(parts).split())[:200]


def _code(one: Any) -> str:
    return _text(one.rsn.cd) or _text(one.rsn.prtry) if one.rsn else ""


def _text(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value or "")
