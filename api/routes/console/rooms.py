"""场地与席位图: one venue at one moment, as a picture and as a table."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template, request
from markupsafe import Markup

from api.context import reading, viewer
from api.pager import CENTURY, day_of
from api.refusals import BadParameters
from api.roles import allowed
from dispatch.workflow.shown_rooms import busiest_venue, rooms_shown, venue_lines
from policies.calendar import midnight
from policies.vocabulary.roles import Role

ROOMS = (Role.OPERATOR, Role.HOST, Role.SUBVENUE, Role.SUPERVISOR, Role.AUDITOR)
pages = Blueprint("rooms", __name__)


@pages.get("/rooms")
@allowed(*ROOMS)
def page() -> str:
    at = _moment()
    with reading() as work:
        venues = venue_lines(viewer(), work)
        chosen = request.args.get("venue") or busiest_venue(viewer(), work)
        shown = rooms_shown(chosen, at, viewer(), work) if chosen else None
    picture = Markup(shown.picture) if shown else ""  # drawn by dispatch.seats.svg, which escapes every text and attribute
    return render_template("rooms.html", venues=venues, shown=shown, picture=picture)


def _moment() -> datetime | None:
    """The moment that the address names; of a day the first one."""
    day = request.args.get("day", "")
    return midnight(day_of(day)) if day else moment_of(request.args.get("at", ""))


def moment_of(text: str) -> datetime | None:
    """An aware time of this century, or BadParameters: at the ends of the calendar no zone can be reckoned."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadParameters(names="at") from None
    if at.tzinfo is None or at.year not in CENTURY:
        raise BadParameters(names="at")
    return at
