"""Applied for anew: a tender that was drawn and given up comes back with other seats, or after a plan that never came to a pool."""

from __future__ import annotations

from pathlib import Path

from dispatch.workflow.plan_draw import plan_draw
from dispatch.workflow.records import DrawStep, TenderState
from policies.vocabulary.tender import SeatDemand
from tests.workflow import cast
from tests.workflow.test_successor import TENDER, draws, give_up, transcript_of
from tests.workflow.world import World, a_world, at

SWAPPED = (SeatDemand((cast.COST,), 3), SeatDemand((cast.WORKS,), 1), SeatDemand((cast.QUANTITY,), 1))


def drawn_and_given_up(folder: Path) -> World:
    world = a_world(folder / "centre").play(until=at(DrawStep.REPLIES))
    give_up(world)
    return world.play()


def test_a_tender_that_comes_back_with_other_seats_is_drawn_for_those_alone(tmp_path: Path):
    world = drawn_and_given_up(tmp_path)
    world.apply(cast.a_tender(seats=SWAPPED))
    assert world.play().record().state is TenderState.ARCHIVED
    world.wait_until(world.draw().publish_from)
    second = transcript_of(world, draws(world)[1])
    assert [seat["labels"] for seat in second["manifest"]["seats"]] == [[cast.COST], [cast.WORKS], [cast.QUANTITY]]


def test_a_plan_without_a_pool_in_between_brings_nobody_drawn_back_nor_a_booth_that_was_dealt(tmp_path: Path):
    world = drawn_and_given_up(tmp_path)
    world.apply(cast.a_tender(title="示例小学教学楼工程（重启）"))
    with world.services.work() as work:
        plan_draw(TENDER, work)
    give_up(world)
    world.play().apply(cast.a_tender(title="示例小学教学楼工程（再启）"))
    assert world.play().record().state is TenderState.ARCHIVED
    world.wait_until(world.draw().publish_from)
    first, last = transcript_of(world, draws(world)[0]), transcript_of(world, draws(world)[2])
    assert last["manifest"]["prev"] == draws(world)[1] and len(last["pool"]) == len(first["pool"]) - 5
    assert not {booth for _, _, booth in first["rounds"][0]["out"]["booths"]} & {booth for _, booth in last["booths"]}
