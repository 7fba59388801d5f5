"""谁持有密钥: what the embedded mode means for anyone who wants to rely on a draw."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import reading
from api.roles import EVERYBODY, allowed
from dispatch.workflow.shown_log import log_shown

pages = Blueprint("embedded", __name__)


@pages.get("/embedded")
@allowed(*EVERYBODY)
def page() -> str:
    with reading() as work:
        shown = log_shown(work)
        parties = work.means.parties
    return render_template("embedded.html", shown=shown, parties=parties)
