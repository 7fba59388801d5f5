"""Fees: the settlements whose sums the viewer may see."""

from __future__ import annotations

from flask import Response
from flask_openapi3.blueprint import APIBlueprint

from api.context import reading, viewer
from api.roles import allowed
from api.routes.console.fees import FEES as MAY_SEE
from api.routes.v1.shapes import FEES, PREFIX, REFUSED, Settlements, answer
from dispatch.workflow.shown_fees import settlements_shown

api = APIBlueprint("v1_fees", __name__, url_prefix=PREFIX, abp_tags=[FEES], abp_responses=REFUSED)


@api.get("/fees", summary="settlements", responses={"200": Settlements})
@allowed(*MAY_SEE)
def listed() -> Response:
    with reading() as work:
        return answer(Settlements(settlements_shown(viewer(), work)))
