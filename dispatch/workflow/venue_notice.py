"""告知场地: at the set time before check-in each member learns where to come and by which gate code, nothing more."""

from __future__ import annotations

from dispatch.workflow.apply import tender_of
from dispatch.workflow.draw_course import capability_of, course_of, open_draw, place_in
from dispatch.workflow.evaluation import absent_from
from dispatch.workflow.gate import Passage, fresh_codes, passages, seal_pass
from dispatch.workflow.links import Stage, send_stage
from dispatch.workflow.moments import reach
from dispatch.workflow.partners import host_venue
from dispatch.workflow.records import DrawStep, TenderRecord
from dispatch.workflow.work import Work
from policies.calendar import LOCAL
from policies.intervals import venue_notice
from policies.profiles import profile
from policies.vocabulary.roles import Event


def notify_venues(tender_id: str, work: Work) -> None:
    """Sends stage B to every sitting member who has no gate code yet; early calls wait, later members are told at once."""
    record = tender_of(tender_id, work.uow)
    due = record.tender.checkin_at - venue_notice(profile(record.tender.profile), record.tender.checkin_at.date())
    if work.now < due:
        work.uow.tasks.put("notice", record.id, due)
        return
    draw = work.uow.draws.get(record.draw) if record.draw else None
    if draw is None or draw.step is not DrawStep.FULL:
        return
    reach(record, Event.VENUE_NOTICE, work)
    known = passages(record, work)
    taken = {code for _, passage in known.values() for code in (passage.gate, passage.booth_code, passage.report)}
    opened = open_draw(draw.m, work)
    course = course_of(opened, draw.round, work)
    for id, seat in course.sitting:
        if id not in known:
            venue, booth = place_in(opened, course, id, work)
            capability = capability_of(draw.m, id, draw.round, work)
            tell_place(record, (capability, id, seat), (venue or host_venue(record.tender, work).id, booth), taken, work)
    work.uow.tasks.put("roll_call", record.id, absent_from(record, work.now))
    work.uow.tasks.put("open", record.id, max(work.now, record.tender.opening_at))


def tell_place(
    record: TenderRecord, who: tuple[str, str, str], where: tuple[str, str], taken: set[str], work: Work, *, report: str = ""
) -> None:
    """Stage B for one member: (capability, id, seat) and (venue, booth); `taken` are the codes that nobody may get again.

    `report` is his code in the report, where he has had one before.
    """
    venue = next(venue for venue in work.uow.venues.all() if venue.id == where[0])
    codes = fresh_codes(record, venue.id, taken, work)
    passage = Passage(*who, *where, codes.gate, codes.booth, report or codes.report)
    work.uow.venues.save_gate_pass(seal_pass(record, passage, work.means))
    body = {
        "venue": venue.name,
        "address": venue.address,
        "time": f"{record.tender.checkin_at.astimezone(LOCAL):%Y-%m-%d %H:%M}",
        "gate": codes.gate,
    }
    end = record.tender.opening_at + record.tender.duration
    send_stage(passage.capability, Stage("B", body, end), work)
