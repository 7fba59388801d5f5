"""如果现在抽取, in a centre: what is told agrees with a plan, nothing is written, and a change that is offered opens the tender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dispatch.workflow.apply import apply
from dispatch.workflow.draw_course import open_draw
from dispatch.workflow.exceptions.share_committee import share_committee
from dispatch.workflow.explain import explain, explain_application
from dispatch.workflow.explain_refusal import no_lawful_committee, refusal_of
from dispatch.workflow.explain_ruling import rule_on
from dispatch.workflow.records import DrawStep, TenderRecord, TenderState
from policies.vocabulary.expert import Expert, Standing
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.tender import SeatDemand, Tender
from tests.workflow import cast
from tests.workflow.test_ends import leave_one_after_the_other
from tests.workflow.world import World, a_world, at

WIND, NEXT_DOOR = "A041101", RegionCode("430200")
TWO_SEATS = cast.a_tender(seats=(SeatDemand((cast.WORKS,), 3), SeatDemand((cast.COST,), 2)))
ONE_SHORT = cast.a_tender(seats=(SeatDemand((WIND,), 2), SeatDemand((cast.COST,), 3)))


def rivals() -> Sequence[Expert]:
    """Four experts hold both specialties, and nobody else holds either."""
    return [cast.an_expert(nth, cast.WORKS, cast.COST) for nth in range(1, 5)]


def one_of_wind() -> Sequence[Expert]:
    return [*cast.a_pool(works=0, cost=12, quantity=0), cast.an_expert(50, WIND)]


def world_of(tmp_path: Path, tender: Tender, experts: Sequence[Expert]) -> World:
    return a_world(tmp_path / "centre", tender, experts=experts)


def told(world: World, **more: Any) -> dict[str, Any]:
    with world.services.work(reads_only=True) as work:
        return explain(world.record(), work, **more)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> World:
    return a_world(tmp_path_factory.mktemp("explained") / "centre")


def test_a_feasible_tender_is_told_with_funnel_pools_counts_and_chances(usual: World):
    answer = told(usual, runs=30)
    assert (answer["verdict"], answer["reasons"], answer["changes"], answer["next"]) == ("feasible", [], [], [])
    assert [(line["code"], line["left"]) for line in (answer["funnel"][0], answer["funnel"][-1])] == [("", 50), ("TM-16", 50)]
    assert [(pool["eligible"], pool["effective"]) for pool in answer["pools"]] == [(30, 30), (10, 10), (10, 10)]
    assert answer["committees"] == {"number": 4060 * 10 * 10, "exact": True}
    first = answer["chances"]["sorts"][0]
    assert (len(first["experts"]), first["specialties"], first["chance"]) == (30, [cast.WORKS], 0.1)


def test_explaining_writes_nothing_and_knows_no_reference(usual: World):
    before = len(usual.log())
    answer = told(usual, runs=5)
    with usual.services.work(reads_only=True) as work:
        known = {person.ref for person in work.uow.registry.persons()} | set(work.uow.registry.numbers().values())
    assert len(usual.log()) == before
    assert not any(ref in str(answer) for ref in known)


def test_progress_is_told_and_chances_may_be_left_out(usual: World):
    seen: list[tuple[str, int, int]] = []
    told(usual, runs=3, watch=lambda what, done, of: seen.append((what, done, of)))
    assert seen[-3:] == [("chances", 1, 3), ("chances", 2, 3), ("chances", 3, 3)]
    assert told(usual, runs=0)["chances"] is None


def test_once_people_are_drawn_no_chances_are_told(tmp_path: Path):
    world = world_of(tmp_path, cast.a_tender(), cast.a_pool()).play(until=at(DrawStep.COMMITS))
    assert told(world, runs=5)["chances"] is None
    with world.services.work() as work:
        assert explain_application(cast.a_tender(), work, runs=5)["chances"] is None
        other = apply(cast.a_tender(section="2"), by="经办人甲", work=work)
        assert explain(other, work, runs=5)["chances"] is not None
        assert explain(share_committee(other.id, world.record().id, by="经办人甲", work=work), work, runs=5)["chances"] is None


ZB_01 = "（ZB-01，《招标投标法》（2017年修正）第三十七条（已核对条文））"
BROKEN = {
    "even": (cast.a_tender("SL-9", reps=1), f"评标委员会共6人，应当为单数{ZB_01}；请增加或减少一个名额后重新提交"),
    "two thirds": (
        cast.a_tender("SL-9", seats=(SeatDemand((cast.WORKS,), 3),), reps=2),
        f"评标委员会共5人，专家只有3人，不足三分之二，至少须4人{ZB_01}；请增加专家或减少代表后重新提交",
    ),
    "representatives": (
        cast.a_tender("SL-9", seats=(SeatDemand((cast.WORKS,), 6),), reps=3, profile="chongqing"),
        "招标人（采购人）代表3人，最多2人（LC-01，《重庆市招标投标条例》（2018年）第三十条（已核对条文））；请减少代表或增加专家后重新提交",
    ),
    "too small": (
        cast.a_tender("SL-9", seats=(SeatDemand((cast.WORKS,), 3),)),
        f"评标委员会共3人，少于5人{ZB_01}；请增加名额后重新提交",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_application_that_breaks_a_rule_is_told_as_refused(usual: World, name: str):
    tender, sentence = BROKEN[name]
    with usual.services.work(reads_only=True) as work:
        answer = explain_application(tender, work)
    assert (answer["verdict"], answer["reasons"], answer["funnel"], answer["ladder"]) == ("refused", [sentence], [], [])


def test_an_application_may_be_explained_before_anybody_files_it(usual: World):
    with usual.services.work(reads_only=True) as work:
        answer = explain_application(cast.a_tender("SL-9"), work, runs=0)
        assert work.uow.tenders.get("SL-9/1") is None
    assert (answer["verdict"], answer["committees"]["number"]) == ("feasible", 406000)


def test_two_seats_that_want_the_same_people_are_refused_in_words_before_any_draw(tmp_path: Path):
    world = world_of(tmp_path, TWO_SEATS, rivals()).play()
    assert (world.record().state, world.record().draw) == (TenderState.REFUSED, None)
    assert [body["code"] for body in world.log() if body["e"] == "refusal"] == ["plan.no_lawful_committee"]
    chinese, english = world.record().refusal
    assert "这2个名额合计只有4名不同的专家，须5名；已逐级扩大到L4，不得再自行放宽：" in chinese
    assert chinese.endswith("按第L5级办理（其他依法组建的专家库随机抽取，按专家库共享协议）")
    assert "together only 4 different experts, 5 needed" in english


def test_the_refusal_names_the_change_and_the_change_opens_the_tender(tmp_path: Path):
    world = world_of(tmp_path, ONE_SHORT, one_of_wind()).play()
    assert "①名额1（风能）由2名减为1名，代表由0名改为1名，委员会5人仍合规定；或按第L5级" in world.record().refusal[0]
    with world.services.work(reads_only=True) as work:
        (change,) = rule_on(world.record(), work).changes
    world.apply(change.proposal.variant.tender)
    assert world.play(until=at(DrawStep.COMMITS)).draw().step is DrawStep.COMMITS


def test_the_refusal_and_the_explanation_say_the_same_reasons(tmp_path: Path):
    world = world_of(tmp_path, ONE_SHORT, one_of_wind()).play()
    answer = told(world)
    assert answer["verdict"] == "infeasible" and answer["chances"] is None
    assert "；".join(answer["reasons"]) in world.record().refusal[0]
    assert answer["committees"] == {"number": 0, "exact": True}


def test_a_pool_that_is_widened_is_told_as_feasible_with_refill(tmp_path: Path):
    world = world_of(tmp_path, ONE_SHORT, [*one_of_wind(), *(cast.an_expert(60 + nth, "A041102") for nth in range(3))])
    assert (told(world, runs=0)["verdict"], [step["step"] for step in told(world, runs=0)["ladder"]]) == (
        "feasible_with_refill",
        ["L1", "L2", "L3", "L4", "L1"],
    )


def test_without_any_change_the_refusal_still_says_what_to_do(tmp_path: Path):
    world = world_of(tmp_path, TWO_SEATS, rivals())
    with world.services.work(reads_only=True) as work:
        record: TenderRecord = world.record()
        ruling = replace(rule_on(record, work), changes=())
        assert "请调整名额或时间，或按第L5级" in refusal_of(ruling).chinese
        assert no_lawful_committee(record, work).facts["step"] == "L4"


def test_the_case_is_what_the_plan_would_freeze(tmp_path: Path):
    """Same candidates as the draw sees them, same rules, same sub-venues: two ways to one list."""
    codes = [cast.WORKS, cast.COST, cast.QUANTITY] * 4
    neighbours = [cast.an_expert(100 + nth, code, region=NEXT_DOOR) for nth, code in enumerate(codes)]
    tender = cast.a_tender(n_subvenues=1)
    venues = (cast.a_venue(), cast.a_venue("ZZ", NEXT_DOOR))
    world = a_world(tmp_path / "centre", tender, experts=[*cast.a_pool(), *neighbours], venues=venues).play(until=at(DrawStep.COMMITS))
    with world.services.work(reads_only=True) as work:
        case, frame = rule_on(world.record(), work).case, open_draw(world.draw().m, work).frame
    assert case is not None
    assert sorted(row[1:3] for row in case.candidates) == sorted(row[1:3] for row in frame.lists.pool)
    assert (case.rules, case.venues, case.venue_count) == (frame.manifest.rules, frame.manifest.venues, frame.manifest.venue_count)
    assert [(seat.labels, seat.count) for seat in case.seats] == [(frozenset(seat.labels), seat.count) for seat in frame.manifest.seats]
    assert len({row.group for row in case.candidates}) == len({row.group for row in frame.lists.pool})


def test_a_draw_that_follows_another_is_refused_with_the_same_words_about_whom_it_may_still_draw(tmp_path: Path):
    world = a_world(tmp_path / "centre", experts=cast.a_pool(works=9, cost=2, quantity=3))
    leave_one_after_the_other(world, cast.COST)
    chinese, english = world.play().record().refusal
    short = "专业在长沙市、株洲市、湘潭市、岳阳市、益阳市、娄底市只有0名合格专家，须1名；已逐级扩大到L4"
    assert chinese.startswith("第2轮抽取时，候选名单中已无可依法补全的评委会；") and short in chinese
    assert "请调整名额或时间，或按第L5级办理" in chinese and f"{cast.COST}: only 0 eligible in" in english


def test_a_pool_that_shrinks_after_the_plan_is_refused_with_reasons_too(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FREEZE))
    gone = [replace(expert, standing=Standing.LEFT) for expert in cast.a_pool() if expert.specialties[0].code == cast.COST]
    world.take_in(gone, ())
    chinese = world.play().record().refusal[0]
    assert chinese.startswith("第0轮抽取时，候选名单中已无可依法补全的评委会；") and chinese.endswith("只有0名合格专家，须1名；须另行抽取")
