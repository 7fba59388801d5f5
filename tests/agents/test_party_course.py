"""A party's agent does its duties by itself, in order, and gives nothing away before its time."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.draw.values import open_value, value_context
from dispatch.sealing.hpke import public_of
from tests.agents.fake_centre import PARTIES
from tests.agents.world import BEFORE, DRAW_TIME, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_draw_with_a_replacement_round_runs_without_anybody_pressing_a_button(world: World):
    m = world.a_drawn_round()
    world.centre.propose_vacate(m)
    for _ in range(4):
        world.tick()
    world.centre.draw_round(m)
    world.centre.checkpoint()
    world.centre.propose_final(m)
    world.tick()
    assert world.centre.all_draws[m].history.status == "complete"
    assert [world.codes(j) for j in PARTIES] == [[], [], []]


def test_nothing_is_committed_before_the_pool_is_frozen_and_cosigned(world: World):
    m = world.centre.plan()
    world.centre.checkpoint()
    world.tick()
    assert world.events("commit") == []
    world.centre.freeze(m)
    world.tick(checkpoint=False)
    assert world.events("commit") == []


def test_nothing_is_released_before_draw_at(world: World):
    world.a_frozen_draw()
    for _ in range(3):
        world.tick(now=BEFORE)
    assert (len(world.events("commit")), world.events("release")) == (3, [])
    world.tick(now=DRAW_TIME)
    assert len(world.events("release")) == 3


def test_nothing_is_released_before_a_checkpoint_holds_every_commit(world: World):
    world.a_frozen_draw()
    world.tick(checkpoint=False)
    world.tick("CA", "S", "T", checkpoint=False)
    assert (len(world.events("commit")), world.events("release")) == (3, [])


def test_a_party_that_is_missing_stops_the_release_of_all(world: World):
    world.a_frozen_draw()
    for _ in range(3):
        world.tick("CA", "S")
    assert world.events("release") == []


def test_the_release_stands_in_the_cosigned_log_before_the_value_is_sent(world: World):
    world.a_frozen_draw()
    world.tick()
    world.tick(checkpoint=False)
    world.tick(checkpoint=False)
    assert (len(world.events("release")), world.centre.delivered) == (3, {})
    world.centre.checkpoint()
    world.tick()
    assert len(world.centre.delivered) == 3


def test_a_value_is_sent_again_on_demand_and_is_the_same_value(world: World):
    m = world.a_drawn_round()
    world.centre.asked = [(m, 0)]
    world.tick("T")
    sent = world.centre.delivered[m, 0, "T"]
    assert len(sent) == 2
    assert len(set(sent)) == 1


def test_a_value_asked_for_before_its_release_is_refused_with_the_reason_kept(world: World):
    m = world.a_frozen_draw()
    world.tick()
    world.centre.asked = [(m, 0)]
    world.tick("T", now=BEFORE)
    assert world.centre.delivered == {}
    assert world.codes("T") == ["agents.will_not_release"]


def test_the_next_rounds_value_is_refused_while_the_round_is_not_open(world: World):
    m = world.a_drawn_round()
    world.centre.asked = [(m, 1), ("00" * 32, 0)]
    world.tick("T")
    assert set(world.centre.delivered) == {(m, 0, j) for j in PARTIES}
    assert "agents.will_not_release" in world.codes("T")


def test_a_round_that_was_vacated_waits_for_its_own_draw_at(world: World):
    m = world.a_drawn_round()
    world.centre.propose_vacate(m, draw_at=int(DRAW_TIME.timestamp()) + 3600)
    for _ in range(3):
        world.tick()
    assert len(world.events("vacate")) == 1
    assert len(world.events("release")) == 3


def test_a_draw_that_was_cancelled_before_the_release_gets_no_value(world: World):
    m = world.a_frozen_draw()
    world.tick(now=BEFORE)
    world.centre.propose_final(m, "cancelled", "given-up")
    world.tick("S", now=BEFORE)
    world.tick()
    world.tick()
    assert (world.events("release"), world.centre.delivered) == ([], {})


def test_every_party_holds_a_receipt_for_what_it_signed(world: World):
    world.a_frozen_draw()
    world.tick()
    world.tick()
    commit = world.agents["T"].status()["draws"][0]["commit"]
    receipt = world.agents["T"].receipt(commit)
    assert '"e":"commit"' in receipt["body"]
    assert receipt["checkpoint"].startswith(receipt["origin"])


def test_the_status_tells_no_secret(world: World):
    world.a_drawn_round()
    world.tick()
    shown = str(world.agents["T"].status())
    secrets = world.agents["T"]._kit.diary.all("secret").values()
    assert all(secret.hex() not in shown for secret in secrets)


def test_a_value_goes_to_another_key_only_if_the_operator_confirms_it_and_all_releases_stand(world: World):
    m = world.a_drawn_round()
    world.agents["T"].operator.confirm_worker_key(m, 0, public_of(b"other".ljust(32, b".")))
    world.centre.asked = [(m, 0)]
    world.centre.deliver = lambda j, m, r, sealed: sent.append(sealed)  # type: ignore[method-assign]
    sent: list[bytes] = []
    world.tick("T")
    frame = world.centre.all_draws[m].frame
    opened = open_value(b"other".ljust(32, b"."), sent[0], context=value_context(frame.m, frame.F, "T", 0), party="T", r=0)
    assert [opened] == world.centre.delivered[m, 0, "T"]
