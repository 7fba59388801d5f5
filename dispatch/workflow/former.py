"""前次抽取: what a draw takes over from the earlier draws of its tender — who stays, who is out, which booths are used up.

Source: docs/spec/draw-protocol.md §4 (carried members), §9. The draws of one tender form a chain: each names the one before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dispatch.draw.course import Course
from dispatch.draw.opened import row_or_carried
from dispatch.kernel.canonical import parse_canonical
from dispatch.notify.call_out import COMING
from dispatch.sealing.capsule import open_capsule
from dispatch.workflow.capsules import capsule_key, log_capabilities
from dispatch.workflow.draw_course import EMPLOYERS, OpenDraw, called_as, course_of, open_draw, open_plan, place_in
from dispatch.workflow.draw_log import SUCCESSOR
from dispatch.workflow.memory import recall, recalls
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.work import Work
from policies.vocabulary.ids import PoolId

LAST = 64  # beyond every round


@dataclass(frozen=True, slots=True)
class Former:
    """`staying`: what the plan keeps of each member who stays, by capability; `drawn`: references of everybody drawn so far.

    `booths` are used up; `venues` are those drawn, empty where none were; `labels` those of each seat class, where somebody stays
    in it: seats of which nobody is held ask for what the application says, and for nothing else.
    """

    prev: str
    staying: tuple[dict[str, Any], ...] = ()
    drawn: frozenset[str] = frozenset()
    booths: frozenset[tuple[str, str]] = frozenset()
    venues: tuple[str, ...] = ()
    labels: Mapping[str, tuple[str, ...]] | None = None

    def held(self, seat: str) -> int:
        """How many places of a seat class those who stay hold already."""
        return sum(kept["seat"] == seat for kept in self.staying)


NO_FORMER = Former("")


def former_of(record: TenderRecord, work: Work) -> Former:
    """What the tender's next draw takes over from its last one, and from those before it: a plan in between that never came to a
    pool forgets nobody. Whoever sat when such a plan was given up was told that he need not come.
    """
    prev = record.draw
    if prev is None:
        return NO_FORMER
    chain = _chain(prev, work)
    staying, labels = _staying(prev, chain[0], work) if chain and chain[0][0].m == prev else ((), None)
    return Former(
        prev=prev,
        staying=staying,
        drawn=drawn_so_far(prev, work),
        booths=used_booths(prev, work),
        venues=next((course.venues for _, course in chain if course.venues), ()),
        labels=labels if staying else None,
    )


def _staying(m: str, last: tuple[OpenDraw, Course], work: Work) -> tuple[tuple[dict[str, Any], ...], dict[str, tuple[str, ...]]]:
    """Who sat at the end of this draw and is still coming, and the labels of its seat classes."""
    opened, course = last
    employers = recall(m, EMPLOYERS, work)
    staying = tuple(_kept(last, id, seat, employers, work) for id, seat in course.sitting if _is_coming(m, id, work))
    log_capabilities([kept["capability"] for kept in staying], "", "follow", int(work.now.timestamp()), uow=work.uow)
    return staying, {seat.name: seat.labels for seat in opened.manifest.seats}


def drawn_so_far(m: str, work: Work) -> frozenset[str]:
    """References of everybody whom this draw or one before it drew, or carried: none of them is a candidate again (§4)."""
    return frozenset(ref for opened, course in _chain(m, work) for ref in _drawn(opened, course, work))


def used_booths(m: str, work: Work) -> frozenset[tuple[str, str]]:
    return frozenset(place for _, course in _chain(m, work) for place in course.used_booths)


def tender_behind(m: str, work: Work) -> TenderRecord | None:
    """The tender of a draw, also of one that later draws have followed."""
    while work.uow.draws.get(m) is not None:
        record = work.uow.tenders.by_draw(m)
        if record is not None or not recalls(m, SUCCESSOR, uow=work.uow):
            return record
        m = str(recall(m, SUCCESSOR, work)["m"])
    return None


def _chain(m: str, work: Work) -> list[tuple[OpenDraw, Course]]:
    """This draw and those before it, as far as their lists were frozen."""
    found = []
    while m and work.uow.draws.get(m) is not None:
        if recalls(m, "frame", uow=work.uow):
            opened = open_draw(m, work)
            found.append((opened, course_of(opened, LAST, work)))
        m = str(open_plan(m, work)["manifest"]["prev"])
    return found


def _drawn(opened: OpenDraw, course: Course, work: Work) -> list[str]:
    key = capsule_key(opened.m, work.means)
    ids = {*course.excluded, *(row.id for row in opened.frame.lists.carried)}
    return [parse_canonical(open_capsule(key, PoolId(id), bytes.fromhex(opened.capsules[id])))["x"] for id in sorted(ids)]


def _is_coming(m: str, id: str, work: Work) -> bool:
    """Whoever was told that he need not come, has left, or was never called does not stay."""
    capability = called_as(m, id, LAST, work)
    call = work.uow.calls.get(capability) if capability else None
    return call is not None and call.state in COMING


def _kept(last: tuple[OpenDraw, Course], id: str, seat: str, employers: Mapping[str, str], work: Work) -> dict[str, Any]:
    opened, course = last
    row = row_or_carried(opened.frame, id)
    return {
        "capability": called_as(opened.m, id, LAST, work),
        "seat": seat,
        "labels": list(row.labels),
        "region": row.region,
        "employer": employers[row.group] if row.group else "",
        "place": list(place_in(opened, course, id, work)),
    }
