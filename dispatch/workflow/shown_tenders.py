"""项目 as it may be shown: the application, its seats and ladder, its moments, and what is still closed to this viewer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter

from dispatch.notify.messages import half_day
from dispatch.workflow.memory import recall, recalls
from dispatch.workflow.pages import LOOKED_AT, PAGE, Page, page_of
from dispatch.workflow.records import DrawRecord, Moment, TenderRecord, TenderState
from dispatch.workflow.shown import Locked, Sights, Viewer, among_of, sights_of, sights_of_each, tender_by_token
from dispatch.workflow.shown_calls import CallsShown, calls
from dispatch.workflow.shown_committee import CommitteeShown, committee
from dispatch.workflow.shown_rules import Note, committee_notes
from dispatch.workflow.widen import Widened, widenings
from dispatch.workflow.work import Work
from policies.areas import area_name
from policies.disclosure import Sight
from policies.specialties import classification
from policies.vocabulary.roles import Event, Field
from policies.vocabulary.tender import SeatDemand, Tender


@dataclass(frozen=True, slots=True)
class TimesShown:
    """When it takes place; or, for whoever may know no more, on which half-day."""

    checkin_at: datetime | None
    opening_at: datetime | None
    duration: timedelta | None
    half_day: str


@dataclass(frozen=True, slots=True)
class TenderLine:
    """One tender in a list; `id` and `title` are empty for whoever sees only that there is one, or its token."""

    token: str
    state: TenderState
    id: str
    title: str
    region: str
    experts: int | None
    committee: int | None
    times: TimesShown | None
    draw: str | None


@dataclass(frozen=True, slots=True)
class SeatShown:
    """名额: how many, and which specialties qualify (code, name in full)."""

    number: int
    count: int
    edition: str
    specialties: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LadderShown:
    """One step of the refill ladder as it was taken and logged."""

    seat: int
    step: str
    reason: str
    pool: int
    wanted: int
    areas: tuple[str, ...]
    approval: str
    basis: tuple[str, ...]
    log_idx: int


@dataclass(frozen=True, slots=True)
class Sifted:
    """What one rule left out of the roster, by counts."""

    code: str
    barred: int
    not_known: int
    left: int


@dataclass(frozen=True, slots=True)
class FunnelShown:
    total: int
    rules: tuple[Sifted, ...]
    eligible: int


@dataclass(frozen=True, slots=True)
class ApplicationShown:
    """The application's own words, and by whom it was filed and approved."""

    tender: Tender
    region: str
    host_centre: str
    applied_by: str
    applied_at: datetime
    approved_by: str | None
    approved_at: datetime | None


@dataclass(frozen=True, slots=True)
class TenderShown:
    line: TenderLine
    application: ApplicationShown | None
    seats: tuple[SeatShown, ...]
    ladder: tuple[LadderShown, ...]
    widenings: tuple[Widened, ...]
    funnel: FunnelShown | None
    moments: tuple[Moment, ...]
    refusal: tuple[str, ...]
    notes: tuple[Note, ...]
    committee: CommitteeShown
    calls: CallsShown | None
    locked: tuple[Locked, ...]


class Shelf(StrEnum):
    """By what the list of tenders is parted."""

    ALL = "all"
    OPEN = "open"
    OVER = "over"


_OVER = (TenderState.REPORTED, TenderState.ARCHIVED, TenderState.REFUSED, TenderState.CANCELLED)
_ON_SHELF = {Shelf.OPEN: tuple(state for state in TenderState if state not in _OVER), Shelf.OVER: _OVER}
IN_APPLICATION = (Field.TENDER, Field.TIME, Field.SPECIALTY)  # an application holds all of these
OF_THE_DAY = frozenset({Event.VENUE_NOTICE, Event.BID_DEADLINE, Event.CHECKED_IN, Event.BOOTH_ENTERED, Event.OPENED})
CLOSABLE = (
    Field.TENDER,
    Field.TIME,
    Field.SUBVENUE,
    Field.PERSON_DRAWN,
    Field.BOOTH,
    Field.PSEUDONYM_LINK,
    Field.CALL_LOG,
    Field.TRANSCRIPT,
)


def tender_page(viewer: Viewer, work: Work, after: str = "", shelf: Shelf = Shelf.ALL) -> Page[TenderLine]:
    """Tenders of which this viewer may know anything, a page behind a token, the one filed last first.

    Not by time of opening: where a tender stood among others would tell whoever may not know it yet.
    """
    among = among_of(viewer, _ON_SHELF.get(shelf, ()))

    def rows(last: str, most: int) -> list[TenderRecord]:
        return work.uow.tenders.page(last, most, among)

    def lines(records: Sequence[TenderRecord]) -> Iterator[TenderLine | None]:
        return (tender_line(sights) if _exists_for(sights) else None for sights in sights_of_each(records, viewer, work))

    return page_of(rows, lines, attrgetter("token"), after)


def tenders_between(starts_at: datetime, ends_at: datetime, viewer: Viewer, work: Work, most: int = LOOKED_AT) -> tuple[TenderLine, ...]:
    """Tenders that check in within that time, in its order, as far as this viewer may know that they do."""
    records = work.uow.tenders.sitting(starts_at, ends_at, most, among_of(viewer))
    return tuple(tender_line(sights) for sights in sights_of_each(records, viewer, work) if sights.may(Field.TIME))


def tenders_in(states: tuple[TenderState, ...], viewer: Viewer, work: Work) -> tuple[TenderLine, ...]:
    """All that stand in these states, of which few do at a time."""
    seen = sights_of_each(work.uow.tenders.in_states(*states), viewer, work)
    return tuple(tender_line(sights) for sights in seen if _exists_for(sights))


def find_tenders(text: str, viewer: Viewer, work: Work) -> tuple[TenderLine, ...]:
    """By number, or by the beginning of the token: of its number nothing is told to whoever may not know it."""
    seen = [sights for sights in sights_of_each(work.uow.tenders.numbered(text, PAGE), viewer, work) if _exists_for(sights)]
    known = (sights for sights in seen if sights.fully(Field.TENDER) or sights.record.token.startswith(text.strip().lower()))
    return tuple(tender_line(sights) for sights in known)


def tender_shown(token: str, viewer: Viewer, work: Work) -> TenderShown:
    """One tender as this viewer may see it now. Raises UnknownTender, NotAllowed."""
    record = tender_by_token(token, work)
    sights = sights_of(record, viewer, work)
    if not _exists_for(sights):
        sights.require(Field.TENDER)
    draw = work.uow.draws.get(record.draw) if record.draw else None
    knows_seats = sights.fully(Field.TENDER) and sights.fully(Field.SPECIALTY)
    moments = [moment for moment in work.uow.tenders.moments(record.id).values() if _may_be_told(moment, sights)]
    return TenderShown(
        line=tender_line(sights),
        application=_application(record) if all(map(sights.fully, IN_APPLICATION)) else None,
        seats=tuple(_seat(n, seat) for n, seat in enumerate(record.tender.seats)) if sights.fully(Field.SPECIALTY) else (),
        ladder=tuple(_ladder(work, record)) if knows_seats else (),
        widenings=widenings(record, work) if knows_seats else (),
        funnel=_funnel(draw, work) if knows_seats else None,
        moments=tuple(sorted(moments, key=lambda moment: moment.log_idx)),
        refusal=record.refusal if sights.fully(Field.TENDER) else (),
        notes=committee_notes(sights, work),
        committee=committee(sights, work),
        calls=calls(sights, draw, work),
        locked=sights.locked(*CLOSABLE),
    )


def tender_line(sights: Sights) -> TenderLine:
    record, named = sights.record, sights.fully(Field.TENDER)
    demand = named or sights.fully(Field.SPECIALTY)
    return TenderLine(
        token=record.token,
        state=record.state,
        id=record.id if named else "",
        title=record.tender.title if named else "",
        region=area_name(record.tender.region) if named else "",
        experts=record.tender.experts if demand else None,
        committee=record.tender.committee if demand else None,
        times=_times(record.tender, sights.of(Field.TIME)),
        draw=record.draw if named else None,
    )


def _may_be_told(moment: Moment, sights: Sights) -> bool:
    """The moments of the day itself tell when it takes place."""
    return moment.event not in OF_THE_DAY or sights.fully(Field.TIME)


def _exists_for(sights: Sights) -> bool:
    """Whether this viewer may know that there is such a tender at all."""
    return sights.may(Field.TENDER) or sights.may(Field.TIME)


def _times(tender: Tender, sight: Sight) -> TimesShown | None:
    if sight is Sight.NO:
        return None
    if sight in (Sight.YES, Sight.OWN):
        return TimesShown(tender.checkin_at, tender.opening_at, tender.duration, half_day(tender.checkin_at))
    return TimesShown(None, None, None, half_day(tender.checkin_at))


def _application(record: TenderRecord) -> ApplicationShown:
    return ApplicationShown(
        tender=record.tender,
        region=area_name(record.tender.region),
        host_centre=area_name(record.tender.host_centre),
        applied_by=record.applied_by,
        applied_at=record.applied_at,
        approved_by=record.approved_by,
        approved_at=record.approved_at,
    )


def _seat(number: int, seat: SeatDemand) -> SeatShown:
    names = classification(seat.edition)
    return SeatShown(number, seat.count, seat.edition, tuple((code, names.full_name(code)) for code in seat.codes))


def _ladder(work: Work, record: TenderRecord) -> list[LadderShown]:
    return [
        LadderShown(
            seat=step["seat"],
            step=step["step"],
            reason=step["reason"],
            pool=step["pool"],
            wanted=step["wanted"],
            areas=tuple(area_name(area) for area in step["areas"]),
            approval=step["approval"],
            basis=tuple(step["basis"]),
            log_idx=step["log_idx"],
        )
        for step in work.uow.tenders.ladder(record.id)
    ]


def _funnel(draw: DrawRecord | None, work: Work) -> FunnelShown | None:
    if draw is None or not recalls(draw.m, "funnel", uow=work.uow):
        return None
    kept = recall(draw.m, "funnel", work)
    return FunnelShown(kept["total"], tuple(Sifted(*rule) for rule in kept["rules"]), kept["eligible"])
