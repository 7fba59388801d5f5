"""Venues and their rooms; a booth bears its tender's code only from check-in on, a person never."""

from __future__ import annotations

from flask import Response
from flask_openapi3.blueprint import APIBlueprint

from api.context import reading, viewer
from api.roles import allowed
from api.routes.console.rooms import ROOMS, moment_of
from api.routes.v1.shapes import PREFIX, REFUSED, VENUES, MomentQuery, Rooms, VenuePath, Venues, answer
from dispatch.workflow.shown_rooms import rooms_shown, venue_lines

api = APIBlueprint("v1_venues", __name__, url_prefix=PREFIX + "/venues", abp_tags=[VENUES], abp_responses=REFUSED)


@api.get("", summary="venues", responses={"200": Venues})
@allowed(*ROOMS)
def listed() -> Response:
    with reading() as work:
        return answer(Venues(venue_lines(viewer(), work)))


@api.get("/<venue>/plan", summary="rooms and booths at one moment, with the picture as SVG", responses={"200": Rooms})
@allowed(*ROOMS)
def plan(path: VenuePath, query: MomentQuery) -> Response:
    with reading() as work:
        return answer(Rooms(rooms_shown(path.venue, moment_of(query.at), viewer(), work)))
