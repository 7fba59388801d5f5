"""The file for the bank: valid by the schema, the same bytes for the same order, and no id twice."""

from __future__ import annotations

from pathlib import Path

import pytest
import sepaxml
from lxml import etree

from dispatch.settle.pay_order import NAMESPACE, end_to_end_id, message_id, pay_order_document
from dispatch.settle.refusals import NothingToPay
from policies.vocabulary.expert import Bank
from tests.settle.builders import SETTLEMENT, a_payment, an_order

SCHEMA = etree.XMLSchema(file=Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd")
NAMES = {"p": NAMESPACE}


def texts(document: bytes, path: str) -> list[str]:
    return [node.text for node in etree.fromstring(document).iterfind(path, NAMES)]


@pytest.mark.parametrize("bank", [a_payment().bank, Bank("某某支行", "", "6200000000000000018")])
def test_the_file_is_valid_by_the_schema(bank: Bank) -> None:
    document = pay_order_document(an_order(a_payment(bank=bank), a_payment("cd" * 16, fen=1)))
    SCHEMA.assertValid(etree.fromstring(document))


def test_the_file_names_payee_account_branch_and_sum() -> None:
    document = pay_order_document(an_order())
    assert texts(document, ".//p:CdtTrfTxInf/p:Amt/p:InstdAmt") == ["850.00"]
    assert texts(document, ".//p:CdtrAcct/p:Id/p:Othr/p:Id") == ["6200000000000000018"]
    assert texts(document, ".//p:CdtrAgt//p:MmbId") == ["999821000019"]
    assert texts(document, ".//p:Cdtr/p:Nm") == ["甲某某"]


def test_the_sum_and_the_number_of_payments_stand_at_the_head() -> None:
    document = pay_order_document(an_order(a_payment(), a_payment("cd" * 16, fen=15001)))
    assert texts(document, ".//p:GrpHdr/p:CtrlSum") == ["1000.01"]
    assert texts(document, ".//p:GrpHdr/p:NbOfTxs") == ["2"]


def test_the_same_order_gives_the_same_bytes_and_does_not_name_the_tender() -> None:
    document = pay_order_document(an_order())
    assert document == pay_order_document(an_order())
    assert SETTLEMENT.project.encode() not in document


def test_every_batch_and_every_attempt_has_an_id_of_its_own_that_fits() -> None:
    ids = {message_id(SETTLEMENT.ref, batch) for batch in range(50)} | {end_to_end_id("ab" * 16, attempt) for attempt in range(50)}
    assert len(ids) == 100
    assert all(len(each) <= 35 and each.isalnum() for each in ids)


def test_an_order_without_a_sum_is_refused() -> None:
    with pytest.raises(NothingToPay):
        pay_order_document(an_order(a_payment(fen=0)))
