"""Accounts, sessions and refused questions: rows in, values out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dispatch.store.rows import as_record, save
from dispatch.store.tables.web import AccountRow, DenialRow, DeviceRow, SessionRow
from dispatch.workflow.records import Account, Denial, Device, SignedIn


class SqlWeb:
    def __init__(self, session: Session) -> None:
        self._session = session

    def account(self, name: str) -> Account | None:
        row = self._session.get(AccountRow, name)
        return as_record(Account, row) if row else None

    def accounts(self) -> list[Account]:
        return [as_record(Account, row) for row in self._session.scalars(select(AccountRow).order_by(AccountRow.name))]

    def save_account(self, account: Account) -> None:
        save(self._session, AccountRow, account)

    def device(self, mark: bytes) -> Device | None:
        row = self._session.get(DeviceRow, mark)
        return as_record(Device, row) if row else None

    def save_device(self, device: Device) -> None:
        save(self._session, DeviceRow, device)

    def forget_devices(self, before: datetime) -> None:
        self._session.execute(delete(DeviceRow).where(DeviceRow.seen_at < before))

    def forget_devices_of(self, account: str) -> None:
        self._session.execute(delete(DeviceRow).where(DeviceRow.account == account))

    def session(self, mark: bytes) -> SignedIn | None:
        row = self._session.get(SessionRow, mark)
        return as_record(SignedIn, row) if row else None

    def open_session(self, signed_in: SignedIn) -> None:
        save(self._session, SessionRow, signed_in)

    def close_session(self, mark: bytes) -> None:
        self._session.execute(delete(SessionRow).where(SessionRow.mark == mark))

    def close_sessions_of(self, account: str) -> None:
        self._session.execute(delete(SessionRow).where(SessionRow.account == account))

    def close_old_sessions(self, now: datetime) -> None:
        self._session.execute(delete(SessionRow).where(SessionRow.expires_at <= now))

    def deny(self, account: str, role: str, field: str, event: str, at: datetime) -> None:
        """Keeps that a question was refused, without the value asked for."""
        self._session.add(DenialRow(account=account, role=role, field=field, event=event, at=at))
        self._session.flush()

    def denials(self, limit: int, before: int | None = None) -> list[Denial]:
        """The latest refused questions, or those before one of them, newest first."""
        wanted = select(DenialRow).order_by(DenialRow.id.desc()).limit(limit)
        rows = self._session.scalars(wanted if before is None else wanted.where(DenialRow.id < before))
        return [as_record(Denial, row) for row in rows]
