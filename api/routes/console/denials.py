"""被拒绝的查询: who asked for what the matrix refused, for the auditor."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import reading, viewer
from api.roles import allowed
from dispatch.workflow.shown_today import denials_shown
from policies.vocabulary.roles import Role

pages = Blueprint("denials", __name__)


@pages.get("/denials")
@allowed(Role.AUDITOR)
def page() -> str:
    with reading() as work:
        return render_template("denials.html", denials=denials_shown(viewer(), work))
