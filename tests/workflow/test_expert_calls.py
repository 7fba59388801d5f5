"""Who was suspended, left or took leave after the list was frozen is not called any more; his seat is drawn anew, in public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dispatch.intake.pool_rows import PoolReading
from dispatch.notify.call_out import CallState
from dispatch.workflow.barred_alarm import ALARM
from dispatch.workflow.experts import leaving, service
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.pool import import_pool
from dispatch.workflow.records import DrawStep
from dispatch.workflow.shown import Viewer
from dispatch.workflow.shown_today import today_shown
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Expert, Standing
from policies.vocabulary.roles import Role
from tests.chaos.soundness import check_everything, check_transcript
from tests.workflow import cast
from tests.workflow.library import suspend
from tests.workflow.world import a_world, at

BY = Act("李管理", "按规定")
TENDER = "SL-2026-0001/1"


def on_leave(no: str, work: Work) -> None:
    service.take_leave(no, cast.OPENING.date(), cast.OPENING.date(), BY, work)


@pytest.mark.parametrize(
    "act",
    [
        lambda no, work: suspend(no, "enquiry", BY, work),
        lambda no, work: leaving.leave_the_pool(no, BY, work),
        on_leave,
    ],
    ids=["suspended", "left", "on leave"],
)
def test_who_may_not_come_by_now_is_not_called_and_his_seat_is_drawn_anew(tmp_path: Path, act: Callable[[str, Work], object]):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.RELEASES))
    barred = [expert for expert in world.people.experts.values() if expert.no[-1] in "02468"]
    with world.services.work() as work:
        for expert in barred:
            act(expert.no, work)
    world.play()
    called = {letter.phone for letter in world.people.letters.values() if letter.stage == "A"}
    assert called.isdisjoint(expert.contact.phone for expert in barred) and len(called) >= 5
    assert world.calls()[CallState.BARRED] > 0
    assert {reason for vacated in world.transcript()["vacated"].values() for _, reason in vacated} == {"barred"}
    check_transcript(world, TENDER)
    check_everything(world)


def by_file(expert: Expert, work: Work) -> None:
    import_pool(PoolReading((replace(expert, standing=Standing.SUSPENDED),), rows=(2,)), work)


@pytest.mark.parametrize(
    "act",
    [
        lambda expert, work: leaving.leave_the_pool(expert.no, BY, work),
        lambda expert, work: suspend(expert.no, "banned", BY, work),
        by_file,
    ],
    ids=["left", "suspended", "suspended by the pool file"],
)
def test_who_has_accepted_and_may_not_come_any_more_is_told_and_replaced(tmp_path: Path, act: Callable[[Expert, Work], object]):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    phone = next(letter.phone for letter in world.people.letters.values() if letter.stage == "A")
    with world.services.work() as work:
        act(world.people.experts[phone], work)
    world.play()
    assert [letter.stage for letter in world.people.letters.values() if letter.phone == phone] == ["A", "released"]
    assert [[reason for _, reason in vacated] for vacated in world.transcript()["vacated"].values()] == [["barred"]]
    check_transcript(world, TENDER)
    check_everything(world)


def test_who_has_accepted_and_is_barred_before_the_settlement_gets_no_seat_by_it(tmp_path: Path):
    """Else he would take the place of a standby, and a further round would have to be drawn for it."""
    world = a_world(tmp_path / "centre", cast.a_tender(profile="standby-two"), seed=b"world-1")
    world.play(until=at(DrawStep.REPLIES)).play(until=lambda world: world.calls()[CallState.ACCEPTED] > 0)
    phone = next(iter(world.people.behaving))
    with world.services.work() as work:
        suspend(world.people.experts[phone].no, "banned", BY, work)
    world.play()
    found = world.transcript()
    assert [letter.stage for letter in world.people.letters.values() if letter.phone == phone] == ["A", "released"]
    assert (len(found["rounds"]), len(found["rounds"][0]["accepted"]), found["vacated"]) == (1, 6, {})
    check_transcript(world, TENDER)
    check_everything(world)


def test_leave_noted_by_the_library_takes_nobody_back_who_has_accepted(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    phone = next(letter.phone for letter in world.people.letters.values() if letter.stage == "A")
    with world.services.work() as work:
        on_leave(world.people.experts[phone].no, work)
    assert world.play().transcript()["vacated"] == {}


@pytest.mark.parametrize(("suspended", "told"), [(1, []), (2, [2])])
def test_the_supervisor_is_alarmed_once_several_of_one_draw_are_suspended(suspended: int, told: list[int], tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    for phone in sorted(world.people.behaving)[:suspended]:
        with world.services.work() as work:
            suspend(world.people.experts[phone].no, "banned", BY, work)
    world.play(until=lambda world: [body["e"] for body in world.log()].count("result") > 1)
    assert [body["n"] for body in world.log() if body["e"] == ALARM] == told
    with world.services.work(reads_only=True) as work:
        shown = {role: today_shown(Viewer("甲", role), work).alarms for role in (Role.SUPERVISOR, Role.OPERATOR)}
    assert ([each.vacated for each in shown[Role.SUPERVISOR]], shown[Role.OPERATOR]) == (told, ())
