"""What one application needs: booths at the host's venue and at every sub-venue that may be drawn for it."""

from __future__ import annotations

from dispatch.seats.refusals import UnsoundSitting
from dispatch.seats.sitting import Need, SeatTerms, Slot, rooms_for_experts
from dispatch.seats.terms import booths_wanted, members_that_fit
from policies.areas import area_of
from policies.committee_rules import manifest_rules
from policies.profiles import profile
from policies.vocabulary.tender import Tender
from policies.vocabulary.venue import Venue


def needs_of(tender: Tender, token: str, venues: tuple[Venue, ...], terms: SeatTerms) -> tuple[Need, ...]:
    """One need for each venue that may receive this tender. Raises UnsoundSitting, SubvenuesTooSmall.

    A venue takes no more members than it has rooms for them and their replacements (H1).
    """
    told = manifest_rules(tender, profile(tender.profile))
    home = area_of(tender.host_centre)
    host = next((venue for venue in venues if area_of(venue.region) == home), None)
    if host is None:
        raise UnsoundSitting(what=f"场地资料中没有主场{home}")
    slot = Slot(tender.checkin_at, tender.opening_at + tender.duration)
    key = tender.tenderer.uscc or tender.tenderer.name
    most_at_host = next((rule["max"] for rule in told.rules if rule["rule"] == "region_max"), None)
    first = Need(token, key, host.id, booths_wanted(tender.experts, most_at_host, terms), slot, tender.reps)
    if told.venues is None:
        return (first,)
    others = [venue for venue in venues if area_of(venue.region) != home]
    bounds = [(venue, told.venues.at_venue(members_that_fit(rooms_for_experts(venue), terms))) for venue in others]
    subs = [(venue, most) for venue, (_, most) in ((venue, bound) for venue, bound in bounds if bound)]
    told.venues.require(len(subs))
    return (first, *(Need(token, key, venue.id, booths_wanted(tender.experts, most, terms), slot) for venue, most in subs))
