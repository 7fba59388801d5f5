"""两人: whoever applies does not approve, whoever checks does not approve the payment; and one section has one draw, however spelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.settle.payout import Stage
from dispatch.settle.refusals import FourEyes
from dispatch.workflow.apply import apply, approve
from dispatch.workflow.fee_approval import approve_fees, check_fees
from dispatch.workflow.records import TenderState
from dispatch.workflow.refusals import NotApplied, SamePerson, TenderExists, TooEarly
from policies.vocabulary.roles import Event
from tests.workflow import cast
from tests.workflow.world import World, a_world, after

TENDER = "SL-2026-0001/1"
OTHER_SPELLINGS = ["ＳＬ-2026-0001", "sl-2026-0001", "SL 2026 0001", "SL-2026-0001\u200b", "SL—2026—0001"]


def stages(world: World) -> set[Stage]:
    return {line.payout.stage for line in world.fees()}


def a_world_that_waits_for_payment(folder: Path) -> World:
    """The result is announced, and every expert has confirmed his fee."""
    world = a_world(folder).play(until=after(Event.ANNOUNCED))
    assert stages(world) == {Stage.CONFIRMED}
    return world


@pytest.mark.parametrize("spelling", ["经办人甲", " 经办人甲 ", "经办人·甲"])
def test_whoever_applied_cannot_approve_however_he_writes_his_name(spelling: str, tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre")
    with world.services.work() as work:
        second = apply(cast.a_tender("SL-2026-0002"), by="经办人甲", work=work)
    with pytest.raises(SamePerson), world.services.work() as work:
        approve(second.id, by=spelling, work=work)
    assert world.record(second.id).state is TenderState.APPLIED


def test_an_application_is_approved_once(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre")
    with pytest.raises(NotApplied), world.services.work() as work:
        approve(TENDER, by="审批人丙", work=work)
    assert world.record().approved_by == "审批人乙"


@pytest.mark.parametrize("spelling", ["财务乙", "财务乙 ", "财务·乙"])
def test_whoever_checked_the_fees_cannot_approve_their_payment(spelling: str, tmp_path: Path) -> None:
    world = a_world_that_waits_for_payment(tmp_path / "centre")
    with world.services.work() as work:
        assert check_fees(TENDER, by="财务乙", work=work) == 5
    with pytest.raises(FourEyes), world.services.work() as work:
        approve_fees(TENDER, by=spelling, work=work)
    assert stages(world) == {Stage.CHECKED}


def test_nothing_is_paid_before_it_was_checked_or_the_result_announced(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre").play(until=lambda world: bool(world.fees()) and stages(world) == {Stage.CONFIRMED})
    with pytest.raises(TooEarly), world.services.work() as work:
        approve_fees(TENDER, by="付款人丙", work=work)
    world.play(until=after(Event.ANNOUNCED))
    with world.services.work() as work:
        assert approve_fees(TENDER, by="付款人丙", work=work) == 0
    assert stages(world) == {Stage.CONFIRMED}


def test_the_same_application_again_meets_the_same_draw(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre").play(until=after(Event.SEALED))
    size = len(world.log())
    with world.services.work() as work:
        assert apply(cast.a_tender(), by="经办人丁", work=work) == world.record()
    assert (len(world.log()), [body["e"] for body in world.log()].count("plan")) == (size, 1)


@pytest.mark.parametrize("number", OTHER_SPELLINGS)
def test_another_spelling_of_the_number_gets_no_draw_of_its_own(number: str, tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre").play(until=after(Event.SEALED))
    with pytest.raises(TenderExists) as refusal, world.services.work() as work:
        apply(cast.a_tender(number), by="经办人丁", work=work)
    assert refusal.value.facts == {"tender": TENDER}
    with world.services.work(reads_only=True) as work:
        assert [record.id for record in work.uow.tenders.all()] == [TENDER]


def test_other_conditions_for_the_same_section_get_no_second_draw(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre").play(until=after(Event.SEALED))
    with pytest.raises(TenderExists), world.services.work() as work:
        apply(cast.a_tender(title="另一名称"), by="经办人丁", work=work)


def test_another_section_of_the_same_tender_has_its_own_draw(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre").play(until=after(Event.SEALED))
    world.apply(cast.a_tender(section="2"))
    world.play(until=after(Event.SEALED, "SL-2026-0001/2"))
    assert world.draw("SL-2026-0001/2").m != world.draw().m
