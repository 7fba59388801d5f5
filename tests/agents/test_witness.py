"""A witness remembers before it answers, and cosigns nothing that rewrites what it remembers."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dispatch.agents.refusals import AnotherAgent, NoSuchAgent
from dispatch.agents.witness import Witness
from dispatch.agents.witness_home import WitnessHome, init_witness
from dispatch.agents.witness_http import witness_app
from dispatch.witness.cosign import Kept
from dispatch.witness.note import read_cosignature
from dispatch.witness.refusals import BadVerifierKey
from dispatch.witness.tree import Tree
from tests.agents.world import Chance
from tests.witness.builders import LOG, NOON, ORIGIN, a_checkpoint, an_addition, records

THREE, FIVE = Tree(records("a", "b", "c")), Tree(records("a", "b", "c", "d", "e"))


@pytest.fixture
def home(tmp_path: Path) -> WitnessHome:
    made = init_witness(tmp_path / "w1", "w1.example", Chance("w1"))
    made.watch(str(LOG))
    return made


def a_witness(home: WitnessHome, seconds: int = NOON) -> Witness:
    return Witness(home, lambda: datetime.fromtimestamp(seconds, UTC))


def test_a_witness_cosigns_with_its_own_clock(home: WitnessHome):
    status, line = a_witness(home, NOON + 7).add_checkpoint(an_addition(THREE, 0).text)
    assert (status, read_cosignature(line, a_checkpoint(THREE).text, home.verifier_key)) == (200, NOON + 7)


def test_a_rewritten_row_with_all_hashes_recomputed_is_refused_and_kept_as_evidence(home: WitnessHome):
    a_witness(home).add_checkpoint(an_addition(THREE, 0).text)
    rewritten = Tree(records("a", "B", "c", "d", "e"))
    status, _ = a_witness(home).add_checkpoint(an_addition(rewritten, 3).text)
    assert (status, home.kept(ORIGIN), len(home.alarms())) == (422, Kept(3, THREE.root()), 1)


def test_two_roots_for_one_size_are_an_alarm(home: WitnessHome):
    a_witness(home).add_checkpoint(an_addition(THREE, 0).text)
    status, size = a_witness(home).add_checkpoint(an_addition(Tree(records("x", "y", "z")), 3).text)
    assert (status, size, home.alarms()) == (409, "3\n", ["two roots for one size"])


def test_a_log_that_does_not_know_the_kept_size_is_told_and_goes_on_from_there(home: WitnessHome):
    a_witness(home).add_checkpoint(an_addition(THREE, 0).text)
    status, size = a_witness(home).add_checkpoint(an_addition(FIVE, 0).text)
    assert status == 409
    assert a_witness(home).add_checkpoint(an_addition(FIVE, int(size)).text)[0] == 200


def test_a_witness_killed_before_it_has_written_has_not_answered(home: WitnessHome, monkeypatch: pytest.MonkeyPatch):
    a_witness(home).add_checkpoint(an_addition(THREE, 0).text)
    with monkeypatch.context() as broken:
        broken.setattr("dispatch.agents.files.os.fsync", _power_fails)
        with pytest.raises(OSError, match="power"):
            a_witness(home).add_checkpoint(an_addition(FIVE, 3).text)
    assert home.kept(ORIGIN) == Kept(3, THREE.root())
    assert a_witness(home).add_checkpoint(an_addition(FIVE, 3).text)[0] == 200


def _power_fails(handle: int) -> None:
    raise OSError("power")


def test_an_unknown_log_and_a_malformed_submission_are_turned_away(home: WitnessHome):
    elsewhere = an_addition(THREE, 0).text.replace(ORIGIN, "other.example")
    assert [a_witness(home).add_checkpoint(text)[0] for text in (elsewhere, "", "old x\n\n")] == [403, 400, 400]


def test_a_witness_keeps_its_key_and_its_name(home: WitnessHome):
    assert init_witness(home.path, "w1.example", Chance("other")).verifier_key == home.verifier_key
    with pytest.raises(AnotherAgent):
        init_witness(home.path, "w2.example", Chance("other"))
    with pytest.raises(BadVerifierKey):
        init_witness(home.path.parent / "w3", "two words", Chance("w3"))


def test_keys_are_readable_by_their_owner_only(home: WitnessHome):
    assert (home.path / "sign.key").stat().st_mode & 0o077 == 0


def test_a_directory_without_witness_says_so(tmp_path: Path):
    with pytest.raises(NoSuchAgent):
        _ = WitnessHome(tmp_path, Chance("x")).name


def ask(home: WitnessHome, method: str, path: str, body: bytes) -> tuple[str, bytes]:
    told: list[str] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    answer = witness_app(a_witness(home))(environ, lambda status, headers: told.append(status))  # type: ignore[arg-type,return-value]
    return told[0], b"".join(answer)


def test_over_http_a_witness_has_one_door(home: WitnessHome):
    assert ask(home, "GET", "/add-checkpoint", b"")[0] == "404 Not Found"
    assert ask(home, "POST", "/", b"")[0] == "404 Not Found"
    assert ask(home, "POST", "/add-checkpoint", b"\xff")[0] == "400 Bad Request"
    status, line = ask(home, "POST", "/add-checkpoint", an_addition(THREE, 0).text.encode())
    assert (status, line.decode()[0]) == ("200 OK", "—")
