"""Entries about working days: rows in, values out; none is ever changed."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from dispatch.store.tables.rules import CalendarEntryRow


class SqlCalendars:
    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(self) -> None:
        """Lets one person at a time decide. On SQLite the transaction itself does that."""
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(text(f"LOCK TABLE {CalendarEntryRow.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))

    def entries(self) -> list[dict[str, Any]]:
        """All of them, in order."""
        rows = self._session.scalars(select(CalendarEntryRow).order_by(CalendarEntryRow.id))
        return [{"year": row.year, **json.loads(row.record), "log_idx": row.log_idx} for row in rows]

    def add(self, year: int, record: dict[str, Any], log_idx: int) -> None:
        self._session.add(CalendarEntryRow(year=year, record=json.dumps(record, ensure_ascii=False), log_idx=log_idx))
        self._session.flush()
