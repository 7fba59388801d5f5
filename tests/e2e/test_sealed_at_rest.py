"""No byte of database, journal or log line tells a person, a result, a link or a key; and no key lies beside the database.

"Beside" is the directory that holds the database file: whoever copies its files (a backup of `dispatch.db*`) gets no key.
Keys lie in directories of their own below it (`keys/`, `parties/*/`, `witnesses/*/`), open to their owner only.
"""

from __future__ import annotations

import logging
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch.adapters.refusals import OnlyInDemo
from dispatch.kernel.ports import BankFiles
from dispatch.workflow.records import DrawStep
from policies.vocabulary.roles import Event
from tests.chaos import lives
from tests.e2e.needles import DATABASE, VENUES, database_bytes, database_values, everything, found, of_people, text
from tests.workflow.people import People
from tests.workflow.world import World

Moment = Callable[[World], bool]


def at(step: DrawStep) -> Moment:
    return lambda world: world.record().draw is not None and world.draw().step is step and bool(world.people.letters)


def after(event: Event) -> Moment:
    def come(world: World) -> bool:
        with world.services.work(reads_only=True) as work:
            return event in work.uow.tenders.moments(world.record().id)

    return come


MOMENTS = {
    "everybody is called": at(DrawStep.REPLIES),
    "a vacancy waits": at(DrawStep.VACATE),
    "the committee is full": at(DrawStep.FULL),
    "venues are told": after(Event.VENUE_NOTICE),
    "the first has checked in": after(Event.CHECKED_IN),
    "evaluation is open": after(Event.OPENED),
    "the report is signed": after(Event.REPORTED),
    "fees are approved": after(Event.SETTLED),
}


def test_at_no_moment_does_the_database_tell_anything(tmp_path: Path):
    world = lives.found(tmp_path / "centre")
    for moment, come in MOMENTS.items():
        world.play(until=come)
        assert come(world), moment
        assert_nothing_told(world, moment)
    assert_nothing_told(world.play(), "the end")


def assert_nothing_told(world: World, moment: str) -> None:
    """The files as they lie there while the centre is working, and every value of every table."""
    needles, folder = everything(world), world.folder
    assert len({needle.what for needle in needles}) > 20
    assert found(needles, database_bytes(folder)) == [], moment
    assert found(needles, database_values(folder)) == [], moment
    booths = [text("booth", booth) for venue in venues(world) for booth in venue]
    assert found(booths, database_values(folder, without=VENUES)) == [], moment


def venues(world: World) -> list[list[str]]:
    with world.services.work(reads_only=True) as work:
        return [[booth.id for room in venue.rooms for booth in room.booths] for venue in work.uow.venues.all()]


def test_the_search_would_find_what_it_looks_for(tmp_path: Path):
    world = lives.found(tmp_path / "centre")
    with world.services.work() as work:
        work.uow.tasks.put("note", next(iter(world.people.experts)), world.clock())
    assert found(of_people(world), database_values(world.folder)) == ["telephone"]
    assert found(of_people(world), database_bytes(world.folder)) == ["telephone"]


def test_no_key_lies_beside_the_database(tmp_path: Path):
    world = lives.found(tmp_path / "centre").play(until=at(DrawStep.FULL))
    beside = [path for path in world.folder.iterdir() if path.is_file()]
    assert {path.name for path in beside} == {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "centre.json"}
    secrets = [needle for needle in everything(world) if needle.what.startswith("key")]
    assert [path.name for path in beside if found(secrets, path.read_bytes())] == []


def test_only_their_owner_may_open_directories_of_keys(tmp_path: Path):
    world = lives.found(tmp_path / "centre").play(until=at(DrawStep.FULL))
    homes = [world.folder / "keys", *world.folder.glob("parties/*"), *world.folder.glob("witnesses/*")]
    files = [path for home in homes for path in home.rglob("*") if path.is_file()]
    assert [home.name for home in homes if stat.S_IMODE(home.stat().st_mode) & 0o077] == []
    assert [path.name for path in files if path.suffix == ".key" and stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_no_log_line_tells_anything_even_where_everything_fails(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    world = lives.found(tmp_path / "centre")
    world.gateway, world.bank = Moody(world.people), MoodyBank(world.bank)
    world.play()
    told = capfd.readouterr()
    assert "task failed" in told.out and "message not taken" in told.out
    lines = f"{told.out}{told.err}{caplog.text}".encode()
    assert found(everything(world), lines) == []
    assert [locator for letter in world.people.letters.values() if (locator := letter.link[0]) and locator.encode() in lines] == []


class MoodyBank:
    """A bank whose every third visit ends in a fault that holds the whole order."""

    def __init__(self, bank: BankFiles) -> None:
        self._bank, self._visits = bank, 0
        self.submit, self.fetched = bank.submit, bank.fetched

    def answers(self) -> list[tuple[str, bytes]]:
        self._visits += 1
        found = self._bank.answers()
        if self._visits % 3 == 0:
            raise RuntimeError(f"cannot read {found}")
        return found


class Moody:
    """A gateway that refuses every fifth message, and breaks down at every seventh with its whole text in the fault."""

    def __init__(self, people: People) -> None:
        self._people, self._told = people, 0

    def send(self, phone: str, text: str, key: str) -> None:
        self._told += 1
        if self._told % 5 == 0:
            raise OnlyInDemo(what=phone, what_en=text)
        if self._told % 7 == 0:
            raise RuntimeError(f"cannot send {text} to {phone}")
        self._people.send(phone, text, key)


def test_what_has_left_the_outbox_is_erased(tmp_path: Path):
    world = lives.found(tmp_path / "centre").play()
    with world.services.work(reads_only=True) as work:
        assert work.uow.calls.waiting() == 0
    assert all(sealed == b"" for sealed in outbox(world))


def outbox(world: World) -> list[bytes]:
    with sqlite3.connect(world.folder / DATABASE) as connection:
        return [sealed for (sealed,) in connection.execute("SELECT sealed FROM outbox")]


def test_no_party_and_no_witness_ever_holds_a_person(tmp_path: Path):
    world = lives.found(tmp_path / "centre").play()
    files = [path for home in ("parties", "witnesses") for path in (world.folder / home).rglob("*") if path.is_file()]
    people = [needle for needle in of_people(world) if needle.what != "handle"]
    assert [path.name for path in files if found(people, path.read_bytes())] == []
