"""另行抽取: a draw that could not fill its seats, or was given up, is followed by one that names it; who sits stays."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch import embedded
from dispatch.intake.bidders import Bidder, BidderList
from dispatch.notify.call_out import Answer, CallState
from dispatch.verifier.limit import Limit
from dispatch.verifier.verify import verify
from dispatch.witness.dump import VerifiedDump
from dispatch.workflow import former, gather
from dispatch.workflow.apply import apply
from dispatch.workflow.bidders import file_bidders
from dispatch.workflow.capsules import capsule_purpose, reach_person
from dispatch.workflow.give_up import give_up_tender
from dispatch.workflow.monitor import monitor
from dispatch.workflow.monitored_draw import read_transcript
from dispatch.workflow.publish import transcript
from dispatch.workflow.records import DrawStep, TenderState
from dispatch.workflow.refusals import EndAwaited, PlaceWasTold
from dispatch.workflow.replies import answer
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Unit
from tests.chaos.soundness import check_everything
from tests.workflow import cast
from tests.workflow.people import COMES, DECLINES, Conduct, in_order
from tests.workflow.world import Killed, Trouble, World, a_world, after, at

TENDER = "SL-2026-0001/1"
NEIGHBOUR = RegionCode("430300")  # 湘潭, beside 长沙: reached by step L4 of the ladder


def a_pool_with_help_next_door(cost: int = 3) -> tuple[Any, ...]:
    """So few cost experts at home that the second replacement needs the neighbouring area's."""
    home = cast.a_pool(works=15, cost=cost, quantity=3)
    return (*home, *(cast.an_expert(100 + nth, cast.COST, region=NEIGHBOUR) for nth in range(6)))


def draws(world: World) -> list[str]:
    return [body["m"] for body in world.log() if body["e"] == "plan"]


def manifest_of(world: World, m: str) -> dict[str, Any]:
    manifest: dict[str, Any] = transcript_of(world, m)["manifest"]
    return manifest


def transcript_of(world: World, m: str) -> dict[str, Any]:
    with world.services.work(reads_only=True) as work:
        return transcript(m, work)


def check_published(world: World) -> None:
    world.wait_until(world.draw().publish_from)
    for m in draws(world):
        raw = json.dumps(transcript_of(world, m)).encode()
        assert verify(raw, json.dumps(world.trust).encode(), Limit(time.monotonic)).independent
    check_everything(world)


def cost_expert_leaves(world: World) -> str:
    """Whoever holds the cost seat now takes leave; returns his telephone."""
    coming = [phone for phone in world.people.behaving if holds_cost(world, phone) and state_of(world, phone) is CallState.ACCEPTED]
    with world.services.work() as work:
        answer(*world.people.told(coming[-1]), Answer.LEAVE, reason="RF2", work=work)
    return coming[-1]


def holds_cost(world: World, phone: str) -> bool:
    return world.people.experts[phone].specialties[0].code == cast.COST


def state_of(world: World, phone: str) -> CallState:
    with world.services.work(reads_only=True) as work:
        calls = work.uow.calls.under(capsule_purpose(world.draw().m))
        return next((call.state for call in calls if reach_person(call, work.means).phone == phone), CallState.REPLACED)


def until_nobody_at_home_is_left(world: World, cost: int = 3) -> World:
    """One cost expert after the other takes leave, until the replacement round has nobody to draw."""
    for r in range(cost):
        world.play(until=at(DrawStep.FULL, r))
        cost_expert_leaves(world)
    return world


def followed(world: World) -> bool:
    return len(draws(world)) > 1


@pytest.fixture
def world(tmp_path: Path) -> World:
    pool = a_pool_with_help_next_door()
    return until_nobody_at_home_is_left(a_world(tmp_path / "centre", experts=pool))


def test_when_a_replacement_finds_nobody_a_larger_pool_is_drawn_from_and_who_sits_stays(world: World):
    world.play(until=lambda world: followed(world) and at(DrawStep.FULL)(world))
    assert [body["status"] for body in world.log() if body["e"] == "final"] == ["infeasible"]
    assert (world.record().state, world.calls()[CallState.ACCEPTED]) == (TenderState.FULL, 5)
    world.play()
    assert world.record().state is TenderState.ARCHIVED
    check_published(world)


def test_the_successor_names_the_draw_before_and_nobody_drawn_there_is_a_candidate(world: World):
    world.play()
    world.wait_until(world.draw().publish_from)
    first, second = (transcript_of(world, m) for m in draws(world))
    assert (second["manifest"]["prev"], second["manifest"]["carried"], len(second["carried"])) == (draws(world)[0], 4, 4)
    drawn_before = sum(len(each["out"]["seats"]) for each in first["rounds"] if each["kind"] == "drawn")
    assert drawn_before == 7 and len(second["pool"]) <= len(a_pool_with_help_next_door()) - drawn_before
    assert {seat for _, seat in second["rounds"][0]["out"]["seats"]} == {"seat1"}


def test_who_stays_keeps_booth_and_code_and_is_not_called_again(world: World):
    world.play(until=lambda world: followed(world) and at(DrawStep.FULL)(world))
    letters = {
        phone: [letter.stage for letter in world.people.letters.values() if letter.phone == phone] for phone in world.people.behaving
    }
    assert all(stages.count("A") == 1 for stages in letters.values())
    world.play(until=after(Event.OPENED))
    booths = [world.passage(phone)[1].booth for phone in letters if state_of(world, phone) is CallState.ARRIVED]
    assert len(booths) == len(set(booths)) == 5 and "" not in booths


def test_a_carried_member_who_leaves_is_replaced_in_the_successor(world: World):
    world.play(until=lambda world: followed(world) and at(DrawStep.FULL)(world))
    staying = next(p for p in world.people.behaving if not holds_cost(world, p) and state_of(world, p) is CallState.ACCEPTED)
    with world.services.work() as work:
        answer(*world.people.told(staying), Answer.LEAVE, reason="RF2", work=work)
    world.play()
    assert (world.record().state, len(draws(world)), world.draw().round) == (TenderState.ARCHIVED, 2, 1)
    check_published(world)


def test_in_the_middle_of_the_evaluation_it_pauses_and_goes_on_with_the_same_people(tmp_path: Path):
    pool = a_pool_with_help_next_door()
    weak = {expert.contact.phone for expert in pool if expert.specialties[0].code == cast.COST and expert.region == cast.HOME}
    ill = Conduct(ill_after=timedelta(minutes=30))
    world = a_world(tmp_path / "centre", experts=pool, conduct=lambda phone, nth: ill if phone in weak else Conduct())
    world.play(until=followed)
    assert (world.record().state, Event.OPENED in world.moments()) == (TenderState.EVALUATING, True)
    assert world.play().record().state is TenderState.ARCHIVED
    assert sum(line.payable.fen > 0 for line in world.fees()) == 8
    check_published(world)


def test_where_the_ladder_ends_the_tender_is_refused_and_everybody_is_told(tmp_path: Path):
    world = until_nobody_at_home_is_left(a_world(tmp_path / "centre", experts=cast.a_pool(works=15, cost=3, quantity=3)))
    world.play()
    assert (world.record().state, len(draws(world)), world.calls()[CallState.ACCEPTED]) == (TenderState.REFUSED, 1, 0)
    assert "第3轮" in world.record().refusal[0] and "须1名" in world.record().refusal[0]


def test_no_party_joins_a_successor_whose_operator_did_not_agree(tmp_path: Path):
    world = a_world(tmp_path / "centre", experts=a_pool_with_help_next_door())
    until_nobody_at_home_is_left(world)
    party = world.embedded.parties["T"]
    agreed = party.operator.agree_to_follow
    party.operator.agree_to_follow = lambda m: None  # type: ignore[method-assign]
    world.play(until=followed).wait_until(world.clock())
    assert (world.draw().step, world.draw().waiting) == (DrawStep.COMMITS, "T")
    agreed(draws(world)[0])
    assert world.play().record().state is TenderState.ARCHIVED


def give_up(world: World) -> None:
    with world.services.work() as work:
        give_up_tender(TENDER, why="项目资金未落实", by="经办人甲", work=work)


def test_a_tender_given_up_after_its_draw_is_drawn_anew_under_the_old_name_and_without_the_drawn(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.REPLIES))
    give_up(world)
    world.play()
    world.apply(cast.a_tender(title="示例小学教学楼工程（重启）"))
    world.play()
    assert (world.record().state, len(draws(world))) == (TenderState.ARCHIVED, 2)
    check_published(world)
    first, second = (transcript_of(world, m) for m in draws(world))
    assert (second["manifest"]["prev"], second["manifest"]["carried"]) == (draws(world)[0], 0)
    assert len(second["pool"]) == len(first["pool"]) - 5
    assert not {booth for _, _, booth in first["rounds"][0]["out"]["booths"]} & {booth for _, booth in second["booths"]}


def test_while_the_end_of_its_draw_is_not_signed_it_is_not_applied_for_anew(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.RELEASES))
    give_up(world)
    for title in ("示例小学综合楼工程", cast.a_tender().title):
        with pytest.raises(EndAwaited), world.services.work() as work:
            apply(cast.a_tender(title=title), by="经办人甲", work=work)


def test_once_somebody_was_told_the_place_it_is_not_applied_for_anew(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=after(Event.VENUE_NOTICE))
    give_up(world)
    with pytest.raises(PlaceWasTold), world.play().services.work() as work:
        apply(cast.a_tender(), by="经办人甲", work=work)


def test_the_supervisor_does_not_join_a_successor_in_which_somebody_drawn_before_could_be_drawn_again(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(gather, "drawn_so_far", lambda m, work: frozenset())
    assert why_the_supervisor_refuses(world) == ["前次抽中的专家再次列入候选名单"]


def test_the_supervisor_does_not_join_a_successor_that_deals_a_used_booth_again(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(former, "used_booths", lambda m, work: frozenset())
    assert why_the_supervisor_refuses(world) == ["前次使用的机位再次列入"]


def why_the_supervisor_refuses(world: World) -> list[str]:
    world.play(until=followed).wait_until(world.clock())
    assert (world.draw().step, world.draw().waiting) == (DrawStep.COMMITS, "S")
    remarks = world.embedded.parties["S"].remarks()
    return [str(remark["says"]).partition("：")[2].partition("；")[0] for remark in remarks if remark["code"] == "agents.will_not_commit"]


def test_where_a_partys_chain_is_used_up_a_successor_draws_on_and_who_sits_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(embedded, "LINKS", 2)
    world = a_world(tmp_path / "centre", conduct=in_order(DECLINES, then=COMES))
    world.play(until=at(DrawStep.FULL, 1))
    cost_expert_leaves(world)
    assert world.play().record().state is TenderState.ARCHIVED
    ends = [(body["status"], body["why"], body["rounds"]) for body in world.log() if body["e"] == "final"]
    assert ends == [("cancelled", "chain-used-up", 2), ("complete", "", 1)]
    assert manifest_of(world, draws(world)[1])["carried"] == 4
    check_published(world)


def works_elsewhere(world: World, unit: Unit) -> str:
    """The registry learns that a sitting member has another employer now; returns his telephone."""
    phone = next(p for p in world.people.behaving if not holds_cost(world, p) and state_of(world, p) is CallState.ACCEPTED)
    expert = world.people.experts[phone]
    identity = replace(expert.identity, employer=unit.name, employer_uscc=unit.uscc)
    world.take_in([replace(expert, identity=identity, employer=unit.name, employer_uscc=unit.uscc)], ())
    return phone


def test_who_stays_is_carried_with_the_employer_of_then_though_the_registry_knows_another_now(world: World):
    works_elsewhere(world, Unit("示例第9020号设计院有限公司", cast.values.demo_uscc(9320)))
    world.play(until=lambda world: followed(world) and at(DrawStep.FULL)(world))
    assert world.calls()[CallState.ACCEPTED] == 5
    world.play()
    assert (world.record().state, len(draws(world)), world.transcript()["vacated"]) == (TenderState.ARCHIVED, 2, {})
    check_published(world)


def test_who_works_for_a_bidder_by_now_is_carried_and_then_replaced_in_the_successor(world: World):
    bidder = Unit("示例第9021号施工有限公司", cast.values.demo_uscc(9321))
    works_elsewhere(world, bidder)
    others = (Bidder(Unit(f"示例第{nth}号施工有限公司"), ()) for nth in (9011, 9012))
    with world.services.work() as work:
        file_bidders(BidderList("SL-2026-0001", "1", (Bidder(bidder, ()), *others)), work)
    assert world.play().record().state is TenderState.ARCHIVED
    assert [reason for left in world.transcript()["vacated"].values() for _, reason in left] == ["recusal"]
    check_published(world)


def test_monitors_find_nothing_wrong_with_a_draw_and_the_one_that_follows_it(world: World):
    world.play()
    world.wait_until(world.draw().publish_from)
    with world.services.work(reads_only=True) as work:
        dump = VerifiedDump(tuple(work.uow.log.entries()), ())
    shown = [read_transcript(json.dumps(transcript_of(world, m)).encode()) for m in draws(world)]
    assert monitor(dump, shown, int(world.clock().timestamp())).findings == ()


class DyingPlanner(Trouble):
    """Kills the process before the first commit of a plan, and after the second attempt's."""

    def __init__(self) -> None:
        self.planning, self.deaths = False, 0

    def claimed(self, key: str) -> None:
        self.planning = key.startswith("plan:")

    def commits(self, reads_only: bool) -> None:
        if self.planning and self.deaths == 0:
            self._die()

    def committed(self, reads_only: bool) -> None:
        if self.planning and self.deaths == 1:
            self._die()
        self.planning = False

    def _die(self) -> None:
        self.planning, self.deaths = False, self.deaths + 1
        raise Killed


def test_killed_while_it_plans_the_successor_it_plans_the_same_one_once(world: World):
    world.trouble = DyingPlanner()
    world.play()
    assert (world.deaths, world.record().state, len(draws(world))) == (2, TenderState.ARCHIVED, 2)
    check_published(world)
