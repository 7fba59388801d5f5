"""What an application needs: booths at the host, and as many at each sub-venue as the draw may send there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dispatch.adapters.brought_files import read_application_file, read_venues_file
from dispatch.intake.shipped import APPLICATIONS, VENUES
from dispatch.seats.needs import Whose, needs_of
from dispatch.seats.refusals import NoVenue
from dispatch.seats.rules import RULES
from dispatch.seats.sitting import SeatTerms, rooms_for_experts
from tests.seats.builders import a_desk, a_row, a_venue

TERMS = SeatTerms(replacements=1)


@pytest.fixture(scope="module")
def centre():
    return read_venues_file(VENUES), [read_application_file(file, demo=True) for file in APPLICATIONS]


def test_a_local_tender_needs_its_experts_and_replacements_at_the_host_only(centre):
    venues, (works, *_) = centre
    needs = needs_of(works, Whose("P1", "T"), venues, TERMS)
    assert [(need.venue, need.booths, need.representatives) for need in needs] == [("CS", 5 + 1, 0)]


def test_a_remote_tender_needs_booths_in_every_venue_that_may_be_drawn(centre):
    venues, tenders = centre
    host, *subs = needs_of(tenders[2], Whose("P3", "T"), venues, TERMS)
    assert host.representatives == 1 and host.booths < tenders[2].experts + 1
    assert {need.venue for need in subs} == {venue.id for venue in venues} - {"CS"}


def test_no_sub_venue_is_asked_for_more_booths_than_it_has_rooms(centre):
    venues, tenders = centre
    rooms = {venue.id: rooms_for_experts(venue) for venue in venues}
    assert all(need.booths <= rooms[need.venue] for need in list(needs_of(tenders[2], Whose("P3", "T"), venues, TERMS))[1:])


def test_a_tender_whose_host_has_no_venue_is_refused(centre):
    venues, (works, *_) = centre
    with pytest.raises(NoVenue):
        list(needs_of(replace(works, host_centre="650100"), Whose("P1", "T"), venues, TERMS))


def test_only_rooms_where_an_expert_could_sit_are_counted():
    assert rooms_for_experts(a_venue(a_row("A", 2), a_row("B", 1, broken=(1,)), a_desk("Z"))) == 1


def test_every_rule_has_a_source_two_sentences_and_a_check():
    assert all(rule.source and rule.says and rule.says_en and rule.restated for rule in RULES)
    assert len({rule.code for rule in RULES}) == len(RULES) == 8
