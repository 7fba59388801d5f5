"""A dishonest centre against real agents: `party run` as a process of its own, reached by it over HTTP only.

The centre of these tests holds the keys of the log and of both witnesses, and may have the other parties on its side: one
honest party that keeps its duties is enough. Whatever it tries, it gets no commit, or no release, or no value.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.adapters.clock import system_clock
from dispatch.draw import events
from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.witness.entry import EVENT_PREFIX, Entry
from tests.agents.desk_over_http import served
from tests.agents.world import World
from tests.e2e.nursery import Nursery, is_alive, kill

HONEST = "T"
ACCOMPLICES = ("CA", "S")
ROUNDS = 1.0  # seconds in which the agent makes ten rounds and more
EVER = b"\0" * 32


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    forker = Nursery()
    yield forker
    forker.close()


@dataclass
class Stage:
    """The world of the agents' tests, but the honest party is a program that was started on its directory."""

    world: World
    nursery: Nursery
    address: str
    running: list[int] = field(default_factory=list)

    def start(self, j: str = HONEST) -> None:
        words = ["party", "run", str(self.world.homes[j].path), "--centre", self.address, "--every", "0.05", "--at-most", "0.1"]
        self.running.append(self.nursery.start(words, self.world.homes[j].path / "out"))

    def kill(self) -> None:
        """kill -9, and until it is gone."""
        for pid in self.running:
            kill(pid)
            self.until(lambda pid=pid: not is_alive(pid))  # type: ignore[misc]
        self.running.clear()

    def until(self, holds: Callable[[], object]) -> None:
        ends_at = time.monotonic() + 30
        while not holds():
            output = self.world.homes[HONEST].path / "out"
            assert time.monotonic() < ends_at, output.read_text("utf-8") if output.exists() else "never started"
            time.sleep(0.02)

    def until_it_says(self, code: str, j: str = HONEST) -> None:
        """Until its operator can read this in `party status`; then some more rounds, in which it does not change its mind."""
        self.until(lambda: code in self.world.codes(j))
        time.sleep(ROUNDS)

    def a_draw(self, *, opens_in: int = -60, **changes: Any) -> str:
        """Planned and frozen, to be drawn at a time of the system's clock."""
        now = int(system_clock().timestamp())
        return self.world.a_frozen_draw(**{"times": {"draw_at": now + opens_in, "publish_from": now + 86400}, **changes})

    def accomplices(self, *, times: int = 1) -> None:
        for _ in range(times):
            self.world.tick(*ACCOMPLICES, now=system_clock())

    def acted(self, kind: str, m: str = "", j: str = HONEST) -> int:
        """How many events of this kind the honest party has handed in, for this draw."""
        return sum(m.encode() in body for body in self.world.events(kind, j))

    def a_drawn_round(self) -> str:
        """Round 0 of a draw is drawn; the honest party has released, and delivered its value."""
        m = self.a_draw()
        self.start()
        self.play(lambda: len(self.world.centre.delivered) == 3)
        self.world.centre.draw_round(m)
        self.world.centre.checkpoint()
        return m

    def play(self, holds: Callable[[], object]) -> None:
        """The others do what is due, and everything is cosigned, until it holds."""

        def step() -> object:
            self.accomplices()
            return holds()

        self.until(step)


@pytest.fixture
def stage(tmp_path: Path, nursery: Nursery) -> Iterator[Stage]:
    world = World(tmp_path)
    with ExitStack() as stack:
        made = Stage(world, nursery, stack.enter_context(served(world.centre)))
        yield made
        made.kill()


def test_an_honest_centre_gets_commit_release_and_value(stage: Stage):
    m = stage.a_drawn_round()
    assert (stage.acted("commit", m), stage.acted("release", m), stage.world.codes(HONEST)) == (1, 1, [])


def test_commits_that_are_swapped_after_they_were_shown_get_no_release(stage: Stage):
    m = stage.a_draw(opens_in=3600)
    stage.start()
    stage.play(lambda: len(stage.world.events("commit")) == 3)
    stage.until(lambda: stage.world.restart(HONEST).log_size == len(stage.world.centre.log))
    swap(stage, next(entry for entry in stage.world.centre.log if entry.by == "S"), b'"L":4', b'"L":3')
    stage.until_it_says("agents.log_forked")
    stage.kill()
    stage.world.restart(HONEST).tick(stage.world.centre, system_clock() + timedelta(hours=2))
    assert stage.acted("release", m) == 0


def test_a_commit_in_the_partys_own_name_that_it_did_not_make_gets_no_release(stage: Stage):
    m = stage.a_draw()
    frozen = stage.world.centre.all_draws[m].history.frozen
    forged = events.commit(m, frozen, HONEST, anchor=EVER, length=4)
    stage.world.centre.submit(HONEST, *signed(stage, HONEST, forged))
    stage.accomplices(times=2)
    stage.start()
    stage.until_it_says("agents.will_not_commit")
    assert (stage.acted("commit"), stage.acted("release"), stage.world.centre.delivered) == (1, 0, {})


def test_a_forked_log_stops_the_agent_for_good_also_when_it_is_killed_and_started_again(stage: Stage):
    m = stage.a_draw(opens_in=3600)
    stage.start()
    stage.play(lambda: stage.acted("commit", m))
    swap(stage, stage.world.centre.log[0], b'"prev":""', b'"prev":"' + b"0" * 64 + b'"')
    stage.until_it_says("agents.log_forked")
    stage.kill()
    second = stage.a_draw(no="JY-2026-0143/1")
    stage.world.expect("JY-2026-0143/1")
    stage.start()
    time.sleep(ROUNDS)
    assert stage.acted("commit", second) == 0


def test_an_early_vacancy_list_opens_nothing(stage: Stage):
    m = stage.a_draw()
    stage.start()
    stage.play(lambda: stage.acted("release", m))
    body, sig = signed(stage, "S", events.vacate(m, 1, [("00" * 32, "no-answer")], draw_at=0, ev=EVER))
    stage.world.centre.enter(parse_canonical(body), "S", sig)
    stage.world.centre.asked = [(m, 1)]
    stage.world.centre.checkpoint()
    stage.until_it_says("false-entry")
    assert (stage.acted("release", m), {r for _, r, j in stage.world.centre.delivered if j == HONEST} - {0}) == (1, set())


def test_a_second_plan_for_the_tender_gets_no_commit(stage: Stage):
    first, second = stage.a_draw(), stage.a_draw()
    stage.start()
    stage.until_it_says("agents.will_not_commit")
    assert (stage.acted("commit", first), stage.acted("commit", second)) == (1, 0)


def test_the_successor_of_an_informed_cancellation_gets_no_commit_until_the_operator_agrees(stage: Stage):
    first = cancelled_informed(stage)
    second = stage.a_draw(prev=first)
    stage.until_it_says("agents.operator_must_agree")
    assert stage.acted("commit", second) == 0
    stage.world.agents[HONEST].operator.agree_to_follow(first)
    stage.until(lambda: stage.acted("commit", second))


def test_nor_under_another_spelling_of_the_number(stage: Stage):
    cancelled_informed(stage)
    second = stage.a_draw(no="ｊｙ2026–0142/1")
    stage.until_it_says("agents.operator_must_agree")
    assert stage.acted("commit", second) == 0


def test_another_manifest_than_the_one_in_the_log_gets_no_commit(stage: Stage):
    m = stage.a_draw()
    draw = stage.world.centre.all_draws[m]
    shown = {**draw.given.manifest, "standby": 2}
    draw.given = replace(draw.given, manifest=shown)
    stage.start()
    stage.until_it_says("agents.will_not_commit")
    assert stage.acted("commit") == 0


def test_a_manifest_that_leaves_a_demanded_party_out_gets_no_commit(stage: Stage):
    stage.a_draw(parties={"CA": 4, "T": 4})
    stage.start()
    stage.until_it_says("agents.will_not_commit")
    assert stage.acted("commit") == 0


def test_a_value_asked_for_before_its_time_is_not_given(stage: Stage):
    m = stage.a_draw(opens_in=3600)
    stage.start()
    stage.play(lambda: stage.acted("commit", m))
    stage.world.centre.asked = [(m, 0), (m, 1)]
    stage.until_it_says("agents.will_not_release")
    assert (stage.acted("release", m), stage.world.centre.delivered) == (0, {})


def test_the_next_rounds_value_is_not_given_while_the_round_is_not_open(stage: Stage):
    m = stage.a_drawn_round()
    stage.world.centre.asked = [(m, 1), (m, 2)]
    stage.until_it_says("agents.will_not_release")
    assert {r for _, r, _ in stage.world.centre.delivered} == {0}


def test_a_checkpoint_without_enough_cosignatures_gets_no_commit(stage: Stage):
    stage.a_draw()
    full = stage.world.centre.note()
    stage.world.centre.note = lambda: full[: full.rindex("— ")]  # type: ignore[method-assign]
    stage.start()
    stage.until_it_says("witness.too_few_witnesses")
    assert stage.acted("commit") == 0


def test_a_supervisors_agent_refuses_a_pool_that_is_not_the_one_in_the_log(stage: Stage):
    m = stage.a_draw()
    draw = stage.world.centre.all_draws[m]
    draw.frame = replace(draw.frame, lists=replace(draw.frame.lists, pool=draw.frame.lists.pool[1:]))
    stage.start("S")
    stage.until_it_says("agents.will_not_commit", "S")
    assert stage.acted("commit", m, "S") == 0


def test_a_supervisors_agent_signs_no_vacancy_for_a_pretext(stage: Stage):
    m = stage.a_draw()
    stage.start("S")
    stage.until(lambda: stage.world.tick("CA", "T", now=system_clock()) or len(stage.world.centre.delivered) == 3)
    stage.world.centre.draw_round(m)
    stage.world.centre.propose_vacate(m, reason="recusal", state="已接受")
    stage.world.centre.checkpoint()
    stage.until_it_says("agents.will_not_sign", "S")
    assert (stage.acted("vacate", m, "S"), len(stage.world.centre.declined)) == (0, 1)


def cancelled_informed(stage: Stage) -> str:
    """A draw that the supervisor cancels after the honest party has released."""
    m = stage.a_draw()
    stage.start()
    stage.play(lambda: stage.acted("release", m))
    stage.world.centre.propose_final(m, "cancelled", "given-up")
    stage.play(lambda: stage.world.centre.all_draws[m].history.ended)
    stage.world.centre.checkpoint()
    stage.until_it_says("cancelled-informed")
    return m


def swap(stage: Stage, entry: Entry, old: bytes, new: bytes) -> None:
    """Rewrites an entry in place; log and witnesses sign the new history as readily as the old one."""
    other = Entry(entry.idx, entry.body.replace(old, new), entry.by, entry.sig)
    assert other != entry
    stage.world.centre.log[entry.idx] = other
    stage.world.centre.checkpoint()


def signed(stage: Stage, j: str, body: dict[str, Any]) -> tuple[bytes, bytes]:
    """An event under a party's name, by somebody who got hold of its key."""
    text = canonical(body)
    return text, stage.world.homes[j].equip().signer.sign(EVENT_PREFIX + text)
