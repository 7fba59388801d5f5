"""法定例外与审批: one act on one tender, filled in, looked at, confirmed; the page offers, the use case decides."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.acts import Sheet, Step, status_of_sheet, step_of, tried
from api.context import reading, rehearsing, services, viewer
from api.forms import EMPTY, Filled, Text, fill
from api.roles import allowed
from api.tender_acts import ACTS, TenderAct
from api.tender_foreseen import follows
from dispatch.workflow.exceptions.offered import Act, offered, stamp
from dispatch.workflow.exceptions.recall_committee import check_recall
from dispatch.workflow.experts.entries import Act as Authored
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.shown import tender_by_token
from dispatch.workflow.shown_tenders import TenderShown, tender_shown
from dispatch.workflow.work import Work
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Role

APPROVERS = (Role.OPERATOR, Role.SUPERVISOR)
_OPENS_NOBODY = (Act.RECALL, Act.CANCEL)  # tried for real these would open or write to whoever was called: the facts suffice
pages = Blueprint("exceptions", __name__)


@pages.get("/tenders/<token>/approval")
@allowed(*APPROVERS)
def approval(token: str) -> Any:
    """Nothing to fill in: the page shows at once what approval would lead to."""
    act = ACTS[Act.APPROVE]
    with reading() as work:
        is_open = act.act in offered(tender_by_token(token, work), work)
    return _page(token, act, _looked(token, act, EMPTY) if is_open else Sheet())


@pages.post("/tenders/<token>/approval")
@allowed(*APPROVERS)
def approve(token: str) -> Any:
    return _taken(token, ACTS[Act.APPROVE])


@pages.get("/tenders/<token>/acts/<act>")
@allowed(Role.OPERATOR)
def form(token: str, act: str) -> Any:
    return _page(token, _act(act), Sheet())


@pages.post("/tenders/<token>/acts/<act>")
@allowed(Role.OPERATOR)
def take(token: str, act: str) -> Any:
    """Looks, goes back to the form, or does it; what has changed since it was looked at is not done."""
    return _taken(token, _act(act))


def _act(name: str) -> TenderAct:
    if name not in set(Act) - {Act.APPROVE}:
        abort(404)
    return ACTS[Act(name)]


def _taken(token: str, act: TenderAct) -> Any:
    step = step_of(request.form.get("step", ""))
    with reading() as work:
        record = tender_by_token(token, work)
        filled, is_open = fill(act.blanks(record, work), request.form), act.act in offered(record, work)
    if not is_open:
        return _back(token, act, changed=True)
    if step is Step.EDIT or filled.faults:
        return _page(token, act, Sheet(filled))
    if step is Step.LOOK:
        return _page(token, act, _looked(token, act, filled))
    done = tried(lambda: _done(token, act, filled, request.form.get("seen", "")))
    if isinstance(done, Refused):
        return _page(token, act, Sheet(filled, done))
    return _back(done.token if done else token, act, changed=done is None)


def _looked(token: str, act: TenderAct, filled: Filled) -> Sheet:
    """Tries the act and undoes it; the sheet says what it came to."""

    def rehearse() -> Sheet:
        with rehearsing() as work:
            record = tender_by_token(token, work)
            after = _tried_act(act, record, filled, work)
        with reading() as work:
            record = tender_by_token(token, work)
            return Sheet(filled, None, follows(act.act, record, after, filled.values, work), stamp(record, work))

    found = tried(rehearse)
    return Sheet(filled, found) if isinstance(found, Refused) else found


def _tried_act(act: TenderAct, record: TenderRecord, filled: Filled, work: Work) -> TenderRecord | None:
    if act.act in _OPENS_NOBODY:
        Authored(viewer().name, filled.values["why"])  # the same readable author and reason that the act will ask for
    if act.act is Act.RECALL:
        check_recall(record, filled.values["begins_at"], work)
    return None if act.act in _OPENS_NOBODY else act.do(record, filled.values, viewer().name, work)


def _done(token: str, act: TenderAct, filled: Filled, seen: str) -> TenderRecord | None:
    """None where the tender is no longer as it was looked at: then nothing is done."""
    with services().work() as work:
        work.uow.tenders.hold(token)
        record = tender_by_token(token, work)
        return act.do(record, filled.values, viewer().name, work) if stamp(record, work) == seen else None


def _page(token: str, act: TenderAct, sheet: Sheet) -> tuple[str, int]:
    with reading() as work:
        shown, record = tender_shown(token, viewer(), work), tender_by_token(token, work)
        is_open = act.act in offered(record, work)
        page = render_template("act.html", back=_way_back(shown), act=act, sheet=sheet, blanks=act.blanks(record, work), open=is_open)
    return page, status_of_sheet(sheet)


def _way_back(shown: TenderShown) -> tuple[str, Text, Text]:
    """Address and name of the page that the act belongs to, and the state that it is in."""
    return url_for("tenders.page", token=shown.line.token), shown.line.title, shown.line.state


def _back(token: str, act: TenderAct, *, changed: bool) -> Response:
    done, moved = (None, act.act.value) if changed else (act.act.value, None)
    return redirect(url_for("tenders.page", token=token, done=done, changed=moved), 303)
