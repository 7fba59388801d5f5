"""主场与副场: the host centre's venue, and those of the other centres from which sub-venues are drawn, as they are known today."""

from __future__ import annotations

from dispatch.seats import needs
from dispatch.seats.needs import Structure
from dispatch.seats.terms import seat_terms
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.vocabulary.tender import Tender
from policies.vocabulary.venue import Venue


def host_venue(tender: Tender, work: Work) -> Venue:
    """The venue of the host centre (主场). Raises NoVenue."""
    return needs.host_of(tender, work.uow.venues.all())


def partner_venues(tender: Tender, work: Work) -> tuple[Venue, ...]:
    """The sub-venues that may be drawn: every other centre's, if the evaluation is remote; sorted by name."""
    return needs.partners_of(tender, work.uow.venues.all())


def structure_of(tender: Tender, work: Work) -> Structure:
    """The rules of the draw about the committee, and the sub-venues that can take their share. Raises SubvenuesTooSmall."""
    return needs.structure_of(tender, work.uow.venues.all(), seat_terms(local_day(work.now)))


def seats_at(venue: Venue, work: Work) -> int:
    """How many members of one committee can sit there in rooms of their own (domain rule H1)."""
    return needs.seats_at(venue, seat_terms(local_day(work.now)))
