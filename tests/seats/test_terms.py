"""The settings of a day, and how many booths they set aside in a venue."""

from __future__ import annotations

from datetime import date

from dispatch.seats.terms import booths_wanted, members_that_fit, seat_terms


def test_a_venue_keeps_booths_for_its_members_and_for_replacements():
    terms = seat_terms(date(2026, 12, 16))
    assert booths_wanted(7, None, terms) == 7 + terms.replacements
    assert booths_wanted(7, 3, terms) == 3 + terms.replacements
    assert members_that_fit(booths_wanted(7, 3, terms), terms) == 3
