"""The booth list that a draw freezes, the settings of a day, and a plan written down and read back."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dispatch.kernel.canonical import canonical
from dispatch.seats.forms import booth_list, facts_of, plan_of
from dispatch.seats.plan import plan_seats
from dispatch.seats.refusals import SeatPlanUnreadable
from dispatch.seats.terms import booths_wanted, members_that_fit, seat_terms
from policies.vocabulary.ids import VenueId
from tests.seats.builders import HERE, a_need, a_sitting, rows

AWAY = VenueId("ZZ")


def two_venues():
    return plan_seats(a_sitting((rows(2, 2, desks=1), rows(2, 2, id=AWAY)), a_need("P1", 2, reps=1), a_need("P1", 2, venue=AWAY)))


def test_the_host_stands_first_without_a_name_and_representatives_in_no_list():
    entries = booth_list(two_venues(), "P1", HERE)
    assert [venue for venue, _ in entries] == ["", "", AWAY, AWAY]
    assert entries == sorted(entries) and len({tuple(entry) for entry in entries}) == 4


def test_a_plan_is_read_back_as_it_was_written():
    plan = two_venues()
    assert plan_of(json.loads(canonical(facts_of(plan)))) == plan


@pytest.mark.parametrize("facts", [{}, {"booths": [{}], "relaxed": []}, {"booths": None, "relaxed": []}])
def test_what_is_no_plan_is_refused(facts):
    with pytest.raises(SeatPlanUnreadable):
        plan_of(facts)


def test_a_venue_keeps_booths_for_its_members_and_for_replacements():
    terms = seat_terms(date(2026, 12, 16))
    assert booths_wanted(7, None, terms) == 7 + terms.replacements
    assert booths_wanted(7, 3, terms) == 3 + terms.replacements
    assert members_that_fit(booths_wanted(7, 3, terms), terms) == 3


def test_a_plan_knows_who_sits_where_at_a_moment():
    plan = two_venues()
    during = plan.placed[0].slot.starts
    assert set(plan.assignments(during).values()) == {"P1"}
    assert plan.assignments(plan.placed[0].slot.ends) == {}
