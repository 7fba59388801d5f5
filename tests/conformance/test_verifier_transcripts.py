"""The verifier accepts every honest transcript of the specification and refuses every tampered one at the step that is named."""

from __future__ import annotations

import time

import pytest

from dispatch.verifier import holder, report
from dispatch.verifier.limit import Limit
from dispatch.verifier.refusals import StepFailed
from dispatch.verifier.verify import Verified, verify
from tests.conformance.vectors import VECTORS, transcripts, vector

HONEST = [*transcripts(), *transcripts("vd1-sm")]
KEYLESS = vector("tampered/keyless.json")
SIGNED = vector("tampered/index.json")


def verified(raw: bytes, trust: bytes | None = None) -> Verified:
    return verify(raw, trust, Limit(time.monotonic))


def failing_step(raw: bytes, trust: bytes | None = None) -> str:
    with pytest.raises(StepFailed) as failed:
        verified(raw, trust)
    assert failed.value.decided
    return failed.value.step


def trust_of(name: str) -> bytes:
    return (VECTORS / name.replace(".json", ".trust.json")).read_bytes()


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_transcript_verifies_with_its_trust_file(name: str) -> None:
    assert verified((VECTORS / name).read_bytes(), trust_of(name)).independent


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_transcript_verifies_by_its_own_claim(name: str) -> None:
    assert not verified((VECTORS / name).read_bytes()).independent


@pytest.mark.parametrize("name", KEYLESS)
def test_what_anybody_could_forge_is_refused_at_the_named_step(name: str) -> None:
    case = KEYLESS[name]
    lines = (VECTORS / case["base"]).read_text(encoding="utf-8").split("\n")
    for first, removed, put_in in reversed(case["edits"]):
        lines[first : first + removed] = put_in
    assert failing_step("\n".join(lines).encode(), trust_of(case["base"])) == case["step"]


@pytest.mark.parametrize("name", SIGNED)
def test_a_dishonest_draw_with_valid_signatures_is_refused_at_the_named_step(name: str) -> None:
    assert failing_step((VECTORS / "tampered" / f"{name}.json").read_bytes()) == SIGNED[name]


@pytest.mark.parametrize("name", ["transcript-plain", "transcript-carried"])
def test_the_holder_of_each_handle_finds_himself(name: str) -> None:
    done = verified((VECTORS / f"{name}.json").read_bytes(), trust_of(f"{name}.json"))
    for id_, handle in vector(f"{name}.handles.json").items():
        me = holder.about(done, bytes.fromhex(handle))
        assert me["id"] == id_ and me["status"] in ("in-pool", "carried")


def test_where_a_whole_panel_is_drawn_nobody_left_out_is_told_that_his_turn_came_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    done = verified((VECTORS / "transcript-lottery.json").read_bytes())
    transcript = done.case.transcript
    panel = {id_ for id_, _ in transcript["rounds"][0]["out"]["seats"]}
    monkeypatch.setattr(holder, "id_of", lambda case, handle: handle.hex())
    told = [holder.about(done, bytes.fromhex(row[0])) for row in transcript["pool"] if row[0] not in panel]
    assert {me["rounds"][0]["outcome"] for me in told} == {"another panel"}
    assert all("another panel of the list was drawn" in holder.in_words(me)[0][1] for me in told)


def test_whoever_did_not_accept_is_told_that_the_record_does_not_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    done = verified((VECTORS / "transcript-standby.json").read_bytes())
    only = done.case.transcript["rounds"][0]
    called = {id_ for id_, _ in only["out"]["seats"]} | set(only["out"]["standby"])
    monkeypatch.setattr(holder, "id_of", lambda case, handle: handle.hex())
    told = [holder.about(done, bytes.fromhex(id_)) for id_ in sorted(called - set(only["accepted"]))]
    assert told and all("declined or gave no answer" in holder.in_words(me)[0][1] for me in told)


def test_whoever_left_before_a_round_that_was_given_up_holds_no_seat_at_the_end() -> None:
    done = verified((VECTORS / "transcript-cancel-vacate.json").read_bytes())
    (gone, why), *_ = done.case.transcript["vacated"]["1"]
    told = report.facts(done, None)
    assert gone not in {member["id"] for member in told["committee"]} and len(told["committee"]) == 4
    assert told["left_open"] == {"r": 1, "vacated": [{"id": gone, "reason": why}]}
    assert any(f"vacated before round 1: {gone[:12]}, reason {why}" in line for line in report.report(done, None, False))


def test_a_trust_file_of_another_centre_is_refused() -> None:
    assert failing_step((VECTORS / "transcript-plain.json").read_bytes(), trust_of("transcript-venues.json")) == "V03"
