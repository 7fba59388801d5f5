"""How messages leave does not decide how many rounds are drawn: whoever was called together is judged together.

A node that dies while it sends, or a gateway that takes a message late, gives people of one round different times for the reply.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from dispatch.adapters.refusals import GatewayMissing
from dispatch.workflow.exceptions.postpone import postpone
from dispatch.workflow.records import DrawStep
from tests.workflow import cast
from tests.workflow.people import ABSENT, COMES, SILENT, People, in_order
from tests.workflow.world import World, a_world, at

TENDER, LATER = "SL-2026-0001/1", cast.OPENING + timedelta(days=2)


class LateForOne:
    """A gateway that does not take the first message of which `late` holds; when it comes again, some minutes later, it does."""

    def __init__(self, people: People, late: Callable[[str, str], bool]) -> None:
        self.people, self.late, self.refused = people, late, ""

    def send(self, phone: str, text: str, key: str) -> None:
        if not self.refused and self.late(phone, key):
            self.refused = key
            raise GatewayMissing()
        self.people.send(phone, text, key)


def calls(world: World) -> int:
    """How many have been called so far."""
    return sum(letter.stage == "A" for letter in world.people.letters.values())


def vacated(world: World) -> list[list[str]]:
    return [[reason for _, reason in listed] for listed in world.transcript()["vacated"].values()]


def test_members_of_one_round_who_do_not_come_stand_in_one_list(tmp_path: Path):
    conduct = in_order(ABSENT, ABSENT, COMES, COMES, COMES, ABSENT, ABSENT)
    world = a_world(tmp_path / "centre", conduct=conduct)
    world.gateway = LateForOne(world.people, lambda phone, key: calls(world) == 6)
    world.play()
    assert vacated(world) == [["absent", "absent"], ["absent", "absent"]]


def test_members_who_are_asked_again_and_say_nothing_stand_in_one_list(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    silent = sorted(world.people.behaving)[:2]
    world.people.behaving |= dict.fromkeys(silent, SILENT)
    world.gateway = LateForOne(world.people, lambda phone, key: phone == silent[0])
    with world.services.work() as work:
        postpone(TENDER, opening_at=LATER, why="答疑延后", by="经办人甲", work=work)
    world.play()
    assert vacated(world) == [["no-answer", "no-answer"]]
