"""抽取: open to everybody, because whoever holds up a draw does so in public."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.console.timeline import draw_steps
from api.context import reading, viewer
from api.pager import chosen, is_first
from api.roles import EVERYBODY, allowed
from dispatch.workflow.documents_link import transcript_digest
from dispatch.workflow.pages import Page
from dispatch.workflow.shown_draws import draw_page, draw_shown, find_draws
from dispatch.workflow.shown_tenders import Shelf

_ENDED = {Shelf.ALL: None, Shelf.OPEN: False, Shelf.OVER: True}
pages = Blueprint("draws", __name__)


@pages.get("/draws")
@allowed(*EVERYBODY)
def listed() -> str:
    """A page of the list; with `m`, those whose number begins so."""
    text = request.args.get("m", "")[:64]
    shelf = chosen(Shelf, "shelf", Shelf.ALL)
    with reading() as work:
        after, ended = request.args.get("after", ""), _ENDED[shelf]
        found = Page(find_draws(text, viewer(), work), "") if text else draw_page(viewer(), work, after, ended=ended)
    return render_template("draws.html", found=found, shelf=shelf, shelves=tuple(Shelf), text=text, is_first=is_first())


@pages.get("/draws/<m>")
@allowed(*EVERYBODY)
def page(m: str) -> str:
    """`?sha256=` comes from the code on a printed form: the page says whether the record here is the one that was printed."""
    printed = request.args.get("sha256", "").lower()
    with reading() as work:
        shown = draw_shown(m, viewer(), work)
        found = transcript_digest(m, viewer(), work) if printed and shown.published else ""
    return render_template("draw.html", shown=shown, steps=draw_steps(shown), printed=printed[:64], found=found)
