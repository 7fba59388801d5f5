"""经批准的扩大: L5 and L6 are taken only where one person asked and another approved, after every step below, and each is in the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from dispatch.workflow.apply import apply
from dispatch.workflow.explain import explain
from dispatch.workflow.records import TenderState
from dispatch.workflow.refusals import NoOtherLibrary, NothingToWiden, SamePerson, StepNotOpen, TooLateToWiden
from dispatch.workflow.widen import ask_widening, grant_widening, widenings
from policies import brought
from policies.profiles import PROFILES
from policies.vocabulary.ids import ExpertNo, RegionCode
from policies.vocabulary.tender import LawFamily, SeatDemand, Tender
from tests.workflow import cast
from tests.workflow.test_ladder import SOLAR, TENDER, a_pool, logged
from tests.workflow.world import World, a_world

FAR = RegionCode("420100")  # another province, nobody's neighbour
SHARED = """ladder.libraries:
  title: 依协议共享的专家库
  unit: {title: text, agreement: text}
  source: {law: 示例共享协议, article: 第一条, status: setting}
  in_force: {2025-01-01: {HB-: {title: 示例外省综合评标专家库, agreement: 示例协议〔2026〕1号}}}
"""


@pytest.fixture
def elsewhere() -> Iterator[None]:
    yield
    brought.look_in(Path("nowhere"))


def a_scarce_world(folder: Path, held: int = 1, others: int = 3, shared: str = SHARED, **changes: Any) -> World:
    """Two places for a specialty that one expert of our own holds, and others of another library."""
    (folder / "profiles").mkdir(parents=True)
    shipped = (PROFILES / "hunan-default.yaml").read_text(encoding="utf-8")
    (folder / "profiles" / "hunan-default.yaml").write_text(shipped + shared, encoding="utf-8")
    strangers = (replace(cast.an_expert(200 + nth, SOLAR, region=FAR), no=ExpertNo(f"HB-{nth:04d}")) for nth in range(1, others + 1))
    return a_world(folder, a_tender(**changes), experts=[*a_pool({SOLAR: held}), *strangers])


def a_tender(**changes: Any) -> Tender:
    seats = (SeatDemand((SOLAR,), 2), SeatDemand((cast.WORKS,), 2), SeatDemand((cast.COST,), 1))
    return cast.a_tender(seats=seats, **changes)


def ask(world: World, step: str = "L5", by: str = "经办人甲") -> None:
    with world.services.work() as work:
        ask_widening(TENDER, step, by=by, why="本库只有1名合格专家", work=work)


def grant(world: World, step: str = "L5", by: str = "审批人丙") -> None:
    with world.services.work() as work:
        grant_widening(TENDER, step, by=by, why="同意，按共享协议", work=work)


def steps(world: World) -> list[str]:
    return [body["step"] for body in logged(world) if body["seat"] == 0]


pytestmark = pytest.mark.usefixtures("elsewhere")


def test_experts_of_another_library_are_not_drawn_before_somebody_has_asked_and_another_approved(tmp_path: Path):
    world = a_scarce_world(tmp_path / "centre").play()
    assert (world.record().state, steps(world)) == (TenderState.REFUSED, ["L1", "L2", "L3", "L4"])
    ask(world)
    world.play()
    assert (world.record().state, len(steps(world))) == (TenderState.REFUSED, 4)


def test_approved_the_ladder_goes_that_far_and_the_committee_is_drawn_from_both_libraries(tmp_path: Path):
    world = a_scarce_world(tmp_path / "centre").play()
    ask(world)
    grant(world)
    world.play()
    assert (world.record().state, steps(world)[4:]) == (TenderState.ARCHIVED, ["L1", "L2", "L3", "L4", "L5"])
    called = [world.people.experts[phone] for phone in world.people.behaving]
    assert any(expert.no.startswith("HB-") for expert in called)
    assert all(expert.no.startswith("SL") for expert in called if expert.specialties[0].code != SOLAR)


def test_each_step_of_the_way_is_in_the_log_and_tells_no_name(tmp_path: Path):
    world = a_scarce_world(tmp_path / "centre").play()
    ask(world)
    grant(world)
    kept = [body for body in world.log() if body["e"].startswith("widening-")]
    assert [(body["e"], body["step"], len(body["why"])) for body in kept] == [("widening-asked", "L5", 64), ("widening-granted", "L5", 64)]
    assert "经办人" not in str(kept) and "本库" not in str(kept)


def test_neither_who_asked_nor_who_applied_approves(tmp_path: Path):
    world = a_scarce_world(tmp_path / "centre").play()
    with pytest.raises(NothingToWiden):
        grant(world)
    ask(world, by="经办人丁")
    for same in ("经办人丁", world.record().applied_by):
        with pytest.raises(SamePerson):
            grant(world, by=same)


def test_where_our_own_library_holds_enough_an_approved_step_is_not_taken(tmp_path: Path):
    world = a_scarce_world(tmp_path / "centre", held=6)
    ask(world)
    grant(world)
    world.play()
    assert (world.record().state, steps(world)) == (TenderState.ARCHIVED, ["L1"])


def test_the_explanation_counts_with_what_was_approved_and_names_what_comes_next(tmp_path: Path):
    world = a_scarce_world(tmp_path / "centre", others=0).play()
    ask(world)
    grant(world)
    with world.services.work(reads_only=True) as work:
        told = explain(world.record(), work, runs=0)
    assert told["ladder"][4]["step"] == "L5" and [each["step"] for each in told["next"]] == ["L7", "L8"]


@pytest.mark.parametrize(("step", "says"), [("L4", "系统"), ("L6", "政府采购"), ("L7", "tender appoint"), ("L8", "tender cancel")])
def test_other_steps_are_refused_with_what_to_do_instead(step: str, says: str, tmp_path: Path):
    with pytest.raises(StepNotOpen, match=says):
        ask(a_scarce_world(tmp_path / "centre"), step)


def test_without_an_agreement_there_is_no_other_library_and_in_procurement_it_comes_before_l6(tmp_path: Path):
    with pytest.raises(NoOtherLibrary):
        ask(a_scarce_world(tmp_path / "alone", shared=""))
    world = a_scarce_world(tmp_path / "centre", law_family=LawFamily.PROCUREMENT, budget_fen=500_000_000)
    with pytest.raises(StepNotOpen, match="L5"):
        ask(world, "L6")


def test_an_approval_ends_with_its_application(tmp_path: Path):
    world = a_scarce_world(tmp_path / "centre", others=0).play()
    ask(world)
    grant(world)
    world.play()
    with world.services.work() as work:
        apply(a_tender(title="示例小学改扩建工程"), by="经办人甲", work=work)
    with world.services.work(reads_only=True) as work:
        assert widenings(world.record(), work) == ()


def test_after_the_report_nothing_is_widened(tmp_path: Path):
    world = a_scarce_world(tmp_path / "centre", held=6).play()
    with pytest.raises(TooLateToWiden):
        ask(world)


def test_two_commands_ask_and_approve_and_show_tells_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    world = a_scarce_world(tmp_path / "centre").play()
    monkeypatch.setattr("api.cli.services", lambda: world.services)
    words = [TENDER, "--step", "l5", "--why", "不足"]
    outcomes = [CliRunner().invoke(app, ["tender", act, *words, "--by", by]) for act, by in (("widen", "甲"), ("widen-approve", "乙"))]
    assert [each.exit_code for each in outcomes] == [0, 0] and world.record().state is TenderState.APPROVED
    assert "扩大到L5：甲申请（不足），由乙批准" in CliRunner().invoke(app, ["tender", "show", TENDER]).output
