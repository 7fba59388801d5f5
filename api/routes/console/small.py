"""文件导入: venues, an application, bidders or a calendar; from there it goes the way of a pool – columns, check, confirm."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from api.bringing_forms import files_sent, mapping_sent
from api.bringing_kinds import KINDS
from api.bringing_store import POOL, RELATIONS, BroughtFiles
from api.bringing_tables import looked_at
from api.context import reading, services, viewer
from api.refusals import BadParameters, RoleMayNot
from api.roles import allowed
from api.routes.console.bring import BOOK, unfinished
from dispatch.adapters.brought_files import CALENDAR
from dispatch.adapters.sheets import LARGEST_DOCUMENT
from dispatch.intake.table_files import book
from dispatch.intake.venue_sheet import venue_tables
from dispatch.workflow.experts.entries import Act
from policies.vocabulary.roles import Role

ENDINGS = (".xlsx", ".xls", ".csv", ".yaml", ".yml", ".json")
LONGEST_WHY = 300
SMALL = {key: kind for key, kind in KINDS.items() if key not in (POOL, RELATIONS)}
pages = Blueprint("small", __name__)


@pages.before_app_request
def _take_a_sheet() -> None:
    if request.endpoint == "small.take":
        request.max_content_length = LARGEST_DOCUMENT + 2**20


@pages.get("/files")
@allowed(Role.OPERATOR, Role.HOST, Role.TENDERER)
def page() -> str:
    kinds = {key: kind for key, kind in SMALL.items() if viewer().role in kind.roles}
    return render_template("bring_small.html", kinds=kinds, most=LARGEST_DOCUMENT // 2**20, unfinished=unfinished("small.page"))


@pages.post("/files")
@allowed(Role.OPERATOR, Role.HOST, Role.TENDERER)
def take() -> Redirect:
    """What is no such file is refused here, and not kept."""
    key = request.form.get("kind", "")
    if key not in SMALL:
        raise BadParameters(names="kind")
    if viewer().role not in SMALL[key].roles:
        raise RoleMayNot()
    sent = files_sent("file", ENDINGS)
    if len(sent) != 1:
        raise BadParameters(names="file")
    files = BroughtFiles(services())
    why = request.form.get("why", "").strip()[:LONGEST_WHY]
    if key == CALENDAR:
        Act(viewer().name, why)  # it is put forward with its basis, or not at all
    brought = files.take(sent, viewer().name, key, mapping_sent(files), why=why)
    looked_at(files, brought, services())
    return redirect(url_for("bring.step", handle=brought.handle), 303)


@pages.get("/files/venues.xlsx")
@allowed(Role.OPERATOR, Role.HOST)
def venues() -> Response:
    """All venues and booths in the shape in which they come in, to be changed and brought again."""
    with reading() as work:
        content = book(venue_tables(work.uow.venues.all()))
    answer = Response(content, content_type=BOOK)
    answer.headers["Content-Disposition"] = 'attachment; filename="venues.xlsx"'
    return answer
