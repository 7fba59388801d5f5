"""What a route has at hand: the services of this process, and who is asking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import current_app, g

from dispatch.bootstrap import Services
from dispatch.workflow.shown import ANYBODY, Viewer
from dispatch.workflow.work import Work

NAME = "expert-dispatch"


class _Undone(Exception):
    """Ends a rehearsal; never seen outside."""


def services() -> Services:
    return cast(Services, current_app.extensions[NAME])


def viewer() -> Viewer:
    """Who asks; anybody, until the session says more."""
    return cast(Viewer, g.get("viewer", ANYBODY))


@contextmanager
def reading() -> Iterator[Work]:
    """An open unit of work that changes nothing."""
    with services().work(reads_only=True) as work:
        yield work


@contextmanager
def rehearsing() -> Iterator[Work]:
    """An open unit of work in which an act is tried; whatever it did is undone when the block ends."""
    try:
        with services().work() as work:
            yield work
            raise _Undone
    except _Undone:
        return
