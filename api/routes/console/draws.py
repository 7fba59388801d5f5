"""抽取: open to everybody, because whoever holds up a draw does so in public."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.console.timeline import draw_steps
from api.context import reading, viewer
from api.roles import EVERYBODY, allowed
from dispatch.workflow.documents_link import transcript_digest
from dispatch.workflow.shown_draws import draw_lines, draw_shown

pages = Blueprint("draws", __name__)


@pages.get("/draws")
@allowed(*EVERYBODY)
def listed() -> str:
    with reading() as work:
        return render_template("draws.html", lines=draw_lines(viewer(), work))


@pages.get("/draws/<m>")
@allowed(*EVERYBODY)
def page(m: str) -> str:
    """`?sha256=` comes from the code on a printed form: the page says whether the record here is the one that was printed."""
    printed = request.args.get("sha256", "").lower()
    with reading() as work:
        shown = draw_shown(m, viewer(), work)
        found = transcript_digest(m, viewer(), work) if printed and shown.published else ""
    return render_template("draw.html", shown=shown, steps=draw_steps(shown), printed=printed[:64], found=found)
