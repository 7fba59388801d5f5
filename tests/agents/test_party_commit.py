"""A party commits only to a draw that fits the log, its trust file, its operator's limits and the tender's past."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dispatch.agents import earlier
from dispatch.agents.operator import Limits
from dispatch.agents.party import PartyAgent
from dispatch.agents.refusals import OperatorMustAgree
from dispatch.draw import events
from dispatch.draw.tender_numbers import folded
from dispatch.kernel.canonical import canonical
from dispatch.witness.entry import EVENT_PREFIX
from tests.agents.fake_centre import ROLES
from tests.agents.world import BEFORE, DRAW_TIME, TENDER, World
from tests.witness.builders import NOON, a_signer


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def refuses(world: World, j: str = "T") -> list[str]:
    """What the agent's remarks are, given that it has not committed."""
    world.tick(j)
    assert world.events("commit", j) == []
    return world.codes(j)


@pytest.mark.parametrize("lie", [{"salt": b"x" * 32}, {"tender_no": "JY-1"}, {"tender_salt": b"x" * 16}, {"manifest": {"v": "vd1"}}])
def test_materials_that_do_not_fit_the_hashes_in_the_log_are_refused(world: World, lie: dict[str, Any]):
    m = world.a_frozen_draw()
    draw = world.centre.all_draws[m]
    draw.given = replace(draw.given, **lie)
    assert refuses(world) == ["agents.will_not_commit"]


@pytest.mark.parametrize(
    "terms",
    [
        {"log": "centre.example/log/2027"},
        {"parties": {"CA": 4, "S": 4}},
        {"parties": {"CA": 4, "T": 4}},
        {"roles": {**ROLES, "final": "CA"}},
        {"roles": {**ROLES, "vacate": "T", "settle": "T", "final": "T"}},
        {"times": {"draw_at": NOON, "publish_from": NOON + 500 * 86400}},
        {"beacon": {"chain": "00" * 32, "key": "00" * 96, "genesis": 0, "period": 3, "margin": 30}},
    ],
)
def test_terms_that_the_trust_file_or_the_operator_forbids_are_refused(world: World, terms: dict[str, Any]):
    world.a_frozen_draw(**terms)
    assert refuses(world) == ["agents.will_not_commit"]


def test_a_manifest_with_another_key_of_this_party_is_refused(world: World):
    keys = {token: key.hex() for token, key in world.centre.keys.items()}
    world.a_frozen_draw(keys={**keys, "T": a_signer("thief").public.hex()})
    assert refuses(world) == ["agents.will_not_commit"]


def test_the_supervisor_commits_only_if_it_holds_settle_vacate_and_final(world: World):
    world.a_frozen_draw(roles={**ROLES, "vacate": "T", "settle": "T", "final": "T"})
    assert refuses(world, "S") == ["agents.will_not_commit"]


def test_a_chain_outside_the_operators_limits_is_refused(world: World):
    world.homes["T"].set_limits(Limits(links_least=5))
    world.agents["T"] = PartyAgent(world.homes["T"])
    world.a_frozen_draw()
    assert refuses(world) == ["agents.will_not_commit"]


def test_a_tender_that_the_operator_did_not_name_waits_for_him(world: World):
    world.a_frozen_draw("JY-2026-9999/1")
    assert refuses(world) == ["agents.operator_must_agree"]
    world.agents["T"].operator.expect_tender("JY-2026-9999/1")
    world.tick("T")
    assert len(world.events("commit", "T")) == 1


def test_a_number_that_differs_only_in_spelling_waits_for_the_operators_word(world: World):
    spelt = "ｊｙ 2026—0142／1"
    world.a_frozen_draw(spelt)
    assert refuses(world) == ["agents.operator_must_agree"]
    world.agents["T"].operator.say_whether_same(TENDER, spelt, True)
    world.tick("T")
    assert len(world.events("commit", "T")) == 1


def test_folding_ignores_case_width_spaces_punctuation_and_invisible_characters():
    assert folded("ＪＹ-2026-0142/1") == folded("jy２０２６ 01\u200b42（1）") == "jy202601421"
    assert folded("JY-2026-0142/1") != folded("JY-2026-0142/2")


def test_a_second_plan_for_one_tender_is_refused(world: World):
    world.a_frozen_draw()
    world.tick("T")
    second = world.a_frozen_draw()
    world.tick("T")
    assert [second.encode() in body for body in world.events("commit", "T")] == [False]
    assert world.codes("T") == ["agents.will_not_commit"]


def test_a_second_plan_under_another_spelling_is_not_joined_unasked(world: World):
    world.a_frozen_draw()
    world.tick("T")
    world.expect("jy-2026-0142/1")
    world.a_frozen_draw("jy-2026-0142/1")
    world.tick("T")
    assert (len(world.events("commit", "T")), world.codes("T")) == (1, ["agents.operator_must_agree"])
    world.agents["T"].operator.say_whether_same("jy-2026-0142/1", TENDER, False)
    world.tick("T")
    assert len(world.events("commit", "T")) == 2


def cancelled(world: World, *, released: bool) -> str:
    m = world.a_frozen_draw()
    for _ in range(3):
        world.tick(now=DRAW_TIME if released else BEFORE)
    world.centre.propose_final(m, "cancelled", "given-up")
    world.tick(now=BEFORE)
    world.tick(now=BEFORE)
    return m


def test_a_successor_of_a_draw_that_nobody_released_is_joined(world: World):
    first = cancelled(world, released=False)
    second = world.a_frozen_draw(prev=first)
    world.tick("T", now=BEFORE)
    assert any(second.encode() in body for body in world.events("commit", "T"))


def test_no_agent_joins_the_successor_of_an_informed_draw_unasked(world: World):
    first = cancelled(world, released=True)
    second = world.a_frozen_draw(prev=first)
    world.tick("T", now=BEFORE)
    assert not any(second.encode() in body for body in world.events("commit", "T"))
    assert set(world.codes("T")) == {"cancelled-informed", "agents.operator_must_agree"}
    world.agents["T"].operator.agree_to_follow(first)
    world.tick("T", now=BEFORE)
    assert any(second.encode() in body for body in world.events("commit", "T"))


def test_a_standing_rule_of_the_operator_agrees_to_successors(world: World):
    world.homes["T"].set_limits(Limits(agree_after=("cancelled",)))
    world.agents["T"] = PartyAgent(world.homes["T"])
    second = world.a_frozen_draw(prev=cancelled(world, released=True))
    world.tick("T", now=BEFORE)
    assert any(second.encode() in body for body in world.events("commit", "T"))


def joins(world: World, m: str, j: str = "T") -> bool:
    world.tick(j, now=BEFORE)
    return any(m.encode() in body for body in world.events("commit", j))


def test_a_second_successor_is_refused_though_nobody_was_told_whose_the_first_is(world: World):
    first = cancelled(world, released=False)
    world.centre.untold.add(world.a_frozen_draw(prev=first))
    assert (joins(world, world.a_frozen_draw(prev=first)), world.codes("T")) == (False, ["agents.will_not_commit"])


def test_a_draw_of_another_tender_is_no_predecessor(world: World):
    world.expect("JY-2026-0143/1")
    first = cancelled(world, released=False)
    assert (joins(world, world.a_frozen_draw("JY-2026-0143/1", prev=first)), world.codes("T")) == (False, ["agents.will_not_commit"])


def test_a_plan_that_ended_while_the_agent_was_away_is_asked_for_and_followed(world: World):
    first = world.centre.plan()
    world.centre.propose_final(first, "cancelled", "given-up")
    world.centre.checkpoint()
    world.tick("S", now=BEFORE)
    world.centre.untold.add(first)
    second = world.a_frozen_draw(prev=first)
    assert (joins(world, second), world.codes("T")) == (False, ["agents.operator_must_agree"])
    world.centre.untold.clear()
    assert joins(world, second)


def test_an_earlier_draw_that_does_not_verify_counts_as_informed(world: World):
    first = cancelled(world, released=False)
    world.centre.published[first] = b"{}"
    world.tick("T", now=datetime.fromtimestamp(NOON + 2 * 86400, UTC))
    assert (joins(world, world.a_frozen_draw(prev=first)), world.codes("T")[-1]) == (False, "agents.operator_must_agree")
    world.agents["T"].operator.agree_to_follow(first)
    assert joins(world, list(world.centre.all_draws)[-1])


def test_where_one_hand_holds_every_key_a_blind_end_needs_the_operators_word_too(world: World):
    first = cancelled(world, released=False)
    kit = world.homes["T"].equip()
    in_one_hand = replace(kit, trust=replace(kit.trust, origin=f"{kit.trust.origin}/embedded"))
    earlier._check_agreed(kit, first)
    with pytest.raises(OperatorMustAgree):
        earlier._check_agreed(in_one_hand, first)


def test_two_plans_shown_at_once_hold_only_the_second_one_back(world: World):
    number = "JY-2026-0199/1"
    first, second = world.a_frozen_draw(number), world.a_frozen_draw(number)
    assert set(refuses(world)) == {"agents.operator_must_agree"}
    world.expect(number)
    assert (joins(world, first), joins(world, second)) == (True, False)


def test_a_predecessor_that_nobody_here_has_seen_needs_the_operators_word(world: World):
    world.a_frozen_draw(prev="33" * 32)
    assert refuses(world) == ["agents.operator_must_agree"]


def test_more_members_than_sat_cannot_be_carried(world: World):
    second = world.a_frozen_draw(prev=cancelled(world, released=False), carried=1)
    world.tick("T", now=BEFORE)
    assert not any(second.encode() in body for body in world.events("commit", "T"))
    assert world.codes("T") == ["agents.will_not_commit"]


def a_successor_of_a_complete_draw(world: World) -> str:
    first = world.a_drawn_round()
    world.centre.propose_final(first)
    world.tick()
    world.tick()
    for agent in world.agents.values():
        agent.operator.agree_to_follow(first)
    return world.a_frozen_draw(prev=first, carried=1)


def test_fewer_members_than_sat_are_carried_only_if_the_operator_agrees(world: World):
    second = a_successor_of_a_complete_draw(world)
    world.tick("T")
    assert world.codes("T") == ["agents.operator_must_agree"]
    world.agents["T"].operator.agree_to_fewer(second)
    world.tick("T")
    assert any(second.encode() in body for body in world.events("commit", "T"))


def test_the_supervisor_refuses_to_carry_somebody_who_did_not_sit(world: World):
    second = a_successor_of_a_complete_draw(world)
    world.agents["S"].operator.agree_to_fewer(second)
    world.tick("S")
    assert not any(second.encode() in body for body in world.events("commit", "S"))
    assert world.codes("S") == ["agents.will_not_commit"]


def test_a_commit_under_this_partys_name_that_it_did_not_make_stops_all_duties(world: World):
    m = world.a_frozen_draw()
    forged = events.commit(m, world.centre.all_draws[m].frame.F, "T", anchor=b"\1" * 32, length=4)
    world.centre.submit("T", canonical(forged), world.homes["T"].equip().signer.sign(EVENT_PREFIX + canonical(forged)))
    world.centre.checkpoint()
    for _ in range(3):
        world.tick()
    assert world.codes("T") == ["agents.will_not_commit"]
    assert world.events("release", "T") == []
