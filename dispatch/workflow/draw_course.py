"""One draw opened for work: its frame, and the course that its sealed rounds and vacancies describe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dispatch.draw.course import Course
from dispatch.draw.frame import Frame, freeze, read_lists
from dispatch.draw.manifest import Manifest, check_manifest
from dispatch.workflow.means import Means
from dispatch.workflow.memory import recall, recalls
from dispatch.workflow.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class OpenDraw:
    """What the worker knows of one draw while it works; it lives as long as one transaction."""

    m: str
    manifest: Manifest
    plan: dict[str, Any]
    frame: Frame
    capsules: dict[str, str]


def open_plan(m: str, *, uow: UnitOfWork, means: Means) -> dict[str, Any]:
    """What was fixed by the plan: manifest, salts, keys of the draw, booths, and where each seat class may be filled from."""
    return recall(m, "plan", uow=uow, means=means)


def open_draw(m: str, *, uow: UnitOfWork, means: Means) -> OpenDraw:
    """The draw with its frozen lists; raises UnknownDraw before they are frozen."""
    plan = open_plan(m, uow=uow, means=means)
    frozen = recall(m, "frame", uow=uow, means=means)
    manifest = check_manifest(plan["manifest"])
    frame = freeze(manifest, bytes.fromhex(m), bytes.fromhex(plan["k_id"]), read_lists(manifest, frozen["lists"]))
    return OpenDraw(m, manifest, plan, frame, frozen["capsules"])


def course_of(opened: OpenDraw, *, uow: UnitOfWork, means: Means) -> Course:
    """The course so far: every sealed round drawn again from its seed, every vacancy list applied."""
    course, r = Course.start(opened.frame), 0
    while recalls(opened.m, f"round/{r}", uow=uow):
        kept = recall(opened.m, f"round/{r}", uow=uow, means=means)
        _, course = course.draw(bytes.fromhex(kept["seed"]))
        r += 1
        if not recalls(opened.m, f"vacated/{r}", uow=uow):
            break
        vacated = recall(opened.m, f"vacated/{r}", uow=uow, means=means)
        course = course.vacate(tuple((id, reason) for id, reason in vacated["list"]))
    return course


def capability_of(m: str, id: str, rounds: int, *, uow: UnitOfWork, means: Means) -> str:
    """Under which capability this pool id was called, in whichever round drew it."""
    for r in range(rounds + 1):
        if recalls(m, f"calls/{r}", uow=uow):
            calls: dict[str, str] = recall(m, f"calls/{r}", uow=uow, means=means)["by_id"]
            if id in calls:
                return calls[id]
    raise KeyError("a sitting member was never called")
