"""征集与报名: calls are published, and candidacies taken from a file of the shape of the pool; another person reviews each of them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _

from api.acts import Sheet, Step, Wording, status_of_sheet, step_of, tried
from api.bringing import day_of
from api.context import reading, rehearsing, services, viewer
from api.forms import EMPTY, WHY, Blank, Filled, Kind, fill
from api.refusals import BadParameters
from api.roles import allowed
from dispatch.adapters.brought_files import open_pool_file
from dispatch.intake.pool_rows import PoolReading, collected
from dispatch.intake.refusals import UnknownFileType
from dispatch.workflow.experts.candidacy import OpenCall, open_call, open_calls, take_candidacies
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.experts.refusals import BadCandidacy
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Role

LARGEST = 4 * 2**20  # bytes of a file of candidacies
KINDS = (".csv", ".xlsx", ".xls")
EDITIONS = (("2018", "2018"), ("2010", "2010"))
CLEAR = "brought-"  # what a killed process leaves under this name is swept away with what was brought (api/bringing_store.py)
_SHOWN = 20  # faults of a file
pages = Blueprint("open_calls", __name__)


PUBLISHING = Wording(
    _("发布征集公告"),
    _("写明征集哪些专业、何时报名；报名表按专家库的列填写。"),
    _("发布后不能改写；有误的请另用编号再发布。重复发布同一公告不产生变化。"),
    _("发布"),
)
BLANKS = (
    Blank("no", _("公告编号"), hint=_("如 ZJ-2026"), most=40),
    Blank("title", _("公告名称")),
    Blank("since", _("报名开始（含）"), Kind.DAY),
    Blank("until", _("报名截止（含）"), Kind.DAY),
    Blank("edition", _("专业分类版本"), Kind.CHOICE, choices=EDITIONS),
    Blank("codes", _("专业代码"), required=False, hint=_("用顿号或空格分开，可写上级，如 A08；不填为全部专业"), most=400),
    WHY,
)


@pages.before_app_request
def _take_files() -> None:
    """Set before anything of the body is read; who may not come here is turned away before that."""
    if request.endpoint == "open_calls.take":
        request.max_content_length = LARGEST


@pages.get("/open-calls")
@allowed(Role.LIBRARIAN)
def page() -> str:
    return _page(None)


@pages.post("/open-calls")
@allowed(Role.LIBRARIAN)
def take() -> Any:
    """All candidacies of the file or none; a row that waits already changes nothing, so that sending twice is harmless."""
    filled = fill((Blank("call", _("公告编号"), most=40), WHY), request.form)
    if filled.faults:
        return _page(None, filled), 422
    taken = tried(lambda: _taken(filled))
    if isinstance(taken, Refused):
        return _page(taken, filled), 409
    return redirect(url_for("open_calls.page", taken=taken), 303)


@pages.get("/open-calls/new")
@allowed(Role.LIBRARIAN)
def form() -> Any:
    return _form(Sheet(Filled({"edition": EDITIONS[0][0]}, {}, {})))


@pages.post("/open-calls/new")
@allowed(Role.LIBRARIAN)
def publish() -> Any:
    filled, step = fill(BLANKS, request.form), step_of(request.form.get("step", ""))
    if step is Step.EDIT or filled.faults:
        return _form(Sheet(filled))
    found = tried(lambda: _published(filled, keep=step is Step.DO))
    if isinstance(found, Refused):
        return _form(Sheet(filled, found))
    if step is Step.DO:
        return redirect(url_for("open_calls.page", published=1), 303)
    wanted = _("接受所持专业在 %(codes)s 范围内的人报名。", codes="、".join(found.codes)) if found.codes else _("接受任何专业的人报名。")
    days = _("%(since)s 至 %(until)s 受理。", since=found.since, until=found.until)
    return _form(Sheet(filled, None, (wanted, days), found.no))


def _published(filled: Filled, *, keep: bool) -> OpenCall:
    given = filled.values
    codes = tuple(given.get("codes", "").replace("、", " ").replace("，", " ").replace(",", " ").split())
    call = OpenCall(given["no"], given["title"], given["edition"], codes, given["since"], given["until"])
    with services().work() if keep else rehearsing() as work:
        open_call(call, Act(viewer().name, given["why"]), work)
    return call


def _taken(filled: Filled) -> int:
    """Raises what the file, its rows, or the call refuse; nothing is kept then."""
    sent = request.files.get("file")
    name = Path((sent.filename or "").replace("\\", "/")).name if sent else ""
    if sent is None or not name:
        raise BadParameters(names="file")
    if Path(name).suffix.lower() not in KINDS:
        raise UnknownFileType(found=Path(name).suffix or name, wanted="CSV、XLSX、XLS")
    with tempfile.TemporaryDirectory(prefix=CLEAR) as place:  # only this process may enter it, and it ends with the block
        path = Path(place) / f"candidacies{Path(name).suffix.lower()}"
        path.write_bytes(sent.read())
        reading_of_file: PoolReading = collected(open_pool_file(path).table, day_of(services()))
    if reading_of_file.errors:
        raise BadCandidacy(why="；".join(f"第{error.row}行{error.message}" for error in reading_of_file.errors[:_SHOWN]))
    with services().work() as work:
        return take_candidacies(reading_of_file.experts, filled.values["call"], Act(viewer().name, filled.values["why"]), work)


def _page(refusal: Refused | None, filled: Filled = EMPTY) -> str:
    with reading() as work:
        calls, today = _calls(work), local_day(work.now)
    taken = request.args.get("taken", "")
    return render_template(
        "open_calls.html",
        calls=calls,
        today=today,
        why=WHY,
        filled=filled,
        refusal=refusal,
        taken=int(taken) if taken.isascii() and taken.isdigit() and len(taken) < 7 else None,
        published="published" in request.args,
    )


def _calls(work: Work) -> list[OpenCall]:
    return sorted(open_calls(work).values(), key=lambda call: (call.until, call.no), reverse=True)


def _form(sheet: Sheet) -> tuple[str, int]:
    back = (url_for("open_calls.page"), _("征集与报名"), "")
    return render_template("act.html", back=back, act=PUBLISHING, sheet=sheet, blanks=BLANKS, open=True), status_of_sheet(sheet)
