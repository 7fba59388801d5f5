"""Sizes of practice: twelve rooms and 45 experts at once; a day of sixty tenders over six venues; equal chances of the lot."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from time import process_time

import pytest

from dispatch.seats.plan import plan_seats
from dispatch.seats.refusals import NoSeatingPlan
from policies.vocabulary.ids import VenueId
from tests.seats.builders import AFTERNOON_HOURS, MORNING_HOURS, a_need, a_sitting, a_slot, booths_of, rows


def test_twelve_rooms_seat_45_experts_quickly():
    sitting = a_sitting(rows(12, 4), *(a_need(f"P{nth}", 5) for nth in range(9)))
    started = process_time()
    assert len(plan_seats(sitting).placed) == 45
    assert process_time() - started < 1


def test_the_clash_among_58_experts_in_twelve_rooms_is_found_in_seconds():
    sitting = a_sitting(rows(12, 5), *(a_need(f"P{nth}", 5, of="T") for nth in range(9)), a_need("P9", 13, of="U"))
    started = process_time()
    with pytest.raises(NoSeatingPlan) as refusal:
        plan_seats(sitting)
    assert "H1" in refusal.value.codes
    assert process_time() - started < 10


def test_a_day_of_sixty_tenders_over_six_venues():
    venues = tuple(rows(16, 6, desks=6, id=VenueId(f"V{nth}")) for nth in range(6))
    slots = a_slot(MORNING_HOURS), a_slot(AFTERNOON_HOURS)
    needs = [
        a_need(f"P{nth:02d}", 6, of=f"T{nth % 25}", slot=slots[nth // 6 % 2], venue=VenueId(f"V{(nth + step) % 6}"), reps=step == 0)
        for nth in range(60)
        for step in (0, 1, 3)
    ]
    plan = plan_seats(a_sitting(venues, *needs))
    assert len(plan.placed) == 60 * (3 * 6 + 1)


def test_by_the_lot_every_member_gets_every_booth_of_the_set_equally_often():
    booths = booths_of(plan_seats(a_sitting(rows(4, 2), a_need("P1", 4))), "P1")
    deals = [dict(zip("abc", order, strict=False)) for order in permutations(booths)]
    counts = Counter((member, booth) for deal in deals for member, booth in deal.items())
    assert set(counts.values()) == {len(deals) // len(booths)}
    assert len(counts) == 3 * len(booths)
