"""A fee whose payee has been erased is neither paid nor forgotten: it is held in dispute, for people to see."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from dispatch.settle.payout import Stage
from dispatch.workflow.capsules import reach_person
from dispatch.workflow.fees import HELD
from dispatch.workflow.records import TenderState
from policies.vocabulary.roles import Event
from tests.chaos.soundness import check_money
from tests.workflow.world import World, a_world, after

ERASURES = {
    "by row": "DELETE FROM person WHERE ref = ?",
    "by key": "UPDATE person SET wrapped_dek = zeroblob(length(wrapped_dek)) WHERE ref = ?",
}


@pytest.fixture(params=ERASURES.values(), ids=ERASURES)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    return with_one_erased(tmp_path / "centre", request.param)


def with_one_erased(folder: Path, statement: str) -> World:
    """One of the five who sat was erased before the report was signed."""
    world = a_world(folder).play(until=after(Event.OPENED))
    _, passage = world.passage(next(iter(world.people.behaving)))
    with world.services.work(reads_only=True) as work:
        call = work.uow.calls.get(passage.capability)
        assert call is not None
        ref = reach_person(call, work.means).ref
    with sqlite3.connect(world.folder / "dispatch.db") as database:
        assert database.execute(statement, (ref,)).rowcount == 1
    return world.play()


def test_the_others_are_paid_and_this_fee_is_held_with_its_reason(world: World) -> None:
    assert Counter(line.payout.stage for line in world.fees()) == {Stage.ARCHIVED: 4, Stage.DISPUTED: 1}
    (held,) = [line for line in world.fees() if line.payout.stage is Stage.DISPUTED]
    with world.services.work(reads_only=True) as work:
        (step,) = work.uow.finance.acts(held.ref)
    assert (step[1].reason, held.payable.fen > 0) == (HELD, True)
    assert [body["why"] for body in world.log() if body["e"] == "fee-held"] == ["payee-erased"]
    check_money(world)


def test_while_a_fee_is_held_its_tender_is_not_archived(world: World) -> None:
    assert world.record().state is TenderState.REPORTED
