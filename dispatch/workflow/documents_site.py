"""场内的表单: attendance, booths, sealed letters, declarations, pause and incident."""

from __future__ import annotations

from datetime import datetime

from dispatch.documents import blank_forms
from dispatch.documents.content import Content
from dispatch.documents.pledge import Pledged, pledge
from dispatch.documents.refusals import NothingToPrint
from dispatch.documents.site_lists import Arrival, Gate, Hall, Place, attendance, letters, seating
from dispatch.notify.messages import half_day
from dispatch.workflow.documents_view import View
from dispatch.workflow.partners import host_venue
from dispatch.workflow.shown_committee import committee
from dispatch.workflow.shown_documents import BoothLine, arrivals_shown, booths_shown
from dispatch.workflow.slots import slot_of
from policies.calendar import local_day
from policies.profiles import profile
from policies.vocabulary.roles import Event, Field, Role
from policies.vocabulary.venue import Room, Venue


def attendance_of(view: View) -> Content:
    """The gate of one venue: the host's, or the sub-venue's own."""
    venue, tender = _own_venue(view), view.record.tender
    here = [line for line in arrivals_shown(view.sights, view.work) if line.venue == venue.id]
    late = profile(tender.profile).on(local_day(tender.checkin_at)).count("settlement.late_after")
    starts, _ = _slot(view)
    return attendance(
        Gate(
            venue=venue.name,
            address=venue.address,
            project=view.record.token,
            check_in_at=starts,
            half_day=half_day(tender.checkin_at),
            late_after=late,
            arrivals=tuple(Arrival(line.code, line.state, line.arrived_at) for line in here),
        )
    )


def seating_of(view: View) -> Content:
    """The hall of one venue: the host's, or the sub-venue's own."""
    return seating(_hall(_own_venue(view), booths_shown(view.sights, view.work), view))


def letters_of(view: View) -> Content:
    """One letter for each booth, venue by venue. Raises NothingToPrint."""
    lines = booths_shown(view.sights, view.work)
    venues = [view.venue(id) for id in sorted({line.venue for line in lines})]
    if not lines:
        raise NothingToPrint(title="密函", title_en="The sealed letters", missing="尚无人签到 nobody has come")
    return letters(tuple(_hall(venue, lines, view) for venue in venues if venue))


def pledge_of(view: View) -> Content:
    """One sheet for everybody who has sat, once evaluation has opened."""
    view.sights.require_fully(Field.PERSON_DRAWN)
    codes = tuple(member.code for member in committee(view.sights, view.work).members)
    return pledge(Pledged(view.record.tender, view.moment(Event.OPENED), codes))


def pause_of(view: View) -> Content:
    return blank_forms.pause(_site(view))


def incident_of(view: View) -> Content:
    return blank_forms.incident(_site(view))


def _site(view: View) -> blank_forms.Site:
    """The host venue always; sub-venues once they may be known."""
    venues: list[str] = [host_venue(view.record.tender, view.work).id]
    if view.sights.fully(Field.SUBVENUE):
        venues += committee(view.sights, view.work).sub_venues
    names = tuple(venue.name for id in venues if (venue := view.venue(id)))
    return blank_forms.Site(view.record.tender, names, view.moment(Event.OPENED), view.timeline())


def _own_venue(view: View) -> Venue:
    own = view.venue(view.sights.viewer.scope) if view.sights.viewer.role is Role.SUBVENUE else None
    return own or host_venue(view.record.tender, view.work)


def _hall(venue: Venue, lines: tuple[BoothLine, ...], view: View) -> Hall:
    rooms: dict[str, Room] = {booth.id: room for room in venue.rooms for booth in room.booths}
    places = []
    for line in lines:
        room = rooms.get(line.booth) if line.venue == venue.id else None
        if room:
            places.append(Place(line.code, room.zone, room.id, line.booth))
    starts, ends = _slot(view)
    return Hall(venue.name, venue.address, view.record.token, starts, ends, tuple(places))


def _slot(view: View) -> tuple[datetime | None, datetime | None]:
    return slot_of(view.record.tender) if view.sights.fully(Field.TIME) else (None, None)
