"""逐级扩大: for a rare specialty the log holds one entry for each step that was taken, with its reason, and nothing is widened without."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from dispatch.kernel.canonical import canonical, labelled_hash
from dispatch.workflow.draw_course import open_draw
from dispatch.workflow.memory import recall
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import DrawStep, TenderState
from policies.ladder import TAKEN_BY_SYSTEM
from policies.vocabulary.expert import Expert
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.tender import SeatDemand
from tests.workflow import cast
from tests.workflow.world import World, a_world, at

SOLAR, OF_ITS_GROUP, SIMILAR = "A081102", "A081101", "A081003"  # 太阳能发电工程; another of 新能源; 电力工程 is on record as similar
NEIGHBOUR = RegionCode("430200")
TENDER = "SL-2026-0001/1"
KEPT = ("reason", "pool", "wanted", "approval", "basis", "labels", "areas", "at")
POOLS: dict[str, tuple[dict[str, int], list[tuple[str, int]]]] = {
    "L1": ({SOLAR: 3}, [("L1", 3)]),
    "L2": ({SOLAR: 1, OF_ITS_GROUP: 2}, [("L1", 1), ("L2", 3)]),
    "L3": ({SOLAR: 1, SIMILAR: 2}, [("L1", 1), ("L2", 1), ("L3", 3)]),
    "L4": ({SOLAR: 1, "neighbours": 2}, [("L1", 1), ("L2", 1), ("L3", 1), ("L4", 3)]),
}


def a_pool(held: dict[str, int]) -> list[Expert]:
    """Plenty of two common specialties, and so many of the rare one, of its kin, and of it in the neighbouring city."""
    codes = [code for code, count in held.items() for _ in range(count)]
    rare = [
        cast.an_expert(100 + nth, SOLAR if code == "neighbours" else code, region=NEIGHBOUR if code == "neighbours" else cast.HOME)
        for nth, code in enumerate(codes)
    ]
    return [*cast.a_pool(works=12, cost=4, quantity=0), *rare]


def a_rare_world(folder: Path, held: dict[str, int], places: int = 1) -> World:
    seats = (SeatDemand((SOLAR,), places), SeatDemand((cast.WORKS,), 4 - places), SeatDemand((cast.COST,), 1))
    return a_world(folder, cast.a_tender(seats=seats), experts=a_pool(held))


def logged(world: World) -> list[dict[str, Any]]:
    """The log's entries about the ladder of this tender."""
    mark = token_mark(world.record().token)
    return [body for body in world.log() if body["e"] == "ladder" and body["t"] == mark]


def on_record(world: World) -> list[dict[str, Any]]:
    with world.services.work(reads_only=True) as work:
        return work.uow.tenders.ladder(TENDER)


def the_draw_looks_at(world: World) -> list[tuple[list[str], list[str]]]:
    """Labels and areas of every seat, as the draw's own plan and its committed manifest have them."""
    with world.services.work(reads_only=True) as work:
        m = world.draw().m
        scopes = recall(m, "plan", work)["scopes"]
        manifest = open_draw(m, work).manifest
    assert [sorted(scope["labels"]) for scope in scopes] == [sorted(seat.labels) for seat in manifest.seats]
    return [(scope["labels"], scope["areas"]) for scope in scopes]


@pytest.mark.parametrize("name", POOLS)
def test_the_log_holds_one_entry_for_each_step_taken_and_no_other(name: str, tmp_path: Path) -> None:
    held, steps = POOLS[name]
    world = a_rare_world(tmp_path / "centre", held).play(until=at(DrawStep.COMMITS))
    assert [(body["step"], body["pool"]) for body in logged(world) if body["seat"] == 0] == steps
    assert [(body["seat"], body["step"]) for body in logged(world)[len(steps) :]] == [(1, "L1"), (2, "L1")]


@pytest.mark.parametrize("name", POOLS)
def test_each_entry_binds_the_reason_the_sources_and_the_scope_that_are_on_record(name: str, tmp_path: Path) -> None:
    world = a_rare_world(tmp_path / "centre", POOLS[name][0]).play(until=at(DrawStep.COMMITS))
    for body, step in zip(logged(world), on_record(world), strict=True):
        kept = {key: step[key] for key in KEPT}
        digest = labelled_hash("dispatch/ladder", world.record().token.encode("ascii"), canonical(kept)).hex()
        assert (body["seat"], body["step"], body["why"]) == (step["seat"], step["step"], digest)
        assert f"第{body['step']}级" in step["reason"] and step["basis"] and step["approval"]
        assert world.log()[step["log_idx"]] == body


@pytest.mark.parametrize("name", POOLS)
def test_the_draw_looks_no_further_than_the_last_step_in_the_log(name: str, tmp_path: Path) -> None:
    world = a_rare_world(tmp_path / "centre", POOLS[name][0]).play(until=at(DrawStep.COMMITS))
    last = [list(steps)[-1] for _, steps in groupby(on_record(world), key=lambda step: step["seat"])]
    assert the_draw_looks_at(world) == [(step["labels"], step["areas"]) for step in last]


def test_the_steps_stand_in_the_log_before_the_plan_that_rests_on_them(tmp_path: Path) -> None:
    world = a_rare_world(tmp_path / "centre", POOLS["L4"][0]).play(until=at(DrawStep.COMMITS))
    kinds = [body["e"] for body in world.log() if body["e"] in ("ladder", "plan")]
    assert kinds == ["ladder"] * 6 + ["plan"]


def test_where_the_last_step_holds_too_few_the_tender_is_refused_with_every_step_on_record(tmp_path: Path) -> None:
    world = a_rare_world(tmp_path / "centre", {SOLAR: 1}, places=2).play()
    assert [body["step"] for body in logged(world) if body["seat"] == 0] == list(TAKEN_BY_SYSTEM)
    assert (world.record().state, world.record().draw) == (TenderState.REFUSED, None)
    assert [body["e"] for body in world.log()].count("plan") == 0
    assert "只有1名合格专家，须2名" in world.record().refusal[0]


def test_a_rare_specialty_is_drawn_from_where_the_log_says_and_nowhere_else(tmp_path: Path) -> None:
    world = a_rare_world(tmp_path / "centre", POOLS["L4"][0]).play()
    (seat, *_) = [body for body in world.log() if body["e"] == "ladder" and body["step"] == "L4"]
    called = [world.people.experts[phone] for phone in world.people.behaving]
    rare = [expert for expert in called if expert.specialties[0].code == SOLAR]
    assert (seat["seat"], len(called), len(rare)) == (0, 5, 1)
    assert all(expert.region == cast.HOME for expert in called if expert not in rare)
