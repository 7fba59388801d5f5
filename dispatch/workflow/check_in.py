"""签到、入席、离席: a person proves who he is, learns his booth, sits down, leaves; each act once, with its time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dispatch.notify.call_out import COMING, CallState
from dispatch.sealing.blind_index import blind_index
from dispatch.workflow.capsules import log_capabilities, reach_person
from dispatch.workflow.gate import ARRIVED, EXPECTED, LEFT, REPLACED, SEATED, WELCOME, Passage, mark_on, open_pass
from dispatch.workflow.gate_attempts import stop_guessing
from dispatch.workflow.moments import reach
from dispatch.workflow.records import GatePass, TenderRecord
from dispatch.workflow.refusals import NotExpectedHere, WrongPerson
from dispatch.workflow.replies import wake
from dispatch.workflow.work import Work
from policies.calendar import LOCAL
from policies.vocabulary.roles import Event


@dataclass(frozen=True, slots=True)
class ShownBooth:
    """What the gate shows the person who stands there: the booth, and the code by which others know him inside."""

    venue: str
    booth: str
    code: str


def check_in(venue: str, code: str, id_no: str, work: Work) -> ShownBooth:
    """Checks a gate code against the person's document and shows the booth; again for the same person, the same booth.

    Raises NotExpectedHere for a code that this gate does not expect, or no longer: whoever took leave or came too late
    has lost his seat, and nobody is paid for a seat that is drawn anew. Raises WrongPerson for another person's document, and
    TooManyAttempts for guessing. A refusal leaves nothing behind: whoever calls this keeps it with `note_turned_away`.
    """
    stop_guessing(venue, code, work)
    kept, passage, record = at_gate(venue, code, work)
    call = work.uow.calls.get(passage.capability)
    assert call is not None, "a gate pass without call-out"
    if kept.state not in WELCOME or call.state not in COMING:
        raise NotExpectedHere()
    log_capabilities([passage.capability], "", "check-in", int(work.now.timestamp()), uow=work.uow)
    person = work.uow.registry.person(reach_person(call, work.means).ref)
    if person is None or person.id_mark != blind_index(work.means.keys, "id-number", id_no):
        raise WrongPerson()
    if kept.state == EXPECTED:
        work.uow.venues.save_gate_pass(replace(kept, state=ARRIVED, arrived_at=work.now))
        work.uow.calls.save(replace(call, state=CallState.ARRIVED))
        reach(record, Event.CHECKED_IN, work)
    return ShownBooth(passage.venue, passage.booth, passage.booth_code)


def enter_booth(venue: str, code: str, work: Work) -> None:
    """The door of the room let the person in (签入); evaluation opens once every seat is taken."""
    kept, _, record = at_gate(venue, code, work)
    if kept.state != ARRIVED:
        return
    work.uow.venues.save_gate_pass(replace(kept, state=SEATED, entered_at=work.now))
    reach(record, Event.BOOTH_ENTERED, work)
    work.uow.tasks.put("open", record.id, max(work.now, record.tender.opening_at))


def leave_early(venue: str, code: str, *, reason: str, approved: bool, work: Work) -> None:
    """A member leaves during evaluation; his conclusions are void and a replacement round fills the seat (ZBT art. 48)."""
    kept, passage, _ = at_gate(venue, code, work)
    call = work.uow.calls.get(passage.capability)
    if call is None or kept.state not in (ARRIVED, SEATED):
        return
    work.uow.venues.save_gate_pass(replace(kept, state=REPLACED, left_at=work.now, reason=reason if approved else f"擅离:{reason}"))
    work.uow.calls.save(replace(call, state=CallState.ILL if approved else CallState.ABSENT, reason=reason))
    wake(call, work)


def leave_at_end(kept: GatePass, work: Work) -> None:
    if kept.state == SEATED:
        work.uow.venues.save_gate_pass(replace(kept, state=LEFT, left_at=work.now))


def at_gate(venue: str, code: str, work: Work) -> tuple[GatePass, Passage, TenderRecord]:
    """The pass behind a gate code of today. Raises NotExpectedHere."""
    today = str(work.now.astimezone(LOCAL).date())
    kept = work.uow.venues.gate_pass(mark_on(today, venue, code, work.means))
    record = work.uow.tenders.by_token(kept.token) if kept else None
    if kept is None or record is None:
        raise NotExpectedHere()
    return kept, open_pass(kept, work.means), record
