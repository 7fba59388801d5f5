"""Whoever decides completability decides it exactly: the model, the layers and plain trial never differ."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.draw.committee import Person, is_lawful
from dispatch.draw.crowd import bin_persons, gather
from dispatch.draw.layers import layered
from dispatch.draw.manifest import VenueCandidate
from dispatch.draw.model import prove
from dispatch.draw.oracle import Oracle
from dispatch.draw.question import Ask, Question, VenueChoice
from dispatch.draw.refusals import OracleGaveUp
from dispatch.draw.settlement import Answering, fill_by_rank
from dispatch.draw.standby import second_walk
from dispatch.draw.venues import draw_venues, watch_rules
from dispatch.draw.walk import first_panel
from tests.draw import brute
from tests.draw.brute import Small, Venue
from tests.draw.small_rounds import opening_of, persons, small_rounds, sorter_of, venue_lists

SOLVERS: tuple[Ask, ...] = (prove, layered)
a_few = settings(max_examples=150, deadline=None)
many = settings(max_examples=2500, deadline=None)
rounds = st.one_of(small_rounds(), small_rounds(typed=True))


def candidates_of(small: Small) -> tuple[Person, ...]:
    return persons(small, small.candidates)


def check_question(small: Small, chosen: list[bool]) -> None:
    forced = tuple(person for person, wanted in zip(candidates_of(small), chosen, strict=False) if wanted)
    opening = opening_of(small)
    possible = any({person.id for person in forced} <= panel for panel in small.panels)
    for solve in SOLVERS:
        crowd = gather(opening, bin_persons(candidates_of(small)))
        answer = Oracle(solve)(Question(opening, crowd, forced))
        assert (answer is not None) == possible
        assert answer is None or is_lawful(opening, answer.panel)


def check_walk(small: Small) -> None:
    opening, order = opening_of(small), candidates_of(small)
    for solve in SOLVERS:
        walk = first_panel(opening, order, gather(opening, bin_persons(order)), Oracle(solve))
        assert (None if walk is None else list(walk.records)) == brute.walk(small)


def check_answers(small: Small, standby: int, replies: list[bool]) -> None:
    records = brute.walk(small)
    if records is None:
        return
    row_of = {row[0]: row for row in small.candidates}
    panel = tuple(row_of[id] for id, verdict in records if verdict == "drawn")
    bare = Small(small.seats, small.rules, small.staying, small.candidates, small.pairs)
    opening, sorter = opening_of(bare), sorter_of(bare)
    more = brute.standbys(small, panel, standby)
    assert list(second_walk(opening, persons(bare, panel), persons(bare, bare.candidates), standby)) == more
    called = (*panel, *(row_of[id] for id, verdict in more if verdict == "standby"))
    accepted = tuple(row for row, reply in zip(called, replies, strict=False) if reply)
    undrawn = tuple(row for row in small.candidates if row not in called)
    expected = brute.settle(bare, accepted, undrawn)
    for solve in SOLVERS:
        settled = fill_by_rank(opening, Answering(persons(bare, accepted), bin_persons(persons(bare, undrawn)), sorter), Oracle(solve))
        assert [(person.id, k) for person, k in settled] == expected


def check_venues(small: Small, venues: tuple[Venue, ...], count: int) -> None:
    candidates = tuple(VenueCandidate(*venue) for venue in venues)
    watching = replace(small, rules=(*small.rules, *(("region_min", 0, rule.regions) for rule in watch_rules(candidates))))
    opening = replace(opening_of(small), staying=persons(watching, small.staying))
    choice = VenueChoice(candidates, count, len(small.rules))
    question = Question(opening, gather(opening, bin_persons(candidates_of(watching))), choice=choice)
    usable = [set(found) for found in brute.usable(small, venues, count)]
    expected: list[int] = []
    for k in range(len(venues)):
        if any({*expected, k} <= found for found in usable):
            expected.append(k)
    for solve in SOLVERS:
        assert draw_venues(range(len(venues)), question, Oracle(solve)) == (tuple(expected) if usable else None)


booleans = st.lists(st.booleans(), min_size=14, max_size=14)


@a_few
@given(rounds, st.lists(st.integers(0, 3).map(lambda number: number == 0), min_size=9, max_size=9))
def test_model_layers_and_trial_agree_on_every_question(small: Small, chosen: list[bool]) -> None:
    check_question(small, chosen)


@a_few
@given(rounds)
def test_the_walk_is_the_first_lawful_panel_in_order(small: Small) -> None:
    check_walk(small)


@a_few
@given(rounds, st.integers(1, 5), booleans)
def test_standbys_and_seats_by_rank_follow_the_definition(small: Small, standby: int, replies: list[bool]) -> None:
    check_answers(small, standby, replies)


@a_few
@given(small_rounds(), venue_lists(), st.integers(1, 2))
def test_venues_are_taken_while_a_usable_set_holds_them(small: Small, venues: tuple[Venue, ...], count: int) -> None:
    check_venues(small, venues, count)


@pytest.mark.soak
@many
@given(rounds, booleans)
def test_soak_model_layers_and_trial_agree_on_every_question(small: Small, chosen: list[bool]) -> None:
    check_question(small, chosen)


@pytest.mark.soak
@many
@given(rounds)
def test_soak_the_walk_is_the_first_lawful_panel_in_order(small: Small) -> None:
    check_walk(small)


@pytest.mark.soak
@many
@given(rounds, st.integers(1, 5), booleans)
def test_soak_standbys_and_seats_by_rank_follow_the_definition(small: Small, standby: int, replies: list[bool]) -> None:
    check_answers(small, standby, replies)


@pytest.mark.soak
@many
@given(small_rounds(), venue_lists(), st.integers(1, 2))
def test_soak_venues_are_taken_while_a_usable_set_holds_them(small: Small, venues: tuple[Venue, ...], count: int) -> None:
    check_venues(small, venues, count)


def test_no_proof_in_time_stops_the_draw_and_is_never_a_no() -> None:
    small = Small(((frozenset({"L0"}), 1),), (), (), (("e0", ("L0",), "R0", ""),), frozenset())
    opening = opening_of(small)
    question = Question(opening, gather(opening, bin_persons(candidates_of(small))))
    with pytest.raises(OracleGaveUp):
        partial(prove, seconds=0.0)(question)
