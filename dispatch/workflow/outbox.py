"""Messages leave at least once outside, once inside: taken with a lease, sent outside any transaction, then marked.

Three small use cases for the job runner: `take`, the port's `send` in between, `left` or `keep`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from dispatch.kernel.canonical import parse_canonical
from dispatch.notify.call_out import COMING, PENDING, CallState
from dispatch.workflow.capsules import reach_person
from dispatch.workflow.links import SMS, outbox_box
from dispatch.workflow.work import Work

LEASE = timedelta(minutes=1)  # shorter than the shortest time for a reply: whoever is called after a crash can still answer
AGAIN = timedelta(minutes=3)
BATCH = 100
_WANTED_BY = {"A": PENDING, "B": COMING}  # by stage: whoever has answered, or is not coming any more, needs no bell for it


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
            leaving.append(Leaving(message.key, reach_person(call, work.means).phone, body["text"]))
            if call.state is CallState.WAITING:
                work.uow.calls.save(replace(call, state=CallState.CALLED, attempts=call.attempts + 1))
    return leaving


def left(key: str, work: Work) -> None:
    work.uow.calls.sent(key, work.now)


def keep(key: str, work: Work) -> None:
    """The gateway did not take it: try again later."""
    work.uow.calls.retry(key, work.now + AGAIN)
    work.uow.tasks.put("send", SMS, work.now + AGAIN)
