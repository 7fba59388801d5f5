"""Durable work: a row before it is an action; claimed and removed in the transaction that does the work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.store.base import Row


class TaskRow(Row):
    __tablename__ = "task"

    key: Mapped[str] = mapped_column(primary_key=True)  # kind:subject, so that a thing has one task of a kind
    kind: Mapped[str]
    subject: Mapped[str]
    due_at: Mapped[datetime]
    attempts: Mapped[int]
    fault: Mapped[str]
    __table_args__ = (Index(None, "due_at"),)
