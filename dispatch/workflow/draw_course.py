"""One draw opened for work: its frame, and the course that its sealed rounds and vacancies describe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dispatch.draw.course import Course
from dispatch.draw.frame import Frame, freeze, read_lists
from dispatch.draw.manifest import Manifest, check_manifest
from dispatch.workflow.memory import recall, recalls
from dispatch.workflow.work import Work


@dataclass(frozen=True, slots=True)
class OpenDraw:
    """What the worker knows of one draw while it works; it lives as long as one transaction."""

    m: str
    manifest: Manifest
    plan: dict[str, Any]
    frame: Frame
    capsules: dict[str, str]


def open_plan(m: str, work: Work) -> dict[str, Any]:
    """What was fixed by the plan: manifest, salts, keys of the draw, booths, and where each seat class may be filled from."""
    return recall(m, "plan", work)


def open_draw(m: str, work: Work) -> OpenDraw:
    """The draw with its frozen lists; raises UnknownDraw before they are frozen."""
    plan = open_plan(m, work)
    frozen = recall(m, "frame", work)
    manifest = check_manifest(plan["manifest"])
    frame = freeze(manifest, bytes.fromhex(m), bytes.fromhex(plan["k_id"]), read_lists(manifest, frozen["lists"]))
    return OpenDraw(m, manifest, plan, frame, frozen["capsules"])


def course_of(opened: OpenDraw, rounds: int, work: Work) -> Course:
    """The course up to the opening of round `rounds`: every sealed round drawn again from its seed, every vacancy applied."""
    course = Course.start(opened.frame)
    for r in range(rounds + 1):
        if r:
            vacated = recall(opened.m, f"vacated/{r}", work)
            course = course.vacate(tuple((id, reason) for id, reason in vacated["list"]))
        if recalls(opened.m, f"round/{r}", uow=work.uow):
            kept = recall(opened.m, f"round/{r}", work)
            _, course = course.draw(bytes.fromhex(kept["seed"]))
    return course


def capability_of(m: str, id: str, rounds: int, work: Work) -> str:
    """Under which capability this pool id was called, in whichever round drew it."""
    for r in range(rounds + 1):
        if recalls(m, f"calls/{r}", uow=work.uow):
            calls: dict[str, str] = recall(m, f"calls/{r}", work)["by_id"]
            if id in calls:
                return calls[id]
    raise KeyError("a sitting member was never called")
