"""费用: every settlement whose sums this role may see, line by line with the rule behind it."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import reading, viewer
from api.roles import allowed
from dispatch.workflow.shown_fees import settlements_shown
from policies.vocabulary.roles import Role

FEES = (Role.FINANCE, Role.TENDERER, Role.SUPERVISOR, Role.AUDITOR)
pages = Blueprint("fees", __name__)


@pages.get("/fees")
@allowed(*FEES)
def page() -> str:
    with reading() as work:
        return render_template("fees.html", settlements=settlements_shown(viewer(), work))
