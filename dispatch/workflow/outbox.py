"""Messages leave at least once outside, once inside: taken with a lease, sent outside any transaction, then marked.

Three small use cases for the job runner: `take`, the port's `send` in between, `left` or `keep`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dispatch.kernel.canonical import parse_canonical
from dispatch.notify.call_out import CallState
from dispatch.workflow.capsules import reach_person
from dispatch.workflow.links import SMS, outbox_box
from dispatch.workflow.means import Means
from dispatch.workflow.ports import UnitOfWork

LEASE = timedelta(minutes=5)
AGAIN = timedelta(minutes=3)
BATCH = 100


@dataclass(frozen=True, slots=True)
class Leaving:
    """One message in clear, in memory only, on its way out."""

    key: str
    phone: str
    text: str


def take(*, uow: UnitOfWork, means: Means, now: datetime) -> list[Leaving]:
    """Leases a batch of due messages and opens them for sending."""
    box, leaving = outbox_box(means), []
    for message in uow.calls.lease(now, now + LEASE, BATCH):
        body = parse_canonical(box.open(message.sealed, message.key))
        call = uow.calls.get(body["c"])
        if call is not None:
            leaving.append(Leaving(message.key, reach_person(call, means).phone, body["text"]))
            if call.state is CallState.WAITING:
                uow.calls.save(replace(call, state=CallState.CALLED, attempts=call.attempts + 1))
    return leaving


def left(key: str, *, uow: UnitOfWork, now: datetime) -> None:
    uow.calls.sent(key, now)


def keep(key: str, *, uow: UnitOfWork, now: datetime) -> None:
    """The gateway did not take it: try again later."""
    uow.calls.retry(key, now + AGAIN)
    uow.tasks.put("send", SMS, now + AGAIN)
