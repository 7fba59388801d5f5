"""主场与副场: the host centre's venue, and those of the other centres from which sub-venues are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dispatch.seats.sitting import rooms_for_experts
from dispatch.seats.terms import members_that_fit, seat_terms
from dispatch.workflow.refusals import NoVenue
from dispatch.workflow.work import Work
from policies.areas import area_of
from policies.calendar import local_day
from policies.committee_rules import manifest_rules
from policies.profiles import profile
from policies.vocabulary.tender import Tender
from policies.vocabulary.venue import Venue


def host_venue(tender: Tender, work: Work) -> Venue:
    """The venue of the host centre (主场). Raises NoVenue."""
    area = area_of(tender.host_centre)
    for venue in work.uow.venues.all():
        if area_of(venue.region) == area:
            return venue
    raise NoVenue(region=area)


def partner_venues(tender: Tender, work: Work) -> tuple[Venue, ...]:
    """The sub-venues that may be drawn: every other centre's, if the evaluation is remote; sorted by name."""
    if not tender.n_subvenues:
        return ()
    host = area_of(tender.host_centre)
    others = (venue for venue in work.uow.venues.all() if area_of(venue.region) != host)
    return tuple(sorted(others, key=lambda venue: venue.id))


@dataclass(frozen=True, slots=True)
class Structure:
    """What a draw demands of the committee as a whole: rules for the manifest, and candidates among the sub-venues."""

    rules: tuple[dict[str, Any], ...]
    venues: dict[str, Any] | None
    most_at_host: int | None


def structure_of(tender: Tender, work: Work) -> Structure:
    """The rules of the draw about the committee, and the sub-venues that can take their share. Raises SubvenuesTooSmall."""
    told = manifest_rules(tender, profile(tender.profile))
    if told.venues is None:
        return Structure(told.rules, None, None)
    candidates = []
    for venue in partner_venues(tender, work):
        bounds = told.venues.at_venue(seats_at(venue, work))
        if bounds:
            regions = sorted({area_of(region) for region in venue.regions})
            candidates.append({"venue": venue.id, "regions": regions, "seats_min": bounds[0], "seats_max": bounds[1]})
    told.venues.require(len(candidates))
    most_at_host = next((rule["max"] for rule in told.rules if rule["rule"] == "region_max"), None)
    return Structure(told.rules, {"candidates": candidates, "count": told.venues.count}, most_at_host)


def seats_at(venue: Venue, work: Work) -> int:
    """How many members of one committee can sit there in rooms of their own (domain rule H1)."""
    return members_that_fit(rooms_for_experts(venue), seat_terms(local_day(work.now)))
