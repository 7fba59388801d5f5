"""专家管理的办理: one act about one expert, filled in, looked at, confirmed; his own matters are recorded for him here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.act_pages import taken
from api.acts import Sheet, status_of_sheet, tried
from api.context import reading, viewer
from api.expert_acts import ACTS, ExpertAct
from api.expert_words import changes, words_of
from api.forms import Blank, Filled, Text
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
    act_page = _ExpertPage(ref, _act(name))
    with reading() as work:
        blanks = act_page.blanks(work)
    chosen = {blank.name: request.args[blank.name] for blank in blanks if blank.choices and blank.name in request.args}
    return act_page.page(Sheet(Filled(chosen, {}, {})))


@pages.post("/experts/<ref>/acts/<name>")
@allowed(Role.LIBRARIAN)
def take(ref: str, name: str) -> Any:
    """Looks, goes back to the form, or does it; what has changed since it was looked at is not done."""
    act_page = _ExpertPage(ref, _act(name))
    with reading() as work:
        known = tried(lambda: known_by_ref(ref, work))
    if not isinstance(known, Refused):
        return taken(act_page)
    if act_page.act.name != "erase":
        raise known
    return _listed()  # nobody is here any more: an erasure that is confirmed twice ends where it ended the first time


def last_entry(known: Known) -> str:
    """What a page saw last of somebody: whoever confirms it after another entry was made is told so."""
    return str(max((entry.seq for entry in known.entries), default=0))


def known_to_change(ref: str, work: Work) -> Known:
    """As `known_by_ref`, and nobody else writes until this unit of work ends; the registry is always taken first."""
    _hold(work)
    return known_by_ref(ref, work)


def _hold(work: Work) -> None:
    work.uow.registry.begin_import()
    work.uow.lifecycle.begin()


def _act(name: str) -> ExpertAct:
    if name not in ACTS:
        abort(404)
    return ACTS[name]


@dataclass(frozen=True, slots=True)
class _ExpertPage:
    """One act about one expert."""

    ref: str
    act: ExpertAct

    def blanks(self, work: Work) -> tuple[Blank, ...]:
        return self.act.blanks(known_by_ref(self.ref, work), work)

    def is_open(self, work: Work) -> bool:
        return self.act.is_open(known_by_ref(self.ref, work))

    def hold(self, work: Work) -> None:
        _hold(work)

    def stamp(self, work: Work) -> str:
        return last_entry(known_by_ref(self.ref, work))

    def rehearse(self, values: Mapping[str, Any], work: Work) -> tuple[Text, ...]:
        """The entry in words, then what it changes; of whoever was erased nothing is left to compare."""
        before = shown(known_by_ref(self.ref, work), work)
        entry = self.do(values, work)
        if self.act.name == "erase":
            return (self.act.undo,)
        known = known_by_ref(self.ref, work)
        return tuple(told for told in (words_of(entry, known), *changes(before, shown(known, work))) if told)

    def follows(self, rehearsed: tuple[Text, ...], values: Mapping[str, Any], work: Work) -> tuple[Text, ...]:
        return rehearsed

    def do(self, values: Mapping[str, Any], work: Work) -> Entry:
        """The use cases look people up by number; where a candidate has the number of somebody in the pool, it must be the one meant."""
        known = known_by_ref(self.ref, work)
        entry = self.act.do(known.no, values, Act(viewer().name, values["why"]), work)
        if entry.ref != known.ref:
            raise UnknownExpert(no=known.no)
        return entry

    def page(self, sheet: Sheet) -> tuple[str, int]:
        with reading() as work:
            known = known_by_ref(self.ref, work)
            facts = shown(known, work)
            back = (url_for("experts.page", ref=self.ref), f"{known.no} {facts['name']}", facts["standing"] or facts["stage"])
            told = {"matters": matters(known) if self.act.name == "review" else (), "known": known}
            form = {"act": self.act, "sheet": sheet, "blanks": self.act.blanks(known, work), "open": self.act.is_open(known)}
            page = render_template("act.html", back=back, **form, **told)
        return page, status_of_sheet(sheet)

    def back(self, done: Entry | None) -> Response:
        if done and self.act.name == "erase":
            return _listed()
        return redirect(url_for("experts.page", ref=self.ref, done=1 if done else None, changed=None if done else 1), 303)


def _listed() -> Response:
    return redirect(url_for("experts.listed"), 303)
