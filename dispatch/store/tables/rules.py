"""Rules: what this centre has laid down beside the rules that ship, each with who asked, who decided, and why."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from dispatch.store.base import Row


class CalendarEntryRow(Row):
    """工作日历: one year put forward, approved or declined; the latest entries of a year say how it stands."""

    __tablename__ = "calendar_entry"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    year: Mapped[int]
    record: Mapped[str]  # JSON
    log_idx: Mapped[int] = mapped_column(unique=True)
