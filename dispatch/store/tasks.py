"""Durable work: a row before it is an action, claimed and removed in the transaction that does the work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from dispatch.store.rows import as_record
from dispatch.store.tables.tasks import TaskRow
from dispatch.workflow.records import Task


class SqlTasks:
    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, kind: str, subject: str, due_at: datetime) -> None:
        """The thing's one task of this kind; one that waits already is done at the earlier of both times."""
        key = f"{kind}:{subject}"
        row = self._session.get(TaskRow, key)
        if row is None:
            self._session.add(TaskRow(key=key, kind=kind, subject=subject, due_at=due_at, attempts=0, fault=""))
        else:
            row.due_at = min(row.due_at, due_at)
        self._session.flush()

    def due(self, now: datetime, limit: int) -> list[Task]:
        rows = self._session.scalars(select(TaskRow).where(TaskRow.due_at <= now).order_by(TaskRow.due_at, TaskRow.key).limit(limit))
        return [as_record(Task, row) for row in rows]

    def claim(self, key: str, now: datetime) -> bool:
        """True if the task is ours within this transaction; it is gone unless the transaction fails or puts it again."""
        wanted = select(TaskRow.key).where(TaskRow.key == key, TaskRow.due_at <= now).with_for_update(skip_locked=True)
        if self._session.scalar(wanted) is None:
            return False
        self._session.execute(delete(TaskRow).where(TaskRow.key == key))
        self._session.expunge_all()
        return True

    def drop(self, key: str, due_at: datetime) -> None:
        """Removes a task that stood as a safeguard, unless somebody has put it anew meanwhile."""
        self._session.execute(delete(TaskRow).where(TaskRow.key == key, TaskRow.due_at == due_at))

    def failed(self, key: str, fault: str, due_at: datetime) -> None:
        """The work failed and was rolled back: tried again later, with the reason kept."""
        later = {"fault": fault, "due_at": due_at, "attempts": TaskRow.attempts + 1}
        self._session.execute(update(TaskRow).where(TaskRow.key == key).values(**later))

    def next_due(self) -> datetime | None:
        return self._session.scalar(select(func.min(TaskRow.due_at)))

    def all(self) -> list[Task]:
        return [as_record(Task, row) for row in self._session.scalars(select(TaskRow).order_by(TaskRow.due_at, TaskRow.key))]
