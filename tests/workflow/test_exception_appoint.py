"""自行选定、直接确定: named experts where the law allows it and somebody consented — screened, called, seated, paid, and marked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.intake.bidders import Bidder, BidderList
from dispatch.workflow.apply import apply, approve
from dispatch.workflow.bidders import file_bidders
from dispatch.workflow.documents import make_open
from dispatch.workflow.engagements import engage, past_committees
from dispatch.workflow.exceptions.appointed import Named, named_of
from dispatch.workflow.exceptions.name_experts import name_experts
from dispatch.workflow.exceptions.postpone import postpone
from dispatch.workflow.exceptions.refusals import (
    MayNotBeAppointed,
    NamedAlready,
    NamedExpertsBarred,
    NamedForOtherSeats,
    NotTheApplicant,
    NotUnderWay,
    OnlyAtTheHost,
)
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.experts.known import look_up
from dispatch.workflow.explain_shown import explanation_shown
from dispatch.workflow.give_up import give_up_tender
from dispatch.workflow.plan_draw import plan_draw
from dispatch.workflow.records import TenderState
from dispatch.workflow.shown import Viewer, sights_of
from dispatch.workflow.shown_committee import open_names
from policies.vocabulary.expert import Expert, Standing
from policies.vocabulary.roles import Event, Role
from policies.vocabulary.tender import LawFamily, Tender, Unit
from tests.workflow import cast
from tests.workflow.library import suspend
from tests.workflow.people import DECLINES, SILENT, Conduct
from tests.workflow.world import World, after, empty_world

TENDER = "SL-2026-0001/1"
NAMED = (Named(0, "SL000001"), Named(0, "SL000002"), Named(0, "SL000003"), Named(1, "SL000031"), Named(2, "SL000041"))
CONSENT = {"ground": "complex", "consent_by": "示例财政局", "consent_no": "示财购〔2026〕7号"}
SMALL = 500_000_000  # fen; a committee of five is enough
LATER = cast.OPENING + timedelta(days=2)


def a_world_with(folder: Path, tender: Tender, experts: tuple[Expert, ...] = (), conduct: Any = None) -> World:
    """An application that waits for approval."""
    known = experts or cast.a_pool()
    world = empty_world(folder, known, conduct=conduct)
    world.take_in(known, (cast.a_venue(),))
    with world.services.work() as work:
        apply(tender, by="经办人甲", work=work)
    return world


def name(world: World, named: tuple[Named, ...] = NAMED, by: str = "经办人甲", **changes: str) -> None:
    with world.services.work() as work:
        name_experts(TENDER, named, by=by, work=work, **{**CONSENT, **changes})


def approved(world: World) -> World:
    with world.services.work() as work:
        approve(TENDER, by="审批人乙", work=work)
    return world


def a_named_world(folder: Path, conduct: Any = None, **changes: Any) -> World:
    world = a_world_with(folder, cast.a_tender(**changes), conduct=conduct)
    name(world)
    return approved(world)


def names(world: World, role: Role) -> list[tuple[str, str]]:
    with world.services.work() as work:
        scope = "示例建设管理中心" if role is Role.TENDERER else ""
        return [(each.name, each.mark) for each in open_names(sights_of(world.record(), Viewer("甲", role, scope), work), work)]


@pytest.mark.parametrize(("family", "mark"), [(LawFamily.TENDERING, "直接确定"), (LawFamily.PROCUREMENT, "自行选定")])
def test_named_experts_are_called_seated_and_paid_and_nobody_is_drawn(family: LawFamily, mark: str, tmp_path: Path):
    world = a_named_world(tmp_path / "centre", law_family=family, budget_fen=SMALL).play()
    assert (world.record().state, world.record().draw) == (TenderState.ARCHIVED, None)
    assert len(world.fees()) == 5 and all(line.gross.fen > 0 for line in world.fees())
    assert [body["e"] for body in world.log() if body["e"] in ("plan", "pool", "result")] == []
    assert {shown for _, shown in names(world, Role.PUBLIC)} == {mark} and len(names(world, Role.PUBLIC)) == 5


def test_the_log_says_that_experts_were_named_by_which_ground_and_no_name(tmp_path: Path):
    world = a_named_world(tmp_path / "centre").play()
    (entry,) = [body for body in world.log() if body["e"] == "appointment"]
    assert (entry["mark"], entry["ground"], entry["n"]) == ("直接确定", "complex", 5)
    assert not any(one.no in str(world.log()) for one in NAMED) and "甄示例" not in str(world.log())


def test_who_is_named_stays_sealed_in_the_application(tmp_path: Path):
    world = a_world_with(tmp_path / "centre", cast.a_tender())
    name(world)
    assert "SL000031" not in str(world.record().tender)
    with world.services.work(reads_only=True) as work:
        assert named_of(world.record(), work) == NAMED


def test_every_document_of_such_a_committee_carries_the_mark(tmp_path: Path):
    world = a_named_world(tmp_path / "centre").play()
    with world.services.work() as work:
        made = list(make_open(world.record(), work))
    assert made and all(any("直接确定" in remark for remark in each.paper.remarks) for each in made)


@pytest.mark.parametrize("changes", [{"ground": "convenience"}, {"consent_by": " "}, {"consent_no": ""}])
def test_zb_03_an_ordinary_tender_or_one_without_consent_is_refused_with_its_article(changes: dict[str, str], tmp_path: Path):
    world = a_world_with(tmp_path / "centre", cast.a_tender())
    with pytest.raises(MayNotBeAppointed) as refusal:
        name(world, **changes)
    assert "ZB-03" in refusal.value.chinese and "第三十七条" in refusal.value.chinese


def test_gp_09_knows_no_special_demand_of_the_state(tmp_path: Path):
    world = a_world_with(tmp_path / "centre", cast.a_tender(law_family=LawFamily.PROCUREMENT, budget_fen=SMALL))
    with pytest.raises(MayNotBeAppointed) as refusal:
        name(world, ground="state")
    assert "GP-09" in refusal.value.chinese and "主管预算单位" in refusal.value.chinese


def test_a_barred_expert_cannot_be_named_and_every_reason_is_said(tmp_path: Path):
    pool = list(cast.a_pool())
    pool[0] = replace(pool[0], standing=Standing.SUSPENDED)
    world = a_world_with(tmp_path / "centre", cast.a_tender(), tuple(pool))
    wrong = (NAMED[0], NAMED[1], Named(0, "SL000032"), *NAMED[3:])
    with pytest.raises(NamedExpertsBarred) as refusal:
        name(world, wrong)
    assert "SL000001" in refusal.value.chinese and "SL000032" in refusal.value.chinese and "R7" in refusal.value.chinese


def test_a_named_expert_who_is_suspended_after_accepting_leaves_a_gap(tmp_path: Path):
    world = a_named_world(tmp_path / "centre").play(until=lambda world: world.record().state is TenderState.FULL)
    with world.services.work() as work:
        suspend("SL000031", "banned", Act("李管理", "监督部门的处理决定"), work)
    world.play()
    assert world.record().state is TenderState.REFUSED and "1名" in world.record().refusal[0]
    assert not world.fees()


def test_two_of_one_employer_are_not_named_together(tmp_path: Path):
    pool = list(cast.a_pool())
    pool[1] = replace(pool[1], employer=pool[0].employer, employer_uscc=pool[0].employer_uscc)
    world = a_world_with(tmp_path / "centre", cast.a_tender(), tuple(pool))
    with pytest.raises(NamedExpertsBarred, match="R10"):
        name(world)


def test_one_who_is_barred_between_naming_and_approval_is_not_called(tmp_path: Path):
    world = a_world_with(tmp_path / "centre", cast.a_tender())
    name(world)
    world.take_in((replace(cast.a_pool()[0], standing=Standing.SUSPENDED), *cast.a_pool()[1:]), (cast.a_venue(),))
    approved(world).play()
    assert (world.record().state, world.people.letters) == (TenderState.REFUSED, {})
    kept = " ".join(world.record().refusal)
    assert (NAMED[0].no in kept, "暂停" in kept, "直接确定" in kept) == (False, False, True)


def test_naming_tells_nobody_who_is_called_elsewhere_on_that_day(tmp_path: Path):
    world = a_world_with(tmp_path / "centre", cast.a_tender())
    with world.services.work() as work:
        engage("elsewhere", look_up(NAMED[0].no, work).ref, (cast.OPENING.date(),), work)
    name(world)
    approved(world).play()
    assert (world.record().state, world.people.letters) == (TenderState.REFUSED, {})
    assert NAMED[0].no not in " ".join(world.record().refusal)


def test_a_committee_is_named_as_a_whole_by_the_applicant_and_before_approval(tmp_path: Path):
    world = a_world_with(tmp_path / "centre", cast.a_tender())
    with pytest.raises(NamedForOtherSeats):
        name(world, NAMED[:4])
    with pytest.raises(NamedForOtherSeats):
        name(world, (NAMED[0], NAMED[0], *NAMED[2:]))
    with pytest.raises(NotTheApplicant):
        name(world, by="审批人乙")
    approved(world)
    with pytest.raises(NotUnderWay):
        name(world)


def test_who_is_named_is_not_rewritten_and_the_same_again_changes_nothing(tmp_path: Path):
    world = a_world_with(tmp_path / "centre", cast.a_tender())
    name(world)
    sealed = world.record().tender.appointment
    name(world)
    with pytest.raises(NamedAlready):
        name(world, (Named(0, "SL000004"), *NAMED[1:]))
    with pytest.raises(NamedAlready):
        name(world, consent_no="示财购〔2026〕8号")
    assert world.record().tender.appointment == sealed


def test_nobody_is_named_for_a_remote_evaluation(tmp_path: Path):
    world = a_world_with(tmp_path / "centre", cast.a_tender(n_subvenues=1))
    with pytest.raises(OnlyAtTheHost):
        name(world)


@pytest.mark.parametrize("conduct", [DECLINES, SILENT])
def test_a_gap_is_never_drawn_and_everybody_else_is_told(conduct: Conduct, tmp_path: Path):
    world = a_named_world(tmp_path / "centre", conduct=lambda phone, nth: conduct if nth == 1 else Conduct())
    world.play()
    assert world.record().state is TenderState.REFUSED and "直接确定" in world.record().refusal[0]
    assert sum(letter.stage == "released" for letter in world.people.letters.values()) >= 1


def test_everybody_who_is_missing_is_counted_in_one_refusal(tmp_path: Path):
    conducts = {1: DECLINES, 2: SILENT}
    world = a_named_world(tmp_path / "centre", conduct=lambda phone, nth: conducts.get(nth, Conduct())).play()
    assert world.record().state is TenderState.REFUSED and "2名" in world.record().refusal[0]


def test_nobody_of_the_purchasers_own_unit_is_named_so_outsiders_are_not_only_first(tmp_path: Path):
    tender = cast.a_tender(law_family=LawFamily.PROCUREMENT, budget_fen=SMALL)
    own = {"employer": tender.tenderer.name, "employer_uscc": tender.tenderer.uscc}
    world = a_world_with(tmp_path / "centre", tender, (replace(cast.a_pool()[0], **own), *cast.a_pool()[1:]))
    with pytest.raises(NamedExpertsBarred, match="SL000001：有回避情形"):
        name(world)


def test_after_a_gap_others_are_named_in_a_new_application_and_called(tmp_path: Path):
    world = a_named_world(tmp_path / "centre", conduct=lambda phone, nth: DECLINES if nth == 1 else Conduct()).play()
    with world.services.work() as work:
        apply(cast.a_tender(), by="经办人甲", work=work)
    name(world, (Named(0, "SL000004"), Named(0, "SL000005"), Named(0, "SL000006"), Named(1, "SL000032"), Named(2, "SL000042")))
    approved(world).play()
    assert (world.record().state, len(world.fees()), world.record().draw) == (TenderState.ARCHIVED, 5, None)


def test_a_named_expert_whose_employer_bids_leaves_before_evaluation_opens(tmp_path: Path):
    world = a_named_world(tmp_path / "centre").play(until=after(Event.ACCEPTED))
    mine = cast.a_pool()[0]
    units = [Unit(mine.employer, mine.employer_uscc), *(Unit(f"示例第{n}号施工有限公司", cast.values.demo_uscc(9300 + n)) for n in (1, 2))]
    with world.services.work() as work:
        file_bidders(BidderList("SL-2026-0001", "1", tuple(Bidder(unit, ()) for unit in units)), work)
    world.play()
    assert (world.record().state, Event.OPENED in world.moments()) == (TenderState.REFUSED, False)


def test_planning_a_draw_for_it_does_nothing(tmp_path: Path):
    world = a_named_world(tmp_path / "centre").play(until=after(Event.ACCEPTED))
    with world.services.work() as work:
        plan_draw(TENDER, work)
    assert world.record().draw is None


def test_nothing_is_explained_as_a_draw_where_experts_were_named(tmp_path: Path):
    world = a_world_with(tmp_path / "centre", cast.a_tender())
    name(world)
    with world.services.work() as work:
        shown = explanation_shown(world.record().token, Viewer("经办人甲", Role.OPERATOR), work)
    assert (shown.answer, shown.named) == (None, True)


def test_it_can_be_postponed_and_given_up_like_any_other(tmp_path: Path):
    world = a_named_world(tmp_path / "centre").play(until=after(Event.ACCEPTED))
    with world.services.work() as work:
        postpone(TENDER, opening_at=LATER, why="答疑延后", by="经办人甲", work=work)
    world.play(until=lambda world: sum("改期" in letter.text for letter in world.people.letters.values()) == 5)
    with world.services.work() as work:
        give_up_tender(TENDER, why="资金未落实", by="经办人甲", work=work)
    world.play()
    assert sum(letter.stage == "released" for letter in world.people.letters.values()) == 5


def test_after_the_report_the_library_knows_who_sat_together(tmp_path: Path):
    world = a_named_world(tmp_path / "centre").play()
    with world.services.work(reads_only=True) as work:
        assert [len(refs) for _, refs in past_committees(date.min, work)] == [5]
