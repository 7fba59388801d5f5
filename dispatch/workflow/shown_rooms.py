"""场地与席位图 as they may be shown: booths set aside, by tender code only for whoever may know it, and never a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dispatch.seats.marks import marks
from dispatch.seats.picture import show
from dispatch.seats.sitting import Placed, SeatPlan, Sitter, Slot
from dispatch.seats.view import ShownRoom, shown_rooms
from dispatch.workflow.records import Reserved
from dispatch.workflow.refusals import UnknownVenue
from dispatch.workflow.shown import Sights, Viewer, sights_of_each
from dispatch.workflow.work import Work
from policies.areas import area_name
from policies.calendar import local_day, midnight
from policies.disclosure import Sight
from policies.vocabulary.ids import BoothId, VenueId
from policies.vocabulary.roles import Event, Field, Role
from policies.vocabulary.venue import Venue

_DAY = timedelta(days=1)
_AHEAD = timedelta(days=31)
_DAYS_PASSED = 31
_LONGEST = timedelta(days=14)  # that an evaluation takes
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
    """One venue at one moment; `moments` are those of its day at which its picture changes, `before` and `after` lie on other days."""

    venue: VenueLine
    when: datetime
    moments: tuple[datetime, ...]
    picture: str
    rooms: tuple[ShownRoom, ...]
    legend: tuple[LegendShown, ...]
    before: datetime | None
    after: datetime | None


def venue_lines(viewer: Viewer, work: Work) -> tuple[VenueLine, ...]:
    """Every venue; a sub-venue's staff see their own."""
    return tuple(_line(venue) for venue in _venues(viewer, work))


def busiest_venue(viewer: Viewer, work: Work) -> str:
    """The venue with which a page may begin: where most booths are set aside in the days to come."""
    coming = _visible(work.uow.venues.reserved(work.now, work.now + _AHEAD), viewer, work)
    booths = Counter(each.venue for each in coming.kept)
    return max((venue.id for venue in _venues(viewer, work)), key=lambda venue: booths[venue], default="")


def venue_names(work: Work) -> dict[str, str]:
    """Names of venues by id: that a venue exists is public, who sits there is not."""
    return {venue.id: venue.name for venue in work.uow.venues.all()}


def rooms_shown(venue_id: str, when: datetime | None, viewer: Viewer, work: Work) -> RoomsShown:
    """Rooms and booths of a venue on one day, by default at the next moment at which something changes. Raises UnknownVenue."""
    venue = next((each for each in _venues(viewer, work) if each.id == venue_id), None)
    if venue is None:
        raise UnknownVenue()
    day = local_day(when or _near(venue, viewer, work) or work.now)
    visible = _of_day(venue, day, viewer, work)
    moments = tuple(sorted({each.starts_at for each in visible.kept}))
    chosen = _chosen(when, moments, work.now)
    plan = SeatPlan(tuple(map(_placed, visible.kept)), tuple(sorted({each.relaxed for each in visible.kept if each.relaxed})))
    at = {token: _stage(sights, venue) for token, sights in visible.sights.items()}
    rooms = shown_rooms(venue, plan.placed, at, chosen)
    return RoomsShown(
        venue=_line(venue),
        when=chosen,
        moments=moments,
        picture=show(venue, plan, at=at, when=chosen),
        rooms=rooms,
        legend=_legend(rooms, visible.sights),
        before=_before(venue, midnight(day), viewer, work),
        after=_after(venue, midnight(day) + _DAY, viewer, work),
    )


def _chosen(when: datetime | None, moments: tuple[datetime, ...], now: datetime) -> datetime:
    """The moment that was asked for; of a whole day, asked for by its midnight, the first one; else the next one."""
    if when is None:
        return next((moment for moment in moments if moment >= now), moments[-1] if moments else now)
    return moments[0] if moments and when == midnight(local_day(when)) else when


@dataclass(frozen=True, slots=True)
class _Visible:
    """Booths of which this viewer may know when they are set aside, and his sights of their tenders, by token."""

    kept: tuple[Reserved, ...]
    sights: Mapping[str, Sights]


def _visible(reserved: Iterable[Reserved], viewer: Viewer, work: Work) -> _Visible:
    found = tuple(reserved)
    records = work.uow.tenders.by_tokens({each.token for each in found}).values()
    seen = {sights.record.token: sights for sights in sights_of_each(records, viewer, work) if sights.may(Field.TIME)}
    return _Visible(tuple(each for each in found if each.token in seen), seen)


def _of_day(venue: Venue, day: date, viewer: Viewer, work: Work) -> _Visible:
    begins = midnight(day)
    begun = work.uow.venues.set_aside(venue.id, begins - _LONGEST, begins + _DAY)
    return _visible((each for each in begun if each.ends_at > begins), viewer, work)


def _near(venue: Venue, viewer: Viewer, work: Work) -> datetime | None:
    """The next moment of which the viewer may know anything, else the last day of which he may."""
    return _after(venue, work.now, viewer, work) or _before(venue, work.now, viewer, work)


def _after(venue: Venue, moment: datetime, viewer: Viewer, work: Work) -> datetime | None:
    """The first moment of the next day with something to see; days of which he may know nothing are passed over, so many at most."""
    for _ in range(_DAYS_PASSED):
        start = work.uow.venues.next_start(venue.id, moment)
        if start is None:
            return None
        later = [each.starts_at for each in _of_day(venue, local_day(start), viewer, work).kept if each.starts_at >= moment]
        if later:
            return min(later)
        moment = midnight(local_day(start)) + _DAY
    return None


def _before(venue: Venue, moment: datetime, viewer: Viewer, work: Work) -> datetime | None:
    """The first moment of the last day before with something to see."""
    for _ in range(_DAYS_PASSED):
        start = work.uow.venues.last_start(venue.id, moment)
        if start is None:
            return None
        kept = _of_day(venue, local_day(start), viewer, work).kept
        if any(each.starts_at < moment for each in kept):
            return min(each.starts_at for each in kept)
        moment = midnight(local_day(start))
    return None


def _venues(viewer: Viewer, work: Work) -> list[Venue]:
    return [venue for venue in work.uow.venues.all() if viewer.role is not Role.SUBVENUE or venue.id == viewer.scope]


def _stage(sights: Sights, venue: Venue) -> Event:
    """Up to which stage the picture may tell of this tender: its code from check-in on, if the matrix gives the booths to this viewer."""
    sight = sights.of(Field.BOOTH)
    own = sight in OWN_ONLY and sights.viewer.scope == venue.id
    return Event.CHECKED_IN if sight is Sight.YES or own else Event.SEALED


def _legend(rooms: tuple[ShownRoom, ...], seen: Mapping[str, Sights]) -> tuple[LegendShown, ...]:
    known = marks(booth.token for room in rooms for booth in room.booths if booth.token)
    named = ((mark.code, seen[token]) for token, mark in known.items() if seen[token].fully(Field.TENDER))
    return tuple(LegendShown(code, sights.record.token, sights.record.tender.title) for code, sights in named)


def _placed(kept: Reserved) -> Placed:
    slot = Slot(kept.starts_at, kept.ends_at)
    return Placed(VenueId(kept.venue), BoothId(kept.booth), kept.token, "", slot, Sitter(kept.sitter))


def _line(venue: Venue) -> VenueLine:
    booths = sum(len(room.booths) for room in venue.rooms)
    return VenueLine(venue.id, venue.name, venue.address, area_name(venue.region), len(venue.rooms), booths)
