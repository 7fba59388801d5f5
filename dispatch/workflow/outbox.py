"""Messages leave at least once outside, once inside: taken with a lease, sent outside any transaction, then marked.

The time for a reply runs from the sending: while the gateway takes nothing, nobody counts as silent.

Small use cases for the job runner: `take`, the port's `send` in between, then `left`, `keep` or `unreachable`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from dispatch.kernel.canonical import parse_canonical
from dispatch.notify.call_out import COMING, PENDING, CallState
from dispatch.notify.messages import MOVED, with_hour
from dispatch.workflow.capsules import reach_person
from dispatch.workflow.links import outbox_box
from dispatch.workflow.records import CallOut
from dispatch.workflow.work import Work

LEASE = timedelta(minutes=1)  # shorter than the shortest time for a reply: whoever is called after a crash can still answer
AGAIN = timedelta(minutes=3)  # engineering: a gateway that refused is asked again soon, but not at once
BATCH = 100
NO_NUMBER = "RF9"
_ASKING = (CallState.WAITING, CallState.MOVED)
_WANTED_BY = {"A": PENDING, MOVED: PENDING, "B": COMING}  # by stage: whoever has answered, or is not coming any more, needs no bell for it


@dataclass(frozen=True, slots=True)
class Leaving:
    """One message in clear, in memory only, on its way out."""

    key: str
    phone: str
    text: str


def take(work: Work) -> list[Leaving]:
    """Leases a batch of due messages and opens them for sending."""
    box, leaving = outbox_box(work.means), []
    for message in work.uow.calls.lease(work.now, work.now + LEASE, BATCH):
        body = parse_canonical(box.open(message.sealed, message.key))
        call = work.uow.calls.get(body["c"])
        if call is None or call.state not in _WANTED_BY.get(message.key.partition("/")[0], CallState):
            left(message.key, work)
        else:
            called = _called_now(call, work) if call.state in _ASKING else call
            leaving.append(Leaving(message.key, reach_person(call, work.means).phone, with_hour(body["text"], called.reply_by)))
    return leaving


def _called_now(call: CallOut, work: Work) -> CallOut:
    """However late the bell leaves, its holder has as long to answer as he was meant to have."""
    called = replace(call, called_at=work.now, reply_by=work.now + (call.reply_by - call.called_at), attempts=call.attempts + 1)
    work.uow.calls.save(called)
    return called


def left(key: str, work: Work) -> None:
    """The gateway took it; whoever was called by it has been called from now on, and his draw looks when his time will be over."""
    work.uow.calls.sent(key, work.now)
    _move(key, CallState.CALLED, "", work)


def unreachable(key: str, work: Work) -> None:
    """The number takes nothing at all (号码失效): whoever was to be called by it is replaced, and nobody holds it against him."""
    work.uow.calls.sent(key, work.now)
    _move(key, CallState.UNREACHABLE, NO_NUMBER, work)


def _move(key: str, state: CallState, reason: str, work: Work) -> None:
    """What became of a call-out whose bell this was, if it was still waiting; its draw looks again."""
    stage, _, locator = key.partition("/")
    link = work.uow.calls.link(locator) if stage == "A" else None
    call = work.uow.calls.get(link.capability) if link else None
    if call and call.state is CallState.WAITING:
        work.uow.calls.save(replace(call, state=state, reason=reason))
        work.uow.tasks.put("wave", call.wave, work.now)


def keep(key: str, work: Work) -> None:
    """The gateway did not take it: tried again later, by the task that stands while anything waits (dispatch/jobs.py)."""
    work.uow.calls.retry(key, work.now + AGAIN)
