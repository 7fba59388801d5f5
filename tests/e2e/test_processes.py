"""Centre, three parties and two witnesses as separate processes: whichever is killed when, the draw ends as it would have."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dispatch.draw.chain import value_of_round
from dispatch.draw.course import Course
from dispatch.draw.frame import freeze, read_lists
from dispatch.draw.manifest import check_manifest
from dispatch.draw.seed import seed_of_round
from dispatch.kernel.canonical import canonical, labelled_hash, u32
from dispatch.verifier.limit import Limit
from dispatch.verifier.verify import verify
from tests.e2e.nursery import Executables, Nursery, kill
from tests.e2e.place import COPY, PARTIES, PROGRAMS, Place, Start, a_place

SAMPLE = 2  # runs of `make test` in which everybody is killed once
MOMENTS = {"centre": 250, "CA": 50, "S": 60, "T": 50, "w1": 36, "w2": 36}  # of a draw between two things that last, about
STRIDE = 80  # more than the moments of any program but the centre, which is killed again every so many


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    forker = Nursery()
    yield forker
    forker.close()


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return a_place(tmp_path_factory.mktemp("founded") / "place")


def outcomes(shown: dict[str, Any], secrets: dict[str, bytes]) -> list[Any]:
    """What every round comes to from the parties' secrets alone: the walk of a run in which nobody is killed."""
    manifest, m = check_manifest(shown["manifest"]), bytes.fromhex(json.loads(shown["events"][0]["body"])["m"])
    frame = freeze(manifest, m, bytes.fromhex(shown["k_id"]), read_lists(manifest, shown))
    course, found = Course.start(frame), []
    for r in range(len(shown["rounds"])):
        if r:
            course = course.vacate([(id, reason) for id, reason in shown["vacated"][str(r)]])
        values = {j: value_of_round(m, frame.F, j, secret=secrets[j], length=manifest.parties[j], r=r) for j in PARTIES}
        out, course = course.draw(seed_of_round(m, frame.F, r, values=values))
        found.append(out)
    return found


def check(place: Place) -> None:
    """The draw is complete after a replacement round, verifies, and is the one that the secrets fix."""
    shown = place.transcript()
    m = json.loads(shown["events"][0]["body"])["m"]
    kinds = [json.loads(event["body"])["e"] for event in shown["events"]]
    assert [kinds.count(kind) for kind in ("commit", "release", "result", "vacate", "final")] == [3, 6, 2, 1, 1]
    verify(canonical(shown), (place.data_dir / "trust.json").read_bytes(), Limit(time.monotonic))
    assert [drawn["out"] for drawn in shown["rounds"]] == outcomes(shown, place.secrets(m))
    assert [place.status(j)["draws"][0]["status"] for j in PARTIES] == ["complete"] * 3
    remarks = {remark["code"] for j in PARTIES for remark in place.status(j)["remarks"]}
    assert remarks <= {"agents.centre_unreachable", "agents.centre_declined"}  # nothing but the line was ever wrong


def fused(nursery: Nursery, fuses: Mapping[str, int], *, again: int | None = None) -> Start:
    """Starts programs that kill themselves at their moment, once; or, with `again`, after so many more moments each time."""
    seen: set[str] = set()

    def start(name: str, words: list[str], out: Path) -> int:
        fuse = again if name in seen else fuses.get(name)
        seen.add(name)
        return nursery.start(words, out, fuse=fuse)

    return start


def test_installed_programs_run_a_draw_though_each_is_killed_in_the_middle(founded: Place, nursery: Nursery, tmp_path: Path):
    place, victims = founded.copy_to(tmp_path / "place"), {9: "centre", 6: "w1", 3: "S"}
    installed = set(victims.values())  # one of each kind as it is installed; their equals as forks, which start sooner

    def kill_the_next() -> None:
        for size in [size for size in victims if place.log_size() > size]:
            kill(place.running[victims.pop(size)])

    place.run(lambda name, words, out: (Executables() if name in installed else nursery).start(words, out), every=kill_the_next)
    check(place)
    assert place.started == {name: 2 if name in installed else 1 for name in PROGRAMS}


def test_nobody_is_killed_and_nobody_dies(founded: Place, nursery: Nursery, tmp_path: Path):
    place = founded.copy_to(tmp_path / "place")
    place.run(fused(nursery, {}))
    check(place)
    assert set(place.started.values()) == {1}


def test_two_copies_of_an_agent_over_one_directory_act_as_one(founded: Place, nursery: Nursery, tmp_path: Path):
    place = founded.copy_to(tmp_path / "place")
    place.run(fused(nursery, {"S": 40, "T" + COPY: 20}), [*PROGRAMS, "S" + COPY, "T" + COPY])
    check(place)


@pytest.mark.parametrize("nth", range(SAMPLE))
def test_everybody_is_killed_once_and_the_draw_ends_the_same(founded: Place, nursery: Nursery, tmp_path: Path, nth: int):
    place = founded.copy_to(tmp_path / "place")
    fuses = {name: int.from_bytes(labelled_hash("e2e", name.encode(), u32(nth))[:4], "big") % most for name, most in MOMENTS.items()}
    place.run(fused(nursery, fuses))
    check(place)
    assert set(place.started.values()) == {2}


@pytest.mark.soak
@pytest.mark.parametrize("moment", range(STRIDE))
def test_everybody_is_killed_at_this_moment_and_the_draw_ends_the_same(founded: Place, nursery: Nursery, tmp_path: Path, moment: int):
    place = founded.copy_to(tmp_path / "place")
    place.run(fused(nursery, dict.fromkeys(PROGRAMS, moment), again=STRIDE))
    check(place)
