"""Notifier: one capability, one telephone capsule, one generic text; no tender, no seat, no name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.store.base import Row


class CallOutRow(Row):
    """通知: one person called once in one round, known here by a capability only."""

    __tablename__ = "call_out"

    capability: Mapped[str] = mapped_column(primary_key=True)
    wave: Mapped[str] = mapped_column(index=True)  # H(draw, round): groups a wave, names no draw
    capsule: Mapped[bytes]
    capsule_key: Mapped[str] = mapped_column(index=True)  # purpose of the key that opens the capsule
    capsule_id: Mapped[bytes]  # sealed pool id (the capsule's aad)
    state: Mapped[str]  # 待发 已发 已接受 已拒绝 超时无应答 号码失效 请假 到场 缺席 已替换
    reason: Mapped[str]  # refusal code or ""
    called_at: Mapped[datetime]
    reply_by: Mapped[datetime]
    replied_at: Mapped[datetime | None]
    attempts: Mapped[int]


class StageLinkRow(Row):
    """A link that opens one stage body once per action; the database lacks its secret."""

    __tablename__ = "stage_link"

    locator: Mapped[str] = mapped_column(primary_key=True)
    capability: Mapped[str] = mapped_column(ForeignKey("call_out.capability"), index=True)
    stage: Mapped[str]
    mark: Mapped[bytes]
    body: Mapped[bytes]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OutboxRow(Row):
    """A message that must leave once; its sealed text is erased when it has left."""

    __tablename__ = "outbox"

    key: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    sealed: Mapped[bytes]
    state: Mapped[str]  # waiting, leased, sent, failed
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int]
    sent_at: Mapped[datetime | None]
    __table_args__ = (Index(None, "state", "due_at"),)


class InboxRow(Row):
    """A reply as it came in, once; `key` is the sender's, so that the same reply counts once."""

    __tablename__ = "inbox"

    key: Mapped[str] = mapped_column(primary_key=True)
    capability: Mapped[str] = mapped_column(ForeignKey("call_out.capability"), index=True)
    answer: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    counted: Mapped[bool]
