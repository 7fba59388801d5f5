"""专家管理的办理: one act about one expert, filled in, looked at, confirmed; his own matters are recorded for him here."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.acts import Sheet, Step, status_of_sheet, step_of, tried
from api.context import reading, rehearsing, services, viewer
from api.expert_acts import ACTS, ExpertAct
from api.expert_words import changes, words_of
from api.forms import Filled, Text, fill
from api.roles import allowed
from dispatch.workflow.experts.entries import Act, Entry
from dispatch.workflow.experts.known import Known
from dispatch.workflow.experts.listed import known_by_ref
from dispatch.workflow.experts.matter import matters
from dispatch.workflow.experts.refusals import UnknownExpert
from dispatch.workflow.experts.shown import shown
from dispatch.workflow.work import Work
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Role

pages = Blueprint("expert_acts", __name__)


@pages.get("/experts/<ref>/acts/<name>")
@allowed(Role.LIBRARIAN)
def form(ref: str, name: str) -> Any:
    """What the page of the expert has chosen already, e.g. which matter is decided, comes with the address."""
    act = _act(name)
    with reading() as work:
        blanks = act.blanks(known_by_ref(ref, work))
    chosen = {blank.name: request.args[blank.name] for blank in blanks if blank.choices and blank.name in request.args}
    return _page(ref, act, Sheet(Filled(chosen, {}, {})))


@pages.post("/experts/<ref>/acts/<name>")
@allowed(Role.LIBRARIAN)
def take(ref: str, name: str) -> Any:
    """Looks, goes back to the form, or does it; what has changed since it was looked at is not done."""
    act, step = _act(name), step_of(request.form.get("step", ""))
    with reading() as work:
        known = tried(lambda: known_by_ref(ref, work))
        if isinstance(known, Refused):
            return _gone(act, known)
        filled, is_open = fill(act.blanks(known), request.form), act.is_open(known)
    if not is_open:
        return _back(ref, changed=True)
    if step is Step.EDIT or filled.faults:
        return _page(ref, act, Sheet(filled))
    if step is Step.LOOK:
        return _page(ref, act, _looked(ref, act, filled))
    done = tried(lambda: _done(ref, act, filled, request.form.get("seen", "")))
    if isinstance(done, Refused):
        return _page(ref, act, Sheet(filled, done))
    return _back("" if act.name == "erase" and done else ref, changed=done is None)


def last_entry(known: Known) -> str:
    """What a page saw last of somebody: whoever confirms it after another entry was made is told so."""
    return str(max((entry.seq for entry in known.entries), default=0))


def known_to_change(ref: str, work: Work) -> Known:
    """As `known_by_ref`, and nobody else writes until this unit of work ends; the registry is always taken first."""
    work.uow.registry.begin_import()
    work.uow.lifecycle.begin()
    return known_by_ref(ref, work)


def _gone(act: ExpertAct, refusal: Refused) -> Response:
    """Nobody is here any more: an erasure that is confirmed twice ends where it ended the first time. Raises the refusal otherwise."""
    if act.name != "erase":
        raise refusal
    return _back("", changed=True)


def _act(name: str) -> ExpertAct:
    if name not in ACTS:
        abort(404)
    return ACTS[name]


def _looked(ref: str, act: ExpertAct, filled: Filled) -> Sheet:
    """Tries the act and undoes it; the sheet says what it would write and change."""

    def rehearse() -> Sheet:
        with rehearsing() as work:
            known = known_to_change(ref, work)
            before = shown(known, work)
            entry = _written(act, known, filled, work)
            return Sheet(filled, None, tuple(_follows(act, entry, before, ref, work)), last_entry(known))

    found = tried(rehearse)
    return Sheet(filled, found) if isinstance(found, Refused) else found


def _follows(act: ExpertAct, entry: Entry, before: dict[str, Any], ref: str, work: Work) -> list[Text]:
    """The entry in words, then what it changes; of whoever was erased nothing is left to compare."""
    if act.name == "erase":
        return [act.undo]
    known = known_by_ref(ref, work)
    return [told for told in (words_of(entry, known), *changes(before, shown(known, work))) if told]


def _done(ref: str, act: ExpertAct, filled: Filled, seen: str) -> Entry | None:
    """None where another entry was made since the page was looked at: then nothing is done."""
    with services().work() as work:
        known = known_to_change(ref, work)
        return _written(act, known, filled, work) if last_entry(known) == seen else None


def _written(act: ExpertAct, known: Known, filled: Filled, work: Work) -> Entry:
    """The use cases look people up by number; where a candidate has the number of somebody in the pool, it must be the one meant."""
    entry = act.do(known.no, filled.values, Act(viewer().name, filled.values["why"]), work)
    if entry.ref != known.ref:
        raise UnknownExpert(no=known.no)
    return entry


def _page(ref: str, act: ExpertAct, sheet: Sheet) -> tuple[str, int]:
    with reading() as work:
        known = known_by_ref(ref, work)
        facts = shown(known, work)
        back = (url_for("experts.page", ref=ref), f"{known.no} {facts['name']}", facts["standing"] or facts["stage"])
        told = matters(known) if act.name == "review" else ()
        page = render_template(
            "act.html", back=back, act=act, sheet=sheet, blanks=act.blanks(known), open=act.is_open(known), matters=told, known=known
        )
    return page, status_of_sheet(sheet)


def _back(ref: str, *, changed: bool) -> Response:
    if not ref:
        return redirect(url_for("experts.listed"), 303)
    return redirect(url_for("experts.page", ref=ref, done=None if changed else 1, changed=1 if changed else None), 303)
