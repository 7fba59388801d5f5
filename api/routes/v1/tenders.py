"""Tenders as the viewer may see them."""

from __future__ import annotations

from flask import Response
from flask_openapi3.blueprint import APIBlueprint

from api.context import reading, viewer
from api.pager import with_next
from api.roles import SIGNED_IN, allowed
from api.routes.v1.shapes import PREFIX, REFUSED, TENDERS, AfterQuery, Committee, Settlements, Tender, TenderPath, Tenders, answer
from dispatch.workflow.shown import sights_of, tender_by_token
from dispatch.workflow.shown_committee import committee
from dispatch.workflow.shown_fees import fees_of
from dispatch.workflow.shown_tenders import tender_page, tender_shown
from policies.vocabulary.roles import Field

api = APIBlueprint("v1_tenders", __name__, url_prefix=PREFIX, abp_tags=[TENDERS], abp_responses=REFUSED)


@api.get("/tenders", summary="tenders", responses={"200": Tenders})
@allowed(*SIGNED_IN)
def listed(query: AfterQuery) -> Response:
    """A page, the latest first; `Link: <…>; rel="next"` leads to the one behind it (RFC 8288)."""
    with reading() as work:
        found = tender_page(viewer(), work, query.after)
    return with_next(answer(Tenders(found.lines)), found.next)


@api.get("/tenders/<token>", summary="one tender", responses={"200": Tender})
@allowed(*SIGNED_IN)
def tender(path: TenderPath) -> Response:
    with reading() as work:
        return answer(Tender(tender_shown(path.token, viewer(), work)))


@api.get("/tenders/<token>/committee", summary="its people, by codes only", responses={"200": Committee})
@allowed(*SIGNED_IN)
def people(path: TenderPath) -> Response:
    with reading() as work:
        sights = sights_of(tender_by_token(path.token, work), viewer(), work)
        sights.require(Field.PERSON_DRAWN)
        return answer(Committee(committee(sights, work)))


@api.get("/tenders/<token>/fees", summary="its settlements", responses={"200": Settlements})
@allowed(*SIGNED_IN)
def fees(path: TenderPath) -> Response:
    with reading() as work:
        sights = sights_of(tender_by_token(path.token, work), viewer(), work)
        return answer(Settlements(fees_of(sights, work)))
