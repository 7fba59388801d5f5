"""Every honest transcript is a lawful history, and the log refuses what a dishonest one needed it to take."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dispatch.draw import transcript as assembly
from dispatch.draw.history import History
from dispatch.draw.manifest import check_manifest, manifest_hash
from dispatch.draw.refusals import BadManifest, NotAnEvent
from tests.conformance.test_draw_transcripts import frame_of
from tests.conformance.vectors import transcripts, vector

SHOWN_BY_THE_LOG = [
    "vacate-early",
    "after-infeasible",
    "release-missing",
    "release-n-open",
    "release-n-own",
    "result-early",
    "release-used-up",
    "release-uncommitted",
    "release-seen-less",
    "release-seen-body",
    "rounds-open",
    "hidden-round",
    "left-n",
    "infeasible-signer",
    "publish-other",
    "status-cancelled-plain0",
    "status-complete-cancel-vacate",
]


def history_of(transcript: dict[str, Any]) -> History:
    m = manifest_hash(transcript["manifest"], bytes.fromhex(transcript["manifest_salt"]))
    history = History.start(check_manifest(transcript["manifest"]), m)
    for event in transcript["events"]:
        history = history.accept(event["idx"], event["by"], json.loads(event["body"]))
    return history


@pytest.mark.parametrize("name", transcripts())
def test_an_honest_draw_is_a_lawful_history(name: str) -> None:
    transcript = vector(name)
    history = history_of(transcript)
    assert history.ended
    assert history.rounds_ended == len(transcript["rounds"])
    assert history.informed == (name in ("transcript-stranded.json",) or "cancel" in name)


@pytest.mark.parametrize("name", SHOWN_BY_THE_LOG)
def test_the_log_refuses_what_it_can_see(name: str) -> None:
    with pytest.raises(NotAnEvent):
        history_of(_tampered(f"signed-{name}"))


def test_who_draws_never_settles_vacates_or_ends() -> None:
    with pytest.raises(BadManifest):
        history_of(_tampered("signed-role-settle"))


@pytest.mark.parametrize("name", transcripts())
def test_an_assembled_transcript_is_the_published_one(name: str) -> None:
    published = vector(name)
    opening = assembly.Opening(
        bytes.fromhex(published["manifest_salt"]),
        published["tender"]["no"],
        bytes.fromhex(published["tender"]["salt"]),
        bytes.fromhex(published["k_id"]),
    )
    vacated = {int(r): [(id, reason) for id, reason in left] for r, left in published["vacated"].items()}
    told = assembly.Told(tuple(map(_round, published["rounds"])), vacated)
    evidence = assembly.Evidence(tuple(map(_event, published["events"])), published["checkpoint"], published["trust"])
    assert assembly.assemble(frame_of(published), opening, told, evidence) == published


def _tampered(name: str) -> Any:
    body = vector(f"tampered/{name}.json")
    return body.get("transcript", body)


def _round(body: dict[str, Any]) -> assembly.DrawnRound | assembly.InfeasibleRound:
    if body["kind"] == "infeasible":
        return assembly.InfeasibleRound(body["r"])
    at = body["ckpt_open"]
    return assembly.DrawnRound(
        r=body["r"],
        reveals={party: bytes.fromhex(value) for party, value in body["reveals"].items()},
        seed=bytes.fromhex(body["seed"]),
        salt=bytes.fromhex(body["salt"]),
        out=body["out"],
        accepted=body["accepted"],
        settled=body["settled"],
        beacon=None if body["beacon"] is None else bytes.fromhex(body["beacon"]),
        opening_checkpoint=None if at is None else assembly.OpeningCheckpoint(at["note"], tuple(map(bytes.fromhex, at["cons"]))),
    )


def _event(body: dict[str, Any]) -> assembly.ProvedEvent:
    return assembly.ProvedEvent(
        body["idx"], body["by"], bytes.fromhex(body["sig"]), body["body"].encode(), tuple(map(bytes.fromhex, body["proof"]))
    )
