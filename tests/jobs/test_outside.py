"""What leaves the house and what comes back: one message, file or answer that fails waits for people, and stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from dispatch.adapters.refusals import OrderDiffers
from dispatch.kernel.ports import BankFiles
from dispatch.notify.call_out import CallState
from dispatch.notify.refusals import NumberRefused
from dispatch.settle.payout import Stage
from dispatch.workflow.records import DrawStep, Task
from policies.vocabulary.roles import Event
from tests.chaos.soundness import check_everything, check_money
from tests.workflow import cast
from tests.workflow.people import SILENT, People, in_order
from tests.workflow.world import World, a_world, after, at

POLLS = timedelta(hours=3)


@dataclass(slots=True)
class Picky:
    """A gateway that breaks on the first number it is given, so many times."""

    people: People
    times: int
    number: str = ""
    tried: int = 0

    def send(self, phone: str, text: str, key: str) -> None:
        self.number = self.number or phone
        if phone == self.number and self.tried < self.times:
            self.tried += 1
            raise ConnectionError("the gateway broke off")
        self.people.send(phone, text, key)


@dataclass(frozen=True, slots=True)
class Stubborn:
    """A bank that refuses the first file it is given."""

    kept: BankFiles
    refused: list[str] = field(default_factory=list)

    def submit(self, message_id: str, document: bytes) -> None:
        if not self.refused or message_id in self.refused:
            self.refused.append(message_id)
            raise OrderDiffers(name=message_id)
        self.kept.submit(message_id, document)

    def answers(self) -> Sequence[tuple[str, bytes]]:
        return self.kept.answers()

    def fetched(self, name: str) -> None:
        self.kept.fetched(name)


def bank_task(world: World) -> Task | None:
    with world.services.work(reads_only=True) as work:
        return next((task for task in work.uow.tasks.all() if task.kind == "bank"), None)


def stages(world: World, tender_id: str = "SL-2026-0001/1") -> set[Stage]:
    return {line.payout.stage for line in world.fees(tender_id)}


def test_a_message_that_does_not_leave_stops_no_other_and_is_tried_again(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre", conduct=in_order(then=SILENT))
    gateway = world.gateway = Picky(world.people, times=3)
    world.play(until=lambda world: len(world.people.letters) == 4)
    assert world.calls() == {CallState.CALLED: 4, CallState.WAITING: 1}
    world.play(until=lambda world: len(world.people.letters) == 5)
    first, *_, last = sorted(letter.at for letter in world.people.letters.values())
    assert (gateway.tried, last - first) == (3, timedelta(minutes=9))


@dataclass(slots=True)
class DeadNumber:
    """A gateway that knows of the first number it is given that it takes nothing."""

    people: People
    number: str = ""

    def send(self, phone: str, text: str, key: str) -> None:
        self.number = self.number or phone
        if phone == self.number:
            raise NumberRefused()
        self.people.send(phone, text, key)


def test_whoever_has_no_number_any_more_is_replaced_and_it_does_not_count_against_him(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre")
    world.gateway = DeadNumber(world.people)
    world.play()
    assert world.calls() == {CallState.UNREACHABLE: 1, CallState.ARRIVED: 5}
    assert [reason for _, reason in world.transcript()["vacated"]["1"]] == ["no-answer"]
    check_everything(world)


def test_whoever_was_called_last_has_as_long_to_answer_as_the_others(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre", conduct=in_order(then=SILENT))
    world.gateway = Picky(world.people, times=3)
    world.play(until=at(DrawStep.VACATE))
    last = max(letter.at for letter in world.people.letters.values())
    assert world.clock() == last + timedelta(minutes=15)


def test_a_bank_answer_that_nobody_can_read_stays_and_stops_no_other(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre").play(until=after(Event.SETTLED))
    torn = tmp_path / "centre-bank" / "out" / "A-torn.xml"
    torn.write_bytes(b"<Document>")
    world.play(for_at_most=POLLS)
    task = bank_task(world)
    assert (stages(world), torn.exists()) == ({Stage.ARCHIVED}, True)
    assert task and task.fault == "settle.not_a_status_report"
    torn.unlink()
    assert bank_task(world.play()) is None
    check_everything(world)


def test_a_payment_file_that_is_refused_waits_and_stops_no_other(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre", cast.a_tender(), cast.a_tender("SL-2026-0002"))
    bank = world.bank
    world.bank = stubborn = Stubborn(bank)
    world.play(until=lambda world: all(after(Event.SETTLED, one)(world) for one in ("SL-2026-0001/1", "SL-2026-0002/1")))
    world.play(for_at_most=POLLS)
    assert stages(world) ^ stages(world, "SL-2026-0002/1") == {Stage.PAYING, Stage.ARCHIVED}
    task = bank_task(world)
    assert task and (task.fault, len(set(stubborn.refused))) == ("bank.order_differs", 1)
    world.bank = bank
    world.play()
    assert stages(world) == stages(world, "SL-2026-0002/1") == {Stage.ARCHIVED}
    check_money(world)
