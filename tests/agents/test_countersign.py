"""The supervisor signs what it could recompute and what the evidence bears out; everything else it declines, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dispatch.draw import events
from dispatch.kernel.canonical import canonical
from dispatch.witness.entry import EVENT_PREFIX
from tests.agents.fake_centre import FakeDraw, Offered
from tests.agents.world import BEFORE, World
from tests.witness.builders import NOON


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def declined(world: World, kind: str) -> bool:
    """Whether the supervisor declined what lies before it, keeping the reason, and signed nothing of this kind."""
    before = len(world.events(kind))
    world.tick("S")
    return len(world.events(kind)) == before and len(world.centre.declined) == 1 and world.codes("S") != []


def test_a_vacancy_that_the_replies_bear_out_is_signed(world: World):
    m = world.a_drawn_round()
    world.centre.propose_vacate(m)
    world.tick("S")
    assert (len(world.events("vacate", "S")), world.centre.declined) == (1, [])


@pytest.mark.parametrize(("reason", "state"), [("no-answer", "已接受"), ("ill", "超时无应答"), ("no-answer", "已发"), ("no-answer", "?")])
def test_a_vacancy_for_a_pretext_is_declined(world: World, reason: str, state: str):
    m = world.a_drawn_round()
    world.centre.propose_vacate(m, reason=reason, state=state)
    assert declined(world, "vacate")


def test_a_round_is_not_opened_before_the_one_before_has_its_result(world: World):
    m = world.a_frozen_draw()
    world.tick()
    world.tick()
    world.centre.offer(m, events.vacate(m, 1, [("00" * 32, "no-answer")], draw_at=NOON, ev=b"\0" * 32))
    assert declined(world, "vacate")


Tamper = Callable[[FakeDraw], object]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda draw: draw.rounds.clear(),
        lambda draw: draw.rounds[0]["reveals"].pop("T"),
        lambda draw: draw.rounds[0]["reveals"].update(T="00" * 32),
        lambda draw: draw.rounds[0].update(seed="00" * 32),
        lambda draw: draw.rounds[0].update(salt="ff" * 32),
        lambda draw: draw.rounds[0].update(reveals=[]),
        lambda draw: draw.rounds[0]["out"].update(seats=[]),
        lambda draw: draw.vacated["1"].update(evidence=[]),
        lambda draw: draw.vacated["1"].update(list=[]),
        lambda draw: draw.vacated.clear(),
        lambda draw: draw.vacated.update({"1": None}),
    ],
)
def test_evidence_that_does_not_recompute_is_declined(world: World, tamper: Tamper):
    m = world.a_drawn_round()
    world.centre.propose_vacate(m)
    draw = world.centre.all_draws[m]
    body = world.centre.offers.pop().body
    tamper(draw)
    world.centre.offers.append(Offered(body, {"rounds": draw.rounds, "vacated": draw.vacated}))
    assert declined(world, "vacate")


def test_a_result_that_its_seed_does_not_give_is_never_followed_by_a_signature(world: World):
    m = world.a_frozen_draw()
    for _ in range(3):
        world.tick()
    draw = world.centre.all_draws[m]
    honest = draw.course
    draw.course = _Biased(honest)  # type: ignore[assignment]
    world.centre.draw_round(m)
    draw.course = honest.draw(bytes.fromhex(draw.rounds[0]["seed"]))[1]
    world.centre.checkpoint()
    world.centre.propose_final(m)
    assert declined(world, "final")


class _Biased:
    """A worker that puts a friend in the place of the member drawn first."""

    def __init__(self, honest: Any) -> None:
        self._honest = honest

    def draw(self, seed: bytes) -> Any:
        out, after = self._honest.draw(seed)
        friend = next(row.id for row in self._honest.frame.lists.pool if row.id not in {id for id, _ in out["seats"]})
        return {**out, "seats": [[friend, out["seats"][0][1]], *out["seats"][1:]]}, after


def test_a_second_vacancy_list_for_the_same_round_is_declined(world: World):
    m = world.a_drawn_round()
    world.centre.propose_vacate(m)
    world.centre.submit = _lost  # type: ignore[method-assign]
    world.tick("S")
    world.centre.offers.clear()
    world.centre.propose_vacate(m, draw_at=NOON + 1)
    del world.centre.submit  # type: ignore[method-assign]
    assert declined(world, "vacate")


def _lost(j: str, body: bytes, sig: bytes) -> int:
    return 999


def test_an_end_that_leaves_out_an_event_or_misjudges_the_seats_is_declined(world: World):
    m = world.a_drawn_round()
    history = world.centre.all_draws[m].history
    idx = [event.idx for event in history.events]
    for status, why, listed in (("cancelled", "why", idx), ("infeasible", "", idx), ("complete", "", idx[:-1])):
        world.centre.offer(m, events.final(m, rounds=1, status=status, why=why, idx=listed))
    world.tick("S")
    assert (len(world.centre.declined), world.events("final")) == (3, [])


def test_an_end_is_signed_anew_once_another_event_has_made_the_first_one_void(world: World):
    m = world.a_frozen_draw()
    world.tick(now=BEFORE)
    world.centre.propose_final(m, "cancelled", "given-up")
    world.centre.submit = _lost  # type: ignore[method-assign]
    world.tick("S", now=BEFORE)
    del world.centre.submit  # type: ignore[method-assign]
    world.tick("T")
    world.centre.offers.clear()
    world.centre.propose_final(m, "cancelled", "given-up")
    world.tick("S", now=BEFORE)
    assert (len(world.events("release", "T")), len(world.events("final", "S"))) == (1, 1)


def test_what_is_no_supervisors_event_is_declined(world: World):
    m = world.a_frozen_draw()
    for body in (canonical(events.infeasible(m, 0)), b"{}", b"no json", canonical({"e": "final", "m": "55" * 32})):
        world.centre.offers.append(Offered(body, {}))
    world.tick("S")
    assert len(world.centre.declined) == 4


def test_a_party_that_is_not_the_supervisor_signs_nothing(world: World):
    m = world.a_drawn_round()
    world.centre.propose_vacate(m)
    world.centre.proposals = lambda j: world.centre.offers  # type: ignore[method-assign]
    world.tick("T")
    assert (world.events("vacate"), world.codes("T")) == ([], ["agents.will_not_sign"])


def test_no_agent_follows_a_vacancy_that_its_own_supervisor_key_did_not_sign_here(world: World):
    m = world.a_drawn_round()
    world.centre.propose_vacate(m)
    body = world.centre.offers.pop().body
    world.centre.submit("S", body, world.homes["S"].equip().signer.sign(EVENT_PREFIX + body))
    world.centre.checkpoint()
    world.tick()
    assert len(world.events("release", "S")) == 1
    assert world.codes("S") == ["agents.will_not_release"]


def test_a_draw_whose_pool_the_supervisor_refused_can_be_cancelled_by_it(world: World):
    m = world.a_frozen_draw()
    world.centre.all_draws[m].audit += b" "
    world.tick("S", "T")
    world.centre.propose_final(m, "cancelled", "pool-refused")
    world.tick("S")
    assert (world.codes("S"), world.centre.all_draws[m].history.status) == (["agents.will_not_commit"], "cancelled")
