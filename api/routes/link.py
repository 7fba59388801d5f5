"""The page behind a message: for an old phone and an old hand; the secret comes in the body and is never in an address.

Every answer has the same size, whatever it says (docs/spec/sealing.md §4).
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from api.context import reading, services
from api.limits import limited
from api.roles import EVERYBODY, allowed
from dispatch.workflow.shown_link import link_shown, take_answer

SIZE = 16 * 1024
pages = Blueprint("link", __name__)


@pages.get("/c/<locator>")
@allowed(*EVERYBODY)
@limited("60 per minute")
def open_page(locator: str) -> str:
    """The same empty page for every locator: whether it exists is said to nobody without the secret."""
    return render_template("link_open.html", locator=locator[:22])


@pages.post("/c/<locator>")
@allowed(*EVERYBODY)
@limited("30 per minute")
def show_or_answer(locator: str) -> str:
    """Shows the stage; with an answer, takes it first."""
    secret, given = _secret(request.form.get("secret", "")), request.form.get("answer", "")
    if given:
        with services().work() as work:
            take_answer(locator, secret, given, request.form.get("words", ""), work, told=request.form)
    with reading() as work:
        shown = link_shown(locator, secret, work)
    return render_template("link.html", shown=shown, secret=secret, locator=locator, answered=bool(given))


def _secret(typed: str) -> str:
    """What stands behind the #, of whoever pasted the whole link or a blank around it."""
    return typed.rpartition("#")[2].strip()


@pages.after_request
def one_size(response: Response) -> Response:
    """Fills up with blanks; whoever watches the line learns nothing from the length."""
    body = response.get_data()
    target = -(-len(body) // SIZE) * SIZE
    response.set_data(body + b" " * (target - len(body)))
    return response
