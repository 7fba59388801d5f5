"""被拒绝的查询: who asked for what the matrix refused, for the auditor."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.context import reading, viewer
from api.pager import is_first
from api.roles import allowed
from dispatch.workflow.shown_today import denial_page
from policies.vocabulary.roles import Role

pages = Blueprint("denials", __name__)


@pages.get("/denials")
@allowed(Role.AUDITOR)
def page() -> str:
    with reading() as work:
        found = denial_page(viewer(), work, request.args.get("after", ""))
    return render_template("denials.html", found=found, is_first=is_first())
