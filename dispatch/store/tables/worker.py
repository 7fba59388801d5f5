"""Worker: draws by pseudonym only; everything that tells who was drawn lies in dse1 envelopes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.store.base import Row


class DrawRow(Row):
    """Where one draw stands. `m` names the manifest; `waiting` says for whom it waits, in words of roles only."""

    __tablename__ = "draw"

    m: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[str]
    round: Mapped[int]
    waiting: Mapped[str]
    draw_at: Mapped[datetime]
    publish_from: Mapped[datetime]
    reply_by: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    parties: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    __table_args__ = (Index(None, "opened_at", "m"),)


class DrawEnvelopeRow(Row):
    """A sealed part of a draw: `frame`, `round/0`, `calls/0`, `vacated/1` …; `sha256` names the envelope."""

    __tablename__ = "draw_envelope"

    m: Mapped[str] = mapped_column(ForeignKey("draw.m"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    envelope: Mapped[bytes]


class DrawEventRow(Row):
    """Which log entries are events of this draw, so that nobody reads the whole log to find them."""

    __tablename__ = "draw_event"

    m: Mapped[str] = mapped_column(ForeignKey("draw.m"), primary_key=True)
    idx: Mapped[int] = mapped_column(primary_key=True)


class DrawValueRow(Row):
    """A party's value for one round, HPKE-sealed to the worker; sending again changes nothing."""

    __tablename__ = "draw_value"

    m: Mapped[str] = mapped_column(ForeignKey("draw.m"), primary_key=True)
    r: Mapped[int] = mapped_column(primary_key=True)
    j: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]


class ProposalRow(Row):
    """An event that waits for the signature of its role; the evidence is made from the envelopes on demand."""

    __tablename__ = "proposal"

    m: Mapped[str] = mapped_column(ForeignKey("draw.m"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    r: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str]
    body: Mapped[bytes]
    state: Mapped[str]  # open, signed, declined
    reason: Mapped[str]
    __table_args__ = (Index(None, "state", "by"),)
