"""抽取方案: an approved application becomes a plan — who may be drawn from where, by which rules, into which booths — and is logged.

A seat whose specialty is too rare climbs the refill ladder; what stays short is refused in words. A committee that could not
be completed from its roster is planned once more, with a larger pool: whoever sits stays (docs/spec/draw-protocol.md §4).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from dispatch.draw import events
from dispatch.draw.course import Course
from dispatch.seats.refusals import NoSeatingPlan, NoVenue
from dispatch.workflow.apply import tender_of
from dispatch.workflow.beacon import missed_in_a_row
from dispatch.workflow.book_booths import book_booths, book_more, booth_list
from dispatch.workflow.calendars import calendar_in_force
from dispatch.workflow.carry_over import carry_over
from dispatch.workflow.climbing import climbs, log_steps
from dispatch.workflow.decidable import check_decidable
from dispatch.workflow.draw_log import append_own
from dispatch.workflow.exceptions.sections import end_sharing
from dispatch.workflow.explain_refusal import no_lawful_committee
from dispatch.workflow.former import Former, former_of
from dispatch.workflow.gather import gather
from dispatch.workflow.manifest_of import Draft, draft_of
from dispatch.workflow.memory import remember
from dispatch.workflow.moments import token_mark
from dispatch.workflow.partners import partner_venues
from dispatch.workflow.proposals import BEFORE_BEACON
from dispatch.workflow.records import DrawRecord, DrawStep, TenderRecord, TenderState
from dispatch.workflow.refusals import NoLawfulCommittee, PoolIsEmpty, TooHardToVerify
from dispatch.workflow.release_members import release_members
from dispatch.workflow.work import Work
from policies.intervals import call_hours, earliest_draw
from policies.profiles import profile
from policies.refusals import SubvenuesTooSmall
from policies.vocabulary.refused import Refused

NO_COMMITTEE = (NoLawfulCommittee, TooHardToVerify, SubvenuesTooSmall, NoSeatingPlan)
NOT_YET = (PoolIsEmpty, NoVenue)
AGAIN = timedelta(minutes=10)  # engineering: what a plan waits for is a person who imports a pool or a venue
MOST_DOUBLINGS = 6
WAITING_FOR_MEMBERS = (TenderState.DRAWING, TenderState.FULL, TenderState.EVALUATING)


def plan_draw(tender_id: str, work: Work) -> None:
    """Plans the draw of an approved tender, or the one that follows a draw which could not fill its seats.

    A tender that cannot have a lawful committee is refused with its reasons, and whoever still sits is told.
    """
    record = tender_of(tender_id, work.uow)
    if record.tender.appointment or record.tender.shares or (record.state is not TenderState.APPROVED and not needs_another(record, work)):
        return
    try:
        former = former_of(record, work)
        draft = _find_plan(record, former, _draw_at(record, work), work)
        book_booths(record, work, used=former.booths)
        if former.staying:
            book_more(record, record.tender.experts - len(former.staying), work, used=former.booths)
    except NO_COMMITTEE as refusal:
        refuse(record, refusal, work)
    except NOT_YET as lack:
        _wait(record, lack, work)
    else:
        _open(record, draft, former, work)


def needs_another(record: TenderRecord, work: Work) -> bool:
    """Its draw has ended though its committee's work has not: a replacement round could not be filled from that roster."""
    draw = work.uow.draws.get(record.draw) if record.draw else None
    return draw is not None and draw.ended_at is not None and record.state in WAITING_FOR_MEMBERS


def _draw_at(record: TenderRecord, work: Work) -> datetime:
    rules = profile(record.tender.profile)
    earliest = max(work.now + _lead(record, work), earliest_draw(record.tender, rules, calendar_in_force(work)) or work.now)
    return call_hours(earliest, record.tender.checkin_at, rules)


def _lead(record: TenderRecord, work: Work) -> timedelta:
    """A beacon's number must come after all have committed and a quorum has seen it; where time was too short, twice as long is given."""
    missed = missed_in_a_row(record.draw, work)
    return timedelta(seconds=BEFORE_BEACON << min(missed, MOST_DOUBLINGS)) if work.means.beacon else timedelta()


def _find_plan(record: TenderRecord, former: Former, draw_at: datetime, work: Work) -> Draft:
    """The plan with the fewest steps of the ladder that is known to have a lawful outcome. Raises NoLawfulCommittee, in words.

    Each step is logged once, when it is known how far the ladder was climbed; who waits for a pool or a venue has climbed nothing.
    """
    for climbed in climbs(record, partner_venues(record.tender, work), former, work):
        if climbed.short_seats:
            break
        draft = draft_of(record, climbed, former, draw_at, work)
        frame = gather(draft.m, draft.plan, record.tender, work).frame
        if Course.start(frame).feasible():
            log_steps(record, climbed, work)
            check_decidable(frame, monotonic)
            return draft
    log_steps(record, climbed, work)
    raise no_lawful_committee(record, work, former)


def _wait(record: TenderRecord, lack: Refused, work: Work) -> None:
    """Something is not set up yet: the tender stays approved, says what it waits for, and is planned again by itself."""
    work.uow.tenders.save(replace(record, refusal=(lack.chinese, lack.english)))
    work.uow.tasks.put("plan", record.id, work.now + AGAIN)


def refuse(record: TenderRecord, refusal: Refused, work: Work) -> None:
    """No committee can be formed: said in words, kept with the tender, logged by its code."""
    work.uow.log.append({"e": "refusal", "t": token_mark(record.token), "code": refusal.code}, kind="refusal")
    said = record.refusal if record.draw else ("", "")  # of the round that could not be filled
    words = (f"{said[0]}{refusal.chinese}", f"{said[1]} {refusal.english}".strip())
    refused = replace(record, state=TenderState.REFUSED, refusal=words)
    work.uow.tenders.save(refused)
    end_sharing(refused, work)
    if record.draw:
        release_members(record.draw, work)


def _open(record: TenderRecord, draft: Draft, former: Former, work: Work) -> None:
    """Keeps manifest and secrets, and logs the plan; from here on this draw is counted, whatever becomes of it."""
    draw_at, publish_from = (datetime.fromtimestamp(at, UTC) for at in (draft.manifest.draw_at, draft.manifest.publish_from))
    parties = " ".join(draft.manifest.parties)
    work.uow.draws.save(DrawRecord(draft.m, DrawStep.FREEZE, 0, "", draw_at, publish_from, None, work.now, parties))
    booths = [place for place in booth_list(record, work) if tuple(place) not in former.booths]
    remember(draft.m, "plan", {**draft.plan, "booths": booths}, work)
    carry_over(draft, record, work)
    append_own(draft.manifest, events.plan(draft.m, draft.manifest), work)
    state = TenderState.DRAWING if record.state is TenderState.APPROVED else record.state
    work.uow.tenders.save(replace(record, state=state, draw=draft.m, refusal=()))
    work.uow.tasks.put("draw", draft.m, work.now)
