"""Timelines: the stages of a tender and the steps of a draw, each done, going on, or to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from api.console.words import STEPS
from dispatch.workflow.records import DrawStep, TenderState
from dispatch.workflow.shown_draws import DrawShown, EventShown
from dispatch.workflow.shown_tenders import TenderShown
from policies.vocabulary.roles import Event


class Progress(StrEnum):
    DONE = "done"
    NOW = "now"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Mark:
    """One place on a timeline; `name` is a word that the console translates."""

    name: str
    progress: Progress
    at: datetime | None = None
    idx: int | None = None


_REACHED = {
    DrawStep.FREEZE: 1,
    DrawStep.COMMITS: 2,
    DrawStep.RELEASES: 3,
    DrawStep.PICK: 4,
    DrawStep.CALL: 5,
    DrawStep.REPLIES: 5,
    DrawStep.SETTLE: 6,
    DrawStep.VACATE: 6,
    DrawStep.FULL: 7,
    DrawStep.FINAL: 7,
    DrawStep.ENDED: 8,
}


def tender_stages(shown: TenderShown) -> tuple[Mark, ...]:
    """Every event of the matrix in its order, with the time at which it came; the first that is missing comes next.

    What is missing before something that has come is not told to this viewer.
    """
    come = {moment.event: moment for moment in shown.moments}
    events = list(Event)
    latest = max((events.index(event) for event in come), default=-1)
    order = [event for event in events if event in come or (events.index(event) > latest and event is not Event.BID_DEADLINE)]
    order.sort(key=lambda event: (event not in come, come[event].log_idx if event in come else list(Event).index(event)))
    stopped = shown.line.state in (TenderState.REFUSED, TenderState.CANCELLED)
    following = None if stopped else next((event for event in order if event not in come), None)
    return tuple(
        Mark(event.value, Progress.DONE, come[event].at, come[event].log_idx)
        if event in come
        else Mark(event.value, Progress.NOW if event is following else Progress.COMING)
        for event in order
    )


def draw_steps(shown: DrawShown) -> tuple[Mark, ...]:
    """planned → frozen → committed → released → drawn → called → full → ended, of the round that is on."""
    reached, latest = _REACHED[shown.line.step], _latest_events(shown)
    infeasible = any(event.kind == "infeasible" for event in shown.events)
    marks = []
    for place, name in enumerate(STEPS):
        event = latest.get(place)
        done = place < reached and not (infeasible and place in (5, 6))
        progress = Progress.DONE if done else Progress.NOW if place == reached else Progress.COMING
        marks.append(Mark(name, progress, event.seen_at if event and done else None, event.idx if event and done else None))
    return tuple(marks)


def _latest_events(shown: DrawShown) -> dict[int, EventShown]:
    """For each step the last event that belongs to it."""
    places = {"plan": 0, "pool": 1, "commit": 2, "release": 3, "result": 4, "final": 7}
    return {places[event.kind]: event for event in shown.events if event.kind in places}
