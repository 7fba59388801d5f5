"""Durable work: put, lease, finish."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from dispatch.store.rows import as_record
from dispatch.store.tables.tasks import TaskRow
from dispatch.workflow.records import Task


class SqlTasks:
    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, kind: str, subject: str, due_at: datetime) -> None:
        """The thing's one task of this kind, due at `due_at`; a waiting one is moved, a leased one is set free."""
        key = f"{kind}:{subject}"
        row = TaskRow(key=key, kind=kind, subject=subject, due_at=due_at, lease_until=None, attempts=0, fault="")
        self._session.merge(row)
        self._session.flush()

    def due(self, now: datetime, limit: int) -> list[Task]:
        free = or_(TaskRow.lease_until.is_(None), TaskRow.lease_until <= now)
        rows = self._session.scalars(select(TaskRow).where(TaskRow.due_at <= now, free).order_by(TaskRow.due_at, TaskRow.key).limit(limit))
        return [as_record(Task, row) for row in rows]

    def lease(self, key: str, now: datetime, until: datetime) -> bool:
        """True if the task is ours until then; nobody else gets it before."""
        free = or_(TaskRow.lease_until.is_(None), TaskRow.lease_until <= now)
        taken = select(TaskRow).where(TaskRow.key == key, free, TaskRow.due_at <= now).with_for_update(skip_locked=True)
        row = self._session.scalar(taken)
        if row is None:
            return False
        row.lease_until, row.attempts = until, row.attempts + 1
        self._session.flush()
        return True

    def finish(self, key: str) -> None:
        self._session.execute(delete(TaskRow).where(TaskRow.key == key))
        self._session.expire_all()

    def failed(self, key: str, fault: str, due_at: datetime) -> None:
        self._session.execute(update(TaskRow).where(TaskRow.key == key).values(fault=fault, due_at=due_at, lease_until=None))

    def next_due(self) -> datetime | None:
        return self._session.scalar(select(func.min(TaskRow.due_at)))

    def all(self) -> list[Task]:
        return [as_record(Task, row) for row in self._session.scalars(select(TaskRow).order_by(TaskRow.due_at, TaskRow.key))]
