"""Rooms in a row, needs and plans, with everything that does not matter left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from dispatch.seats.sitting import (
    EXPERT_ZONE,
    REPRESENTATIVE_ZONE,
    Door,
    Need,
    Placed,
    SeatPlan,
    SeatTerms,
    Sitter,
    Sitting,
    Slot,
)
from policies.vocabulary.ids import BoothId, RegionCode, RoomId, VenueId
from policies.vocabulary.venue import Booth, Room, Venue

HERE = VenueId("CS")
MORNING_HOURS, AFTERNOON_HOURS, ALL_DAY = (9, 12), (13, 17), (9, 17)
TERMS = SeatTerms(turnaround=timedelta(0))


def a_slot(hours: tuple[int, int] = ALL_DAY, day: int = 16) -> Slot:
    midnight = datetime(2026, 12, day, tzinfo=UTC)
    return Slot(midnight + timedelta(hours=hours[0]), midnight + timedelta(hours=hours[1]))


def a_row(room: str, booths: int, *, zone: str = EXPERT_ZONE, venue: VenueId = HERE, broken: tuple[int, ...] = ()) -> Room:
    """A room whose booths `room-1`, `room-2` … stand in a row; each names the next as its neighbour."""
    ids = [BoothId(f"{room}-{nth}") for nth in range(1, booths + 1)]
    row = tuple(Booth(booth, RoomId(room), tuple(ids[nth : nth + 1]), nth not in broken) for nth, booth in enumerate(ids, start=1))
    return Room(RoomId(room), venue, zone, row)


def a_desk(room: str, booths: int = 1) -> Room:
    """A room for representatives of the tenderer."""
    return a_row(room, booths, zone=REPRESENTATIVE_ZONE)


def a_venue(*rooms: Room, id: VenueId = HERE) -> Venue:
    return Venue(id, f"场地{id}", "", RegionCode("430100"), (), tuple(rooms))


def rows(rooms: int, booths: int, *, desks: int = 0, id: VenueId = HERE) -> Venue:
    """A venue of equal rooms R01, R02 … and `desks` rooms of two booths for representatives."""
    sitting_rooms = [a_row(f"R{nth:02d}", booths, venue=id) for nth in range(1, rooms + 1)]
    own = [a_row(f"Z{nth:02d}", 2, zone=REPRESENTATIVE_ZONE, venue=id) for nth in range(1, desks + 1)]
    return a_venue(*sitting_rooms, *own, id=id)


def a_need(tender: str, booths: int = 1, *, of: str = "", slot: Slot | None = None, reps: int = 0, venue: VenueId = HERE) -> Need:
    """A need of its own tenderer unless `of` names one."""
    return Need(tender, of or f"tenderer-of-{tender}", venue, booths, slot or a_slot(), reps)


def a_sitting(venue: Venue | tuple[Venue, ...], *needs: Need, **more: Any) -> Sitting:
    """Nobody is acquainted, the door is wide and cleaning takes no time, unless `more` says otherwise."""
    venues = venue if isinstance(venue, tuple) else (venue,)
    wide = tuple(Door(known.id, 1000, 60) for known in venues)
    return Sitting(venues, needs, **({"acquainted": (), "doors": wide, "terms": TERMS} | more))


def placed(tender: str, booth: str, *, of: str = "", slot: Slot | None = None, sitter: Sitter = Sitter.EXPERT) -> Placed:
    return Placed(HERE, BoothId(booth), tender, of or f"tenderer-of-{tender}", slot or a_slot(), sitter)


def a_plan(*booths: Placed, relaxed: tuple[str, ...] = ()) -> SeatPlan:
    return SeatPlan(booths, relaxed)


def codes(bars: tuple[Any, ...]) -> set[str]:
    return {bar.code for bar in bars}


def booths_of(plan: SeatPlan, tender: str, sitter: Sitter = Sitter.EXPERT) -> list[tuple[VenueId, BoothId]]:
    """The booths of one tender over all venues, sorted."""
    return sorted((p.venue, p.booth) for p in plan.placed if p.tender_token == tender and p.sitter is sitter)
