"""回避第二步 for named experts: before evaluation opens the sealed bidders are compared with them by blind keys, as with anybody drawn."""

from __future__ import annotations

from dataclasses import replace

from dispatch.notify.call_out import COMING, CallState
from dispatch.workflow.capsules import log_capabilities, reach_person
from dispatch.workflow.exceptions.appointed import called_for
from dispatch.workflow.exceptions.sections import bidding_units
from dispatch.workflow.gate import PRESENT, REPLACED, passages
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.replies import RECUSAL, wake
from dispatch.workflow.roster import roster_lines
from dispatch.workflow.screen import facts_of
from dispatch.workflow.work import Work
from policies.recusal import PARTY_RULES
from policies.screening import explain


def match_named(record: TenderRecord, work: Work) -> int:
    """How many of them have an interest in a bidder; each of those must recuse himself, and leaves now. Without a list nobody."""
    units = bidding_units(record, work)
    calls = {call.capability: call for call in called_for(record, work) if call.state in COMING}
    if units is None or not calls:
        return 0
    log_capabilities(sorted(calls), "", "recusal", int(work.now.timestamp()), uow=work.uow)
    refs = {reach_person(call, work.means).ref: call for call in calls.values()}
    facts = facts_of(record.tender, [], work, bidders=units)
    hits = {refs[line.ref].capability for line in roster_lines(work, refs) if explain(line, facts, PARTY_RULES).bars}
    work.uow.log.append({"e": "recusal-match", "t": token_mark(record.token), "n": len(calls), "env": ""}, kind="recusal-match")
    for kept, passage in passages(record, work).values():
        if passage.capability in hits and kept.state in PRESENT:
            work.uow.venues.save_gate_pass(replace(kept, state=REPLACED, left_at=work.now, reason=RECUSAL))
    for capability in sorted(hits):
        work.uow.calls.save(replace(calls[capability], state=CallState.ON_LEAVE, reason=RECUSAL, replied_at=work.now))
        wake(calls[capability], work)
    return len(hits)
