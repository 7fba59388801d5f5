"""Who is beside whom: said by one side, true for both; counted inside a room only."""

from __future__ import annotations

from dispatch.seats.neighbours import beside, edges, joined_pairs
from policies.vocabulary.ids import BoothId, RoomId
from policies.vocabulary.venue import Booth, Room
from tests.seats.builders import EXPERT_ZONE, HERE, a_row, a_venue


def test_who_is_named_as_a_neighbour_is_a_neighbour():
    venue = a_venue(a_row("A", 3))
    assert beside(venue)["A-2"] == {"A-1", "A-3"}
    assert edges(venue) == (("A-1", "A-2"), ("A-2", "A-3"))


def test_between_two_ends_of_a_row_lie_the_booths_of_the_row():
    pairs = {(pair.one, pair.other): pair.between for pair in joined_pairs(a_row("A", 4), beside(a_venue(a_row("A", 4))))}
    assert pairs["A-1", "A-4"] == ("A-2", "A-3")
    assert pairs["A-2", "A-3"] == ()


def test_cabins_that_nothing_joins_are_in_no_pair():
    cabins = Room(RoomId("A"), HERE, EXPERT_ZONE, tuple(Booth(BoothId(f"A-{nth}"), RoomId("A")) for nth in (1, 2)))
    assert joined_pairs(cabins, beside(a_venue(cabins))) == ()


def test_a_square_has_two_booths_between_its_corners():
    square = a_square("A-2 A-4", "A-3", "A-4", "")
    pairs = {(pair.one, pair.other): pair.between for pair in joined_pairs(square, beside(a_venue(square)))}
    assert pairs["A-1", "A-3"] == ("A-2", "A-4")


def a_square(*beside_each):
    booths = [Booth(BoothId(f"A-{nth}"), RoomId("A"), tuple(map(BoothId, text.split()))) for nth, text in enumerate(beside_each, 1)]
    return Room(RoomId("A"), HERE, EXPERT_ZONE, tuple(booths))
