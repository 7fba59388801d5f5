"""Venues are stored once, changed with a log entry, and left alone where they are equal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dispatch.adapters.brought_files import read_venues_file
from dispatch.bootstrap import Settings
from dispatch.embedded import embed
from dispatch.intake import shipped
from dispatch.workflow.partners import seats_at
from dispatch.workflow.venue_list import import_venues
from tests.seats.builders import a_row, a_venue


def test_the_same_venues_again_change_nothing(tmp_path: Path) -> None:
    services, venues = embed(Settings(data_dir=tmp_path, demo=True)).services, read_venues_file(shipped.VENUES)
    with services.work() as work:
        assert len(import_venues(venues, work).stored) == len(venues)
    with services.work() as work:
        before = work.uow.log.size
        assert import_venues(venues, work).stored == ()
        assert work.uow.log.size == before


def test_a_changed_venue_is_stored_with_its_log_entry(tmp_path: Path) -> None:
    services, venues = embed(Settings(data_dir=tmp_path, demo=True)).services, read_venues_file(shipped.VENUES)
    with services.work() as work:
        import_venues(venues, work)
    with services.work() as work:
        assert import_venues([replace(venues[0], address="示例路2号")], work).stored == (venues[0].id,)
        (entry,) = work.uow.log.entries(work.uow.log.size - 1)
        assert entry.read().keys() == {"e", "n", "digest"} and entry.read()["e"] == "venues-import"


def test_a_room_in_which_no_booth_can_be_used_seats_no_member(tmp_path: Path) -> None:
    rooms = [a_row(f"R{number}", 1) for number in range(5)]
    with embed(Settings(data_dir=tmp_path, demo=True)).services.work(reads_only=True) as work:
        assert seats_at(a_venue(*rooms, a_row("R9", 2, broken=(1, 2))), work) == seats_at(a_venue(*rooms), work)
