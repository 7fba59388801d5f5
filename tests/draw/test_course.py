"""A draw takes one course: each step follows from what was frozen, the seed, the replies and the vacancies."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.draw.candidates import candidates_of
from dispatch.draw.course import Course, Phase
from dispatch.draw.frame import Lists, freeze
from dispatch.draw.layers import layered
from dispatch.draw.lottery_check import check_panels
from dispatch.draw.model import prove
from dispatch.draw.pool import Composition, Panel
from dispatch.draw.refusals import BadFrame, NoLawfulPanel, NotThisStep
from dispatch.draw.ticket import order_by_ticket, ticket
from tests.draw.builders import CIVIL, COST, K_ID, a_frame, a_pool, with_booths

seeds = st.integers(0, 10**6).map(lambda number: hashlib.sha256(b"%d" % number).digest())
SEED = hashlib.sha256(b"a seed").digest()
a_few = settings(max_examples=25, deadline=None)


def drawn(course: Course, seed: bytes = SEED) -> Course:
    return course.draw(seed)[1]


@a_few
@given(seeds)
def test_whoever_solves_the_draw_is_the_same(seed: bytes) -> None:
    assert Course.start(a_frame(), prove).draw(seed)[0] == Course.start(a_frame(), layered).draw(seed)[0]


@a_few
@given(seeds, st.integers(0, 8))
def test_recusing_someone_never_changes_the_order_of_the_others(seed: bytes, recused: int) -> None:
    pool = a_frame().lists.pool
    rest = [id for id in order_by_ticket(seed, candidates_of(pool)) if id != pool[recused].id]
    assert list(order_by_ticket(seed, candidates_of([row for row in pool if row != pool[recused]]))) == rest


def test_the_whole_order_is_the_tickets_in_order_however_many() -> None:
    pool = a_pool(bytes(32), civil=900)
    assert list(order_by_ticket(SEED, candidates_of(pool))) == [id for _, id in sorted((ticket(SEED, row.id), row.id) for row in pool)]


def test_a_redraw_never_takes_anybody_who_was_drawn_before() -> None:
    course = drawn(Course.start(a_frame()))
    first = {id for id, _ in course.sitting}
    leaver = course.sitting[0]
    after = drawn(course.vacate([(leaver[0], "ill")]), hashlib.sha256(b"another").digest())
    assert len(after.sitting) == 3
    assert leaver not in after.sitting
    assert {id for id, _ in after.sitting} - first == {id for id, _ in after.sitting[2:]}


def test_vacated_booths_are_not_used_again() -> None:
    course = drawn(Course.start(with_booths(a_frame(), *(("", f"B{k}") for k in range(4)))))
    given = {course.place_of(id) for id, _ in course.sitting}
    after = drawn(course.vacate([(course.sitting[0][0], "ill")]))
    assert after.place_of(after.sitting[-1][0]) not in given
    assert after.place_of(after.sitting[-1][0])[1] != ""


def test_with_standbys_nobody_sits_before_the_settlement() -> None:
    course = drawn(Course.start(a_frame(standby=2)))
    assert course.sitting == ()
    assert len(course.called) == 5
    settled, after = course.settle(course.called[1:])
    assert [id for id, _ in after.sitting] == [id for id, _ in settled["seats"]]
    assert after.open_seats == ()


def test_seats_that_nobody_takes_stay_open_for_the_next_round() -> None:
    _, course = drawn(Course.start(a_frame(standby=2))).settle([])
    assert sum(number for _, number in course.open_seats) == 3
    assert course.vacate([]).phase is Phase.OPEN


def test_a_pool_without_lawful_panel_ends_the_draw() -> None:
    frame = a_frame()
    course = Course.start(freeze(frame.manifest, frame.m, K_ID, Lists(pool=a_pool(frame.m, civil=1))))
    assert not course.feasible()
    with pytest.raises(NoLawfulPanel):
        course.draw(SEED)
    assert course.end_infeasible().phase is Phase.INFEASIBLE


def test_a_draw_that_can_be_made_is_never_called_infeasible() -> None:
    with pytest.raises(NotThisStep):
        Course.start(a_frame()).end_infeasible()


def test_steps_come_in_their_order_only() -> None:
    start, plain, called = Course.start(a_frame()), drawn(Course.start(a_frame())), drawn(Course.start(a_frame(standby=1)))
    stranger, member = "ff" * 32, plain.sitting[0][0]
    for wrong in (
        lambda: start.vacate([]),
        lambda: plain.draw(SEED),
        lambda: plain.settle([]),
        lambda: plain.vacate([]),
        lambda: plain.vacate([(stranger, "ill")]),
        lambda: plain.vacate([(member, "ill"), (member, "ill")]),
        lambda: plain.vacate([(member, "not a token")]),
        lambda: called.vacate([]),
        lambda: called.settle(called.called[::-1]),
        lambda: plain.place_of(stranger),
    ):
        with pytest.raises(NotThisStep):
            wrong()


def test_a_lottery_with_an_unlawful_panel_is_refused() -> None:
    frame = a_frame(method="panel-lottery")
    civil = tuple(row.id for row in frame.lists.pool if row.labels == CIVIL)[:3]
    with pytest.raises(BadFrame):
        check_panels(freeze(frame.manifest, frame.m, K_ID, replace(frame.lists, panels=(Panel(civil, 1),))), prove)


@pytest.mark.parametrize("solve", [prove, layered])
def test_a_composition_that_no_panel_can_have_is_refused(solve) -> None:  # type: ignore[no-untyped-def]
    frame = a_frame(method="composition-lottery")
    good = Composition(((CIVIL, "430100", 2), (COST, "430100", 1)), 1)
    bad = Composition(((CIVIL, "430100", 3),), 1)
    check_panels(freeze(frame.manifest, frame.m, K_ID, replace(frame.lists, panels=(good,))), solve)
    with pytest.raises(BadFrame):
        check_panels(freeze(frame.manifest, frame.m, K_ID, replace(frame.lists, panels=(good, bad))), solve)


def test_a_large_pool_asks_the_solver_a_handful_of_times() -> None:
    frame = a_frame()
    course = Course.start(freeze(frame.manifest, frame.m, K_ID, Lists(pool=a_pool(frame.m, civil=20_000, cost=5_000))))
    assert drawn(course).questions < 12
