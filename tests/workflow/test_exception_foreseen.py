"""后果: how a draw would end if its tender were stopped now, said before it is done; and it does end so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dispatch.workflow.exceptions import foreseen
from dispatch.workflow.exceptions.foreseen import End, Foreseen, foresee
from dispatch.workflow.exceptions.offered import Act, offered, stamp
from dispatch.workflow.give_up import give_up_tender
from dispatch.workflow.records import DrawStep
from policies.vocabulary.roles import Event
from tests.workflow.world import World, a_world, after, at

TENDER = "SL-2026-0001/1"


def a_release_stands(world: World) -> bool:
    return any(body["e"] == "release" for body in world.log())


def foreseen_in(world: World) -> Foreseen:
    with world.services.work(reads_only=True) as work:
        return foresee(world.record(), work)


@pytest.mark.parametrize(
    ("until", "end", "logged"),
    [
        (at(DrawStep.COMMITS), End.BLIND, "cancelled"),
        (a_release_stands, End.INFORMED, "cancelled"),
        (at(DrawStep.REPLIES), End.COMPLETE, "complete"),
    ],
)
def test_a_draw_ends_as_was_foreseen(
    until: Callable[[World], bool], end: End, logged: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(foreseen, "is_embedded", lambda work: False)
    world = a_world(tmp_path / "centre").play(until=until)
    assert foreseen_in(world).end is end
    with world.services.work() as work:
        give_up_tender(TENDER, why="项目资金未落实", by="经办人甲", work=work)
    world.play()
    assert next(body["status"] for body in world.log() if body["e"] == "final") == logged
    assert foreseen_in(world).end is End.ENDED


def test_where_one_hand_holds_all_keys_every_end_is_informed(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.COMMITS))
    assert foreseen_in(world).end is End.INFORMED


def test_once_the_place_is_told_nothing_is_moved_and_no_new_application_is_promised(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=after(Event.VENUE_NOTICE))
    found = foreseen_in(world)
    with world.services.work(reads_only=True) as work:
        acts = offered(world.record(), work)
    assert (found.may_come_anew, found.coming, Act.POSTPONE in acts, Act.CANCEL in acts) == (False, 5, False, True)


def test_a_stamp_is_another_after_every_change(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.COMMITS))
    with world.services.work() as work:
        before, same = stamp(world.record(), work), stamp(world.record(), work)
        after_ = stamp(give_up_tender(TENDER, why="项目资金未落实", by="经办人甲", work=work), work)
    assert before == same != after_
