"""Call-outs, links, the outbox and the inbox: rows in, values out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dispatch.store.rows import as_record, as_row, save
from dispatch.store.tables.notifier import CallOutRow, InboxRow, OutboxRow, StageLinkRow
from dispatch.workflow.records import CallOut, Message, Reply, StageLink

_UNSENT = ("waiting", "leased", "failed")  # named one by one: an index finds what is there, not what is not


class SqlCalls:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, capability: str) -> CallOut | None:
        row = self._session.get(CallOutRow, capability)
        return as_record(CallOut, row) if row else None

    def wave(self, wave: str) -> list[CallOut]:
        rows = self._session.scalars(select(CallOutRow).where(CallOutRow.wave == wave).order_by(CallOutRow.capability))
        return [as_record(CallOut, row) for row in rows]

    def under(self, capsule_key: str) -> list[CallOut]:
        """Call-outs whose capsules one key opens: those of one draw, for whoever knows its key's name."""
        rows = self._session.scalars(select(CallOutRow).where(CallOutRow.capsule_key == capsule_key).order_by(CallOutRow.capability))
        return [as_record(CallOut, row) for row in rows]

    def save(self, call: CallOut) -> None:
        save(self._session, CallOutRow, call)

    def link(self, locator: str) -> StageLink | None:
        row = self._session.get(StageLinkRow, locator)
        return as_record(StageLink, row) if row else None

    def links(self, capability: str) -> list[StageLink]:
        rows = self._session.scalars(select(StageLinkRow).where(StageLinkRow.capability == capability))
        return [as_record(StageLink, row) for row in rows]

    def save_link(self, link: StageLink) -> None:
        save(self._session, StageLinkRow, link)

    def enqueue(self, message: Message) -> None:
        """Adds a message unless its key is known; what was enqueued once leaves once."""
        if self._session.get(OutboxRow, message.key) is None:
            self._session.add(OutboxRow(**as_row(message), state="waiting", lease_until=None, sent_at=None))
            self._session.flush()

    def lease(self, now: datetime, until: datetime, limit: int) -> list[Message]:
        """Takes due messages, and those whose earlier taker did not report back in time."""
        free = (OutboxRow.state == "waiting") | ((OutboxRow.state == "leased") & (OutboxRow.lease_until <= now))
        due = select(OutboxRow).where(free, OutboxRow.due_at <= now).order_by(OutboxRow.due_at, OutboxRow.key).limit(limit)
        taken = list(self._session.scalars(due.with_for_update(skip_locked=True)))
        for row in taken:
            row.state, row.lease_until, row.attempts = "leased", until, row.attempts + 1
        self._session.flush()
        return [as_record(Message, row) for row in taken]

    def sent(self, key: str, now: datetime) -> None:
        """The message left; its text is erased."""
        self._session.execute(update(OutboxRow).where(OutboxRow.key == key).values(state="sent", sent_at=now, sealed=b"", lease_until=None))

    def retry(self, key: str, due_at: datetime) -> None:
        self._session.execute(update(OutboxRow).where(OutboxRow.key == key).values(state="waiting", due_at=due_at, lease_until=None))

    def waiting(self) -> int:
        return self._session.scalar(select(func.count()).select_from(OutboxRow).where(OutboxRow.state.in_(_UNSENT))) or 0

    def receive(self, reply: Reply) -> bool:
        """True if the reply is new; the same key twice is one reply."""
        if self._session.get(InboxRow, reply.key) is not None:
            return False
        self._session.add(InboxRow(**as_row(reply), counted=False))
        self._session.flush()
        return True

    def replies(self, capability: str) -> list[Reply]:
        rows = self._session.scalars(select(InboxRow).where(InboxRow.capability == capability).order_by(InboxRow.at, InboxRow.key))
        return [as_record(Reply, row) for row in rows]
