"""投标人不足三个 (ZB-17): no opening, the committee goes home, who came is paid for that, and the draw stays the draw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.intake.bidders import Bidder, BidderList
from dispatch.settle.fee_line import FeeLine
from dispatch.workflow.apply import apply
from dispatch.workflow.bidders import file_bidders
from dispatch.workflow.exceptions.refusals import BidsNotCounted, BidsStillOpen, EnoughBidders, NotUnderWay
from dispatch.workflow.exceptions.too_few import stop_for_too_few
from dispatch.workflow.experts.refusals import AuthorAndReason
from dispatch.workflow.give_up import give_up_tender
from dispatch.workflow.records import DrawStep, TenderState
from dispatch.workflow.refusals import TenderExists
from policies import brought
from policies.vocabulary.money import Money
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Unit
from tests.chaos.soundness import check_everything, check_transcript
from tests.workflow import cast
from tests.workflow.people import Conduct
from tests.workflow.world import World, a_world, after, at

TENDER = "SL-2026-0001/1"
PAYS = """profile: {title: 安徽（测试）, unit: text, source: SETTING, in_force: {2020-01-01: 安徽标准}}
settlement.fee_standard: {title: 劳务报酬标准, unit: choice, source: SETTING, in_force: {2020-01-01: AH}}
exceptions.came_in_vain:
  title: 误工补助
  unit: {told: choice}
  source: SETTING
  in_force: {2020-01-01: {told: TOLD}}
"""


@pytest.fixture(params=["none"])
def paying(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A profile that pays by the standard of Anhui: 200 yuan for coming in vain."""
    folder = tmp_path / "centre" / "profiles"
    folder.mkdir(parents=True)
    (folder / "anhui.yaml").write_text(PAYS.replace("TOLD", request.param), encoding="utf-8")
    yield "anhui"
    brought.look_in(Path("nowhere"))


def file(world: World, count: int) -> None:
    bidders = tuple(Bidder(Unit(f"示例第{n}号施工有限公司", cast.values.demo_uscc(9300 + n)), ()) for n in range(1, count + 1))
    with world.services.work() as work:
        file_bidders(BidderList("SL-2026-0001", "1", bidders), work)


def stop(world: World, bidders: int | None = None) -> None:
    with world.services.work() as work:
        stop_for_too_few(TENDER, bidders=bidders, by="经办人甲", work=work)


def gross(world: World) -> list[Money]:
    return [line.gross for line in world.fees()]


def facts(lines: list[FeeLine]) -> set[str]:
    return {fact for line in lines for fact in line.facts["inputs"]["facts"]}


def test_two_bidders_on_the_list_stop_the_opening_by_themselves(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    file(world, 2)
    world.play()
    assert (world.record().state, Event.OPENED in world.moments()) == (TenderState.CANCELLED, False)
    assert "不得开标" in world.record().refusal[0] and "第四十四条" in world.record().refusal[0]
    assert [body["status"] for body in world.log() if body["e"] == "final"] == ["complete"]
    world.wait_until(world.draw().publish_from)
    check_transcript(world)
    check_everything(world)


def test_three_bidders_are_enough(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    file(world, 3)
    assert world.play().record().state is TenderState.ARCHIVED


def test_who_came_is_paid_for_coming_and_not_for_hours(paying: str, tmp_path: Path):
    world = a_world(tmp_path / "centre", cast.a_tender(profile=paying)).play(until=at(DrawStep.FULL))
    file(world, 1)
    world.play()
    assert gross(world) == [Money.yuan(200)] * 5 and facts(world.fees()) == {"cancelled"}
    assert {line.facts["minutes"] for line in world.fees()} == {0}


@pytest.mark.parametrize(("paying", "paid"), [("none", 4), ("cancelled", 5)], indirect=["paying"])
def test_who_was_told_the_place_and_stayed_away_is_paid_only_where_policy_says_so(paying: str, paid: int, tmp_path: Path):
    late = Conduct(arrives=25)  # after check-in, before he counts as absent
    world = a_world(tmp_path / "centre", cast.a_tender(profile=paying), conduct=lambda phone, nth: late if nth == 1 else Conduct())
    world.play(until=after(Event.BOOTH_ENTERED))
    with world.services.work() as work:
        give_up_tender(TENDER, why="招标文件有误", by="经办人甲", work=work)
    world.play()
    assert len(world.fees()) == paid


def test_a_tender_that_is_given_up_before_anybody_was_told_where_owes_nobody(paying: str, tmp_path: Path):
    world = a_world(tmp_path / "centre", cast.a_tender(profile=paying)).play(until=at(DrawStep.FULL))
    with world.services.work() as work:
        give_up_tender(TENDER, why="招标文件有误", by="经办人甲", work=work)
        assert work.uow.finance.settlements_of(world.record().token) == []
    assert world.play().fees() == []


def test_nobody_stops_an_opening_before_bids_close_uncounted_or_with_enough(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    with pytest.raises(BidsStillOpen):
        stop(world, 1)
    world.clock.advance_to(cast.OPENING)
    with pytest.raises(BidsNotCounted):
        stop(world)
    with pytest.raises(EnoughBidders):
        stop(world, 3)


def test_a_number_that_is_given_stops_it_where_no_list_was_filed_and_only_once(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    world.clock.advance_to(cast.OPENING)
    stop(world, 2)
    size = len(world.log())
    stop(world, 2)
    assert (world.record().state, len(world.log())) == (TenderState.CANCELLED, size)


def test_a_number_that_nobody_answers_for_stops_nothing(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    world.clock.advance_to(cast.OPENING)
    with pytest.raises(AuthorAndReason), world.services.work() as work:
        stop_for_too_few(TENDER, bidders=2, work=work)
    stop(world, 2)
    assert "经办人甲" in world.record().tender.extra["不开标"] and next(body for body in world.log() if body["e"] == "no-opening")["why"]


def test_after_the_report_it_is_too_late(tmp_path: Path):
    world = a_world(tmp_path / "centre").play()
    with pytest.raises(NotUnderWay):
        stop(world, 1)


def test_before_any_seat_is_filled_the_draw_ends_cancelled_and_the_next_one_names_it(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.RELEASES))
    former = world.draw().m
    world.clock.advance_to(cast.OPENING)
    stop(world, 2)
    world.play(for_at_most=timedelta(minutes=30))
    again = cast.OPENING + timedelta(days=20)
    world.apply(cast.a_tender(opening_at=again, checkin_at=again - timedelta(minutes=30)))
    world.play(until=at(DrawStep.FULL), for_at_most=timedelta(days=1))
    plans = [body for body in world.log() if body["e"] == "plan"]
    assert [body["prev"] for body in plans] == ["", former]
    assert [(body["status"], body["why"]) for body in world.log() if body["e"] == "final"] == [("cancelled", "too-few-bidders")]


def test_once_people_were_told_where_to_come_the_section_gets_no_draw_unseen(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    file(world, 2)
    world.play()
    again = cast.OPENING + timedelta(days=20)
    with pytest.raises(TenderExists), world.services.work() as work:
        apply(cast.a_tender(opening_at=again, checkin_at=again - timedelta(minutes=30)), by="经办人甲", work=work)
