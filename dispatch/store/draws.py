"""Draws by pseudonym, their envelopes, values and proposals: rows in, values out."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dispatch.store.rows import as_record, as_row, begins, behind, save
from dispatch.store.tables.worker import DrawEnvelopeRow, DrawEventRow, DrawRow, DrawValueRow, ProposalRow
from dispatch.workflow.records import DrawRecord, DrawStep, Proposal

_COLUMNS = tuple(getattr(DrawRow, field.name) for field in fields(DrawRecord))
# asked by every agent at every round: columns cost a third of objects that watch themselves
_UNDER_WAY = select(*_COLUMNS).where(DrawRow.ended_at.is_(None)).order_by(DrawRow.opened_at, DrawRow.m)


class SqlDraws:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, m: str) -> DrawRecord | None:
        row = self._session.get(DrawRow, m)
        return as_record(DrawRecord, row) if row else None

    def all(self) -> list[DrawRecord]:
        return [as_record(DrawRecord, row) for row in self._session.scalars(select(DrawRow).order_by(DrawRow.opened_at, DrawRow.m))]

    def under_way(self) -> list[DrawRecord]:
        return [_record(row) for row in self._session.execute(_UNDER_WAY)]

    def page(self, after: str, most: int, *, ended: bool | None = None) -> list[DrawRecord]:
        """At most so many behind a draw, the one begun last first; of all, or of those that have ended or have not."""
        wanted = select(DrawRow).order_by(DrawRow.opened_at.desc(), DrawRow.m.desc()).limit(most)
        if ended is not None:
            wanted = wanted.where(DrawRow.ended_at.is_not(None) if ended else DrawRow.ended_at.is_(None))
        last = self._session.get(DrawRow, after) if after else None
        if last is not None:
            wanted = wanted.where(behind((DrawRow.opened_at, DrawRow.m), (last.opened_at, last.m)))
        return [as_record(DrawRecord, row) for row in self._session.scalars(wanted)]

    def beginning(self, start: str, most: int) -> list[DrawRecord]:
        """Draws whose number begins so."""
        wanted = select(DrawRow).where(begins(DrawRow.m, start)).order_by(DrawRow.m).limit(most)
        return [as_record(DrawRecord, row) for row in self._session.scalars(wanted)]

    def save(self, record: DrawRecord) -> None:
        save(self._session, DrawRow, record)

    def envelope(self, m: str, name: str) -> bytes | None:
        row = self._session.get(DrawEnvelopeRow, (m, name))
        return row.envelope if row else None

    def envelopes(self, m: str) -> dict[str, bytes]:
        rows = self._session.scalars(select(DrawEnvelopeRow).where(DrawEnvelopeRow.m == m))
        return {row.name: row.envelope for row in rows}

    def envelope_names(self, m: str) -> set[str]:
        return set(self._session.scalars(select(DrawEnvelopeRow.name).where(DrawEnvelopeRow.m == m)))

    def add_envelope(self, m: str, name: str, sha256: str, envelope: bytes) -> None:
        self._session.add(DrawEnvelopeRow(m=m, name=name, sha256=sha256, envelope=envelope))
        self._session.flush()

    def events(self, m: str) -> list[int]:
        return list(self._session.scalars(select(DrawEventRow.idx).where(DrawEventRow.m == m).order_by(DrawEventRow.idx)))

    def add_event(self, m: str, idx: int) -> None:
        self._session.add(DrawEventRow(m=m, idx=idx))
        self._session.flush()

    def values(self, m: str, r: int) -> dict[str, bytes]:
        rows = self._session.scalars(select(DrawValueRow).where(DrawValueRow.m == m, DrawValueRow.r == r))
        return {row.j: row.sealed for row in rows}

    def put_value(self, m: str, r: int, j: str, sealed: bytes) -> None:
        self._session.merge(DrawValueRow(m=m, r=r, j=j, sealed=sealed))
        self._session.flush()

    def drop_value(self, m: str, r: int, j: str) -> None:
        self._session.execute(delete(DrawValueRow).where(DrawValueRow.m == m, DrawValueRow.r == r, DrawValueRow.j == j))

    def proposals(self, by: str) -> list[Proposal]:
        rows = self._session.scalars(select(ProposalRow).where(ProposalRow.by == by, ProposalRow.state == "open"))
        return [as_record(Proposal, row) for row in rows]

    def proposal(self, m: str, kind: str, r: int) -> Proposal | None:
        row = self._session.get(ProposalRow, (m, kind, r))
        return as_record(Proposal, row) if row else None

    def save_proposal(self, proposal: Proposal) -> None:
        self._session.merge(ProposalRow(**as_row(proposal)))
        self._session.flush()


def _record(row: Any) -> DrawRecord:
    m, step, *rest = row
    return DrawRecord(m, DrawStep(step), *rest)
