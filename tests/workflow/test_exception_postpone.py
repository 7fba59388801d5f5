"""延期开标: the same draw and the same committee at a later time; who was called is asked again, and who cannot is replaced."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from dispatch.notify.call_out import CallState
from dispatch.sealing.refusals import LinkClosed
from dispatch.workflow.engagements import engagements_since
from dispatch.workflow.exceptions.postpone import postpone, times_postponed
from dispatch.workflow.exceptions.refusals import (
    BeyondTheDraw,
    BoothsTaken,
    DrawTooOld,
    NotLater,
    NotUnderWay,
    PlaceIsTold,
    PostponedTooOften,
)
from dispatch.workflow.links import read_stage
from dispatch.workflow.records import DrawStep, TenderState
from dispatch.workflow.slots import days_of
from policies.refusals import OpeningTooFar
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Unit
from tests.chaos.soundness import check_log, check_money, check_transcript
from tests.workflow import cast
from tests.workflow.people import DECLINES, SILENT, Conduct, in_order
from tests.workflow.world import World, a_world, after, at

TENDER = "SL-2026-0001/1"
LATER = cast.OPENING + timedelta(days=2)
MOVED = "改期"
OTHER = Unit("示例水务中心", cast.values.demo_uscc(9002, "12"))


def move(world: World, opening_at=LATER, **changes) -> None:
    with world.services.work() as work:
        postpone(changes.pop("tender", TENDER), opening_at=opening_at, why="答疑延后", by="经办人甲", work=work, **changes)


def members(world: World) -> list[str]:
    """Phones of those who were called first, in order."""
    return sorted(world.people.behaving)


def check_published(world: World) -> None:
    """What a stranger can check, the log, and the money; here people are lawfully called a second time."""
    world.wait_until(world.draw().publish_from)
    check_transcript(world)
    check_money(world)
    with world.services.work(reads_only=True) as work:
        check_log(work)


def asked_again(world: World) -> int:
    return sum(MOVED in letter.text for letter in world.people.letters.values())


def test_after_the_draw_a_later_time_keeps_draw_and_committee_and_asks_everybody_again(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    m, called = world.draw().m, members(world)
    move(world)
    world.play()
    assert (world.record().state, world.draw().m, members(world)) == (TenderState.ARCHIVED, m, called)
    assert (asked_again(world), len([body for body in world.log() if body["e"] == "result"])) == (5, 1)
    check_published(world)


def test_days_and_booths_move_with_the_time_and_the_old_day_is_free_again(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    move(world)
    world.play(until=after(Event.VENUE_NOTICE))
    with world.services.work(reads_only=True) as work:
        assert {each.days for each in engagements_since(date.min, work)} == {days_of(world.record().tender)}
        booths = work.uow.venues.reserved_for(world.record().token)
    assert {booth.starts_at for booth in booths} == {LATER - timedelta(minutes=30)} and len(booths) == 7


def test_what_was_sent_for_the_old_time_opens_nothing_any_more(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    old = world.people.told(members(world)[0])
    move(world)
    world.play(until=lambda world: asked_again(world) == 5)
    with pytest.raises(LinkClosed), world.services.work(reads_only=True) as work:
        read_stage(*old, work)


@pytest.mark.parametrize(("conduct", "reason"), [(DECLINES, "declined"), (SILENT, "no-answer")])
def test_whom_the_new_time_does_not_suit_is_replaced_by_a_round_of_the_same_draw(conduct: Conduct, reason: str, tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    m, leaving = world.draw().m, members(world)[0]
    world.people.behaving[leaving] = conduct
    move(world)
    world.play()
    check_published(world)
    vacated = [said for listed in world.transcript()["vacated"].values() for _, said in listed]
    assert (world.draw().m, world.record().state, vacated) == (m, TenderState.ARCHIVED, [reason])


def test_nobody_loses_his_seat_while_he_is_asked(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    move(world)
    world.play(until=lambda world: world.calls()[CallState.MOVED] == 5)
    assert (world.draw().step, world.record().state) == (DrawStep.FULL, TenderState.FULL)


def test_people_who_have_not_answered_yet_are_called_for_the_new_time(tmp_path: Path):
    world = a_world(tmp_path / "centre", conduct=in_order(SILENT, SILENT))
    world.play(until=lambda world: at(DrawStep.REPLIES)(world) and world.calls()[CallState.ACCEPTED] == 3)
    for phone in members(world):
        world.people.behaving[phone] = Conduct()
    move(world)
    world.play()
    assert (world.record().state, asked_again(world), world.draw().round) == (TenderState.ARCHIVED, 3, 0)


def test_while_a_replacement_round_is_drawn_the_others_are_asked_and_the_new_one_is_called_for_the_new_time(tmp_path: Path):
    world = a_world(tmp_path / "centre", conduct=in_order(DECLINES)).play(until=at(DrawStep.RELEASES, 1))
    move(world)
    world.play()
    assert (world.record().state, asked_again(world), world.draw().round) == (TenderState.ARCHIVED, 4, 1)
    check_published(world)


def test_a_tender_that_is_not_drawn_yet_is_planned_for_the_new_time(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    move(world)
    world.play()
    assert (world.record().state, asked_again(world), times_postponed(world.record().tender)) == (TenderState.ARCHIVED, 0, 1)


def test_whoever_is_taken_on_the_new_day_is_told_and_replaced(tmp_path: Path):
    world = a_world(tmp_path / "centre", experts=cast.a_pool(works=8, cost=3, quantity=3)).play(until=at(DrawStep.FULL))
    world.apply(cast.a_tender("SL-2026-0002", opening_at=LATER, checkin_at=LATER - timedelta(minutes=30)))
    world.play(until=at(DrawStep.FULL, tender_id="SL-2026-0002/1"), for_at_most=timedelta(hours=3))
    move(world)
    world.play()
    both = world.calls()[CallState.ENGAGED]
    assert {world.record(number).state for number in (TENDER, "SL-2026-0002/1")} == {TenderState.ARCHIVED}
    assert (world.draw().round > 0) == (both > 0)
    check_published(world)


def test_once_the_place_is_told_a_tender_is_not_postponed(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=after(Event.VENUE_NOTICE))
    with pytest.raises(PlaceIsTold):
        move(world)
    assert world.play().record().state is TenderState.ARCHIVED


def test_a_postponement_only_moves_back_and_the_same_time_again_changes_nothing(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    with pytest.raises(NotLater):
        move(world, cast.OPENING - timedelta(hours=1))
    move(world)
    size = len(world.log())
    move(world)
    assert len(world.log()) == size


def test_a_time_too_far_for_the_draw_or_for_the_rules_is_refused(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    with pytest.raises(BeyondTheDraw):
        move(world, cast.OPENING + timedelta(days=31))
    with pytest.raises(OpeningTooFar):
        move(world, cast.OPENING + timedelta(days=900))
    assert world.play().record().state is TenderState.ARCHIVED


def test_it_is_postponed_only_so_often(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    for days in (1, 2, 3):
        move(world, cast.OPENING + timedelta(days=days))
    with pytest.raises(PostponedTooOften, match="未核实"):
        move(world, cast.OPENING + timedelta(days=4))


def test_where_the_law_counts_hours_back_from_the_evaluation_the_draw_does_not_outlast_it(tmp_path: Path):
    world = a_world(tmp_path / "centre", cast.a_tender(profile="chongqing")).play(until=at(DrawStep.FULL))
    with pytest.raises(DrawTooOld, match=r"重庆市招标投标条例.*第三十条"):
        move(world)


def test_booths_that_another_tender_has_at_the_new_time_are_not_taken_from_it(tmp_path: Path):
    tight = (cast.a_venue(rooms=8, booths=1),)
    world = a_world(tmp_path / "centre", cast.a_tender(), venues=tight).play(until=at(DrawStep.FULL))
    world.apply(cast.a_tender("SL-2026-0002", tenderer=OTHER, opening_at=LATER, checkin_at=LATER - timedelta(minutes=30)))
    world.play(until=at(DrawStep.FULL, tender_id="SL-2026-0002/1"), for_at_most=timedelta(hours=3))
    with pytest.raises(BoothsTaken):
        move(world)
    assert world.record().tender.opening_at == cast.OPENING


def test_what_is_over_is_not_postponed(tmp_path: Path):
    world = a_world(tmp_path / "centre").play()
    with pytest.raises(NotUnderWay):
        move(world)
