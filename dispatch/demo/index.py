"""index.html: leads a visitor through everything that a demo left behind, Chinese first; one file, no script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dispatch.demo.files import Written
from dispatch.workflow.records import Moment, TenderRecord
from policies.calendar import LOCAL
from policies.vocabulary.roles import Event

MOMENTS = {
    Event.SUBMITTED: "申请",
    Event.SEALED: "抽取封存",
    Event.CALLED: "通知",
    Event.ACCEPTED: "满额",
    Event.VENUE_NOTICE: "告知场地",
    Event.CHECKED_IN: "签到",
    Event.OPENED: "开评解封",
    Event.REPORTED: "报告签署",
    Event.ANNOUNCED: "公告",
    Event.SETTLED: "批准支付",
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One tender for the index."""

    record: TenderRecord
    moments: dict[Event, Moment]
    rounds: int
    written: Sequence[Written]

    @property
    def picture(self) -> Written | None:
        return next((one for one in self.written if one.path.suffix == ".svg"), None)


def index_page(chapters: Iterable[Chapter], general: Sequence[Written], story: Sequence[str], root: Path) -> str:
    """The page as text; links are relative to `root`."""
    loader = FileSystemLoader(Path(__file__).parent)
    template = Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("index.html.jinja")
    return template.render(
        chapters=list(chapters),
        general=general,
        story=story,
        moments=MOMENTS,
        link=lambda path: path.relative_to(root).as_posix(),
        shown=_shown,
    )


def _shown(at: datetime, form: str) -> str:
    return at.astimezone(LOCAL).strftime(form)
