"""A moment comes: it is kept with the tender and logged in the same transaction; moments never go back.

The order of moments is that of dispatch.sealing.stages; a leap is refused there.
"""

from __future__ import annotations

from collections.abc import Iterable

from dispatch.kernel.canonical import labelled_hash
from dispatch.sealing.stages import Progress, advance
from dispatch.workflow.records import Moment, TenderRecord
from dispatch.workflow.work import Work
from policies.vocabulary.roles import Event


def reach(record: TenderRecord, event: Event, work: Work) -> Moment:
    """Records that `event` has come for this tender; a second time changes nothing. Raises StageOutOfOrder for a leap."""
    moments = work.uow.tenders.moments(record.id)
    if event in moments:
        return moments[event]
    if event is not Event.SUBMITTED:
        advance(progress(moments), event)
    entry = {"e": "moment", "t": token_mark(record.token), "event": event.value, "at": int(work.now.timestamp())}
    moment = Moment(event, work.now, work.uow.log.append(entry, kind="moment"))
    work.uow.tenders.add_moment(record.id, moment)
    return moment


def progress(moments: Iterable[Event]) -> Progress:
    """How far a tender has come, from the moments recorded."""
    come = set(moments)
    order = [event for event in Event if event in come and event is not Event.BID_DEADLINE]
    return Progress(order[-1] if order else Event.SUBMITTED, Event.BID_DEADLINE in come)


def latest(moments: Iterable[Event]) -> Event:
    """The latest moment that has come."""
    return progress(moments).at


def token_mark(token: str) -> str:
    """How the log names a tender: a hash of its random token, which tells nothing about its number."""
    return labelled_hash("dispatch/token", token.encode("ascii")).hex()
