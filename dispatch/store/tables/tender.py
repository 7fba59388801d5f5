"""Tenders: the application as written, its approval, its moments, and the steps of its refill ladder."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.store.base import Row


class TenderRow(Row):
    __tablename__ = "tender"

    id: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)  # what venue and finance see instead of the number
    body: Mapped[str]  # the application, JSON
    section: Mapped[str] = mapped_column(unique=True)  # number and section as two people would compare them: one section, one draw
    number: Mapped[str] = mapped_column(index=True)  # the number in the same spelling, which its sections share
    tenderer: Mapped[str] = mapped_column(index=True)  # whose it is: normalised credit code, else name
    shares: Mapped[str | None] = mapped_column(index=True)  # the section whose committee this one has
    recalls: Mapped[str | None] = mapped_column(index=True)  # the tender whose committee sits once more
    state: Mapped[str]
    checkin_at: Mapped[datetime] = mapped_column(index=True)  # as in the application, for the lists of a day
    applied_by: Mapped[str]
    applied_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    draw: Mapped[str | None] = mapped_column(unique=True)
    refusal: Mapped[str | None]  # JSON list of sentences, when no committee can be drawn
    bidders: Mapped[bytes | None]  # sealed
    __table_args__ = (Index(None, "applied_at", "id"), Index(None, "state", "applied_at", "id"))


class TenderUnitRow(Row):
    """Whose tender it is, as accounts are bound to units: tenderer and agent, each by credit code and by name."""

    __tablename__ = "tender_unit"

    unit: Mapped[str] = mapped_column(primary_key=True)
    tender: Mapped[str] = mapped_column(ForeignKey("tender.id"), primary_key=True, index=True)


class TenderEventRow(Row):
    """A moment that has come; facts open from here on."""

    __tablename__ = "tender_event"

    tender: Mapped[str] = mapped_column(ForeignKey("tender.id"), primary_key=True)
    event: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    log_idx: Mapped[int]


class LadderStepRow(Row):
    """逐级扩大: one step taken for one seat, with its reason and the pool it found."""

    __tablename__ = "ladder_step"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    tender: Mapped[str] = mapped_column(ForeignKey("tender.id"), index=True)
    seat: Mapped[int]
    step: Mapped[str]
    record: Mapped[str]  # JSON
    log_idx: Mapped[int] = mapped_column(unique=True)
