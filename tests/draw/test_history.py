"""The log takes an event only where the protocol has a place for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from dispatch.draw import events
from dispatch.draw.refusals import NotAnEvent
from tests.draw.builders import ZERO, Log, a_frame, a_hash, a_pool

FRAME, WITH_STANDBY = a_frame(), a_frame(standby=2)
A, B = a_hash("a").hex(), a_hash("b").hex()
Prepared = Callable[[], Log]
Body = Callable[[Log], Mapping[str, Any]]


def settle(log: Log, r: int = 0) -> dict[str, Any]:
    return events.settle(log.m, r, acc=ZERO, ev=ZERO)


def drawn() -> Log:
    return Log(FRAME).committed().drawn()


def called() -> Log:
    return Log(WITH_STANDBY).committed().drawn()


def settled() -> Log:
    log = called()
    return log.add(settle(log))


def reopened() -> Log:
    log = drawn()
    return log.add(log.vacate(1, A))


def infeasible() -> Log:
    log = Log(FRAME).frozen()
    return log.add(events.infeasible(log.m, 0))


def planned() -> Log:
    return Log(FRAME).planned()


def frozen() -> Log:
    return Log(FRAME).frozen()


def committed() -> Log:
    return Log(FRAME).committed()


@pytest.mark.parametrize(
    ("prepared", "body"),
    [
        (lambda: Log(FRAME), lambda log: events.pool(FRAME, audit=ZERO)),
        (planned, lambda log: events.plan(log.m, log.manifest)),
        (planned, lambda log: log.commit("C")),
        (frozen, lambda log: events.pool(FRAME, audit=ZERO)),
        (frozen, lambda log: log.commit("C") | {"F": ZERO}),
        (frozen, lambda log: log.commit("C") | {"L": 4}),
        (frozen, lambda log: log.commit("C") | {"j": "T"}),
        (frozen, lambda log: log.release("C", 0)),
        (committed, lambda log: log.commit("C")),
        (committed, lambda log: log.release("C", 1)),
        (committed, lambda log: log.release("C", 0) | {"n": log.size + 1}),
        (committed, lambda log: log.release("C", 0) | {"n": log.history.opening_index(0)}),
        (committed, lambda log: log.release("C", 0) | {"seen": ZERO}),
        (committed, lambda log: log.release("C", 0) | {"m": ZERO}),
        (committed, lambda log: log.release("C", 0) | {"more": 1}),
        (committed, lambda log: events.result(log.m, 0, S=ZERO, R=ZERO)),
        (committed, lambda log: log.vacate(1, A)),
        (committed, lambda log: log.final("complete")),
        (committed, lambda log: log.final("cancelled")),
        (drawn, lambda log: log.release("C", 0)),
        (drawn, lambda log: events.infeasible(log.m, 0)),
        (drawn, settle),
        (drawn, lambda log: log.vacate(2, A)),
        (drawn, lambda log: log.vacate(1)),
        (drawn, lambda log: log.vacate(1, A) | {"vac": sorted(log.vacate(1, A, B)["vac"], reverse=True)}),
        (drawn, lambda log: log.final("cancelled", "withdrawn")),
        (drawn, lambda log: log.final("complete", "withdrawn")),
        (drawn, lambda log: log.final("complete") | {"idx": []}),
        (drawn, lambda log: log.final("complete") | {"rounds": 2}),
        (reopened, lambda log: log.final("complete")),
        (reopened, lambda log: log.vacate(2, B)),
        (called, lambda log: log.vacate(1, A)),
        (called, lambda log: log.final("complete")),
        (settled, settle),
        (infeasible, lambda log: log.commit("C")),
        (infeasible, lambda log: events.infeasible(log.m, 0)),
        (infeasible, lambda log: log.final("complete")),
    ],
)
def test_an_event_out_of_place_is_none(prepared: Prepared, body: Body) -> None:
    log = prepared()
    with pytest.raises(NotAnEvent):
        log.add(body(log))


@pytest.mark.parametrize(
    ("prepared", "body"),
    [
        (planned, lambda log: log.final("cancelled", "withdrawn")),
        (committed, lambda log: log.final("cancelled", "party-gone")),
        (committed, lambda log: events.infeasible(log.m, 0)),
        (drawn, lambda log: log.final("complete")),
        (drawn, lambda log: log.vacate(1, A, B)),
        (reopened, lambda log: log.final("cancelled", "withdrawn")),
        (reopened, lambda log: events.infeasible(log.m, 1)),
        (called, lambda log: log.final("cancelled", "withdrawn")),
        (settled, lambda log: log.vacate(1)),
        (settled, lambda log: log.final("complete")),
        (settled, lambda log: log.final("cancelled", "withdrawn")),
        (infeasible, lambda log: log.final("infeasible")),
    ],
)
def test_an_event_in_its_place_is_taken(prepared: Prepared, body: Body) -> None:
    log = prepared()
    assert len(log.add(body(log)).history.events) > 0


def test_the_signer_is_the_one_whom_the_manifest_names() -> None:
    log = committed()
    with pytest.raises(NotAnEvent):
        log.add(log.release("C", 0), by="S")
    with pytest.raises(NotAnEvent):
        drawn().add(log.vacate(1, A), by="C")


def test_nobody_leaves_twice() -> None:
    log = reopened().drawn(1)
    with pytest.raises(NotAnEvent):
        log.add(log.vacate(2, A))


def test_a_chain_that_is_used_up_releases_no_more() -> None:
    log = Log(a_frame(parties={"C": 3, "S": 1})).committed().drawn()
    log.add(log.vacate(1, A)).add(log.release("C", 1))
    with pytest.raises(NotAnEvent):
        log.add(log.release("S", 1))


def test_nothing_follows_the_end_or_a_successor() -> None:
    log = drawn()
    ended = log.add(log.final("complete")).history
    successor = drawn().history.after_successor()
    for history in (ended, successor):
        with pytest.raises(NotAnEvent):
            history.accept(99, "S", log.vacate(1, A))


def test_the_log_knows_which_checkpoints_were_cosigned() -> None:
    log = committed()
    body = log.release("C", 0)
    assert log.history.accept(log.size, "C", body, checkpoints=[body["n"]]).released(0) == {"C"}
    with pytest.raises(NotAnEvent):
        log.history.accept(log.size, "C", body, checkpoints=[body["n"] - 1])


def test_a_release_binds_all_events_below_its_checkpoint() -> None:
    log = Log(FRAME).committed()
    before = log.history.seen(log.size)
    assert log.add(log.release("C", 0)).history.seen(log.size) != before
    assert log.history.seen(log.size - 1) == before


def test_a_draw_is_informed_once_a_release_stands_and_it_is_not_complete() -> None:
    log = Log(FRAME).committed()
    assert not log.history.informed
    assert log.add(log.release("C", 0)).history.informed
    whole = drawn()
    assert not whole.add(whole.final("complete")).history.informed


@pytest.mark.parametrize(("prepared", "sat"), [(committed, 0), (drawn, 3), (reopened, 2), (called, 0), (settled, None), (infeasible, 0)])
def test_how_many_sat_is_told_where_the_log_shows_it(prepared: Prepared, sat: int | None) -> None:
    assert prepared().history.sat_at_end == sat


def test_a_frame_of_another_pool_has_another_hash() -> None:
    log = Log(FRAME).frozen()
    assert log.history.frozen == FRAME.F
    assert a_pool(FRAME.m) == FRAME.lists.pool
