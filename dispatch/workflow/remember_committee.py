"""参评历史: after the report the library may know who sat for whom (V4 × LIB: E7), as blind keys; rules R12 to R14 rest on it."""

from __future__ import annotations

from dispatch.notify.call_out import COMING
from dispatch.workflow.apply import tender_of
from dispatch.workflow.bidders import bidders_of
from dispatch.workflow.draw_course import capability_of, course_of, open_draw
from dispatch.workflow.engagements import remember_encounters
from dispatch.workflow.exceptions.appointed import called_for, is_recalled
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.roster import unit_keys
from dispatch.workflow.work import Work
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Unit


def remember_committee(tender_id: str, work: Work) -> int:
    """Adds committee and parties to the days of everybody who sat; before the report is signed nothing; returns for how many."""
    record = tender_of(tender_id, work.uow)
    capabilities = _who_sat(record, work)
    if not capabilities or Event.REPORTED not in work.uow.tenders.moments(record.id):
        return 0
    bidders = bidders_of(record.id, work) or ()
    agent = (record.tender.agent,) if record.tender.agent else ()
    units: tuple[Unit, ...] = (record.tender.tenderer, *agent, *(unit for bidder in bidders for unit in (bidder.unit, *bidder.members)))
    parties = [unit_keys(unit.name, unit.uscc, work.means) for unit in units]
    committee = work.means.keys.mac("registry/committee", record.token.encode("ascii")).hex()
    return remember_encounters(capabilities, committee, parties, work)


def _who_sat(record: TenderRecord, work: Work) -> set[str]:
    """By capability; whoever was named instead of drawn counts like anybody else."""
    if is_recalled(record):
        return set()  # these people met before, and are counted once
    if record.tender.appointment:
        return {call.capability for call in called_for(record, work) if call.state in COMING}
    draw = work.uow.draws.get(record.draw) if record.draw else None
    if draw is None:
        return set()
    sitting = course_of(open_draw(draw.m, work), draw.round, work).sitting
    return {capability_of(draw.m, id, draw.round, work) for id, _ in sitting}
