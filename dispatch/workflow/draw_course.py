"""One draw opened for work: its frame, and the course that its sealed rounds and vacancies describe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dispatch.draw.course import Course
from dispatch.draw.frame import Frame, freeze, read_lists
from dispatch.draw.manifest import Manifest, check_manifest
from dispatch.workflow.draw_log import entries_of
from dispatch.workflow.memory import recall, recalls
from dispatch.workflow.records import CallOut
from dispatch.workflow.work import Work

EMPLOYERS = "employers"  # under this name it remembers which employer each of its group tags stands for
CARRIED = "calls/carried"  # under this name a draw remembers who was called in the draw before, by the new ids, and where each sits


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
    """The course as the log has it, up to the opening of round `rounds` and what came of it: each step done again from what is kept."""
    course = Course.start(opened.frame)
    for body in (entry.read() for entry in entries_of(opened.m, work.uow)):
        if body.get("r", 0) <= rounds:
            course = _after(course, body, opened.m, work)
    return course


def _after(course: Course, body: Mapping[str, Any], m: str, work: Work) -> Course:
    kind, r = body["e"], body.get("r")
    if kind == "result":
        return course.draw(bytes.fromhex(recall(m, f"round/{r}", work)["seed"]))[1]
    if kind == "vacate":
        return course.vacate(tuple((id, reason) for id, reason in recall(m, f"vacated/{r}", work)["list"]))
    if kind == "settle":
        return course.settle(recall(m, f"settled/{r}", work)["accepted"])[1]
    return course


def settled_in(opened: OpenDraw, r: int, work: Work) -> tuple[list[str], dict[str, Any]] | None:
    """The accepted list of a round and what it came to, as the transcript spells it; None where no settle event stands."""
    if not opened.manifest.standby:
        return None
    course = Course.start(opened.frame)
    for body in (entry.read() for entry in entries_of(opened.m, work.uow)):
        if (body["e"], body.get("r")) == ("settle", r):
            accepted: list[str] = recall(opened.m, f"settled/{r}", work)["accepted"]
            return accepted, course.settle(accepted)[0]
        course = _after(course, body, opened.m, work)
    return None


def drawn_in(out: Mapping[str, Any]) -> list[str]:
    """Everybody whom a round drew, in draw order: its panel, then its standbys; all of them are called at once (§7)."""
    return [*(id for id, _ in out["seats"]), *out["standby"]]


def called_in(m: str, r: int, work: Work) -> dict[str, CallOut]:
    """The call-outs of a round by pool id, in draw order."""
    capabilities = recall(m, f"calls/{r}", work)["by_id"]
    found: dict[str, CallOut] = {}
    for id in drawn_in(recall(m, f"round/{r}", work)["out"]):
        call = work.uow.calls.get(capabilities[id])
        assert call is not None, "somebody drawn was never called"
        found[id] = call
    return found


def capability_of(m: str, id: str, rounds: int, work: Work) -> str:
    """Under which capability this pool id was called, in whichever round drew it, or in the draw that he was carried from."""
    capability = called_as(m, id, rounds, work)
    if not capability:
        raise KeyError("a sitting member was never called")
    return capability


def called_as(m: str, id: str, rounds: int, work: Work) -> str:
    """The same, or "" if nobody was called under this id yet."""
    for name in (CARRIED, *(f"calls/{r}" for r in range(rounds + 1))):
        if recalls(m, name, uow=work.uow):
            calls: dict[str, str] = recall(m, name, work)["by_id"]
            if id in calls:
                return calls[id]
    return ""


def place_in(opened: OpenDraw, course: Course, id: str, work: Work) -> tuple[str, str]:
    """(venue, booth) of a sitting member; carried members keep those of the draw that they were drawn in (§10)."""
    if all(row.id != id for row in opened.frame.lists.carried):
        return course.place_of(id)
    venue, booth = recall(opened.m, CARRIED, work)["places"][id]
    return venue, booth
