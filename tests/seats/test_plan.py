"""A plan is the same for the same input, in whatever order it is given; nothing is relaxed that nobody named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.seats.plan import checked, plan_seats
from dispatch.seats.refusals import NoSeatingPlan, PlanBreaksRules, SolverGaveUp, UnlawfulRelaxation, UnsoundSitting
from dispatch.seats.rules import violations
from dispatch.seats.sitting import REPRESENTATIVE_ZONE, Sitter, Sitting, last_booths
from tests.seats.builders import (
    AFTERNOON_HOURS,
    HERE,
    MORNING_HOURS,
    a_desk,
    a_need,
    a_plan,
    a_row,
    a_sitting,
    a_slot,
    a_venue,
    booths_of,
    placed,
    rows,
)

NEEDS = tuple(
    a_need(f"P{nth}", 3, of=f"T{nth % 3}", slot=a_slot(MORNING_HOURS if nth % 2 else AFTERNOON_HOURS), reps=1) for nth in range(6)
)


def test_every_need_gets_its_booths_and_nobody_relaxed_anything():
    plan = plan_seats(a_sitting(rows(6, 4, desks=4), *NEEDS))
    assert [len(booths_of(plan, need.tender_token)) for need in NEEDS] == [3] * 6
    assert [len(booths_of(plan, need.tender_token, Sitter.REPRESENTATIVE)) for need in NEEDS] == [1] * 6
    assert plan.relaxed == ()


@given(st.permutations(NEEDS), st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_tenders_rooms_and_booths_does_not_matter(needs, shuffle):
    venue = rows(6, 4, desks=4)
    rooms = list(venue.rooms)
    shuffle.shuffle(rooms)
    assert plan_seats(a_sitting(a_venue(*rooms), *needs)) == plan_seats(a_sitting(venue, *NEEDS))


def test_planning_twice_gives_the_same_booths():
    sitting = a_sitting(rows(6, 4, desks=4), *NEEDS)
    assert plan_seats(sitting) == plan_seats(sitting)


@given(
    st.integers(2, 5), st.integers(2, 4), st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2), st.booleans()), min_size=1, max_size=5)
)
@settings(max_examples=40, deadline=None)
def test_every_plan_returned_passes_the_check(rooms, booths, wanted):
    slots = {True: a_slot(MORNING_HOURS), False: a_slot((11, 15))}
    needs = [a_need(f"P{nth}", size, of=f"T{of}", slot=slots[early]) for nth, (size, of, early) in enumerate(wanted)]
    sitting = a_sitting(rows(rooms, booths), *needs)
    try:
        assert violations(sitting, plan_seats(sitting)) == ()
    except NoSeatingPlan as refusal:
        assert refusal.reasons


def test_booths_held_at_the_same_time_are_left_alone_and_free_again_later():
    held = (placed("P9", "A-1", slot=a_slot(MORNING_HOURS)),)
    one_booth = a_venue(a_row("A", 1))
    with pytest.raises(NoSeatingPlan):
        plan_seats(a_sitting(one_booth, a_need("P1", slot=a_slot(MORNING_HOURS)), held=held))
    assert booths_of(plan_seats(a_sitting(one_booth, a_need("P1", slot=a_slot(AFTERNOON_HOURS)), held=held)), "P1") == [(HERE, "A-1")]


def test_a_relaxation_is_applied_when_named_and_written_in_the_plan():
    one_room = a_sitting(a_venue(a_row("A", 3)), a_need("P1", 2))
    plan = plan_seats(one_room, relax=("H1",))
    assert plan.relaxed == ("H1",)
    assert booths_of(plan, "P1") == [(HERE, "A-1"), (HERE, "A-3")]


@pytest.mark.parametrize("code", ["H3", "H4", "H6", "SEAT-ONE", "H9"])
def test_H3_H4_and_H6_cannot_be_relaxed(code):
    with pytest.raises(UnlawfulRelaxation):
        plan_seats(a_sitting(rows(2, 2), a_need("P1")), relax=(code,))


def test_no_time_is_never_called_no_plan():
    with pytest.raises(SolverGaveUp):
        plan_seats(a_sitting(rows(12, 4), *(a_need(f"P{nth}", 5) for nth in range(9))), seconds=1e-9)


def test_a_plan_that_breaks_a_rule_is_refused_by_the_check():
    sitting = a_sitting(rows(2, 2), a_need("P1", 2))
    with pytest.raises(PlanBreaksRules) as refusal:
        checked(sitting, a_plan(placed("P1", "R01-1"), placed("P1", "R01-2")))
    assert refusal.value.facts["rules"] == "H1, H2"


def test_a_booth_of_no_committee_zone_is_never_used():
    supervision = a_row("S", 2, zone="监督区")
    with pytest.raises(NoSeatingPlan):
        plan_seats(a_sitting(a_venue(a_row("A", 1), supervision), a_need("P1", 2)))


def test_representatives_and_experts_of_two_projects_fit_their_zones():
    plan = plan_seats(a_sitting(a_venue(a_row("A", 2), a_desk("Z", 1), a_desk("Y", 1)), a_need("P1", 1, reps=1), a_need("P2", 1, reps=1)))
    desks = {p.booth for p in plan.placed if p.sitter is Sitter.REPRESENTATIVE}
    assert desks == {"Z-1", "Y-1"}
    assert Sitter.REPRESENTATIVE.zone == REPRESENTATIVE_ZONE


def test_next_day_the_tenderer_gets_other_booths():
    today = plan_seats(a_sitting(rows(2, 2), a_need("P1", 2, of="T")))
    tomorrow = a_sitting(rows(2, 2), a_need("P2", 2, of="T", slot=a_slot(day=17)), last_booths=last_booths(today.placed))
    assert not set(booths_of(today, "P1")) & set(booths_of(plan_seats(tomorrow), "P2"))


def test_last_booths_are_those_of_the_latest_sittings_only():
    past = [placed("P1", "A-1", of="T", slot=a_slot(day=14)), placed("P2", "A-2", of="T", slot=a_slot(day=15))]
    assert [known.booth for known in last_booths(past)] == ["A-2"]
    assert [known.booth for known in last_booths(past, sittings=2)] == ["A-1", "A-2"]


@pytest.mark.parametrize(
    "sitting",
    [
        a_sitting(rows(1, 1), a_need("P1"), a_need("P1")),
        a_sitting(rows(1, 1), a_need("P1", 0)),
        a_sitting(rows(1, 1), a_need("项目", 1)),
        a_sitting(rows(1, 1), a_need("P1", slot=a_slot((9, 9)))),
        a_sitting((rows(1, 1), rows(1, 1)), a_need("P1")),
        a_sitting(rows(1, 1), a_need("P1", venue="ZZ")),
        a_sitting(a_venue(a_row("A", 1), a_row("A", 1)), a_need("P1")),
        a_sitting(rows(1, 1), a_need("P1"), held=(placed("P9", "X-1"),)),
        a_sitting(rows(1, 2), a_need("P1", of="T"), held=(placed("P1", "R01-1", of="U"),)),
    ],
    ids=[
        "need twice",
        "nothing needed",
        "not a token",
        "no time",
        "venue twice",
        "no venue",
        "booth twice",
        "held nowhere",
        "two tenderers",
    ],
)
def test_a_sitting_that_contradicts_itself_is_refused(sitting):
    with pytest.raises(UnsoundSitting):
        plan_seats(sitting)


def test_an_empty_sitting_has_an_empty_plan():
    assert plan_seats(Sitting((rows(1, 1),), ())).placed == ()
