"""工作日历: which days are worked, by whose hand, and the approval of what was put forward through 文件导入, by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from api.act_pages import taken
from api.acts import Sheet, Wording, status_of_sheet
from api.context import reading, viewer
from api.forms import Blank, Kind, Text
from api.language import listed
from api.roles import allowed
from dispatch.intake.calendars import YearOff
from dispatch.workflow.calendars import (
    OFF,
    CalendarEntry,
    calendar_in_force,
    day_changes,
    decide_calendar,
    waiting_years,
    years_shown,
)
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.work import Work
from policies.calendar import WorkCalendar
from policies.vocabulary.roles import Role

APPROVERS = (Role.OPERATOR, Role.SUPERVISOR)
_YES, _NO = "1", "0"
WORDS = Wording(
    _("审批工作日历"),
    _("一人按通知提请，另一人与通知核对后审批；同意后各节点随即按它计算工作日。"),
    _("不能撤销；要改的，另行导入并再次审批。"),
    _("作出决定"),
    basis="《全国年节及纪念日放假办法》；国务院办公厅当年的节假日安排通知",
)
BLANKS = (
    Blank("granted", _("决定"), Kind.CHOICE, choices=((_YES, _("同意")), (_NO, _("不同意")))),
    Blank("why", _("与什么核对过"), Kind.LONG, hint=_("如：与国务院办公厅通知原文逐日核对；写入记录，不能更改"), most=500),
)
pages = Blueprint("calendars", __name__)


@pages.get("/calendars")
@allowed(*APPROVERS)
def page() -> str:
    with reading() as work:
        years = years_shown(work)
    told = {"done": "done" in request.args, "changed": "changed" in request.args}
    return render_template("calendars.html", years=years, brings=viewer().role is Role.OPERATOR, **told)


@pages.get("/calendars/<int:year>/approval")
@allowed(*APPROVERS)
def form(year: int) -> Any:
    return _CalendarPage(year).page(Sheet())


@pages.post("/calendars/<int:year>/approval")
@allowed(*APPROVERS)
def take(year: int) -> Any:
    """Looks, goes back to the form, or decides; another request than the one that was looked at is not decided."""
    return taken(_CalendarPage(year))


@dataclass(frozen=True, slots=True)
class _CalendarPage:
    """The decision about one year."""

    year: int

    def blanks(self, work: Work) -> tuple[Blank, ...]:
        return BLANKS

    def is_open(self, work: Work) -> bool:
        return self._waiting(work) is not None

    def hold(self, work: Work) -> None:
        work.uow.calendars.begin()

    def stamp(self, work: Work) -> str:
        waiting = self._waiting(work)
        return str(waiting.log_idx) if waiting else "-"

    def rehearse(self, values: Mapping[str, Any], work: Work) -> YearOff:
        return self.do(values, work)

    def follows(self, rehearsed: YearOff, values: Mapping[str, Any], work: Work) -> tuple[Text, ...]:
        if values["granted"] == _NO:
            return (_("%(year)s年的工作日历不变；提请的更改不再等待。", year=self.year),)
        told = _told_changes(rehearsed, calendar_in_force(work))
        return (*told, _("以后的抽取时间和答复期限按它计算；已经定下的抽取时间、已经答复的不变。"))

    def do(self, values: Mapping[str, Any], work: Work) -> YearOff:
        return decide_calendar(self.year, Act(viewer().name, values["why"]), work, granted=values["granted"] == _YES)

    def page(self, sheet: Sheet) -> tuple[str, int]:
        with reading() as work:
            waiting, calendar = self._waiting(work), calendar_in_force(work)
        changes = tuple(day_changes(waiting.days, calendar)) if waiting else ()
        shown = {"act": WORDS, "sheet": sheet, "blanks": BLANKS, "open": waiting is not None}
        back = (url_for("calendars.page"), _("工作日历"), "")
        return render_template("act.html", back=back, waiting=waiting, changes=changes, **shown), status_of_sheet(sheet)

    def back(self, done: YearOff | None) -> Response:
        return redirect(url_for("calendars.page", done=self.year if done else None, changed=None if done else self.year), 303)

    def _waiting(self, work: Work) -> CalendarEntry | None:
        return next((each for each in waiting_years(work) if each.days.year == self.year), None)


def _told_changes(days: YearOff, calendar: WorkCalendar) -> tuple[Text, ...]:
    changes = tuple(day_changes(days, calendar))
    off, worked = ([str(each.day) for each in changes if (each.becomes == OFF) is is_off] for is_off in (True, False))
    told = []
    if off:
        told.append(_("改为放假（%(n)s天）：%(days)s。", n=len(off), days=listed(off)))
    if worked:
        told.append(_("改为上班（%(n)s天）：%(days)s。", n=len(worked), days=listed(worked)))
    return tuple(told)
