"""抽取 as it may be shown: how far it has come, for whom it waits, and what the log holds of it; never who was drawn.

What stands here for everybody is what the public log tells anyway; a draw names its tender only to whoever may know both.
Times are those by which a quorum of witnesses had seen an event, not the centre's own word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from dispatch.witness.entry import Entry
from dispatch.workflow.checkpoint import trust_of
from dispatch.workflow.draw_log import entries_of
from dispatch.workflow.former import tender_behind
from dispatch.workflow.pages import PAGE, Page, page_of
from dispatch.workflow.proposals import declined_because
from dispatch.workflow.publish import transcript
from dispatch.workflow.records import DrawRecord, DrawStep, TenderRecord
from dispatch.workflow.refusals import TooEarly, UnknownDraw
from dispatch.workflow.shown import Sights, Viewer, sights_of
from dispatch.workflow.work import Work
from policies.vocabulary.roles import Event, Field


@dataclass(frozen=True, slots=True)
class DrawLine:
    """One draw by its pseudonym; `tender` is the token, `title` the tender's own, where the viewer may know it."""

    m: str
    step: DrawStep
    round: int
    waiting: tuple[str, ...]
    opened_at: datetime
    ended_at: datetime | None
    tender: str
    tender_id: str
    title: str


@dataclass(frozen=True, slots=True)
class EventShown:
    """One event of the draw in the log: `seen_at` is None until a quorum of witnesses has cosigned over it."""

    idx: int
    kind: str
    by: str
    round: int | None
    facts: tuple[tuple[str, str], ...]
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class DrawShown:
    """`opens` says why there is no transcript yet, in the words of TooEarly; empty once it may be fetched."""

    line: DrawLine
    events: tuple[EventShown, ...]
    parties: tuple[tuple[str, str], ...]
    draw_at: datetime | None
    publish_from: datetime | None
    published: bool
    commitments_open: bool
    declined: str = ""  # why the supervisor's agent has not signed what is waited for


_BEGINNING = re.compile("[0-9a-f]{4,64}")
_FACTS: Mapping[str, tuple[str, ...]] = {
    "pool": ("N", "P", "A", "B", "D", "K", "audit"),
    "commit": ("j", "a", "L", "F"),
    "release": ("j", "seen"),
    "result": ("S", "R"),
    "final": ("status", "rounds", "why"),
}


def draw_page(viewer: Viewer, work: Work, after: str = "", *, ended: bool | None = None) -> Page[DrawLine]:
    """Draws, a page behind one of them, the one begun last first: whoever stops one does so in public."""

    def rows(last: str, most: int) -> list[DrawRecord]:
        return work.uow.draws.page(last, most, ended=ended)

    return page_of(rows, lambda draws: lines_of(draws, viewer, work), attrgetter("m"), after)


def lines_of(draws: Iterable[DrawRecord], viewer: Viewer, work: Work) -> Iterator[DrawLine]:
    return (_line(draw, *_tender_of(draw, viewer, work), work) for draw in draws)


def find_draws(text: str, viewer: Viewer, work: Work) -> tuple[DrawLine, ...]:
    """Draws whose number begins so; a few characters are too many draws."""
    start = text.strip().lower().rstrip("…")
    return tuple(lines_of(work.uow.draws.beginning(start, PAGE), viewer, work)) if _BEGINNING.fullmatch(start) else ()


def draw_shown(m: str, viewer: Viewer, work: Work) -> DrawShown:
    """One draw. Raises UnknownDraw."""
    draw = _draw(m, work)
    record, sights = _tender_of(draw, viewer, work)
    knows_times = sights is not None and sights.fully(Field.TIME)
    tells = sights is None or sights.may(Field.COMMITMENT)
    return DrawShown(
        line=_line(draw, record, sights, work),
        events=tuple(_event(entry, tells, work) for entry in entries_of(m, work.uow)),
        parties=tuple((party.token, party.name) for party in work.means.parties),
        draw_at=draw.draw_at if knows_times else None,
        publish_from=draw.publish_from if knows_times or draw.step is DrawStep.ENDED else None,
        published=_is_published(draw, sights, work),
        commitments_open=tells,
        declined=declined_because(m, work.uow),
    )


def draw_transcript(m: str, viewer: Viewer, work: Work) -> dict[str, Any]:
    """The vd1 transcript, for whom and when the matrix opens it. Raises UnknownDraw, NotAllowed, TooEarly."""
    draw = _draw(m, work)
    _, sights = _tender_of(draw, viewer, work)
    _require_open(draw, sights, work)
    return transcript(m, work, opens_at=Event.REPORTED)


def _require_open(draw: DrawRecord, sights: Sights | None, work: Work) -> None:
    """A draw that ended before evaluation opened (no committee, or cancelled) passes no E8; its own time alone counts."""
    if sights is not None and Event.OPENED in sights.events:
        sights.require(Field.TRANSCRIPT)
    if draw.step is not DrawStep.ENDED or work.now < draw.publish_from:
        raise TooEarly(
            wanted="公布抽取记录",
            wanted_en="publication of the transcript",
            missing="抽取终结且约定的公布时间已到",
            missing_en="the end of the draw and the time of publication that was agreed on",
        )


def _is_published(draw: DrawRecord, sights: Sights | None, work: Work) -> bool:
    if draw.step is not DrawStep.ENDED or work.now < draw.publish_from:
        return False
    return sights is None or Event.OPENED not in sights.events or sights.may(Field.TRANSCRIPT)


def _draw(m: str, work: Work) -> DrawRecord:
    draw = work.uow.draws.get(m)
    if draw is None:
        raise UnknownDraw()
    return draw


def _tender_of(draw: DrawRecord, viewer: Viewer, work: Work) -> tuple[TenderRecord | None, Sights | None]:
    record = tender_behind(draw.m, work)
    return record, sights_of(record, viewer, work) if record else None


def _line(draw: DrawRecord, record: TenderRecord | None, sights: Sights | None, work: Work) -> DrawLine:
    named = record if sights is not None and sights.fully(Field.TENDER) else None
    names = {party.token: party.name for party in work.means.parties}
    return DrawLine(
        m=draw.m,
        step=draw.step,
        round=draw.round,
        waiting=tuple(names.get(token, token) for token in draw.waiting.split()),
        opened_at=draw.opened_at,
        ended_at=draw.ended_at,
        tender=named.token if named else "",
        tender_id=named.id if named else "",
        title=named.tender.title if named else "",
    )


def _event(entry: Entry, tells: bool, work: Work) -> EventShown:
    body = entry.read()
    kind = str(body["e"])
    facts = tuple((name, str(body[name])) for name in _FACTS.get(kind, ()) if name in body and body[name] != "") if tells else ()
    if kind == "vacate":
        facts = (("left", str(len(body["vac"]))),)
    r = body.get("r")
    return EventShown(entry.idx, kind, entry.by, int(r) if r is not None else None, facts, witnessed_at(entry.idx, work))


def witnessed_at(idx: int, work: Work) -> datetime | None:
    """By when a quorum of witnesses had seen entry `idx`."""
    trust = trust_of(work) if work.means.trust else None
    note = work.uow.log.note_over(idx, cosigned_by=trust.quorum) if trust else None
    return datetime.fromtimestamp(trust.read_checkpoint(note).seen_by(trust.quorum), UTC) if trust and note else None
