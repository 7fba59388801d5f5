"""今日: what sits, what waits; its board is fetched again every few seconds where scripts run."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import reading, viewer
from api.roles import SIGNED_IN, allowed
from dispatch.workflow.shown_today import today_shown

pages = Blueprint("today", __name__)


@pages.get("/today")
@allowed(*SIGNED_IN)
def page() -> str:
    with reading() as work:
        return render_template("today.html", shown=today_shown(viewer(), work))


@pages.get("/today/board")
@allowed(*SIGNED_IN)
def board() -> str:
    with reading() as work:
        return render_template("parts/board.html", shown=today_shown(viewer(), work))
