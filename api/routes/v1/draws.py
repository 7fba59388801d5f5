"""Draws: state, waiting, rounds, and the transcript once it is published."""

from __future__ import annotations

from flask import Response
from flask_openapi3.blueprint import APIBlueprint

from api.context import reading, viewer
from api.limits import limited
from api.pager import with_next
from api.roles import EVERYBODY, allowed
from api.routes.v1.shapes import DRAWS, PREFIX, REFUSED, AfterQuery, Draw, DrawPath, Draws, Transcript, answer
from dispatch.kernel.canonical import canonical
from dispatch.workflow.shown_draws import draw_page, draw_shown, draw_transcript

api = APIBlueprint("v1_draws", __name__, url_prefix=PREFIX, abp_tags=[DRAWS], abp_responses=REFUSED)


@api.get("/draws", summary="draws", responses={"200": Draws})
@allowed(*EVERYBODY)
def listed(query: AfterQuery) -> Response:
    """A page, the latest first; `Link: <…>; rel="next"` leads to the one behind it (RFC 8288)."""
    with reading() as work:
        found = draw_page(viewer(), work, query.after)
    return with_next(answer(Draws(found.lines)), found.next)


@api.get("/draws/<m>", summary="one draw", responses={"200": Draw})
@allowed(*EVERYBODY)
def draw(path: DrawPath) -> Response:
    with reading() as work:
        return answer(Draw(draw_shown(path.m, viewer(), work)))


@api.get("/draws/<m>/transcript", summary="the transcript, once published", responses={"200": Transcript})
@allowed(*EVERYBODY)
@limited("30 per minute")
def transcript(path: DrawPath) -> Response:
    """The bytes that `expert-dispatch verify` reads; they do not change once published."""
    with reading() as work:
        body = canonical(draw_transcript(path.m, viewer(), work))
    headers = {"Content-Disposition": f'attachment; filename="draw-{path.m[:16]}.json"'}
    return Response(body, content_type="application/json", headers=headers)
