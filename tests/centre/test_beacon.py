"""A centre founded on a public beacon names it in the trust file, and its people see and bring the numbers that draws wait for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import api.cli
from api.cli import draw_beacon
from dispatch.adapters.drand import HttpBeacon
from dispatch.adapters.entropy import os_entropy
from dispatch.adapters.simulated_beacon import SimulatedBeacon
from dispatch.bootstrap import Settings
from dispatch.centre.founding import CENTRE_FILE, found, read_beacon
from dispatch.centre.node import asked_beacon
from dispatch.centre.refusals import CardMalformed
from dispatch.verifier.bls.signature import verifies
from tests.api.shop import facts, run
from tests.centre.test_founding import a_foundation
from tests.workflow.test_beacon import a_beacon, a_life
from tests.workflow.world import World

DESCRIBED = a_beacon().description()


@pytest.fixture
def waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A centre whose draw waits for a number that somebody brings."""
    world = a_life(tmp_path, None).play()
    monkeypatch.setattr(api.cli, "services", lambda: world.services)
    yield world


def test_its_trust_file_lists_the_beacon_and_its_draws_use_it(tmp_path: Path):
    beacon = read_beacon(json.dumps({**DESCRIBED, "url": "https://beacon.example"}).encode())
    trust = found(tmp_path, a_foundation(beacon=beacon), os_entropy)
    assert [dict(each) for each in trust.beacons] == [DESCRIBED]
    assert json.loads((tmp_path / CENTRE_FILE).read_text())["beacon"] == DESCRIBED
    assert isinstance(asked_beacon(tmp_path), HttpBeacon)


def test_without_an_address_nobody_is_asked(tmp_path: Path):
    found(tmp_path, a_foundation(beacon=read_beacon(json.dumps(DESCRIBED).encode())), os_entropy)
    assert asked_beacon(tmp_path) is None


@pytest.mark.parametrize("changes", [{"margin": None}, {"more": 1}, {"url": 1}, {"key": "00"}])
def test_a_malformed_description_founds_nothing(tmp_path: Path, changes: dict[str, object]):
    described = {name: value for name, value in {**DESCRIBED, **changes}.items() if value is not None}
    with pytest.raises(Exception) as refusal:
        found(tmp_path, a_foundation(beacon=read_beacon(json.dumps(described).encode())), os_entropy)
    assert refusal.type.__name__ in (CardMalformed.__name__, "CannotFound")


def test_what_is_waited_for_is_told_and_the_number_brought_in_a_file_is_used(waiting: World, tmp_path: Path):
    (wanted,) = facts(draw_beacon.app, "wanted")
    signature = a_beacon().signature(wanted["beacon_round"])
    assert signature is not None and "未联网验证" in run(draw_beacon.app, "wanted").stdout
    (tmp_path / "answer.json").write_text(json.dumps([{"round": wanted["beacon_round"], "signature": signature.hex()}]))
    assert facts(draw_beacon.app, "import", tmp_path / "answer.json") == {"used": 1}
    assert facts(draw_beacon.app, "wanted") == [] and "没有抽取在等信标" in run(draw_beacon.app, "wanted").stdout


def test_a_false_number_is_refused_in_words(waiting: World, tmp_path: Path):
    (wanted,) = facts(draw_beacon.app, "wanted")
    false = a_beacon().signature(wanted["beacon_round"] + 1) or b""
    (tmp_path / "answer.json").write_text(json.dumps({"round": wanted["beacon_round"], "signature": false.hex()}))
    assert facts(draw_beacon.app, "import", tmp_path / "answer.json")["refused"]["code"] == "draw.false_beacon"


def test_a_file_without_the_round_that_is_waited_for_says_which_one_is(waiting: World, tmp_path: Path):
    (wanted,) = facts(draw_beacon.app, "wanted")
    (tmp_path / "answer.json").write_text(json.dumps({"round": 7, "signature": (a_beacon().signature(7) or b"").hex()}))
    refused = facts(draw_beacon.app, "import", tmp_path / "answer.json")["refused"]
    assert refused["code"] == "draw.another_beacon_round"
    assert f"等待第{wanted['beacon_round']}轮" in str(refused)


def test_the_beacon_for_trying_out_refuses_to_start_in_production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(api.cli, "settings", lambda: Settings(data_dir=tmp_path))
    outcome = run(draw_beacon.app, "simulate", "--out", tmp_path / "beacon.json")
    assert (outcome.exit_code, (tmp_path / "beacon.json").exists()) == (1, False)


def test_a_round_is_signed_when_its_time_has_come_and_not_before():
    beacon = SimulatedBeacon(b"x", 100, 10, lambda: 119.0, demo=True)
    assert beacon.signature(2) is not None and beacon.signature(3) is None
    message = hashlib.sha256((2).to_bytes(8, "big")).digest()
    assert verifies(bytes.fromhex(beacon.description()["key"]), message, beacon.signature(2) or b"")
