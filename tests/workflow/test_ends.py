"""How a draw ends: complete, infeasible, cancelled; in public, with everybody told, and published whatever its end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.notify.call_out import Answer, CallState
from dispatch.settle.payout import Stage
from dispatch.workflow.apply import apply
from dispatch.workflow.fee_approval import approve_fees, check_fees
from dispatch.workflow.finish_draw import finish
from dispatch.workflow.give_up import give_up_tender
from dispatch.workflow.plan_draw import plan_draw
from dispatch.workflow.records import DrawStep, TenderState
from dispatch.workflow.refusals import AlreadyOpened, SeatsAreFilled, SeatsAreOpen, TenderExists
from dispatch.workflow.replies import answer
from policies.vocabulary.roles import Event
from tests.chaos.soundness import check_everything, check_transcript
from tests.workflow import cast
from tests.workflow.people import DECLINES, SILENT, Conduct, in_order
from tests.workflow.world import World, a_world, after, at

RELEASED = "您确认的评审任务已取消，无须前往。"
TENDER = "SL-2026-0001/1"


def cancel(world: World) -> None:
    with world.services.work() as work:
        finish(world.draw().m, "cancelled", why="project-stopped", work=work)


def give_up(world: World) -> None:
    with world.services.work() as work:
        give_up_tender(TENDER, why="项目资金未落实", by="经办人甲", work=work)


def ended_as(world: World) -> tuple[str, str]:
    final = next(body for body in world.log() if body["e"] == "final")
    return final["status"], final["why"]


def check_published(world: World) -> None:
    world.wait_until(world.draw().publish_from)
    check_transcript(world)
    check_everything(world)


def told_to_stay(world: World) -> int:
    return sum(letter.text == RELEASED for letter in world.people.letters.values())


@pytest.mark.parametrize("step", [DrawStep.COMMITS, DrawStep.RELEASES])
def test_before_anybody_is_drawn_a_draw_can_be_cancelled(step: DrawStep, tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(step))
    cancel(world)
    assert world.play().draw().step is DrawStep.ENDED
    assert (world.record().state, ended_as(world)) == (TenderState.CANCELLED, ("cancelled", "project-stopped"))
    check_published(world)


def test_a_plan_can_be_given_up_before_its_pool_is_frozen(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    with world.services.work() as work:
        plan_draw(TENDER, work)
    cancel(world)
    assert world.play().draw().step is DrawStep.ENDED
    assert [body["e"] for body in world.log() if "m" in body] == ["plan", "final"]


def test_while_a_replacement_round_is_open_a_draw_can_be_cancelled(tmp_path: Path):
    world = a_world(tmp_path / "centre", conduct=in_order(DECLINES)).play(until=at(DrawStep.RELEASES, 1))
    cancel(world)
    world.play()
    assert (world.draw().step, ended_as(world)[0], told_to_stay(world)) == (DrawStep.ENDED, "cancelled", 4)
    check_published(world)


@pytest.mark.parametrize("step", [DrawStep.REPLIES, DrawStep.FULL])
def test_a_draw_whose_seats_are_filled_cannot_be_cancelled_and_goes_on(step: DrawStep, tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(step))
    with pytest.raises(SeatsAreFilled):
        cancel(world)
    assert world.play().record().state is TenderState.ARCHIVED


def test_a_draw_with_open_seats_is_not_complete(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.RELEASES))
    with pytest.raises(SeatsAreOpen), world.services.work() as work:
        finish(world.draw().m, "complete", why="", work=work)
    assert world.play().record().state is TenderState.ARCHIVED


@pytest.mark.parametrize("step", [DrawStep.RELEASES, DrawStep.CALL, DrawStep.REPLIES, DrawStep.VACATE, DrawStep.FULL])
def test_a_tender_can_be_given_up_at_any_step_and_everybody_is_told(step: DrawStep, tmp_path: Path):
    world = a_world(tmp_path / "centre", conduct=in_order(DECLINES, SILENT))
    world.play(until=lambda world: at(step)(world) and (step is not DrawStep.REPLIES or world.calls()[CallState.ACCEPTED] == 3))
    coming = world.calls()[CallState.ACCEPTED]
    give_up(world)
    world.play()
    assert (world.record().state, world.draw().step) == (TenderState.CANCELLED, DrawStep.ENDED)
    assert (told_to_stay(world), world.calls()[CallState.ACCEPTED]) == (coming, 0)
    check_published(world)


def test_after_evaluation_has_opened_a_tender_is_not_given_up(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=after(Event.OPENED))
    with pytest.raises(AlreadyOpened):
        give_up(world)
    assert world.play().record().state is TenderState.ARCHIVED


def test_a_tender_that_was_given_up_holds_no_booth(tmp_path: Path):
    tight = (cast.a_venue(rooms=8, booths=1),)
    world = a_world(tmp_path / "centre", venues=tight).play(until=at(DrawStep.RELEASES))
    give_up(world)
    world.apply(cast.a_tender("SL-2026-0002"))
    assert world.play().record("SL-2026-0002/1").state is TenderState.ARCHIVED


def test_an_application_that_was_given_up_unplanned_can_be_filed_anew(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    give_up(world)
    assert world.play().record().draw is None
    world.apply(cast.a_tender(title="示例小学综合楼工程"))
    assert world.play().record().state is TenderState.ARCHIVED


def test_after_a_draw_a_tender_that_was_given_up_is_not_drawn_again_unseen(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.RELEASES))
    give_up(world)
    with pytest.raises(TenderExists), world.services.work() as work:
        apply(cast.a_tender(title="示例小学综合楼工程"), by="经办人甲", work=work)


def leave_one_after_the_other(world: World, code: str) -> None:
    """Whoever was drawn last for this specialty takes leave, until nobody is left."""
    for r in (0, 1):
        world.play(until=at(DrawStep.FULL, r))
        phone = [phone for phone in world.people.behaving if world.people.experts[phone].specialties[0].code == code][-1]
        with world.services.work() as work:
            answer(*world.people.told(phone), Answer.LEAVE, reason="RF2", work=work)


def test_a_replacement_round_that_nobody_can_fill_ends_the_draw_and_everybody_is_told(tmp_path: Path):
    world = a_world(tmp_path / "centre", experts=cast.a_pool(works=9, cost=2, quantity=3))
    leave_one_after_the_other(world, cast.COST)
    world.play()
    assert (world.record().state, ended_as(world)[0], told_to_stay(world)) == (TenderState.REFUSED, "infeasible", 4)
    assert "第2轮" in world.record().refusal[0]
    check_published(world)


def test_an_evaluation_that_cannot_go_on_is_stopped_published_and_paid(tmp_path: Path):
    ill = Conduct(ill_after=timedelta(hours=3))
    only_one = cast.a_pool(works=9, cost=1, quantity=3)
    world = a_world(tmp_path / "centre", experts=only_one, conduct=lambda phone, nth: ill if is_cost(world, phone) else Conduct())
    world.play()
    assert (world.record().state, ended_as(world)[0]) == (TenderState.REFUSED, "infeasible")
    assert {line.payout.stage for line in world.fees()} == {Stage.CONFIRMED} and len(world.fees()) == 5
    with world.services.work() as work:
        check_fees(TENDER, by="财务乙", work=work)
        approve_fees(TENDER, by="付款人丙", work=work)
    world.play()
    assert {line.payout.stage for line in world.fees()} == {Stage.ARCHIVED}
    check_published(world)


def is_cost(world: World, phone: str) -> bool:
    return world.people.experts[phone].specialties[0].code == cast.COST
