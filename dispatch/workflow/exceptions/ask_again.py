"""改期再问: whoever was called is told the new half-day under a fresh link and asked once more; he keeps his seat until he says no.

Stage A again (docs/spec/sealing.md §3): no more is told than at the first call. Whoever may not serve at the new time (R7), or is
taken by another committee then (R9), is told that he need not come. Saying no now is no refusal of the task that was accepted.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dispatch.notify.call_out import COMING, PENDING, CallState, after_deadline
from dispatch.notify.messages import MOVED, text_of
from dispatch.workflow.apply import tender_of
from dispatch.workflow.call_wave import stage_a
from dispatch.workflow.capsules import log_capabilities, reach_person
from dispatch.workflow.engagements import engage, engagements_of
from dispatch.workflow.exceptions.appointed import called_for
from dispatch.workflow.links import send_stage, send_text
from dispatch.workflow.records import CallOut, TenderRecord, TenderState
from dispatch.workflow.replies import wake
from dispatch.workflow.roster import roster_lines
from dispatch.workflow.screen import facts_of
from dispatch.workflow.slots import days_of
from dispatch.workflow.work import Work
from policies.intervals import reply_window
from policies.profiles import profile
from policies.screening import explain
from policies.standing import STANDING_RULES

ASK, ASKED = "ask_again", "asked_again"  # the tasks of a node (dispatch/jobs.py)
UNDER_WAY = (TenderState.DRAWING, TenderState.FULL)
_ASKED_IN = (TenderState.APPROVED, *UNDER_WAY)  # of an approved tender only whoever was named is called


def ask_again(tender_id: str, work: Work) -> None:
    """Asks everybody who was called for this tender and may still come."""
    record = tender_of(tender_id, work.uow)
    calls = [call for call in called_for(record, work) if call.state in PENDING | COMING]
    if not calls or record.state not in _ASKED_IN:
        return
    log_capabilities([call.capability for call in calls], "", "postponed", int(record.tender.opening_at.timestamp()), uow=work.uow)
    refs = {reach_person(call, work.means).ref: call for call in calls}
    barred, days = _barred(record, refs, work), days_of(record.tender)
    taken = _taken(refs, days, work)
    for ref, call in sorted(refs.items()):
        _close_links(call, work)
        if ref in barred or ref in taken:
            _let_go(call, CallState.BARRED if ref in barred else CallState.ENGAGED, work)
        else:
            engage(call.capability, ref, days, work)
            _ask(record, call, work)
    work.uow.tasks.put(ASKED, record.id, work.now + _window(record, work))


def end_asking(tender_id: str, work: Work) -> None:
    """Whoever has not said by his time whether the new date suits him counts as silent, and his seat is drawn anew.

    All are judged together once the time of the last is over: how their messages left must not decide how many rounds are drawn.
    """
    record = tender_of(tender_id, work.uow)
    asked = [call for call in called_for(record, work) if call.state is CallState.MOVED]
    over = max((call.reply_by for call in asked), default=work.now)
    if work.now < over:
        work.uow.tasks.put(ASKED, record.id, over)
        return
    for call in asked:
        work.uow.calls.save(replace(call, state=after_deadline(call.state)))
        wake(call, work)


def _barred(record: TenderRecord, refs: dict[str, CallOut], work: Work) -> set[str]:
    """Who may not serve on the new day: on leave, suspended, over age by then."""
    facts = facts_of(record.tender, [], work)
    return {line.ref for line in roster_lines(work, refs) if explain(line, facts, STANDING_RULES).bars}


def _taken(refs: dict[str, CallOut], days: tuple[date, ...], work: Work) -> set[str]:
    """Whom another committee has called for one of the new days."""
    own = {call.capability for call in refs.values()}
    others = (each for each in engagements_of(refs, work) if each.id not in own)
    return {each.ref for each in others if not set(days).isdisjoint(each.days)}


def _close_links(call: CallOut, work: Work) -> None:
    """What was sent for the old time opens nothing any more, and what has not left yet does not leave."""
    for link in work.uow.calls.links(call.capability):
        work.uow.calls.save_link(replace(link, expires_at=min(link.expires_at, work.now)))
        for bell in (link.stage, MOVED):
            work.uow.calls.sent(f"{bell}/{link.locator}", work.now)


def _let_go(call: CallOut, state: CallState, work: Work) -> None:
    work.uow.registry.drop_engagement(call.capability)
    work.uow.calls.save(replace(call, state=state, reason="R7" if state is CallState.BARRED else "R9"))
    send_text(call.capability, f"released/{call.capability}", text_of("released"), work)
    wake(call, work)


def _ask(record: TenderRecord, call: CallOut, work: Work) -> None:
    """Whoever had not answered yet is simply called for the new time; whoever had accepted is asked whether it suits him."""
    state = CallState.WAITING if call.state in (CallState.WAITING, CallState.CALLED) else CallState.MOVED
    by = work.now + _window(record, work)
    work.uow.calls.save(replace(call, state=state, called_at=work.now, reply_by=by, replied_at=None, reason=""))
    send_stage(call.capability, stage_a(record), work, bell=MOVED if state is CallState.MOVED else "")
    wake(call, work)


def _window(record: TenderRecord, work: Work) -> timedelta:
    return reply_window(work.now, record.tender.checkin_at, profile(record.tender.profile))
