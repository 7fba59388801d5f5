"""项目: the list, one tender, and its names – opened by a deliberate act that the log keeps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from api.console.rulebook import numbers_of, rule_sentence
from api.console.timeline import tender_stages
from api.context import reading, services, viewer
from api.limits import limited
from api.pager import chosen, day_of, is_first
from api.roles import SIGNED_IN, allowed
from api.tender_acts import ACTS, acts_for
from dispatch.workflow.exceptions.offered import Act
from dispatch.workflow.explain_shown import explanation_shown
from dispatch.workflow.pages import Page
from dispatch.workflow.shown import sights_of, tender_by_token
from dispatch.workflow.shown_committee import open_names
from dispatch.workflow.shown_rooms import venue_names
from dispatch.workflow.shown_tenders import Shelf, TenderShown, find_tenders, tender_page, tender_shown, tenders_between
from dispatch.workflow.work import Work
from policies.calendar import midnight
from policies.vocabulary.roles import Role

NAMES = (Role.OPERATOR, Role.HOST, Role.SUBVENUE, Role.SUPERVISOR, Role.TENDERER)
pages = Blueprint("tenders", __name__)


@pages.get("/tenders")
@allowed(*SIGNED_IN)
def listed() -> str:
    """A page of the list; with `day`, all that check in on that day."""
    text = request.args.get("day", "")
    day = day_of(text) if text else None
    shelf = chosen(Shelf, "shelf", Shelf.ALL)
    with reading() as work:
        if day:
            found = Page(tenders_between(midnight(day), midnight(day) + timedelta(days=1), viewer(), work), "")
        else:
            found = tender_page(viewer(), work, request.args.get("after", ""), shelf)
    return render_template("tenders.html", found=found, shelf=shelf, shelves=tuple(Shelf), day=day, text="", is_first=is_first())


@pages.post("/tenders")
@allowed(*SIGNED_IN)
def find() -> Any:
    """By number or by the beginning of the code; in the body, since a number may stand in no address."""
    text = request.form.get("text", "")[:64]
    with reading() as work:
        lines = find_tenders(text, viewer(), work)
    if len(lines) == 1:
        return redirect(url_for("tenders.page", token=lines[0].token), 303)
    shown = {"found": Page(lines, ""), "shelf": Shelf.ALL, "shelves": tuple(Shelf), "day": None, "text": text, "is_first": True}
    return render_template("tenders.html", **shown), 200 if lines else 404


@pages.get("/tenders/<token>")
@allowed(*SIGNED_IN)
def page(token: str) -> str:
    with reading() as work:
        return _page(tender_shown(token, viewer(), work), work, ())


@pages.get("/tenders/<token>/explain")
@limited("20 per minute")
@allowed(*SIGNED_IN)
def explained(token: str) -> str:
    """如果现在抽取: screening and solver run for this one page, so it may not be asked for without end."""
    with reading() as work:
        return render_template("explain.html", shown=explanation_shown(token, viewer(), work), sentence=rule_sentence)


@pages.post("/tenders/<token>/names")
@allowed(*NAMES)
def names(token: str) -> str:
    """The act is logged before the first name is read."""
    with services().work() as work:
        opened = open_names(sights_of(tender_by_token(token, work), viewer(), work), work)
        return _page(tender_shown(token, viewer(), work), work, opened)


def _page(shown: TenderShown, work: Work, opened: tuple[object, ...]) -> str:
    return render_template(
        "tender.html",
        shown=shown,
        names=opened,
        may_open=viewer().role in NAMES,
        stages=tender_stages(shown),
        numbers=numbers_of(shown.application),
        venues=venue_names(work),
        acts=acts_for(viewer().role, tender_by_token(shown.line.token, work), work) if shown.application else (),
        done=ACTS[act] if (act := _act_named("done")) else None,
        changed=_act_named("changed") is not None,
        sentence=rule_sentence,
    )


def _act_named(name: str) -> Act | None:
    """Which act has just brought the reader back here, and how it went."""
    text = request.args.get(name, "")
    return Act(text) if text in set(Act) else None
