"""A bank that lives in a folder: it takes orders, waits on the given clock, pays most and returns some (退票)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyiso20022.pain import pain_001_001_09 as order_iso
from pyiso20022.pain import pain_002_001_12 as iso
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.handlers import XmlEventHandler
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.models.datatype import XmlDateTime

from dispatch.adapters.bank import FileDropBank, put_once
from dispatch.adapters.durable import exclusively
from dispatch.adapters.refusals import OnlyInDemo
from dispatch.kernel.ports import Clock

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.12"
DELAY = timedelta(hours=2)


class SimulatedBank(FileDropBank):
    """Answers an order `delay` after it was made; of every hundred accounts `returned` are closed (RJCT, AC04).

    Which accounts are closed follows from their numbers alone, so a repeated run gives the same answers.
    Raises OnlyInDemo unless it is told that this is a demo.
    """

    def __init__(self, folder: Path, clock: Clock, *, demo: bool, delay: timedelta = DELAY, returned: int = 5) -> None:
        if not demo:
            raise OnlyInDemo(what="模拟银行", what_en="The simulated bank")
        super().__init__(folder / "in", folder / "out")
        self._clock, self._delay, self._returned = clock, delay, returned

    def answers(self) -> list[tuple[str, bytes]]:
        with exclusively(self._outbox / ".lock"):
            for path in sorted(self._outbox.glob("*.xml")):
                self._answer(path)
        return super().answers()

    def _answer(self, path: Path) -> None:
        order = XmlParser(handler=XmlEventHandler).from_path(path, order_iso.Document).cstmr_cdt_trf_initn
        due = order.grp_hdr.cre_dt_tm.to_datetime() + self._delay
        name = f"R{path.name}"
        if due <= self._clock() and not (self._done / name).exists():
            report = iso.Document(cstmr_pmt_sts_rpt=_report(order, due, self._returned))
            put_once(self._inbox / name, XmlSerializer().render(report, ns_map={None: NAMESPACE}).encode("utf-8"))


def is_closed(card: str, returned: int) -> bool:
    """Whether the simulated bank returns payments to this account."""
    return int.from_bytes(sha256(card.encode()).digest()[:4], "big") % 100 < returned


def _report(order: Any, at: Any, returned: int) -> iso.CustomerPaymentStatusReportV12:
    message_id = order.grp_hdr.msg_id
    original = iso.OriginalGroupHeader17(orgnl_msg_id=message_id, orgnl_msg_nm_id="pain.001.001.09")
    header = iso.GroupHeader86(msg_id=f"R{message_id}", cre_dt_tm=XmlDateTime.from_datetime(at))
    instructions = [
        iso.OriginalPaymentInstruction40(orgnl_pmt_inf_id=instruction.pmt_inf_id, tx_inf_and_sts=list(_payments(instruction, returned)))
        for instruction in order.pmt_inf
    ]
    return iso.CustomerPaymentStatusReportV12(grp_hdr=header, orgnl_grp_inf_and_sts=original, orgnl_pmt_inf_and_sts=instructions)


def _payments(instruction: Any, returned: int) -> Iterator[iso.PaymentTransaction129]:
    for transfer in instruction.cdt_trf_tx_inf:
        closed = is_closed(transfer.cdtr_acct.id.othr.id, returned)
        reason = iso.StatusReasonInformation12(rsn=iso.StatusReason6Choice(cd="AC04"), addtl_inf=["收款账户已销户"])
        yield iso.PaymentTransaction129(
            orgnl_end_to_end_id=transfer.pmt_id.end_to_end_id,
            tx_sts="RJCT" if closed else "ACSC",
            sts_rsn_inf=[reason] if closed else [],
        )
