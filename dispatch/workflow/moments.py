"""A moment comes: it is kept with the tender and logged in the same transaction; moments never go back."""

from __future__ import annotations

from datetime import datetime

from dispatch.kernel.canonical import labelled_hash
from dispatch.workflow.ports import UnitOfWork
from dispatch.workflow.records import Moment
from policies.vocabulary.roles import Event


def reach(tender_id: str, token: str, event: Event, *, uow: UnitOfWork, now: datetime) -> Moment:
    """Records that `event` has come for this tender; a second time changes nothing."""
    known = uow.tenders.moments(tender_id).get(event)
    if known:
        return known
    entry = {"e": "moment", "t": token_mark(token), "event": event.value, "at": int(now.timestamp())}
    moment = Moment(event, now, uow.log.append(entry, kind="moment"))
    uow.tenders.add_moment(tender_id, moment)
    return moment


def latest(moments: dict[Event, Moment]) -> Event:
    """The latest moment that has come, in the order of the matrix."""
    order = [event for event in Event if event in moments]
    return order[-1] if order else Event.SUBMITTED


def token_mark(token: str) -> str:
    """How the log names a tender: a hash of its random token, which tells nothing about its number."""
    return labelled_hash("dispatch/token", token.encode("ascii")).hex()
