"""回避第二、三步: once bids are in, the sealed list is compared by blind keys with those who sit; later each declares for himself.

Nobody learns who bids: the list is opened only as keys, the outcome is sealed for the supervisor (V12), and whoever is hit
sees only "有回避情形". A hit empties the seat; the next round of the same draw fills it (docs/domain RP-1 to RP-3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dispatch.kernel.canonical import labelled_hash
from dispatch.notify.call_out import COMING, CallState
from dispatch.workflow.apply import tender_of
from dispatch.workflow.capsules import log_capabilities, reach_person
from dispatch.workflow.check_in import at_gate
from dispatch.workflow.draw_course import capability_of, course_of, open_draw
from dispatch.workflow.exceptions.sections import bidding_units, first_of, lists_filed
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.experts.known import look_up
from dispatch.workflow.gate import PRESENT, REPLACED, passages
from dispatch.workflow.memory import recalls, remember
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import CallOut, DrawRecord, DrawStep, TenderRecord, TenderState
from dispatch.workflow.refusals import NotAMember
from dispatch.workflow.replies import RECUSAL, wake
from dispatch.workflow.roster import roster_lines
from dispatch.workflow.screen import facts_of
from dispatch.workflow.shown import Viewer, sights_of
from dispatch.workflow.work import Work
from policies.recusal import PARTY_RULES
from policies.screening import Explanation, explain
from policies.tender_facts import TenderFacts
from policies.vocabulary.roles import Field, Role

ORDERED = "recusal-order"  # kind of log entry
QUESTION = "question"  # the task that asks what is not known (dispatch/workflow/questions.py)
_OPEN = (TenderState.FULL, TenderState.EVALUATING)


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits, by capability, and the list that they are compared with."""

    record: TenderRecord
    draw: DrawRecord
    calls: Mapping[str, CallOut]
    facts: TenderFacts


def match_bidders(tender_id: str, work: Work) -> int:
    """Compares everybody who sits with the bidders, once for each list and each set of members; returns how many are hit.

    Before the deadline for bids nothing is opened; it is asked for again then. Without a list, or while seats are open, nothing
    happens: the list's filing and the filling of the seats ask again.
    """
    record = first_of(tender_of(tender_id, work.uow), work)
    if work.now < record.tender.opening_at:
        work.uow.tasks.put("recusal", record.id, record.tender.opening_at)
        return 0
    sitting = _sitting(record, work)
    if sitting is None:
        return 0
    name = _name(sitting, work)
    if recalls(sitting.draw.m, name, uow=work.uow):
        return 0
    found = explained(sitting.calls, sitting.facts, work)
    hits = {capability: each for capability, each in found.items() if each.bars}
    sealed = remember(sitting.draw.m, name, _kept(sitting, found), work, shown_to_supervisor=True)
    work.uow.log.append({"e": "recusal-match", "t": token_mark(record.token), "n": len(found), "env": sealed}, kind="recusal-match")
    for capability in sorted(hits):
        vacate(record, sitting.calls[capability], work)
    if record.state is TenderState.EVALUATING:
        work.uow.tasks.put(QUESTION, record.id, work.now)
    return len(hits)


def declare_recusal(venue: str, code: str, work: Work) -> None:
    """A member who stands in the room says that he must recuse himself; no reason is asked, and it never counts against him.

    Raises NotExpectedHere for a code that this gate does not know.
    """
    kept, passage, record = at_gate(venue, code, work)
    call = work.uow.calls.get(passage.capability)
    if call is not None and kept.state in PRESENT and call.state in COMING:
        vacate(record, call, work)


def declare_by_link(capability: str, work: Work) -> None:
    """The same, said on one's own telephone by who has arrived; whoever has not come yet takes leave with the same reason."""
    for record in work.uow.tenders.in_states(*_OPEN):
        mine = (kept for kept, passage in passages(record, work).values() if passage.capability == capability)
        call = work.uow.calls.get(capability)
        if call is not None and call.state in COMING and any(kept.state in PRESENT for kept in mine):
            vacate(record, call, work)


def order_recusal(tender_id: str, expert_no: str, act: Act, work: Work) -> None:
    """The supervisor grants a supplier's written application (RP-2) once names are open to him: the member is replaced.

    Raises NotAllowed before that, UnknownExpert, and NotAMember for somebody who does not sit.
    """
    record = tender_of(tender_id, work.uow)
    sights_of(record, Viewer(act.by, Role.SUPERVISOR), work).require_fully(Field.PERSON_DRAWN)
    ref, draw = look_up(expert_no, work).ref, work.uow.draws.get(record.draw) if record.draw else None
    calls = _coming(draw, work) if draw else {}
    log_capabilities(sorted(calls), "", "recusal", int(work.now.timestamp()), uow=work.uow)
    call = next((call for call in calls.values() if reach_person(call, work.means).ref == ref), None)
    if draw is None or call is None:
        raise NotAMember(no=expert_no, tender=record.id)
    kept = {"by": act.by, "why": act.why, "capability": call.capability}
    sealed = remember(draw.m, f"ordered/{call.capability}", kept, work, shown_to_supervisor=True)
    work.uow.log.append({"e": ORDERED, "t": token_mark(record.token), "env": sealed}, kind=ORDERED)
    vacate(record, call, work)


def _sitting(record: TenderRecord, work: Work) -> Sitting | None:
    draw = work.uow.draws.get(record.draw) if record.draw else None
    units = bidding_units(record, work)
    if draw is None or draw.step is not DrawStep.FULL or record.state not in _OPEN or units is None:
        return None
    return Sitting(record, draw, _coming(draw, work), facts_of(record.tender, [], work, bidders=units))


def _coming(draw: DrawRecord, work: Work) -> dict[str, CallOut]:
    """Who sits and has not left, by capability; nobody while seats are open."""
    if draw.step is not DrawStep.FULL:
        return {}
    course = course_of(open_draw(draw.m, work), draw.round, work)
    called = (work.uow.calls.get(capability_of(draw.m, id, draw.round, work)) for id, _ in course.sitting)
    return {call.capability: call for call in called if call is not None and call.state in COMING}


def _name(sitting: Sitting, work: Work) -> str:
    """The same list and the same members are compared once: the name under which the outcome is kept says both, and neither."""
    listed = lists_filed(sitting.record, work)
    return f"bidders/{labelled_hash('dispatch/bidder-match', *listed, *map(bytes.fromhex, sorted(sitting.calls))).hex()[:24]}"


def explained(calls: Mapping[str, CallOut], facts: TenderFacts, work: Work) -> dict[str, Explanation]:
    """What the rules about the parties say of each of these, by capability; the log shows that they were opened."""
    log_capabilities(sorted(calls), "", "recusal", int(work.now.timestamp()), uow=work.uow)
    refs = {reach_person(call, work.means).ref: capability for capability, call in calls.items()}
    return {refs[line.ref]: explain(line, facts, PARTY_RULES) for line in roster_lines(work, refs)}


def _kept(sitting: Sitting, found: Mapping[str, Explanation]) -> dict[str, object]:
    """What the supervisor may read: reasons by capability, and what must still be asked."""
    bars = {capability: [[bar.code, bar.sentence, bar.evidence] for bar in each.bars] for capability, each in found.items() if each.bars}
    asked = {capability: list(each.to_ask) for capability, each in found.items() if each.to_ask}
    return {"bars": bars, "asked": asked}


def vacate(record: TenderRecord, call: CallOut, work: Work) -> None:
    """The member recuses himself, whoever found it: his seat is drawn anew, and whoever sat already leaves now."""
    work.uow.calls.save(replace(call, state=CallState.ON_LEAVE, reason=RECUSAL, replied_at=work.now))
    for kept, passage in passages(record, work).values():
        if passage.capability == call.capability and kept.state in PRESENT:
            work.uow.venues.save_gate_pass(replace(kept, state=REPLACED, left_at=work.now, reason=RECUSAL))
    wake(call, work)
