"""The command as people meet it: exit codes, first line, report, `--me`, JSON, and the one file that is handed out."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dispatch.verifier import bundle
from dispatch.verifier.limit import Limit
from dispatch.verifier.main import main
from dispatch.verifier.report import UNTRUSTED, harmless
from dispatch.verifier.report import facts as facts_of
from dispatch.verifier.verify import verify
from tests.conformance.vectors import VECTORS, vector
from tests.verifier.maker import a_pool, a_transcript, trust

PLAIN, PLAIN_TRUST = VECTORS / "transcript-plain.json", VECTORS / "transcript-plain.trust.json"
HANDLES = vector("transcript-plain.handles.json")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = main([str(argument) for argument in arguments])
    return code, capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    return json.loads(run(capsys, *arguments, "--json")[1])


def test_a_valid_transcript_ends_with_0_and_names_pool_seats_and_skips(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, PLAIN, "--trust", PLAIN_TRUST)
    assert code == 0 and out.startswith("核验通过")
    assert f"候选名单 {len(vector(PLAIN.name)['pool'])} 人" in out
    for id_, seat in vector(PLAIN.name)["rounds"][0]["out"]["seats"]:
        assert any(id_[:12] in line and seat in line for line in out.splitlines())
    assert "与已入选者不得同组" in out


def test_without_trust_data_the_first_line_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, PLAIN)
    assert code == 0 and out.splitlines()[0] == " · ".join(UNTRUSTED) and out.startswith("未经独立信任数据核对")


def test_a_refused_transcript_ends_with_1_and_the_step_and_what_it_means(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, VECTORS / "tampered" / "signed-no-friend.json")
    assert code == 1 and out.startswith("未经独立信任数据核对")
    assert "V20" in out and "抽中或跳过的人及理由与重新计算的不同" in out


def test_json_names_the_failing_step_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    facts = told(capsys, VECTORS / "tampered" / "signed-seed-beta.json")
    assert (facts["verified"], facts["step"], facts["decided"]) == (False, "V18", True)
    assert facts["meaning"]["zh"] and facts["meaning"]["en"]


def test_json_of_a_valid_transcript_lists_rounds_and_committee(capsys: pytest.CaptureFixture[str]) -> None:
    facts = told(capsys, VECTORS / "transcript-venues.json", "--trust", VECTORS / "transcript-venues.trust.json")
    assert facts["verified"] and facts["independent"] and not facts["embedded"]
    assert facts["rounds"][0]["venues"] == ["V2", "V1"] and len(facts["committee"]) == 5


def test_what_is_not_decided_ends_with_1_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, PLAIN, "--trust", PLAIN_TRUST, "--limit", "0")
    assert code == 1 and "未能判定" in out and "NOT DECIDED" in out


def test_wrong_usage_ends_with_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main([str(tmp_path / "none.json")]) == 2
    assert main([str(tmp_path)]) == 2
    assert main([str(PLAIN), "--me", "abc"]) == 2
    with pytest.raises(SystemExit) as usage:
        main([])
    assert usage.value.code == 2


def test_every_expert_reads_his_rank_and_whether_he_was_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    drawn = {id_ for id_, _ in vector(PLAIN.name)["rounds"][0]["out"]["seats"]}
    for id_, handle in list(HANDLES.items())[:12]:
        first = told(capsys, PLAIN, "--me", handle)["me"]["rounds"][0]
        assert (first["outcome"] == "drawn") == (id_ in drawn)
        assert 1 <= first["rank"] <= first["of"] == len(vector(PLAIN.name)["pool"])


def test_an_expert_who_was_recorded_as_gone_reads_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    gone = vector(PLAIN.name)["vacated"]["1"]
    for id_, reason in gone:
        code, out = run(capsys, PLAIN, "--me", HANDLES[id_])
        assert code == 0 and reason in out and "被抽中" in out


def test_somebody_outside_the_pool_sees_the_two_neighbours(capsys: pytest.CaptureFixture[str]) -> None:
    me = told(capsys, PLAIN, "--me", "00" * 16)["me"]
    assert me["answer"] == "not in the pool" and me["neighbours"] == sorted(me["neighbours"])
    below, above = me["neighbours"]
    assert below < me["id"] < above
    assert "您不在候选名单中" in run(capsys, PLAIN, "--me", "00" * 16)[1]


def test_a_handle_can_come_from_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.readline", lambda: next(iter(HANDLES.values())) + "\n")
    assert told(capsys, PLAIN, "--me", "-")["me"]["status"] == "in-pool"


def test_an_embedded_log_is_said_to_be_of_one_operator(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = a_transcript(a_pool(30, ("A01",)), [{"seat": "a", "labels": ["A01"], "count": 2}], origin="ggzy.example/log/embedded")
    path = tmp_path / "t.json"
    path.write_text(json.dumps(raw))
    code, out = run(capsys, path)
    assert code == 0 and "/embedded" in out.splitlines()[1]


@pytest.mark.parametrize(("origin", "informed"), [("log.example/1", False), ("log.example/embedded", True)])
def test_a_draw_without_committee_is_informed_where_one_hand_held_every_key(origin: str, informed: bool):
    verified = verify((VECTORS / "transcript-infeasible.json").read_bytes(), None, Limit(time.monotonic))
    held = replace(verified, case=replace(verified.case, quorum=replace(verified.case.quorum, origin=origin)))
    assert facts_of(held, None)["informed"] is informed


def test_a_tender_number_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = a_transcript(a_pool(30, ("A01",)), [{"seat": "a", "labels": ["A01"], "count": 2}], no="T\x1b[2J\u202e1")
    path, trusted = tmp_path / "t.json", tmp_path / "trust.json"
    path.write_text(json.dumps(raw))
    trusted.write_text(json.dumps(trust()))
    code, out = run(capsys, path, "--trust", trusted)
    assert code == 0 and "\x1b" not in out and "\u202e" not in out
    assert harmless("a\x1bb") == "a\\u001bb"


def test_the_bundle_has_the_same_bytes_from_the_same_source(tmp_path: Path) -> None:
    one, other = tmp_path / "one.pyz", tmp_path / "other.pyz"
    assert bundle.main([str(one)]) == bundle.main([str(other)]) == 0
    assert hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(other.read_bytes()).digest()
    with zipfile.ZipFile(one) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_bundle_runs_alone(tmp_path: Path) -> None:
    bundle.main([str(tmp_path / "verify.pyz")])
    for path in (PLAIN, PLAIN_TRUST):
        shutil.copy(path, tmp_path)
    command = [sys.executable, "-s", "verify.pyz", PLAIN.name, "--trust", PLAIN_TRUST.name]
    done = subprocess.run(command, cwd=tmp_path, env={"PATH": ""}, capture_output=True, check=False)
    assert done.returncode == 0 and done.stdout.decode().startswith("核验通过")


def test_nothing_but_the_standard_library_and_cryptography_is_imported(tmp_path: Path) -> None:
    bundle.main([str(tmp_path / "verify.pyz")])
    program = (
        "import sys; sys.path.insert(0, 'verify.pyz'); before = set(sys.modules); from dispatch.verifier.main import main;"
        "tops = {name.split('.')[0] for name in set(sys.modules) - before}; print(sorted(tops - sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-s", "-c", program], cwd=tmp_path, capture_output=True, check=True)
    assert set(json.loads(done.stdout.decode().replace("'", '"'))) <= {"cryptography", "dispatch", "_cffi_backend", "_openssl"}


@pytest.mark.parametrize("limit", ["nan", "inf", "-1", "x"])
def test_a_limit_that_is_no_number_of_seconds_is_wrong_usage(limit: str) -> None:
    with pytest.raises(SystemExit) as usage:
        main([str(PLAIN), f"--limit={limit}"])
    assert usage.value.code == 2
