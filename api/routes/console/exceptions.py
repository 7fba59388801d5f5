"""法定例外与审批: one act on one tender, filled in, looked at, confirmed; the page offers, the use case decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.act_pages import looked, taken
from api.acts import Sheet, status_of_sheet
from api.context import reading, viewer
from api.forms import EMPTY, Blank, Text
from api.roles import allowed
from api.tender_acts import ACTS, FORM, TenderAct
from api.tender_foreseen import follows
from dispatch.workflow.exceptions.offered import Act, offered, stamp
from dispatch.workflow.exceptions.recall_committee import check_recall
from dispatch.workflow.experts.entries import Act as Authored
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.shown import tender_by_token
from dispatch.workflow.shown_tenders import TenderShown, tender_shown
from dispatch.workflow.work import Work
from policies.vocabulary.roles import Role

APPROVERS = (Role.OPERATOR, Role.SUPERVISOR)
_OPENS_NOBODY = (Act.RECALL, Act.CANCEL, Act.RECUSE)  # tried for real these would open, or write to, whoever was called: the facts suffice
pages = Blueprint("exceptions", __name__)


@pages.get("/tenders/<token>/approval")
@allowed(*APPROVERS)
def approval(token: str) -> Any:
    """Nothing to fill in: the page shows at once what approval would lead to."""
    act_page = _TenderPage(token, ACTS[Act.APPROVE])
    with reading() as work:
        is_open = act_page.is_open(work)
    return act_page.page(looked(act_page, EMPTY) if is_open else Sheet())


@pages.post("/tenders/<token>/approval")
@allowed(*APPROVERS)
def approve(token: str) -> Any:
    return taken(_TenderPage(token, ACTS[Act.APPROVE]))


@pages.get("/tenders/<token>/widening")
@allowed(*APPROVERS)
def widening(token: str) -> Any:
    return _TenderPage(token, ACTS[Act.GRANT]).page(Sheet())


@pages.post("/tenders/<token>/widening")
@allowed(*APPROVERS)
def widen(token: str) -> Any:
    """A tender that is drawn anew has another code: whoever confirms twice is led to the list of tenders."""
    with reading() as work:
        if work.uow.tenders.by_token(token) is None:
            return redirect(url_for("tenders.listed"), 303)
    return taken(_TenderPage(token, ACTS[Act.GRANT]))


@pages.get("/tenders/<token>/recusal")
@allowed(Role.SUPERVISOR)
def recusal(token: str) -> Any:
    return _TenderPage(token, ACTS[Act.RECUSE]).page(Sheet())


@pages.post("/tenders/<token>/recusal")
@allowed(Role.SUPERVISOR)
def recuse(token: str) -> Any:
    return taken(_TenderPage(token, ACTS[Act.RECUSE]))


@pages.get("/tenders/<token>/acts/<act>")
@allowed(Role.OPERATOR)
def form(token: str, act: str) -> Any:
    return _TenderPage(token, _act(act)).page(Sheet())


@pages.post("/tenders/<token>/acts/<act>")
@allowed(Role.OPERATOR)
def take(token: str, act: str) -> Any:
    """Looks, goes back to the form, or does it; what has changed since it was looked at is not done."""
    return taken(_TenderPage(token, _act(act)))


def _act(name: str) -> TenderAct:
    if name not in set(Act) or ACTS[Act(name)].page != FORM:
        abort(404)
    return ACTS[Act(name)]


@dataclass(frozen=True, slots=True)
class _TenderPage:
    """One act on one tender."""

    token: str
    act: TenderAct

    def blanks(self, work: Work) -> tuple[Blank, ...]:
        return self.act.blanks(self._record(work), work)

    def is_open(self, work: Work) -> bool:
        return self.act.act in offered(self._record(work), work)

    def hold(self, work: Work) -> None:
        work.uow.tenders.hold(self.token)

    def stamp(self, work: Work) -> str:
        return stamp(self._record(work), work)

    def rehearse(self, values: Mapping[str, Any], work: Work) -> TenderRecord | None:
        if self.act.act in _OPENS_NOBODY:
            Authored(viewer().name, values["why"])  # the same readable author and reason that the act will ask for
        if self.act.act is Act.RECALL:
            check_recall(self._record(work), values["begins_at"], work)
        return None if self.act.act in _OPENS_NOBODY else self.do(values, work)

    def follows(self, rehearsed: TenderRecord | None, values: Mapping[str, Any], work: Work) -> tuple[Text, ...]:
        return follows(self.act.act, self._record(work), rehearsed, values, work)

    def do(self, values: Mapping[str, Any], work: Work) -> TenderRecord:
        return self.act.do(self._record(work), values, viewer().name, work)

    def page(self, sheet: Sheet) -> tuple[str, int]:
        with reading() as work:
            back, blanks, is_open = _way_back(tender_shown(self.token, viewer(), work)), self.blanks(work), self.is_open(work)
            page = render_template("act.html", back=back, act=self.act, sheet=sheet, blanks=blanks, open=is_open)
        return page, status_of_sheet(sheet)

    def back(self, done: TenderRecord | None) -> Response:
        name, token = self.act.act.value, done.token if done else self.token
        return redirect(url_for("tenders.page", token=token, done=name if done else None, changed=None if done else name), 303)

    def _record(self, work: Work) -> TenderRecord:
        return tender_by_token(self.token, work)


def _way_back(shown: TenderShown) -> tuple[str, Text, Text]:
    """Address and name of the page that the act belongs to, and the state that it is in."""
    return url_for("tenders.page", token=shown.line.token), shown.line.title, shown.line.state
