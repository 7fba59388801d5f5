"""公共信标: where the centre was founded with one, every round needs its number; it is checked, and comes after all was fixed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import api.cli
from api.cli import draw
from dispatch.adapters.drand import HttpBeacon, read_beacon_file
from dispatch.adapters.refusals import NoBeaconFile, OnlyInDemo
from dispatch.adapters.simulated_beacon import SimulatedBeacon
from dispatch.draw.manifest import check_manifest
from dispatch.jobs import Outside
from dispatch.workflow import beacon
from dispatch.workflow.beacon import BeaconPort, keep_signature, wanted_beacons
from dispatch.workflow.draw_course import open_plan
from dispatch.workflow.proposals import declined_because
from dispatch.workflow.records import DrawStep, TenderState
from dispatch.workflow.refusals import FalseBeacon
from tests.api.shop import run
from tests.chaos.soundness import check_everything, check_transcript
from tests.workflow import cast
from tests.workflow.people import DECLINES, in_order
from tests.workflow.world import Trouble, World, a_world, at

SECRET, PERIOD = b"a league of one", 30


def a_beacon() -> SimulatedBeacon:
    return SimulatedBeacon(SECRET, int(cast.START.timestamp()) - 86400, PERIOD, lambda: float("inf"), demo=True)


class WithBeacon(Trouble):
    """Not trouble but a way out: the node reaches the beacon through this port."""

    def __init__(self, port: BeaconPort | None) -> None:
        self._port = port

    def frail(self, outside: Outside) -> Outside:
        return replace(outside, beacon=self._port)


@pytest.fixture
def served() -> Iterator[str]:
    """The address of a beacon that is a program of its own, over real HTTP."""
    with a_beacon().serve() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def a_life(folder: Path, port: BeaconPort | None, margin: int = 6) -> World:
    centre = folder / "centre"
    centre.mkdir()
    (centre / "beacon.json").write_text(json.dumps(a_beacon().description(margin)))
    world = a_world(centre, conduct=in_order(DECLINES))
    world.trouble = WithBeacon(port)
    return world


def test_a_draw_with_a_beacon_over_http_is_drawn_replaced_and_verified(tmp_path: Path, served: str):
    world = a_life(tmp_path, HttpBeacon(served)).play()
    assert world.record().state is TenderState.ARCHIVED
    world.wait_until(world.draw().publish_from)
    check_transcript(world)
    check_everything(world)
    rounds = world.transcript()["rounds"]
    assert len(rounds) == 2 and all(each["beacon"] and each["ckpt_open"]["note"] for each in rounds)


def test_without_a_way_to_the_beacon_the_draw_waits_for_a_file(tmp_path: Path):
    world = a_life(tmp_path, None).play()
    assert (world.draw().step, world.draw().waiting) == (DrawStep.RELEASES, "beacon")
    with world.services.work() as work:
        (wanted,) = wanted_beacons(work)
        signature = a_beacon().signature(wanted.q)
        brought = read_beacon_file(json.dumps({"round": wanted.q, "signature": signature.hex() if signature else ""}).encode())
        keep_signature(wanted, brought[wanted.q], work)
    world.trouble = WithBeacon(a_beacon())
    assert world.play().record().state is TenderState.ARCHIVED


def test_a_number_of_another_round_or_another_beacon_is_never_used(tmp_path: Path):
    world = a_life(tmp_path, None).play()
    stranger = SimulatedBeacon(b"somebody else", 0, 1, lambda: float("inf"), demo=True)
    with world.services.work() as work:
        (wanted,) = wanted_beacons(work)
        for false in (a_beacon().signature(wanted.q + 1), stranger.signature(wanted.q), bytes(48)):
            with pytest.raises(FalseBeacon):
                keep_signature(wanted, false or b"", work)
    assert world.play().draw().step is DrawStep.RELEASES


def test_a_beacon_that_lies_stops_the_draw_and_enters_no_seed(tmp_path: Path):
    class Liar:
        def signature(self, q: int) -> bytes | None:
            return a_beacon().signature(q + 1)

    world = a_life(tmp_path, Liar())
    world.wait_until(world.play(until=at(DrawStep.RELEASES)).draw().draw_at)
    assert world.draw().step is DrawStep.RELEASES


def test_a_number_that_may_have_been_known_before_the_witnesses_saw_the_commits_ends_the_draw(tmp_path: Path):
    world = a_life(tmp_path, a_beacon())
    world.play(until=at(DrawStep.COMMITS))
    world.clock.advance_to(cast.OPENING)  # the parties were asleep until long after the beacon's time
    world.play()
    assert [(body["status"], body["why"]) for body in world.log() if body["e"] == "final"] == [("cancelled", "beacon-passed")]
    assert (world.record().state, [body for body in world.log() if body["e"] == "release"]) == (TenderState.CANCELLED, [])
    assert "公共信标" in world.record().refusal[0] and "重新申请" in world.record().refusal[0]


def test_while_there_is_time_another_draw_follows_by_itself_and_gives_the_parties_twice_as_long(tmp_path: Path):
    world = a_life(tmp_path, a_beacon()).play(until=at(DrawStep.COMMITS))
    world.clock.advance_to(world.clock() + timedelta(hours=1))
    world.play()
    plans = [body["m"] for body in world.log() if body["e"] == "plan"]
    with world.services.work(reads_only=True) as work:
        first, second = (check_manifest(open_plan(m, work)["manifest"]) for m in plans)
    assert (world.record().state, second.body["prev"]) == (TenderState.ARCHIVED, plans[0])
    assert [cast.START.timestamp() + 600, cast.START.timestamp() + 3600 + 1200] == [first.draw_at, second.draw_at]


def test_a_replacement_round_whose_number_was_out_too_early_is_drawn_by_a_successor_and_who_sits_stays(tmp_path: Path):
    world = a_life(tmp_path, a_beacon()).play(until=at(DrawStep.VACATE))
    world.clock.advance_to(world.clock() + timedelta(minutes=11))
    assert world.play().record().state is TenderState.ARCHIVED
    ends = [(body["status"], body["why"]) for body in world.log() if body["e"] == "final"]
    assert ends == [("cancelled", "beacon-passed"), ("complete", "")]
    assert world.transcript()["manifest"]["carried"] == 4


def what_the_supervisor_says(world: World) -> list[str]:
    world.play(until=at(DrawStep.VACATE)).wait_until(world.clock())
    assert (world.draw().step, world.draw().waiting) == (DrawStep.VACATE, "S")
    remarks = world.embedded.parties["S"].remarks()
    return [str(remark["says"]).partition("：")[2].partition("；")[0] for remark in remarks if remark["code"] == "agents.will_not_sign"]


def test_the_supervisor_signs_nothing_after_a_number_that_may_have_been_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(beacon, "has_passed", lambda *asked: False)
    world = a_life(tmp_path, a_beacon()).play(until=at(DrawStep.COMMITS))
    world.clock.advance_to(cast.OPENING - timedelta(hours=3))
    assert what_the_supervisor_says(world) == ["信标时间不晚于见证时间"]
    with world.services.work(reads_only=True) as work:
        assert "信标时间不晚于见证时间" in declined_because(world.draw().m, work.uow)
    monkeypatch.setattr(api.cli, "services", lambda: world.services)
    assert "等待 S（本端不签署：信标时间不晚于见证时间" in run(draw.app, "show").stdout.replace("\n", "")


def test_nor_where_an_older_checkpoint_is_shown_in_place_of_the_one_over_the_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(beacon, "opening_note", lambda history, r, work: work.uow.log.note_over(0, cosigned_by=2))
    assert what_the_supervisor_says(a_life(tmp_path, a_beacon())) == ["开启检查点不含开启该轮的事件"]


@pytest.mark.parametrize(
    "content", [b"", b"[1]", b'{"round": 1}', b'{"round": 1, "signature": "00"}', b'{"round": true, "signature": "x"}']
)
def test_a_file_that_is_no_answer_of_a_beacon_is_refused(content: bytes):
    with pytest.raises(NoBeaconFile):
        read_beacon_file(content)


def test_a_beacon_that_does_not_answer_or_answers_nonsense_is_merely_not_there(served: str):
    assert HttpBeacon("http://127.0.0.1:9").signature(1) is None
    assert HttpBeacon(served).signature(0) is None


def test_the_simulated_beacon_does_not_start_in_production():
    with pytest.raises(OnlyInDemo):
        SimulatedBeacon(SECRET, 0, 1, lambda: 0.0, demo=False)
