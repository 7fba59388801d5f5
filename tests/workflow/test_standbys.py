"""候补: two more than the committee are called with it; whoever accepts is seated by rank, the rest are told, and nobody else is drawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dispatch.notify.call_out import CallState
from dispatch.workflow.finish_draw import finish
from dispatch.workflow.give_up import give_up_tender
from dispatch.workflow.records import DrawStep, TenderState
from dispatch.workflow.refusals import SeatsAreFilled, SeatsAreOpen
from policies.vocabulary.tender import Tender
from tests.chaos.soundness import check_everything, check_transcript
from tests.workflow import cast
from tests.workflow.people import ABSENT, COMES, DECLINES, SILENT, Conduct, in_order
from tests.workflow.test_successor import a_pool_with_help_next_door, check_published, draws
from tests.workflow.world import World, a_world, at

TENDER = "SL-2026-0001/1"
RELEASED = "您确认的评审任务已取消，无须前往。"


def with_standbys(**changes: Any) -> Tender:
    return cast.a_tender(profile="standby-two", **changes)


def a_life(folder: Path, *conducts: Conduct, then: Conduct = COMES) -> World:
    return a_world(folder / "centre", with_standbys(), conduct=in_order(*conducts, then=then))


def rounds(world: World) -> list[dict[str, Any]]:
    world.wait_until(world.draw().publish_from)
    check_transcript(world)
    check_everything(world)
    found: list[dict[str, Any]] = world.transcript()["rounds"]
    return found


def told_to_stay(world: World) -> int:
    return sum(letter.text == RELEASED for letter in world.people.letters.values())


def test_panel_and_standbys_are_called_at_once_and_who_is_not_needed_is_told(tmp_path: Path):
    world = a_life(tmp_path).play()
    assert (world.record().state, world.people.called, told_to_stay(world)) == (TenderState.ARCHIVED, 7, 2)
    (only,) = rounds(world)
    assert (len(only["out"]["seats"]), len(only["out"]["standby"]), len(only["accepted"])) == (5, 2, 7)
    assert [seat[0] for seat in only["settled"]["seats"]] == [seat[0] for seat in only["out"]["seats"]]
    assert len({booth for _, _, booth in only["settled"]["booths"]}) == 5 and only["out"]["booths"] == []


def test_a_standby_takes_the_place_of_who_declines_without_another_round(tmp_path: Path):
    world = a_life(tmp_path, DECLINES, SILENT)
    world.play()
    only = rounds(world)
    assert world.record().state is TenderState.ARCHIVED
    seated = sum(len(each["settled"]["seats"]) for each in only)
    assert (seated, len(only[0]["accepted"])) == (5, 5)


def test_seats_that_stay_open_after_the_settlement_are_drawn_again(tmp_path: Path):
    world = a_life(tmp_path, *[DECLINES] * 5).play()
    found = rounds(world)
    assert (world.record().state, len(found) >= 2) == (TenderState.ARCHIVED, True)
    assert sum(len(each["settled"]["seats"]) for each in found) == 5
    assert all(each["accepted"] is not None for each in found)


def test_a_seated_member_who_drops_out_later_is_replaced_by_another_round(tmp_path: Path):
    world = a_life(tmp_path, ABSENT).play()
    found = rounds(world)
    vacated = world.transcript()["vacated"]
    assert world.record().state is TenderState.ARCHIVED
    assert len(found) == 1 + len(vacated)


def test_a_released_person_is_free_for_another_committee_that_day(tmp_path: Path):
    world = a_life(tmp_path).play(until=at(DrawStep.FULL))
    with world.services.work(reads_only=True) as work:
        assert len(work.uow.registry.engagements_until(date.min)) == 5
    assert world.calls() == {CallState.ACCEPTED: 5, CallState.REPLACED: 2}


def end_of_given_up(world: World, step: DrawStep) -> str:
    """Gives the tender up at this step; everybody who had accepted is told. Returns how the draw ended."""
    world.play(until=at(step))
    accepted = world.calls()[CallState.ACCEPTED]
    with world.services.work() as work:
        give_up_tender(TENDER, why="项目资金未落实", by="经办人甲", work=work)
    world.play()
    assert (world.record().state, told_to_stay(world)) == (TenderState.CANCELLED, accepted)
    return str(next(body["status"] for body in world.log() if body["e"] == "final"))


def test_before_the_settlement_the_draw_is_cancelled_and_everybody_is_told(tmp_path: Path):
    world = a_life(tmp_path)
    assert end_of_given_up(world, DrawStep.REPLIES) == "cancelled"
    (only,) = rounds(world)
    assert (only["accepted"], only["settled"]) == (None, None)


def test_a_settlement_that_is_logged_counts_though_the_worker_has_not_looked_yet(tmp_path: Path):
    world = a_life(tmp_path)
    assert end_of_given_up(world, DrawStep.SETTLE) == "complete"
    assert rounds(world)[0]["settled"] is not None


def test_once_settled_and_full_the_draw_is_complete_not_cancelled(tmp_path: Path):
    world = a_life(tmp_path).play(until=at(DrawStep.FULL))
    with pytest.raises(SeatsAreFilled), world.services.work() as work:
        finish(world.draw().m, "cancelled", why="x", work=work)


def test_with_seats_open_after_a_settlement_the_draw_is_cancelled_not_complete(tmp_path: Path):
    world = a_life(tmp_path, *[DECLINES] * 6).play(until=at(DrawStep.VACATE))
    with pytest.raises(SeatsAreOpen), world.services.work() as work:
        finish(world.draw().m, "complete", why="", work=work)
    with world.services.work() as work:
        finish(world.draw().m, "cancelled", why="project-stopped", work=work)
    assert world.play().record().state is TenderState.CANCELLED
    assert len(rounds(world)) == 1


def test_persons_cannot_tell_from_any_message_whether_they_are_standbys(tmp_path: Path):
    world = a_life(tmp_path).play(until=at(DrawStep.FULL))
    first = [letter for letter in world.people.letters.values() if letter.stage == "A"]
    assert len({letter.text.partition("/c/")[0] for letter in first}) == 1
    assert len({letter.at for letter in first}) == 1


def test_where_the_settlement_leaves_a_seat_that_nobody_at_home_can_take_a_larger_pool_is_drawn_from(tmp_path: Path):
    pool = a_pool_with_help_next_door()
    homes = {expert.contact.phone for expert in pool if expert.specialties[0].code == cast.COST and expert.region == cast.HOME}
    world = a_world(
        tmp_path / "centre", with_standbys(), experts=pool, conduct=lambda phone, nth: DECLINES if phone in homes else COMES
    ).play()
    assert (world.record().state, len(draws(world))) == (TenderState.ARCHIVED, 2)
    check_published(world)
