"""What-if in numbers: committees counted as by trying all, effective pools, and chances that agree with what can be reckoned."""

from __future__ import annotations

from collections import Counter
from math import comb

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.workflow.explain_case import Case
from dispatch.workflow.explain_chance import chances_of
from dispatch.workflow.explain_count import Committees, count_committees
from dispatch.workflow.explain_pools import pools_of
from tests.workflow.chance import labelled
from tests.workflow.explain_cases import (
    CHANGSHA,
    XIANGTAN,
    ZHUZHOU,
    a_case,
    a_seat,
    a_subvenue,
    at_most,
    committees,
    kept_apart,
    one_per_employer,
)

spelled = st.builds(
    "{}@{}#{}".format, st.sampled_from(["W", "P", "WP"]), st.sampled_from([CHANGSHA, ZHUZHOU, XIANGTAN]), st.sampled_from(["", "a", "b"])
)
ALIKE = a_case([a_seat("W", 2)], ["W"] * 8)
A_RARE_ONE = a_case([a_seat("W", 1), a_seat("P", 2)], ["W", "P", "P", "P", "P"])


def entropy(size: int) -> bytes:
    return labelled(b"explain", "what-if")(size)


@given(
    st.lists(spelled, min_size=3, max_size=8),
    st.integers(1, 2),
    st.integers(1, 2),
    st.integers(1, 3),
    st.sets(st.integers(0, 5), max_size=2),
)
@settings(max_examples=60, deadline=None)
def test_committees_are_counted_as_by_trying_them_all(rows, cap, count, locals_, paired):
    ids = sorted(f"p{nth:03}" for nth in paired if nth < len(rows))
    rules = (one_per_employer(cap), kept_apart(), at_most(locals_, CHANGSHA))
    case = a_case([a_seat("W", count), a_seat("P", 1)], rows, *rules, pairs=(tuple(ids),) if len(ids) == 2 else ())
    assert count_committees(case) == Committees(committees(case), exact=True)


@given(st.lists(spelled, min_size=3, max_size=8), st.integers(0, 1))
@settings(max_examples=30, deadline=None)
def test_committees_of_a_remote_evaluation_need_a_choice_of_sub_venues(rows, least):
    venues = (a_subvenue("XT", XIANGTAN, least, 2), a_subvenue("ZZ", ZHUZHOU, 1, 2))
    case = a_case([a_seat("W", 2), a_seat("P", 1)], rows, at_most(2, CHANGSHA), venues=venues, venue_count=1)
    assert count_committees(case) == Committees(committees(case), exact=True)


def test_a_thousand_experts_of_one_specialty_are_counted_exactly():
    assert count_committees(a_case([a_seat("W", 5)], ["W"] * 1000)) == Committees(comb(1000, 5), exact=True)


def test_what_takes_too_long_to_count_is_bounded_and_said_to_be():
    counted = count_committees(A_RARE_ONE, budget=3)
    assert counted == Committees(comb(1, 1) * comb(4, 2), exact=False)
    assert counted.number >= committees(A_RARE_ONE)


def test_who_only_ever_blocks_the_rare_one_is_not_effective():
    case = a_case([a_seat("W", 1), a_seat("P", 2)], ["W#a", "P#a", "P#b", "P#c"], one_per_employer())
    assert [(pool.eligible, pool.effective, pool.employers) for pool in pools_of(case)] == [(1, 1, 1), (3, 2, 3)]


def test_nobody_is_effective_where_no_committee_exists():
    assert [pool.effective for pool in pools_of(a_case([a_seat("W", 2), a_seat("P", 1)], ["W", "P"]))] == [0, 0]


def test_experts_alike_have_one_chance_the_exact_one():
    (sort,) = chances_of(ALIKE, entropy, runs=40).sorts
    assert (len(sort.pseudonyms), sort.labels, sort.area, sort.chance, sort.alike) == (8, ("W",), CHANGSHA, 0.25, True)


def test_the_only_one_of_his_specialty_is_certain_and_the_rest_share_what_is_left():
    chances = chances_of(A_RARE_ONE, entropy, runs=40)
    assert [(len(sort.pseudonyms), sort.chance) for sort in chances.sorts] == [(4, 0.5), (1, 1.0)]
    assert chances.runs == 40 and 0 < chances.error < 0.1


def test_of_fewer_than_five_nothing_is_said_but_their_chance():
    assert {(sort.labels, sort.area) for sort in chances_of(A_RARE_ONE, entropy, runs=1).sorts} == {((), "")}


def test_those_of_one_specialty_are_averaged_where_employers_make_each_a_little_different():
    case = a_case([a_seat("W", 2)], ["W#a", "W#a", "W#a", "W#b", "W#b"], one_per_employer())
    (sort,) = chances_of(case, entropy, runs=20).sorts
    assert (len(sort.pseudonyms), sort.labels, sort.chance, sort.alike) == (5, ("W",), 0.4, False)


def test_a_heavier_weight_raises_a_chance():
    case = Case(ALIKE.seats, tuple(row._replace(weight=4 if nth < 4 else 1) for nth, row in enumerate(ALIKE.candidates)))
    heavy, light = sorted(chances_of(case, entropy, runs=60).sorts, key=lambda sort: -sort.weight)
    assert (heavy.weight, light.weight) == (4, 1) and heavy.chance - heavy.error > light.chance + light.error


def test_pseudonyms_are_other_ones_each_time_and_no_reference_is_shown():
    seen = [set(chances_of(ALIKE, labelled(seed, "x"), runs=1).sorts[0].pseudonyms) for seed in (b"1", b"2")]
    assert seen[0].isdisjoint(seen[1])
    assert all(row.id not in name for row in ALIKE.candidates for name in seen[0] | seen[1])


def test_chances_come_from_fresh_entropy_and_from_nothing_else():
    asked = Counter[int]()

    def counted(size: int) -> bytes:
        asked[size] += 1
        return entropy(size)

    chances_of(ALIKE, counted, runs=3)
    assert set(asked) == {32} and asked[32] >= 2


def test_a_remote_draw_draws_its_sub_venues_each_time():
    venues = (a_subvenue("XT", XIANGTAN), a_subvenue("ZZ", ZHUZHOU))
    experts = ["W"] * 2 + [f"W@{XIANGTAN}"] * 5 + [f"W@{ZHUZHOU}"] * 5
    chances = chances_of(a_case([a_seat("W", 3)], experts, at_most(2, CHANGSHA), venues=venues, venue_count=1), entropy, runs=60)
    assert all(0.05 < sort.chance < 0.5 for sort in chances.sorts if sort.area)
    assert {sort.area for sort in chances.sorts} == {XIANGTAN, ZHUZHOU, ""}
