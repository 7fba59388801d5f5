"""Each rule: one plan that it forbids and one that it just allows; the checker looks at booths and asks no solver."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dispatch.seats.rules import violations
from dispatch.seats.sitting import Acquainted, Door, LastBooth, SeatTerms, Sitter, Tie
from policies.vocabulary.ids import BoothId
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
    codes,
    placed,
)

TWO_ROOMS = a_venue(a_row("A", 3), a_row("B", 3), a_desk("Z"), a_desk("Y"))


def broken(sitting, *booths, relaxed=()):
    return codes(violations(sitting, a_plan(*booths, relaxed=relaxed)))


def test_H1_forbids_two_members_of_one_project_in_one_room():
    assert broken(a_sitting(TWO_ROOMS, a_need("P1", 2)), placed("P1", "A-1"), placed("P1", "A-3")) == {"H1"}


def test_H1_allows_members_of_one_project_in_two_rooms():
    assert broken(a_sitting(TWO_ROOMS, a_need("P1", 2)), placed("P1", "A-1"), placed("P1", "B-1")) == set()


def test_H1_relaxed_allows_one_room_with_an_empty_booth_between():
    assert broken(a_sitting(TWO_ROOMS, a_need("P1", 2)), placed("P1", "A-1"), placed("P1", "A-3"), relaxed=("H1",)) == set()


def test_H1_relaxed_forbids_one_room_with_somebody_between():
    sitting = a_sitting(TWO_ROOMS, a_need("P1", 2), a_need("P2"))
    assert broken(sitting, placed("P1", "A-1"), placed("P2", "A-2"), placed("P1", "A-3"), relaxed=("H1",)) == {"H1"}


def test_H1_relaxed_counts_a_booth_as_empty_whose_sitter_comes_later():
    late = a_slot(AFTERNOON_HOURS)
    sitting = a_sitting(TWO_ROOMS, a_need("P1", 2, slot=a_slot(MORNING_HOURS)), a_need("P2", slot=late))
    early = [placed("P1", booth, slot=a_slot(MORNING_HOURS)) for booth in ("A-1", "A-3")]
    assert broken(sitting, *early, placed("P2", "A-2", slot=late), relaxed=("H1",)) == set()


def test_H1_relaxed_wants_as_many_empty_booths_as_the_setting_says():
    wide = a_sitting(TWO_ROOMS, a_need("P1", 2), terms=SeatTerms(free_between=2))
    assert broken(wide, placed("P1", "A-1"), placed("P1", "A-3"), relaxed=("H1",)) == {"H1"}


def test_H1_keeps_representatives_of_one_project_in_two_rooms_too():
    desks = a_venue(a_row("A", 1), a_desk("Z", 3))
    both = [placed("P1", f"Z-{nth}", sitter=Sitter.REPRESENTATIVE) for nth in (1, 3)]
    assert broken(a_sitting(desks, a_need("P1", 0, reps=2)), *both) == {"H1"}


def test_H2_forbids_neighbours_of_one_tenderer():
    sitting = a_sitting(TWO_ROOMS, a_need("P1", of="T"), a_need("P2", of="T"))
    assert broken(sitting, placed("P1", "A-1", of="T"), placed("P2", "A-2", of="T")) == {"H2"}


def test_H2_allows_neighbours_of_two_tenderers_and_projects():
    assert broken(a_sitting(TWO_ROOMS, a_need("P1"), a_need("P2")), placed("P1", "A-1"), placed("P2", "A-2")) == set()


def test_H2_allows_one_tenderer_next_door_at_another_time():
    early, late = a_slot(MORNING_HOURS), a_slot(AFTERNOON_HOURS)
    sitting = a_sitting(TWO_ROOMS, a_need("P1", of="T", slot=early), a_need("P2", of="T", slot=late))
    assert broken(sitting, placed("P1", "A-1", of="T", slot=early), placed("P2", "A-2", of="T", slot=late)) == set()


def test_H2_sees_neighbours_through_the_wall_of_another_room():
    through = a_venue(a_row("A", 1), a_row("B", 1))
    wall = a_venue(through.rooms[0], _beside(through.rooms[1], "A-1"))
    assert broken(a_sitting(wall, a_need("P1", 2)), placed("P1", "A-1"), placed("P1", "B-1")) == {"H2"}


def test_H2_relaxed_asks_for_different_projects_only():
    sitting = a_sitting(TWO_ROOMS, a_need("P1", of="T"), a_need("P2", of="T"))
    assert broken(sitting, placed("P1", "A-1", of="T"), placed("P2", "A-2", of="T"), relaxed=("H2",)) == set()


def test_H2_relaxed_still_forbids_neighbours_of_one_project():
    sitting = a_sitting(TWO_ROOMS, a_need("P1", 2))
    assert broken(sitting, placed("P1", "A-1"), placed("P1", "A-2"), relaxed=("H2", "H1")) == {"H1", "H2"}


def test_H3_forbids_a_representative_among_the_experts():
    sitting = a_sitting(TWO_ROOMS, a_need("P1", 0, reps=1))
    assert broken(sitting, placed("P1", "A-1", sitter=Sitter.REPRESENTATIVE)) == {"H3"}


def test_H3_allows_a_representative_in_the_zone_of_representatives():
    sitting = a_sitting(TWO_ROOMS, a_need("P1", 1, reps=1))
    assert broken(sitting, placed("P1", "A-1"), placed("P1", "Z-1", sitter=Sitter.REPRESENTATIVE)) == set()


def test_H3_forbids_an_expert_in_the_zone_of_representatives():
    assert broken(a_sitting(TWO_ROOMS, a_need("P1")), placed("P1", "Z-1")) == {"H3"}


def test_H4_forbids_a_booth_that_the_tenderer_used_last_time():
    sitting = a_sitting(TWO_ROOMS, a_need("P1", of="T"), last_booths=(LastBooth("T", HERE, BoothId("A-1")),))
    assert broken(sitting, placed("P1", "A-1", of="T")) == {"H4"}


def test_H4_allows_a_booth_that_another_tenderer_used_last_time():
    sitting = a_sitting(TWO_ROOMS, a_need("P1", of="T"), last_booths=(LastBooth("U", HERE, BoothId("A-1")),))
    assert broken(sitting, placed("P1", "A-1", of="T")) == set()


def test_H4_forbids_one_booth_for_two_sittings_of_one_tenderer_on_one_day():
    early, late = a_slot(MORNING_HOURS), a_slot(AFTERNOON_HOURS)
    sitting = a_sitting(TWO_ROOMS, a_need("P1", of="T", slot=early), a_need("P2", of="T", slot=late))
    assert broken(sitting, placed("P1", "A-1", of="T", slot=early), placed("P2", "A-1", of="T", slot=late)) == {"H4"}


def test_H5_forbids_neighbours_of_two_tenders_whose_experts_know_each_other():
    sitting = a_sitting(TWO_ROOMS, a_need("P1"), a_need("P2"), acquainted=(Acquainted("P2", "P1", Tie.COLLEAGUES),))
    assert broken(sitting, placed("P1", "A-1"), placed("P2", "A-2")) == {"H5"}


def test_H5_allows_them_in_one_room_with_a_booth_between():
    sitting = a_sitting(TWO_ROOMS, a_need("P1"), a_need("P2"), acquainted=(Acquainted("P1", "P2", Tie.COLLEAGUES),))
    assert broken(sitting, placed("P1", "A-1"), placed("P2", "A-3")) == set()


def test_H5_counts_every_two_tenders_while_acquaintance_is_not_known():
    sitting = a_sitting(TWO_ROOMS, a_need("P1"), a_need("P2"), acquainted=None)
    assert broken(sitting, placed("P1", "A-1"), placed("P2", "A-2")) == {"H5"}


def test_H5_relaxed_keeps_frequent_pairs_apart_and_no_others():
    for tie, expected in ((Tie.COLLEAGUES, set()), (Tie.FREQUENT_PAIR, {"H5"})):
        sitting = a_sitting(TWO_ROOMS, a_need("P1"), a_need("P2"), acquainted=(Acquainted("P1", "P2", tie),))
        assert broken(sitting, placed("P1", "A-1"), placed("P2", "A-2"), relaxed=("H5",)) == expected


def test_H6_forbids_more_people_than_pass_the_door_before_the_opening():
    sitting = a_sitting(TWO_ROOMS, a_need("P1", 2), a_need("P2"), doors=(Door(HERE, 1, 2),))
    assert broken(sitting, placed("P1", "A-1"), placed("P1", "B-3"), placed("P2", "A-3")) == {"H6"}


def test_H6_allows_as_many_people_as_pass_the_door():
    sitting = a_sitting(TWO_ROOMS, a_need("P1", 2), doors=(Door(HERE, 1, 2),))
    assert broken(sitting, placed("P1", "A-1"), placed("P1", "B-3")) == set()


def test_H6_gives_staggered_sittings_the_time_between_them():
    later = a_slot((10, 17))
    sitting = a_sitting(TWO_ROOMS, a_need("P1", 2), a_need("P2", slot=later), doors=(Door(HERE, 1, 2),))
    assert broken(sitting, placed("P1", "A-1"), placed("P1", "B-3"), placed("P2", "A-3", slot=later)) == set()


def test_SEAT_ONE_forbids_two_tenders_in_one_booth():
    assert broken(a_sitting(TWO_ROOMS, a_need("P1"), a_need("P2")), placed("P1", "A-1"), placed("P2", "A-1")) == {"SEAT-ONE"}


def test_SEAT_ONE_wants_the_booth_cleaned_between_two_sittings():
    early, late = a_slot(MORNING_HOURS), a_slot((12, 17))
    needs = a_need("P1", slot=early), a_need("P2", slot=late)
    for gap, expected in ((30, {"SEAT-ONE"}), (0, set())):
        sitting = a_sitting(TWO_ROOMS, *needs, terms=SeatTerms(turnaround=timedelta(minutes=gap)))
        assert broken(sitting, placed("P1", "A-1", slot=early), placed("P2", "A-1", slot=late)) == expected


def test_SEAT_NEED_forbids_a_booth_too_few_too_many_or_broken():
    out_of_order = a_venue(a_row("A", 1, broken=(1,)), a_row("B", 1))
    assert broken(a_sitting(TWO_ROOMS, a_need("P1", 2)), placed("P1", "A-1")) == {"SEAT-NEED"}
    assert broken(a_sitting(TWO_ROOMS, a_need("P1")), placed("P1", "A-1"), placed("P1", "B-1")) == {"SEAT-NEED"}
    assert broken(a_sitting(out_of_order, a_need("P1")), placed("P1", "A-1")) == {"SEAT-NEED"}


def test_what_stands_already_is_not_judged_again():
    held = (placed("P8", "A-1", of="T"), placed("P9", "A-2", of="T"))
    assert broken(a_sitting(TWO_ROOMS, a_need("P1"), held=held), placed("P1", "B-1")) == set()


def test_a_new_booth_beside_a_standing_one_of_the_same_tenderer_is_forbidden():
    sitting = a_sitting(TWO_ROOMS, a_need("P1", of="T"), held=(placed("P8", "A-1", of="T"),))
    assert broken(sitting, placed("P1", "A-2", of="T")) == {"H2"}


def _beside(room, neighbour):
    return replace(room, booths=(replace(room.booths[0], beside=(BoothId(neighbour),)), *room.booths[1:]))
