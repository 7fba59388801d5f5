"""表单: the printed forms of one tender that are made for this viewer's role, and each of them as PDF/A or XLSX."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from api.context import reading, services, viewer
from api.limits import limited
from api.refusals import BadParameters
from api.roles import SIGNED_IN, allowed
from dispatch.documents.kinds import form_of
from dispatch.workflow.documents import Made, listed_for, make
from dispatch.workflow.shown import tender_by_token
from dispatch.workflow.shown_tenders import tender_shown

KINDS = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
pages = Blueprint("papers", __name__)


@pages.get("/tenders/<token>/documents")
@allowed(*SIGNED_IN)
def page(token: str) -> str:
    with reading() as work:
        shown = tender_shown(token, viewer(), work)
        return render_template("documents.html", shown=shown, forms=listed_for(tender_by_token(token, work), viewer(), work))


@pages.get("/tenders/<token>/documents/<kind>.<ending>")
@allowed(*SIGNED_IN)
@limited("60 per minute")
def paper(token: str, kind: str, ending: str) -> Response:
    """With pseudonyms. What the matrix does not open for this viewer is refused, and the refusal is kept."""
    with reading() as work:
        made = make(form_of(kind), tender_by_token(token, work), viewer(), work)
    return _handed_out(made, ending)


@pages.post("/tenders/<token>/documents/<kind>")
@allowed(*SIGNED_IN)
@limited("60 per minute")
def with_names(token: str, kind: str) -> Response:
    """With the names that this viewer may know; the act stands in the log before the first of them is read."""
    with services().work() as work:
        made = make(form_of(kind), tender_by_token(token, work), viewer(), work, names=True)
    return _handed_out(made, request.form.get("ending", "pdf"))


def _handed_out(made: Made, ending: str) -> Response:
    if ending not in KINDS:
        raise BadParameters(names="ending")
    answer = Response(made.pdf if ending == "pdf" else made.xlsx, content_type=KINDS[ending])
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.name}.{ending}"'
    return answer
