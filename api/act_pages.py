"""一件事怎样走完: a form is filled in, looked at – tried and undone –, and done once; every page of acts goes this way.

A confirmation carries the mark of the state that was looked at. If the state is another one by then – somebody acted, or the button was
pressed twice – nothing is done, and the page shows how things stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from flask import request

from api.acts import Sheet, Step, step_of, tried
from api.context import reading, rehearsing, services
from api.forms import Blank, Filled, Text, fill
from dispatch.workflow.work import Work
from policies.vocabulary.refused import Refused

R = TypeVar("R")  # what a rehearsal leaves to be told
D = TypeVar("D")  # what was done


class ActPage(Protocol[R, D]):
    """One act on one thing, as its page knows it; the use case behind `rehearse` and `do` decides whether it is lawful."""

    def blanks(self, work: Work) -> tuple[Blank, ...]: ...

    def is_open(self, work: Work) -> bool:
        """Whether the act comes into question as things stand."""

    def hold(self, work: Work) -> None:
        """Lets nobody else act on this thing before the unit of work ends."""

    def stamp(self, work: Work) -> str:
        """The mark of the state; another one after every change."""

    def rehearse(self, values: Mapping[str, Any], work: Work) -> R:
        """Does it, in a unit of work that will be undone."""

    def follows(self, rehearsed: R, values: Mapping[str, Any], work: Work) -> tuple[Text, ...]:
        """What it came to, in sentences; `work` shows everything as it still is."""

    def do(self, values: Mapping[str, Any], work: Work) -> D: ...

    def page(self, sheet: Sheet) -> Any:
        """The form, or what would follow."""

    def back(self, done: D | None) -> Any:
        """Where to go afterwards; None where nothing was done."""


def taken(act_page: ActPage[R, D]) -> Any:
    """Answers what the form of this request sends: looks, goes back to the form, or does it."""
    step = step_of(request.form.get("step", ""))
    with reading() as work:
        filled, is_open = fill(act_page.blanks(work), request.form), act_page.is_open(work)
    if not is_open:
        return act_page.back(None)
    if step is Step.EDIT or filled.faults:
        return act_page.page(Sheet(filled))
    if step is Step.LOOK:
        return act_page.page(looked(act_page, filled))
    done = tried(lambda: _done(act_page, filled, request.form.get("seen", "")))
    return act_page.page(Sheet(filled, done)) if isinstance(done, Refused) else act_page.back(done)


def looked(act_page: ActPage[R, D], filled: Filled) -> Sheet:
    """Tries the act and undoes it; the sheet says what it came to, or why it is refused."""

    def rehearse() -> Sheet:
        with rehearsing() as work:
            act_page.hold(work)
            seen = act_page.stamp(work)
            rehearsed = act_page.rehearse(filled.values, work)
        with reading() as work:
            return Sheet(filled, None, act_page.follows(rehearsed, filled.values, work), seen)

    found = tried(rehearse)
    return Sheet(filled, found) if isinstance(found, Refused) else found


def _done(act_page: ActPage[R, D], filled: Filled, seen: str) -> D | None:
    """None where things are no longer as they were looked at: then nothing is done."""
    with services().work() as work:
        act_page.hold(work)
        return act_page.do(filled.values, work) if act_page.stamp(work) == seen else None
