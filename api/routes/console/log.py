"""见证日志: entries, checkpoint and cosignatures, for everybody."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.context import reading
from api.roles import EVERYBODY, allowed
from dispatch.workflow.shown_log import entries_shown, log_shown

PAGE = 50
pages = Blueprint("log", __name__)


@pages.get("/log")
@allowed(*EVERYBODY)
def page() -> str:
    """The latest page by default; `from` counts entries, as everywhere in the log."""
    with reading() as work:
        shown = log_shown(work)
        start = _start(request.args.get("from", ""), shown.size)
        entries = entries_shown(start, PAGE, work)
    return render_template("log.html", shown=shown, entries=entries[::-1], start=start, page=PAGE)


def _start(text: str, size: int) -> int:
    latest = max(0, (size - 1) // PAGE * PAGE)
    return min(int(text), latest) if text.isascii() and text.isdigit() and len(text) < 12 else latest
