"""召回原评标委员会 (TM-13): the same people once more, nobody drawn, paid by the rule; a gap has its consequence in law."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from dispatch.workflow.engagements import past_committees
from dispatch.workflow.exceptions.recall_committee import recall_committee
from dispatch.workflow.exceptions.refusals import NoRecallKnown, NotUnderWay, RecallPlanned
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.fee_approval import approve_fees, check_fees
from dispatch.workflow.gate import passages
from dispatch.workflow.records import TenderRecord, TenderState
from policies.refusals import TenderInThePast
from policies.vocabulary.tender import LawFamily
from tests.chaos.soundness import check_money
from tests.workflow import cast
from tests.workflow.library import suspend
from tests.workflow.people import DECLINES
from tests.workflow.world import World, a_world

TENDER, SECOND = "SL-2026-0001/1", "SL-2026-0001/1-复会1"
AGAIN = cast.OPENING + timedelta(days=30)


def recall(world: World, at=AGAIN) -> TenderRecord:
    with world.services.work() as work:
        return recall_committee(TENDER, begins_at=at, duration=timedelta(hours=4), why="候选人财务状况变化", by="经办人甲", work=work)


def reports(world: World, tender_id: str) -> list[str]:
    with world.services.work(reads_only=True) as work:
        return sorted(passage.report for kept, passage in passages(world.record(tender_id), work).values() if kept.entered_at)


def test_the_same_members_sit_again_under_the_same_codes_and_nobody_is_drawn(tmp_path: Path):
    world = a_world(tmp_path / "centre").play()
    called, size = sorted(world.people.behaving), len(world.log())
    recall(world)
    world.play(for_at_most=timedelta(days=60))
    assert (world.record(SECOND).state, world.record(SECOND).draw) == (TenderState.ARCHIVED, None)
    assert (sorted(world.people.behaving), reports(world, SECOND)) == (called, reports(world, TENDER))
    assert [body["e"] for body in world.log()[size:] if body["e"] in ("plan", "result", "appointment")] == []
    assert [body["e"] for body in world.log()[size:] if body["e"] == "recall"] == ["recall"]


def test_the_second_sitting_is_paid_by_its_own_time_and_settled_with_the_first(tmp_path: Path):
    world = a_world(tmp_path / "centre").play()
    recall(world)
    world.play(for_at_most=timedelta(days=60))
    assert [line.payout.stage.name for line in world.fees()].count("CONFIRMED") == 5 and len(world.fees()) == 10
    with world.services.work() as work:
        check_fees(TENDER, by="财务乙", work=work)
        approve_fees(TENDER, by="付款人丙", work=work)
    world.play()
    assert {line.payout.stage.name for line in world.fees()} == {"ARCHIVED"}
    check_money(world)


def test_who_cannot_come_is_not_replaced_and_the_consequence_is_said(tmp_path: Path):
    world = a_world(tmp_path / "centre").play()
    world.people.behaving[sorted(world.people.behaving)[0]] = DECLINES
    recall(world)
    world.play(for_at_most=timedelta(days=60))
    said = world.record(SECOND).refusal[0]
    assert world.record(SECOND).state is TenderState.REFUSED and "1名成员" in said and "第五十六条" in said
    assert recall(world, AGAIN + timedelta(days=3)).id.endswith("复会2")


def test_nobody_is_called_again_where_a_member_may_not_serve_any_more(tmp_path: Path):
    world = a_world(tmp_path / "centre").play()
    with world.services.work() as work:
        ((_, sat),) = past_committees(date.min, work)
        member = work.uow.registry.person(sat[0])
        assert member is not None
        suspend(member.expert_no, "banned", Act("李管理", "监督部门的处理决定"), work)
    recall(world)
    world.play(for_at_most=timedelta(days=60))
    assert world.record(SECOND).state is TenderState.REFUSED and "1名成员" in world.record(SECOND).refusal[0]


def test_meeting_again_for_the_same_tender_is_no_second_committee(tmp_path: Path):
    world = a_world(tmp_path / "centre").play()
    recall(world)
    world.play(for_at_most=timedelta(days=60))
    with world.services.work(reads_only=True) as work:
        assert len(past_committees(date.min, work)) == 1


def test_nobody_is_recalled_before_the_report_twice_at_once_or_for_the_past(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    with pytest.raises(NotUnderWay):
        recall(world)
    world.play()
    with pytest.raises(TenderInThePast):
        recall(world, cast.OPENING)
    recall(world)
    with pytest.raises(RecallPlanned):
        recall(world)


def test_for_procurement_no_recall_is_known(tmp_path: Path):
    world = a_world(tmp_path / "centre", cast.a_tender(law_family=LawFamily.PROCUREMENT, budget_fen=500_000_000))
    with pytest.raises(NoRecallKnown):
        recall(world)
