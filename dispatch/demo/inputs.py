"""What a demo starts from: the shipped sample, or files that somebody brings; read and checked before anything is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from dispatch.adapters.brought_files import read_application_file, read_pool_file, read_venues_file
from dispatch.demo.refusals import PoolHasErrors
from dispatch.intake import shipped
from dispatch.intake.pool_rows import PoolReading
from policies.areas import area_name, area_of
from policies.vocabulary.ids import BoothId, RegionCode, RoomId, VenueId
from policies.vocabulary.tender import Tender
from policies.vocabulary.venue import Booth, Room, Venue

AHEAD = timedelta(days=7)  # the virtual clock starts so long before the earliest opening


@dataclass(frozen=True, slots=True)
class Inputs:
    pools: tuple[PoolReading, ...]
    tenders: tuple[Tender, ...]
    venues: tuple[Venue, ...]
    starts_at: datetime


def read_inputs(pool: Path | None, tenders: list[Path], venues: Path | None) -> Inputs:
    """Reads everything; a bad file is refused in one sentence, before the demo makes anything.

    Raises PoolHasErrors and the refusals of dispatch.intake.
    """
    read = tuple(read_application_file(path, demo=True) for path in (tenders or shipped.APPLICATIONS))
    starts_at = min(tender.opening_at for tender in read) - AHEAD
    pools = _pools(pool, starts_at)
    halls = read_venues_file(venues or shipped.VENUES)
    missing = {area_of(tender.host_centre) for tender in read} - {area_of(venue.region) for venue in halls}
    invented = tuple(demo_venue(area) for area in sorted(missing))
    return Inputs(pools, read, (*halls, *invented), starts_at)


def demo_venue(area: RegionCode) -> Venue:
    """An invented venue for a host centre that the venue file does not hold, so that a brought tender can be seated."""
    venue = VenueId(f"V{area}")
    rooms = tuple(_room(venue, number, "专家区", 3) for number in range(1, 13))
    return Venue(venue, f"{area_name(area)}演示场地", "演示路1号", area, (area,), (*rooms, _room(venue, 13, "招标人代表区", 2)))


def _room(venue: VenueId, number: int, zone: str, booths: int) -> Room:
    room = RoomId(f"{venue}-{number:02d}")
    names = [BoothId(f"{room}-{place}") for place in range(1, booths + 1)]
    return Room(room, venue, zone, tuple(Booth(name, room, tuple(names[n + 1 : n + 2])) for n, name in enumerate(names)))


def _pools(pool: Path | None, on: datetime) -> tuple[PoolReading, ...]:
    day = on.date()
    if pool is None:
        relations = (shipped.RELATIONS, shipped.EQUITY)
        return (
            read_pool_file(shipped.POOL, demo=True, on=day, relations=relations),
            read_pool_file(shipped.PARTNERS, demo=True, on=day),
        )
    reading = read_pool_file(pool, demo=True, on=day)
    if reading.errors:
        first = reading.errors[0]
        raise PoolHasErrors(rows=len(reading.errors), row=first.row, column=first.column, message=first.message)
    return (reading,)
