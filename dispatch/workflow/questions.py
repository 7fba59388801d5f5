"""回避第三步: once evaluation is open, each member is asked exactly those rules whose facts are missing for him and that policy has asked.

The questions name no party and reach him by a link of their own; a yes empties his seat as any recusal does, without a reason. What was
asked, answered and left unanswered is sealed for the supervisor; the log shows how many, never who.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dispatch.kernel.canonical import labelled_hash
from dispatch.notify.call_out import COMING, Answer
from dispatch.workflow.apply import tender_of
from dispatch.workflow.check_in import at_gate
from dispatch.workflow.exceptions.appointed import is_recalled
from dispatch.workflow.exceptions.sections import bidding_units, first_of, lists_filed
from dispatch.workflow.gate import PRESENT, SEATED, passages
from dispatch.workflow.late_recusal import explained, vacate
from dispatch.workflow.links import Stage, send_stage
from dispatch.workflow.memory import remember
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import CallOut, Reply, TenderRecord, TenderState
from dispatch.workflow.screen import facts_of
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.profiles import profile
from policies.questions import Asking, asking
from policies.tender_facts import WhenNotKnown

STAGE, UNANSWERED = "ask", "unanswered"  # of the link; the task that looks whether all have answered
LOOKED, ASKED, CLEAR, SILENT = "looked", "asked", "clear", "silent"  # what the inbox keeps beside a person's own answers


def ask_members(tender_id: str, work: Work) -> None:
    """Asks everybody who sits and was not asked yet about these bidders; whom the facts bar by now is replaced.

    Before evaluation is open (E6) nothing is asked: until then he must not know whose tender it is.
    """
    record = first_of(tender_of(tender_id, work.uow), work)
    if record.state is not TenderState.EVALUATING or is_recalled(record):  # nobody may take the place of who is recalled
        return
    calls = {each: call for each, call in _sitting(record, work).items() if _is_new(each, record, work)}
    if not calls:
        return
    found = explained(calls, facts_of(record.tender, [], work, bidders=bidding_units(record, work) or ()), work)
    for capability in sorted(each for each, told in found.items() if told.bars):
        vacate(record, calls[capability], work)
    asked = {each: told.to_ask for each, told in sorted(found.items()) if told.to_ask and not told.bars}
    if not asked:
        return
    _log("recusal-asked", record, {each: list(rules) for each, rules in asked.items()}, work)
    end = record.tender.opening_at + record.tender.duration
    for capability, rules in asked.items():
        work.uow.calls.receive(Reply(_key(ASKED, capability, work), capability, ASKED, "", work.now))
        send_stage(capability, Stage(STAGE, {"rules": list(rules)}, end), work)
    work.uow.tasks.put(UNANSWERED, record.id, work.now + _asking(record).within)


def answer_questions(capability: str, clear: bool, work: Work) -> None:
    """What he says counts at once: nothing of the kind, or that he must recuse himself; a second time changes nothing."""
    found = _asked_in(capability, work)
    if found is None:
        return
    record, call = found
    given = CLEAR if clear else Answer.RECUSE.value
    work.uow.calls.receive(Reply(_key(given, capability, work), capability, given, "", work.now))
    _log("recusal-answer", record, {capability: given}, work)
    if not clear:
        vacate(record, call, work)


def is_asked(capability: str, work: Work) -> bool:
    """Whether an answer would still count: also a late one, as long as he sits and the report is not signed."""
    return _asked_in(capability, work) is not None


def answer_in_the_room(venue: str, code: str, clear: bool, work: Work) -> None:
    """The same, said to the staff by whoever has no telephone with him. Raises NotExpectedHere."""
    kept, passage, _ = at_gate(venue, code, work)
    if kept.state in PRESENT:
        answer_questions(passage.capability, clear, work)


def end_questions(tender_id: str, work: Work) -> None:
    """Whoever has not answered in his time is treated as policy says, and the supervisor finds its sentence."""
    record, now = tender_of(tender_id, work.uow), work.now
    rules, calls = _asking(record), _sitting(record, work)
    if record.state is not TenderState.EVALUATING:
        return
    waiting = {each: at for each in calls if (at := _last_asked(each, {CLEAR, SILENT}, work)) is not None}
    silent = [each for each, at in sorted(waiting.items()) if now >= at + rules.within]
    if len(silent) < len(waiting):
        work.uow.tasks.put(UNANSWERED, record.id, min(at for each, at in waiting.items() if each not in silent) + rules.within)
    if not silent:
        return
    for capability in silent:
        work.uow.calls.receive(Reply(_key(SILENT, capability, work), capability, SILENT, "", now))
    _log("recusal-unanswered", record, dict.fromkeys(silent, rules.sentence), work)
    if rules.unanswered is WhenNotKnown.BAR:
        for capability in silent:
            vacate(record, calls[capability], work)


def _asking(record: TenderRecord) -> Asking:
    return asking(profile(record.tender.profile).on(local_day(record.tender.opening_at)))


def _sitting(record: TenderRecord, work: Work) -> Mapping[str, CallOut]:
    """Who is in his booth, drawn or named, by capability: whoever is still on his way learns nothing yet."""
    seated = (passage.capability for kept, passage in passages(record, work).values() if kept.state == SEATED)
    return {call.capability: call for call in map(work.uow.calls.get, seated) if call is not None and call.state in COMING}


def _is_new(capability: str, record: TenderRecord, work: Work) -> bool:
    """Whether he was not looked at beside these bidders yet; notes that he is."""
    key = labelled_hash("dispatch/looked-at", bytes.fromhex(capability), *lists_filed(record, work)).hex()
    return work.uow.calls.receive(Reply(key, capability, LOOKED, "", work.now))


def _asked_in(capability: str, work: Work) -> tuple[TenderRecord, CallOut] | None:
    """Where he sits and has not answered; who only let his time run out may still."""
    if _last_asked(capability, {CLEAR}, work) is not None:
        for record in work.uow.tenders.in_states(TenderState.EVALUATING):
            call = _sitting(record, work).get(capability)
            if call is not None:
                return record, call
    return None


def _last_asked(capability: str, ends: set[str], work: Work) -> datetime | None:
    """When he was asked last, if none of these ends has come since."""
    replies = work.uow.calls.replies(capability)
    asked = max((reply.at for reply in replies if reply.answer == ASKED), default=None)
    return None if asked is None or any(reply.answer in ends and reply.at >= asked for reply in replies) else asked


def _key(what: str, capability: str, work: Work) -> str:
    return labelled_hash("dispatch/asked", what.encode(), bytes.fromhex(capability), work.now.isoformat().encode()).hex()


def _log(event: str, record: TenderRecord, told: Mapping[str, Any], work: Work) -> None:
    """The number in the log, and what it was, by capability, sealed for the supervisor; named experts have no draw to seal it under."""
    name = f"{event}/{work.uow.log.size}"
    env = remember(record.draw, name, dict(told), work, shown_to_supervisor=True) if record.draw else ""
    work.uow.log.append({"e": event, "t": token_mark(record.token), "n": len(told), "env": env}, kind="recusal-match")
