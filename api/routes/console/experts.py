"""专家管理: the register by what holds today, one expert with everything that was written about him, and what waits for a person."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from api.acts import tried
from api.console.leave_calendar import leave_months
from api.context import reading, services, viewer
from api.expert_acts import acts_for
from api.expert_blanks import ASKED_BY
from api.expert_words import timeline
from api.forms import EMPTY, Filled, fill
from api.limits import limited
from api.pager import chosen, is_first
from api.problems import status_of
from api.roles import allowed
from api.routes.console.expert_acts import known_to_change, last_entry
from dispatch.workflow.experts.access import hand_out
from dispatch.workflow.experts.entries import Act, checked_entries
from dispatch.workflow.experts.known import Known
from dispatch.workflow.experts.listed import Shelf, expert_page, find_expert, known_by_ref, refs_of
from dispatch.workflow.experts.shown import due, shown
from dispatch.workflow.work import Work
from policies.profiles import profile
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Role

DUE = 50  # matters on the first page; those with the nearest day first
LAST = "9"  # behind every year: whatever has no day
_SETTINGS = ("points_total", "points_single", "leave_longest", "training_valid", "appeal_within", "answer_within")
pages = Blueprint("experts", __name__)


@pages.get("/experts")
@allowed(Role.LIBRARIAN)
def listed() -> str:
    return _register(None, "")


@pages.post("/experts")
@allowed(Role.LIBRARIAN)
def find() -> Any:
    """By number or document; in the body, since a document's number may stand in no address."""
    text = request.form.get("text", "")
    with reading() as work:
        found = tried(lambda: find_expert(text, work))
    if isinstance(found, Refused):
        return _register(found, text), 404
    return redirect(url_for("experts.page", ref=found.ref), 303)


@pages.post("/experts/check")
@limited("6 per minute")
@allowed(Role.LIBRARIAN)
def check() -> Any:
    """Opens every entry beside the whole log, so it may not be asked for without end; it changes nothing."""
    with reading() as work:
        found = tried(lambda: checked_entries(work))
    return (_register(found, ""), status_of(type(found))) if isinstance(found, Refused) else _register(None, "", found)


@pages.get("/experts/due")
@allowed(Role.LIBRARIAN)
def waiting() -> str:
    """Reads everything about whoever something waits for, so the register fetches it after it is shown."""
    with reading() as work:
        found = sorted(due(work), key=lambda each: str(each["by"] or LAST))
        refs = refs_of([each["no"] for each in found[:DUE]], work)
    rows = [(each, refs[each["no"]]) for each in found[:DUE]]
    part = "HX-Request" in request.headers
    return render_template("parts/due.html" if part else "experts_due.html", due=rows, more=max(0, len(found) - DUE))


@pages.get("/experts/<ref>")
@allowed(Role.LIBRARIAN)
def page(ref: str) -> str:
    with reading() as work:
        return _page(known_by_ref(ref, work), work)


@pages.get("/experts/<ref>/access")
@allowed(Role.LIBRARIAN)
def access(ref: str) -> Any:
    with reading() as work:
        return _access(known_by_ref(ref, work), EMPTY)


@pages.post("/experts/<ref>/access")
@allowed(Role.LIBRARIAN)
def hand_over(ref: str) -> Any:
    """Everything held about one person, to be printed for him; that it was handed out is an entry. Sent twice, it is made once."""
    filled = fill((ASKED_BY,), request.form)
    if filled.faults:
        with reading() as work:
            return _access(known_by_ref(ref, work), filled), 422
    with services().work() as work:
        known = known_to_change(ref, work)
        if last_entry(known) != request.form.get("seen", ""):
            return redirect(url_for("experts.page", ref=ref, changed=1), 303)
        document = without_fees(hand_out(known.no, Act(viewer().name, filled.values["why"]), work))
    return render_template("expert_file.html", document=document, ref=ref)


def without_fees(document: dict[str, Any]) -> dict[str, Any]:
    """The matrix opens a fee to the library never (V14): the expert sees his own by the link of his fee, or asks finance."""
    remarks = [remark.replace("、劳务费", "") for remark in document["说明"]]
    return document | {"劳务费": [], "说明": remarks}


def _register(refusal: Refused | None, text: str, checked: int | None = None) -> str:
    shelf = chosen(Shelf, "shelf", Shelf.ALL)
    with reading() as work:
        found = expert_page(shelf, request.args.get("after", ""), work)
        return render_template(
            "experts.html",
            shelf=shelf,
            shelves=tuple(Shelf),
            found=found,
            refusal=refusal,
            text=text,
            checked=checked,
            count=work.uow.registry.count(),
            is_first=is_first(),
        )


def _page(known: Known, work: Work) -> str:
    rules = profile(work.means.profile)
    return render_template(
        "expert.html",
        known=known,
        facts=shown(known, work),
        told=timeline(known),
        months=leave_months(known.state.leave, known.on),
        own=acts_for(known, own=True),
        ours=acts_for(known, own=False),
        settings={name: rules.setting(f"lifecycle.{name}", known.on) for name in _SETTINGS},
        done="done" in request.args,
        changed="changed" in request.args,
    )


def _access(known: Known, filled: Filled) -> str:
    return render_template("expert_access.html", known=known, reason=ASKED_BY, filled=filled, seen=last_entry(known))
