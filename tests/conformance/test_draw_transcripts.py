"""Replaying the published transcripts yields exactly what they say happened."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.draw.chain import check_value
from dispatch.draw.course import Course, Phase
from dispatch.draw.frame import Frame, freeze, read_lists
from dispatch.draw.manifest import check_manifest, manifest_hash
from dispatch.draw.seed import seed_of_round
from tests.conformance.vectors import transcripts, vector

HONEST = pytest.mark.parametrize("name", transcripts())


def frame_of(transcript: dict[str, Any]) -> Frame:
    manifest = check_manifest(transcript["manifest"])
    m = manifest_hash(transcript["manifest"], bytes.fromhex(transcript["manifest_salt"]))
    return freeze(manifest, m, bytes.fromhex(transcript["k_id"]), read_lists(manifest, transcript))


def opened(course: Course, transcript: dict[str, Any], r: int) -> Course:
    return course.vacate([tuple(row) for row in transcript["vacated"][str(r)]]) if r else course


def replayed(course: Course, transcript: dict[str, Any]) -> Course:
    for found in transcript["rounds"]:
        course = opened(course, transcript, found["r"])
        if found["kind"] == "infeasible":
            course = course.end_infeasible()
            continue
        out, course = course.draw(bytes.fromhex(found["seed"]))
        assert out == found["out"]
        if found["settled"] is not None:
            settled, course = course.settle(found["accepted"])
            assert settled == found["settled"]
    return course


@HONEST
def test_a_replay_draws_and_seats_what_the_transcript_says(name: str) -> None:
    transcript = vector(name)
    course = replayed(Course.start(frame_of(transcript)), transcript)
    ended_infeasible = any(found["kind"] == "infeasible" for found in transcript["rounds"])
    assert (course.phase is Phase.INFEASIBLE) == ended_infeasible


@HONEST
def test_the_frame_is_what_the_pool_event_and_the_commits_bind(name: str) -> None:
    transcript = vector(name)
    frame, bodies = frame_of(transcript), [vector_body(event) for event in transcript["events"]]
    pool = next(body for body in bodies if body["e"] == "pool")
    for member in "PABDK":
        assert getattr(frame.roots, member).hex() == pool[member]
    assert {frame.roots.N, frame.kid.hex()} == {pool["N"], pool["kid"]}
    assert all(body["F"] == frame.F.hex() for body in bodies if body["e"] == "commit")


@HONEST
def test_every_value_reaches_its_anchor_and_gives_the_seed(name: str) -> None:
    transcript = vector(name)
    frame = frame_of(transcript)
    anchors = {body["j"]: bytes.fromhex(body["a"]) for body in map(vector_body, transcript["events"]) if body["e"] == "commit"}
    for found in transcript["rounds"]:
        values = {j: bytes.fromhex(value) for j, value in found["reveals"].items()}
        for j, value in values.items():
            check_value(frame.m, frame.F, j, value=value, r=found["r"], anchor=anchors[j])
        if found["kind"] == "drawn" and found["beacon"] is None:
            assert seed_of_round(frame.m, frame.F, found["r"], values=values).hex() == found["seed"]


def vector_body(event: dict[str, Any]) -> Any:
    import json

    return json.loads(event["body"])
