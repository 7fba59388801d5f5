"""场地与席位图 as they may be shown: booths set aside, by tender code only for whoever may know it, and never a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from dispatch.seats.marks import marks
from dispatch.seats.picture import show
from dispatch.seats.sitting import Placed, SeatPlan, Sitter, Slot
from dispatch.seats.view import ShownRoom, shown_rooms
from dispatch.workflow.records import Reserved
from dispatch.workflow.refusals import UnknownVenue
from dispatch.workflow.shown import Sights, Viewer, sights_of
from dispatch.workflow.work import Work
from policies.areas import area_name
from policies.disclosure import Sight
from policies.vocabulary.ids import BoothId, VenueId
from policies.vocabulary.roles import Event, Field, Role
from policies.vocabulary.venue import Venue

OWN_ONLY = (Sight.OWN, Sight.OWN_TOKEN, Sight.OWN_MASKED)


@dataclass(frozen=True, slots=True)
class VenueLine:
    id: str
    name: str
    address: str
    region: str
    rooms: int
    booths: int


@dataclass(frozen=True, slots=True)
class LegendShown:
    """Which tender a code in the picture stands for, where the viewer may know both."""

    code: str
    tender: str
    title: str


@dataclass(frozen=True, slots=True)
class RoomsShown:
    """One venue at one moment; `moments` are those at which its picture changes."""

    venue: VenueLine
    when: datetime
    moments: tuple[datetime, ...]
    picture: str
    rooms: tuple[ShownRoom, ...]
    legend: tuple[LegendShown, ...]


def venue_lines(viewer: Viewer, work: Work) -> tuple[VenueLine, ...]:
    """Every venue; a sub-venue's staff see their own."""
    return tuple(_line(venue) for venue in _venues(viewer, work))


def busiest_venue(viewer: Viewer, work: Work) -> str:
    """The venue with which a page may begin: where most booths are set aside from now on."""
    seen = [sights for sights in _sights(viewer, work) if sights.may(Field.TIME)]
    coming = Counter(each.venue for sights in seen for each in work.uow.venues.reserved_for(sights.record.token) if each.ends_at > work.now)
    venues = [venue.id for venue in _venues(viewer, work)]
    return max(venues, key=lambda venue: coming[venue], default="")


def venue_names(work: Work) -> dict[str, str]:
    """Names of venues by id: that a venue exists is public, who sits there is not."""
    return {venue.id: venue.name for venue in work.uow.venues.all()}


def rooms_shown(venue_id: str, when: datetime | None, viewer: Viewer, work: Work) -> RoomsShown:
    """Rooms and booths of a venue, by default at the next moment at which something changes. Raises UnknownVenue."""
    venue = next((each for each in _venues(viewer, work) if each.id == venue_id), None)
    if venue is None:
        raise UnknownVenue()
    seen = {sights.record.token: sights for sights in _sights(viewer, work)}
    kept = [each for token in seen for each in work.uow.venues.reserved_for(token) if each.venue == venue.id]
    kept = [each for each in kept if seen[each.token].may(Field.TIME)]
    moments = tuple(sorted({each.starts_at for each in kept}))
    chosen = when or next((moment for moment in moments if moment >= work.now), moments[-1] if moments else work.now)
    plan = SeatPlan(tuple(_placed(each) for each in kept), tuple(sorted({each.relaxed for each in kept if each.relaxed})))
    at = {token: _stage(sights, venue) for token, sights in seen.items()}
    return RoomsShown(
        venue=_line(venue),
        when=chosen,
        moments=moments,
        picture=show(venue, plan, at=at, when=chosen),
        rooms=shown_rooms(venue, plan.placed, at, chosen),
        legend=_legend(shown_rooms(venue, plan.placed, at, chosen), seen),
    )


def _venues(viewer: Viewer, work: Work) -> list[Venue]:
    return [venue for venue in work.uow.venues.all() if viewer.role is not Role.SUBVENUE or venue.id == viewer.scope]


def _sights(viewer: Viewer, work: Work) -> list[Sights]:
    return [sights_of(record, viewer, work) for record in work.uow.tenders.all()]


def _stage(sights: Sights, venue: Venue) -> Event:
    """Up to which stage the picture may tell of this tender: its code from check-in on, if the matrix gives the booths to this viewer."""
    sight = sights.of(Field.BOOTH)
    own = sight in OWN_ONLY and sights.viewer.scope == venue.id
    return Event.CHECKED_IN if sight is Sight.YES or own else Event.SEALED


def _legend(rooms: tuple[ShownRoom, ...], seen: dict[str, Sights]) -> tuple[LegendShown, ...]:
    known = marks(booth.token for room in rooms for booth in room.booths if booth.token)
    named = ((mark.code, seen[token]) for token, mark in known.items() if seen[token].fully(Field.TENDER))
    return tuple(LegendShown(code, sights.record.token, sights.record.tender.title) for code, sights in named)


def _placed(kept: Reserved) -> Placed:
    slot = Slot(kept.starts_at, kept.ends_at)
    return Placed(VenueId(kept.venue), BoothId(kept.booth), kept.token, "", slot, Sitter(kept.sitter))


def _line(venue: Venue) -> VenueLine:
    booths = sum(len(room.booths) for room in venue.rooms)
    return VenueLine(venue.id, venue.name, venue.address, area_name(venue.region), len(venue.rooms), booths)
