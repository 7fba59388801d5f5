"""The supervisor signs who accepted only if everybody called is on record and the list is exactly theirs, in draw order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dispatch.draw import events
from dispatch.draw.commitments import accepted_hash
from dispatch.kernel.canonical import canonical
from tests.agents.fake_centre import Offered
from tests.agents.world import World
from tests.witness.builders import NOON

Replies = list[list[Any]]


def proposed(folder: Path, change: Callable[[list[str], Replies], object] = lambda accepted, replies: None) -> World:
    """A drawn round with one standby; all accepted, and the second called has declined, unless the list is changed."""
    world = World(folder)
    m = world.a_frozen_draw(standby=1)
    for _ in range(3):
        world.tick()
    world.centre.draw_round(m)
    world.centre.checkpoint()
    called = world.centre.all_draws[m].course.called
    replies = [[id, "已拒绝" if id == called[1] else "已接受", "", NOON] for id in called]
    accepted = [id for id in called if id != called[1]]
    change(accepted, replies)
    draw = world.centre.all_draws[m]
    acc, ev = accepted_hash(bytes.fromhex(m), 0, accepted), events.evidence_hash(replies)
    evidence = {"rounds": list(draw.rounds), "settled": {"0": {"accepted": accepted, "evidence": replies}}}
    world.centre.offers.append(Offered(canonical(events.settle(m, 0, acc=acc, ev=ev)), evidence))
    world.tick("S")
    return world


def test_the_list_of_those_who_accepted_is_signed(tmp_path: Path):
    world = proposed(tmp_path)
    assert (len(world.events("settle", "S")), world.centre.declined) == (1, [])


@pytest.mark.parametrize(
    "change",
    [
        lambda accepted, replies: accepted.pop(),
        lambda accepted, replies: accepted.append(replies[1][0]),
        lambda accepted, replies: accepted.reverse(),
        lambda accepted, replies: replies.pop(),
        lambda accepted, replies: replies.append(replies[0]),
        lambda accepted, replies: replies[0].__setitem__(1, "?"),
        lambda accepted, replies: replies.append(["00" * 32, "已接受", "", NOON]),
    ],
    ids=["one left out", "who declined", "another order", "a reply missing", "a reply twice", "no state", "a stranger's reply"],
)
def test_another_list_or_another_record_is_declined(change: Callable[[list[str], Replies], object], tmp_path: Path):
    world = proposed(tmp_path, change)
    assert (world.events("settle"), len(world.centre.declined)) == ([], 1)


def test_while_somebody_called_may_still_answer_no_list_is_signed(tmp_path: Path):
    world = proposed(tmp_path, lambda accepted, replies: replies[1].__setitem__(1, "已发"))
    assert (world.events("settle"), world.centre.declined != []) == ([], True)
