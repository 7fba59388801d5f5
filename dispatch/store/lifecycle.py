"""Entries about experts: rows in, values out; none is ever changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from dispatch.store.rows import as_row
from dispatch.store.tables.lifecycle import TABLE, ExpertEntryRow
from dispatch.workflow.records import KnownEntry

_COLUMNS = tuple(getattr(ExpertEntryRow, field.name) for field in fields(KnownEntry))


class SqlLifecycle:
    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(self) -> None:
        """Lets one act at a time in: what it sees stays true until it has written. On SQLite the transaction itself does that."""
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(text(f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE"))

    def of(self, ref: str) -> list[KnownEntry]:
        """All entries under one reference, in order."""
        rows = self._session.execute(select(*_COLUMNS).where(ExpertEntryRow.ref == ref).order_by(ExpertEntryRow.seq))
        return [KnownEntry(*row) for row in rows]

    def of_kinds(self, kinds: Collection[str]) -> Iterator[KnownEntry]:
        """Entries of these kinds, by reference and in order."""
        wanted = select(*_COLUMNS).where(ExpertEntryRow.kind.in_(kinds)).order_by(ExpertEntryRow.ref, ExpertEntryRow.seq)
        return (KnownEntry(*row) for row in self._session.execute(wanted))

    def refs(self) -> list[str]:
        """Every reference that has an entry."""
        return list(self._session.scalars(select(ExpertEntryRow.ref).distinct().order_by(ExpertEntryRow.ref)))

    def next_seq(self, ref: str) -> int:
        return (self._session.scalar(select(func.max(ExpertEntryRow.seq)).where(ExpertEntryRow.ref == ref)) or 0) + 1

    def add(self, entry: KnownEntry) -> None:
        self._session.execute(insert(ExpertEntryRow).values(**as_row(entry)))

    def rekey(self, ref: str, seq: int, wrapped_dek: bytes) -> None:
        """Another wrapping of an entry's key; an empty one erases the entry."""
        entry = update(ExpertEntryRow).where(ExpertEntryRow.ref == ref, ExpertEntryRow.seq == seq)
        self._session.execute(entry.values(wrapped_dek=wrapped_dek))
