"""几个标段: one committee for several by one draw, or a draw each; the further section names the first, and gets no second draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.intake.bidders import Bidder, BidderList
from dispatch.notify.call_out import CallState
from dispatch.workflow.apply import apply, approve
from dispatch.workflow.bidders import file_bidders
from dispatch.workflow.exceptions.name_experts import name_experts
from dispatch.workflow.exceptions.postpone import postpone
from dispatch.workflow.exceptions.refusals import NotOneCommittee, NotTheApplicant, NotUnderWay, OthersShareIt, SharesACommittee
from dispatch.workflow.exceptions.share_committee import share_committee
from dispatch.workflow.exceptions.too_few import stop_for_too_few
from dispatch.workflow.give_up import give_up_tender
from dispatch.workflow.plan_draw import plan_draw
from dispatch.workflow.records import DrawStep, TenderState
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Unit
from tests.chaos.soundness import check_everything, check_transcript
from tests.workflow import cast
from tests.workflow.test_exception_appoint import CONSENT, NAMED
from tests.workflow.world import World, a_world, at

FIRST, SECOND = "SL-2026-0001/1", "SL-2026-0001/2"
LATER = cast.OPENING + timedelta(days=2)


def a_section(world: World, section: str = "2", *, shares: bool = True, by: str = "经办人甲", **changes: Any) -> None:
    """A further section, approved, under the first one's committee unless told otherwise."""
    tender = cast.a_tender(section=section, title="示例小学操场工程", **changes)
    with world.services.work() as work:
        record = apply(tender, by="经办人甲", work=work)
        if shares:
            share_committee(record.id, FIRST, by=by, work=work)
        approve(record.id, by="审批人乙", work=work)
    world.embedded.expect(record.id)


def file(world: World, section: str, *units: Unit, strangers: int = 3) -> None:
    others = [Unit(f"示例第{n}号施工有限公司", cast.values.demo_uscc(9300 + n)) for n in range(strangers)]
    with world.services.work() as work:
        file_bidders(BidderList("SL-2026-0001", section, tuple(Bidder(unit, ()) for unit in (*units, *others))), work)


def plans(world: World) -> int:
    return sum(body["e"] == "plan" for body in world.log())


def states(world: World) -> tuple[TenderState, TenderState]:
    return world.record(FIRST).state, world.record(SECOND).state


def test_sections_that_share_have_one_draw_one_committee_and_one_fee(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    a_section(world)
    world.play()
    assert (plans(world), states(world)) == (1, (TenderState.ARCHIVED, TenderState.ARCHIVED))
    assert (world.record(SECOND).draw, len(world.fees(FIRST)), world.fees(SECOND)) == (None, 5, [])
    with world.services.work(reads_only=True) as work:
        assert work.uow.venues.reserved_for(world.record(SECOND).token) == []
    world.wait_until(world.draw().publish_from)
    check_transcript(world)
    check_everything(world)


def test_sections_that_do_not_share_have_a_draw_each(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    a_section(world, shares=False)
    world.play()
    assert plans(world) == 2 and world.record(SECOND).draw not in (None, world.record(FIRST).draw)


def test_a_section_that_shares_is_never_planned_itself(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    a_section(world)
    with world.services.work() as work:
        plan_draw(SECOND, work)
    assert (world.record(SECOND).draw, plans(world)) == (None, 0)


def test_a_member_whose_employer_bids_in_the_second_section_is_replaced(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    a_section(world)
    world.play(until=at(DrawStep.FULL))
    member = world.people.experts[sorted(world.people.behaving)[0]]
    file(world, "1")
    file(world, "2", Unit(member.employer, member.employer_uscc))
    world.play()
    assert (world.record(FIRST).state, world.calls()[CallState.ON_LEAVE]) == (TenderState.ARCHIVED, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": "SL-2026-0009"}, "项目编号"),
        ({"opening_at": LATER}, "时间"),
        ({"tenderer": Unit("示例水务中心")}, "招标人"),
        ({"seats": (cast.SeatDemand((cast.WORKS,), 5),)}, "名额"),
        ({"avoid_units": (Unit("示例监理公司"),)}, "回避单位"),
        ({"duration": timedelta(hours=9)}, "评标时长"),
    ],
)
def test_what_one_committee_cannot_serve_is_refused_with_every_difference(changes: dict[str, Any], said: str, tmp_path: Path):
    world = a_world(tmp_path / "centre")
    tender = replace(cast.a_tender(section="2"), **changes)
    with world.services.work() as work:
        apply(tender, by="经办人甲", work=work)
    with pytest.raises(NotOneCommittee, match=said), world.services.work() as work:
        share_committee(tender.id, FIRST, by="经办人甲", work=work)


def test_only_the_applicant_shares_and_only_before_approval_and_before_the_opening(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    with pytest.raises(NotTheApplicant):
        a_section(world, by="经办人丁")
    a_section(world, section="3", shares=False)
    with pytest.raises(NotUnderWay), world.services.work() as work:
        share_committee("SL-2026-0001/3", FIRST, by="经办人甲", work=work)


def test_who_lends_a_committee_borrows_none_and_names_none(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    for section in ("2", "3"):
        with world.services.work() as work:
            apply(cast.a_tender(section=section), by="经办人甲", work=work)
    with world.services.work() as work:
        share_committee("SL-2026-0001/3", SECOND, by="经办人甲", work=work)
    with pytest.raises(NotOneCommittee, match="不得再转用"), world.services.work() as work:
        share_committee(SECOND, FIRST, by="经办人甲", work=work)
    with pytest.raises(SharesACommittee), world.services.work() as work:
        name_experts("SL-2026-0001/3", NAMED, by="经办人甲", work=work, **CONSENT)


def test_a_section_that_nobody_has_approved_is_not_evaluated(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    with world.services.work() as work:
        apply(cast.a_tender(section="2"), by="经办人甲", work=work)
        share_committee(SECOND, FIRST, by="经办人甲", work=work)
    world.play()
    assert states(world) == (TenderState.ARCHIVED, TenderState.REFUSED) and "未经他人审批" in world.record(SECOND).refusal[0]


def test_sections_end_with_the_committee_that_they_would_have_had(tmp_path: Path):
    world = a_world(tmp_path / "centre", experts=cast.a_pool(cost=0))
    a_section(world)
    world.play()
    assert states(world) == (TenderState.REFUSED, TenderState.REFUSED) and FIRST in world.record(SECOND).refusal[0]


def test_a_section_is_given_up_alone_and_the_first_takes_the_others_with_it(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    a_section(world)
    a_section(world, section="3")
    world.play(until=at(DrawStep.FULL))
    with world.services.work() as work:
        give_up_tender(SECOND, why="资金未落实", by="经办人甲", work=work)
    assert states(world) == (TenderState.FULL, TenderState.CANCELLED)
    with world.services.work() as work:
        give_up_tender(FIRST, why="资金未落实", by="经办人甲", work=work)
    assert world.record("SL-2026-0001/3").state is TenderState.CANCELLED and "已解散" in world.record("SL-2026-0001/3").refusal[0]


def test_times_move_for_all_sections_together(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    a_section(world)
    world.play(until=at(DrawStep.FULL))
    with pytest.raises(SharesACommittee), world.services.work() as work:
        postpone(SECOND, opening_at=LATER, why="答疑延后", by="经办人甲", work=work)
    with world.services.work() as work:
        postpone(FIRST, opening_at=LATER, why="答疑延后", by="经办人甲", work=work)
    assert world.record(SECOND).tender.opening_at == LATER == world.record(FIRST).tender.opening_at


def test_too_few_bidders_in_one_section_leave_the_committee_to_the_other(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    a_section(world)
    world.play(until=at(DrawStep.FULL))
    file(world, "1")
    file(world, "2", strangers=2)
    world.play()
    assert states(world) == (TenderState.ARCHIVED, TenderState.CANCELLED) and "不得开标" in world.record(SECOND).refusal[0]


def test_too_few_in_the_first_section_do_not_send_home_whom_the_second_needs(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    a_section(world)
    world.play(until=at(DrawStep.FULL))
    file(world, "1", strangers=2)
    file(world, "2")
    world.play()
    assert world.record(FIRST).state is TenderState.ARCHIVED and "不得开标" in world.record(FIRST).tender.extra["不开标"]
    assert Event.OPENED in world.moments(FIRST)


def test_nobody_stops_by_hand_a_committee_that_others_need(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    a_section(world)
    world.play(until=at(DrawStep.FULL))
    world.clock.advance_to(cast.OPENING)
    with pytest.raises(OthersShareIt), world.services.work() as work:
        stop_for_too_few(FIRST, bidders=1, work=work)
