"""Venue: rooms, booths, who arrives by gate code; no name, no tender number."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.store.base import Row


class VenueRow(Row):
    __tablename__ = "venue"

    id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]  # name, address, region, rooms, booths: JSON, public


class SeatPlanRow(Row):
    """One booth set aside for one tender token in one slot; it holds no person."""

    __tablename__ = "seat_plan"

    token: Mapped[str] = mapped_column(primary_key=True)
    venue: Mapped[str] = mapped_column(ForeignKey("venue.id"), primary_key=True)
    booth: Mapped[str] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sitter: Mapped[str]  # 评标专家 or 招标人代表
    relaxed: Mapped[str]
    __table_args__ = (
        Index(None, "ends_at"),  # what is to come ends later than now: few of all that ever was
        Index(None, "venue", "starts_at"),
    )


class GatePassRow(Row):
    """到场: a gate code expected at a venue. `sealed` holds capability and booth until the person stands there."""

    __tablename__ = "gate_pass"

    mark: Mapped[bytes] = mapped_column(primary_key=True)  # keyed mark of token, venue and gate code
    token: Mapped[str] = mapped_column(index=True)
    venue: Mapped[str]
    sealed: Mapped[bytes]
    arrived_at: Mapped[datetime | None]
    entered_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    state: Mapped[str]  # 待到场 到场 入席 离场 缺席 已替换
    reason: Mapped[str]
