"""Web: accounts with a role, and server-side sessions; no key of any compartment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.store.base import Row


class AccountRow(Row):
    __tablename__ = "account"

    name: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    password: Mapped[str]  # argon2id
    scope: Mapped[str]  # the venue or unit to which a role that sees only its own is bound; else empty
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]


class DeviceRow(Row):
    """A browser in which the account's user has signed in before; its failures do not count against the account."""

    __tablename__ = "device"

    mark: Mapped[bytes] = mapped_column(primary_key=True)  # SHA-256 of the account's name and the cookie's token
    account: Mapped[str] = mapped_column(ForeignKey("account.name"), index=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]


class SessionRow(Row):
    __tablename__ = "session"

    mark: Mapped[bytes] = mapped_column(primary_key=True)  # SHA-256 of the cookie's token
    account: Mapped[str] = mapped_column(ForeignKey("account.name"), index=True)
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class DenialRow(Row):
    """A question that the disclosure matrix refused; the value asked for is not stored."""

    __tablename__ = "denial"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account: Mapped[str]
    role: Mapped[str]
    field: Mapped[str]
    event: Mapped[str]
    at: Mapped[datetime]
