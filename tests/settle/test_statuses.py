"""The bank's answer: accepted is not yet paid, rejected says why, and what is no report is refused."""

from __future__ import annotations

import pytest

from dispatch.settle.refusals import NotAStatusReport
from dispatch.settle.statuses import Outcome, PaymentStatus, read_status_report

FORM = (
    '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}">'
    "<CstmrPmtStsRpt><GrpHdr><MsgId>R1</MsgId><CreDtTm>2026-12-18T10:00:00+08:00</CreDtTm></GrpHdr>"
    "<OrgnlGrpInfAndSts><OrgnlMsgId>ED01</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{group}</OrgnlGrpInfAndSts>"
    "<OrgnlPmtInfAndSts><OrgnlPmtInfId>ED01</OrgnlPmtInfId>{payments}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
)
REJECTED = (
    "<TxInfAndSts><OrgnlEndToEndId>E2</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn>"
    "<AddtlInf>账户已销户</AddtlInf></StsRsnInf></TxInfAndSts>"
)


def paid(name: str, code: str = "ACSC") -> str:
    return f"<TxInfAndSts><OrgnlEndToEndId>{name}</OrgnlEndToEndId><TxSts>{code}</TxSts></TxInfAndSts>"


def a_report(*payments: str, group: str = "", version: str = "12") -> bytes:
    return FORM.format(version=version, group=f"<GrpSts>{group}</GrpSts>" if group else "", payments="".join(payments)).encode()


@pytest.mark.parametrize("version", ["03", "10", "12", "14"])
def test_a_report_of_any_version_says_who_was_paid_and_who_was_not(version: str) -> None:
    report = read_status_report(a_report(paid("E1", "ACSC"), REJECTED, version=version))
    assert (report.report_id, report.message_id) == ("R1", "ED01")
    assert [status.outcome for status in report.payments] == [Outcome.PAID, Outcome.RETURNED]
    assert report.payments[1].reason == "AC04 账户已销户"


@pytest.mark.parametrize("code", ["ACCP", "ACSP", "ACTC", "PDNG", "RCVD", "XXXX"])
def test_an_accepted_instruction_is_not_yet_a_paid_one(code: str) -> None:
    assert PaymentStatus("E1", code, "").outcome is Outcome.PENDING


def test_a_code_for_the_whole_order_counts_for_every_payment_not_named() -> None:
    report = read_status_report(a_report(REJECTED, group="ACSC"))
    assert {status.end_to_end_id: status.outcome for status in report.for_each(["E1", "E2"])} == {
        "E1": Outcome.PAID,
        "E2": Outcome.RETURNED,
    }


def test_a_partly_accepted_order_decides_only_what_it_names() -> None:
    assert len(read_status_report(a_report(REJECTED, group="PART")).for_each(["E1", "E2"])) == 1


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"PK\x03\x04",
        b"<a/>",
        a_report()[:-20],
        b'<!DOCTYPE a [<!ENTITY x "y">]>' + a_report(),
        a_report().decode().encode("utf-16"),
        a_report().replace(b"<GrpHdr>", b"<GrpHd>").replace(b"</GrpHdr>", b"</GrpHd>"),
    ],
)
def test_what_is_no_status_report_is_refused(document: bytes) -> None:
    with pytest.raises(NotAStatusReport):
        read_status_report(document)
