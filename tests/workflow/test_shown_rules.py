"""委员会须知: who leads is said from the first day, that the tenderer sends nobody only once the bidders may be known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dispatch.intake.bidders import Bidder, BidderList
from dispatch.workflow.bidders import file_bidders
from dispatch.workflow.give_up import give_up_tender
from dispatch.workflow.moments import reach
from dispatch.workflow.shown import ANYBODY, Viewer, sights_of
from dispatch.workflow.shown_rules import committee_notes
from policies.vocabulary.roles import Event, Role
from policies.vocabulary.tender import LawFamily, SeatDemand, Unit
from tests.workflow import cast
from tests.workflow.world import World, a_world

HOST, FINANCE = Viewer("主场", Role.HOST), Viewer("财务", Role.FINANCE)


def an_interested_world(folder: Path, place: str) -> World:
    """The tenderer himself is among the bidders."""
    seats = (SeatDemand((cast.WORKS,), 2), SeatDemand((cast.COST,), 1), SeatDemand((cast.QUANTITY,), 1))
    tender = cast.a_tender(profile=place, seats=seats, reps=1)
    world = a_world(folder, tender)
    names = (tender.tenderer, Unit("示例第9011号施工有限公司"), Unit("示例第9012号施工有限公司"))
    with world.services.work() as work:
        file_bidders(BidderList("SL-2026-0001", "1", tuple(Bidder(unit, ()) for unit in names)), work)
    return world


def codes(world: World, viewer: Viewer, *come: Event) -> list[str]:
    with world.services.work() as work:
        for event in come:
            reach(world.record(), event, work)
        return [note.code for note in committee_notes(sights_of(world.record(), viewer, work), work)]


def test_the_leader_is_said_by_the_rule_of_the_place(tmp_path: Path):
    here, there = (cast.a_tender(profile=place) for place in ("hunan-default", "chongqing"))
    world = a_world(tmp_path / "centre", here, cast.a_tender("SL-2026-0002", profile=there.profile))
    with world.services.work(reads_only=True) as work:
        said = [committee_notes(sights_of(each, HOST, work), work)[0] for each in work.uow.tenders.all()]
    assert [(note.code, "第三十条" in note.source) for note in said] == [("ZB-09", False), ("GP-07", True)]


def test_the_law_of_tendering_is_told_of_tenders_only_and_chongqing_leads_no_procurement(tmp_path: Path):
    bids = cast.a_tender(profile="chongqing")
    bought = replace(cast.a_tender("SL-2026-0002", profile="chongqing"), law_family=LawFamily.PROCUREMENT, budget_fen=100_000_000)
    world = a_world(tmp_path / "centre", bids, bought)
    with world.services.work(reads_only=True) as work:
        said = {each.tender.law_family: committee_notes(sights_of(each, HOST, work), work) for each in work.uow.tenders.all()}
    assert [note.code for note in said[LawFamily.PROCUREMENT]] == ["GP-07"] and "财政部令第87号" in said[LawFamily.PROCUREMENT][0].source
    assert "2人以上认为评标时间不够" in said[LawFamily.TENDERING][1].chinese and "第四十八条" in said[LawFamily.TENDERING][1].source


def test_an_interested_tenderer_sends_nobody_and_learns_it_with_the_bidders(tmp_path: Path):
    world = an_interested_world(tmp_path / "centre", "chongqing")
    assert codes(world, HOST) == ["GP-07", "TM-01"]
    assert codes(world, HOST, Event.BID_DEADLINE) == ["GP-07", "TM-01", "ZB-04"]
    assert "ZB-04" not in codes(world, FINANCE) + codes(world, ANYBODY)


def test_where_no_local_rule_says_so_the_interested_tenderer_may_send_somebody(tmp_path: Path):
    assert "ZB-04" not in codes(an_interested_world(tmp_path / "centre", "hunan-default"), HOST, Event.BID_DEADLINE)


def test_a_tender_that_is_over_says_how_long_its_archive_is_kept(tmp_path: Path):
    world = a_world(tmp_path / "centre", cast.a_tender())
    assert "RE-04" not in codes(world, HOST)
    with world.services.work() as work:
        over = give_up_tender(world.record().id, why="项目终止", by="经办人甲", work=work)
        note = next(each for each in committee_notes(sights_of(over, HOST, work), work) if each.code == "RE-04")
    assert f"{work.now.year + 15}" in note.chinese and f"{work.now.year + 15}" in note.english
