"""Fees: the settlements whose sums the viewer may see."""

from __future__ import annotations

from flask import Response
from flask_openapi3.blueprint import APIBlueprint

from api.context import reading, viewer
from api.pager import with_next
from api.roles import allowed
from api.routes.console.fees import FEES as MAY_SEE
from api.routes.v1.shapes import FEES, PREFIX, REFUSED, AfterQuery, Settlements, answer
from dispatch.workflow.shown_fees import settlement_page

api = APIBlueprint("v1_fees", __name__, url_prefix=PREFIX, abp_tags=[FEES], abp_responses=REFUSED)


@api.get("/fees", summary="settlements", responses={"200": Settlements})
@allowed(*MAY_SEE)
def listed(query: AfterQuery) -> Response:
    """A page, the latest first; `Link: <…>; rel="next"` leads to the one behind it (RFC 8288)."""
    with reading() as work:
        found = settlement_page(viewer(), work, query.after)
    return with_next(answer(Settlements(found.lines)), found.next)
