"""Entries about experts: rows in, values out; none is ever changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields
from datetime import date

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from dispatch.store.rows import as_row, some_at_a_time
from dispatch.store.tables.lifecycle import TABLE, ExpertDueRow, ExpertEntryRow
from dispatch.store.tables.registry import PersonRow
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

    def of_each(self, refs: Collection[str], kinds: Collection[str]) -> Iterator[KnownEntry]:
        """Entries of these kinds about these people, by reference and in order."""
        wanted = select(*_COLUMNS).where(ExpertEntryRow.kind.in_(kinds)).order_by(ExpertEntryRow.ref, ExpertEntryRow.seq)
        pieces = (self._session.execute(wanted.where(ExpertEntryRow.ref.in_(piece))) for piece in some_at_a_time(sorted(refs)))
        return (KnownEntry(*row) for rows in pieces for row in rows)

    def of_strangers(self, kind: str) -> Iterator[KnownEntry]:
        """Entries of this kind under references of which the registry has no row, by reference and in order."""
        stored = select(PersonRow.ref).where(PersonRow.ref == ExpertEntryRow.ref).exists()
        wanted = select(*_COLUMNS).where(ExpertEntryRow.kind == kind, ~stored).order_by(ExpertEntryRow.ref, ExpertEntryRow.seq)
        return (KnownEntry(*row) for row in self._session.execute(wanted))

    def point(self, ref: str, matter: str, day: date) -> None:
        """Where to look for what is due; an empty matter takes the pointer away."""
        self._session.execute(delete(ExpertDueRow).where(ExpertDueRow.ref == ref))
        if matter:
            self._session.execute(insert(ExpertDueRow).values(ref=ref, matter=matter, day=day))

    def pointed(self, matter: str, until: date) -> list[str]:
        """References at which this matter may be due by that day, the longest due first."""
        wanted = select(ExpertDueRow.ref).where(ExpertDueRow.matter == matter, ExpertDueRow.day <= until)
        return list(self._session.scalars(wanted.order_by(ExpertDueRow.day, ExpertDueRow.ref)))

    def without_pointer(self) -> Iterator[str]:
        """References of everybody in the registry about whom there is no entry."""
        known = select(ExpertDueRow.ref).where(ExpertDueRow.ref == PersonRow.ref).exists()
        return iter(self._session.scalars(select(PersonRow.ref).where(~known).execution_options(yield_per=1000)))

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
