"""延期开标: a later opening with the same draw and the same committee; whoever was called is asked whether the new time suits him.

What a draw has fixed stays fixed: its people, its booths, the earliest day of its publication. Only who cannot come then is
replaced, by a round of the same draw (docs/domain ZB-07; docs/adr/0060-what-a-draw-outlasts.md).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from dispatch.kernel.canonical import labelled_hash
from dispatch.workflow.apply import tender_of
from dispatch.workflow.calendars import calendar_in_force
from dispatch.workflow.exceptions.appointed import called_for
from dispatch.workflow.exceptions.ask_again import ASK, UNDER_WAY
from dispatch.workflow.exceptions.move_booths import move_booths
from dispatch.workflow.exceptions.refusals import (
    BeyondTheDraw,
    DrawTooOld,
    NotLater,
    NotUnderWay,
    PlaceIsTold,
    PostponedTooOften,
    SharesACommittee,
)
from dispatch.workflow.exceptions.sections import sharing
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import DrawRecord, TenderRecord, TenderState
from dispatch.workflow.work import Work
from policies.application import check_application
from policies.calendar import LOCAL, WorkCalendar, local_day
from policies.committee_rules import publication
from policies.exceptions import draw_outlasts
from policies.intervals import call_hours, earliest_draw
from policies.profiles import profile
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Tender

REMARK = "延期"
ENDS_WITHIN = timedelta(days=30)  # after `publish_from` every draw has ended (docs/spec/draw-protocol.md §12, monitors)
_WAITING = (TenderState.APPLIED, TenderState.APPROVED)


def postpone(tender_id: str, *, opening_at: datetime, checkin_at: datetime | None = None, why: str, by: str, work: Work) -> TenderRecord:
    """Moves opening and check-in back, with a reason; the same times again change nothing. Check-in keeps its lead if not given.

    Raises AuthorAndReason, NotUnderWay, NotLater, PlaceIsTold, PostponedTooOften, BeyondTheDraw, DrawTooOld, BoothsTaken, and whatever
    `check_application` refuses at the new time.
    """
    record, act = tender_of(tender_id, work.uow), Act(by, why)
    checkin = checkin_at or record.tender.checkin_at + (opening_at - record.tender.opening_at)
    if (opening_at, checkin) == (record.tender.opening_at, record.tender.checkin_at):
        return record
    if record.tender.shares:
        raise SharesACommittee(first=record.tender.shares, act="延期", act_en="postponement")
    moved = replace(record, tender=_moved(record.tender, opening_at, checkin, act))
    _check(record, moved, work)
    draw = work.uow.draws.get(record.draw) if record.draw else None
    if draw is None and not called_for(record, work):
        work.uow.venues.free(record.token)
        _plan_anew(moved, work)
    else:
        if draw is not None:
            _check_draw(moved, draw, calendar_in_force(work))
        move_booths(moved, work)
        work.uow.tasks.put(ASK, record.id, call_hours(work.now, moved.tender.checkin_at, profile(moved.tender.profile)))
    work.uow.tenders.save(moved)
    for shared in sharing(record, work):
        work.uow.tenders.save(replace(shared, tender=_moved(shared.tender, opening_at, checkin, act)))
    _log(record, moved, act, work)
    return moved


def times_postponed(tender: Tender) -> int:
    """How often the opening has been moved back."""
    return len(tender.extra[REMARK].splitlines()) if REMARK in tender.extra else 0


def _moved(tender: Tender, opening_at: datetime, checkin_at: datetime, act: Act) -> Tender:
    told = f"{_shown(tender.opening_at)}→{_shown(opening_at)}：{act.why}"
    remarks = "\n".join(filter(None, (tender.extra.get(REMARK, ""), told)))
    return replace(tender, opening_at=opening_at, checkin_at=checkin_at, extra={**tender.extra, REMARK: remarks})


def _check(record: TenderRecord, moved: TenderRecord, work: Work) -> None:
    """What the law and policy say about the new time itself."""
    if record.state not in (*_WAITING, *UNDER_WAY):
        raise NotUnderWay(tender=record.id, state=record.state.value, act="延期", act_en="postponement")
    if Event.VENUE_NOTICE in work.uow.tenders.moments(record.id):
        raise PlaceIsTold(tender=record.id)
    if moved.tender.opening_at <= record.tender.opening_at or moved.tender.checkin_at < record.tender.checkin_at:
        raise NotLater(wanted=_shown(moved.tender.opening_at), planned=_shown(record.tender.opening_at))
    rules, times = profile(record.tender.profile), times_postponed(record.tender)
    if times >= rules.on(local_day(work.now)).count("exceptions.postponed_most"):
        basis = rules.setting("exceptions.postponed_most", local_day(work.now)).cited
        raise PostponedTooOften(tender=record.id, times=times, basis=basis)
    check_application(moved.tender, rules, work.now)


def _check_draw(moved: TenderRecord, draw: DrawRecord, calendar: WorkCalendar) -> None:
    """Whether the draw that was planned for the old time can still serve the new one."""
    rules = profile(moved.tender.profile)
    latest = draw.publish_from + ENDS_WITHIN
    if publication(moved.tender, rules) > latest:
        raise BeyondTheDraw(latest=_shown(latest))
    if not draw_outlasts(moved.tender, draw.draw_at, rules, calendar):
        earliest = earliest_draw(moved.tender, rules, calendar)
        basis = rules.setting("intervals.earliest_draw", local_day(moved.tender.opening_at), moved.tender.law_family).cited
        raise DrawTooOld(earliest=_shown(earliest or draw.draw_at), drawn=_shown(draw.draw_at), basis=basis)


def _plan_anew(moved: TenderRecord, work: Work) -> None:
    if moved.state is TenderState.APPROVED:
        work.uow.tasks.put("appoint" if moved.tender.appointment else "plan", moved.id, work.now)


def _log(record: TenderRecord, moved: TenderRecord, act: Act, work: Work) -> None:
    """The log shows that and when, and binds the rest: times and words are for those to whom the matrix opens them (V3)."""
    times = [str(int(at.timestamp())) for at in (record.tender.opening_at, moved.tender.opening_at, moved.tender.checkin_at)]
    told = [part.encode("utf-8") for part in (record.token, *times, act.by, act.why)]
    work.uow.log.append(
        {"e": "postponed", "t": token_mark(record.token), "why": labelled_hash("dispatch/postponed", *told).hex()}, kind="approval"
    )


def _shown(at: datetime) -> str:
    return at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
