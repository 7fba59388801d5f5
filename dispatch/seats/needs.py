"""What one application needs: booths at the host's venue and at every sub-venue that may be drawn for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dispatch.seats.refusals import NoVenue
from dispatch.seats.sitting import Need, SeatTerms, Slot, rooms_for_experts
from dispatch.seats.terms import booths_wanted, members_that_fit
from policies.areas import area_of
from policies.committee_rules import manifest_rules
from policies.profiles import profile
from policies.vocabulary.ids import VenueId
from policies.vocabulary.tender import Tender
from policies.vocabulary.venue import Venue


@dataclass(frozen=True, slots=True)
class Structure:
    """What a draw demands of the committee as a whole: rules for the manifest, and candidates among the sub-venues."""

    rules: tuple[dict[str, Any], ...]
    venues: dict[str, Any] | None
    most_at_host: int | None


@dataclass(frozen=True, slots=True)
class Whose:
    """For whom booths are set aside: the tender by its token, the tenderer by whatever names him here (domain rule H4)."""

    token: str
    tenderer: str


def host_of(tender: Tender, venues: Sequence[Venue]) -> Venue:
    """The venue of the host centre (主场). Raises NoVenue."""
    area = area_of(tender.host_centre)
    for venue in venues:
        if area_of(venue.region) == area:
            return venue
    raise NoVenue(region=area)


def partners_of(tender: Tender, venues: Sequence[Venue]) -> tuple[Venue, ...]:
    """The sub-venues that may be drawn: every other centre's, if the evaluation is remote; sorted by name."""
    if not tender.n_subvenues:
        return ()
    host = area_of(tender.host_centre)
    return tuple(sorted((venue for venue in venues if area_of(venue.region) != host), key=lambda venue: venue.id))


def seats_at(venue: Venue, terms: SeatTerms) -> int:
    """How many members of one committee can sit there in rooms of their own, successors counted in (domain rule H1)."""
    return members_that_fit(rooms_for_experts(venue), terms)


def structure_of(tender: Tender, venues: Sequence[Venue], terms: SeatTerms) -> Structure:
    """The rules of the draw about the committee, and the sub-venues that can take their share. Raises SubvenuesTooSmall."""
    told = manifest_rules(tender, profile(tender.profile))
    most_at_host = next((rule["max"] for rule in told.rules if rule["rule"] == "region_max"), None)
    if told.venues is None:
        return Structure(told.rules, None, most_at_host)
    candidates = []
    for venue in partners_of(tender, venues):
        bounds = told.venues.at_venue(seats_at(venue, terms))
        if bounds:
            regions = sorted({area_of(region) for region in venue.regions})
            candidates.append({"venue": venue.id, "regions": regions, "seats_min": bounds[0], "seats_max": bounds[1]})
    told.venues.require(len(candidates))
    return Structure(told.rules, {"candidates": candidates, "count": told.venues.count}, most_at_host)


def needs_of(tender: Tender, whose: Whose, venues: Sequence[Venue], terms: SeatTerms) -> Iterator[Need]:
    """One need for each venue that may receive this tender, with a margin for successors. Raises NoVenue, SubvenuesTooSmall."""
    host, structure = host_of(tender, venues), structure_of(tender, venues, terms)
    slot = Slot(tender.checkin_at, tender.opening_at + tender.duration)
    at_host = booths_wanted(tender.experts, structure.most_at_host, terms)
    yield Need(whose.token, whose.tenderer, host.id, at_host, slot, representatives=tender.reps)
    for venue in structure.venues["candidates"] if structure.venues else ():
        booths = booths_wanted(tender.experts, venue["seats_max"], terms)
        yield Need(whose.token, whose.tenderer, VenueId(venue["venue"]), booths, slot)
