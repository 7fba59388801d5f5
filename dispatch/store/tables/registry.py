"""Registry: persons with their sealed groups, and the clear columns that screening needs; no tender, no draw."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.store.base import Row

NOT_OVER = date.max


class PersonRow(Row):
    """One expert. `identity`, `contact`, `bank` and `handle` are sealed; `*_mark` are keyed blind indexes."""

    __tablename__ = "person"

    ref: Mapped[str] = mapped_column(String, primary_key=True)
    expert_no: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int]
    content_mark: Mapped[bytes]  # keyed digest of the whole row as imported: an equal row is not stored twice
    handle: Mapped[bytes]
    wrapped_dek: Mapped[bytes]
    identity: Mapped[bytes]
    contact: Mapped[bytes]
    bank: Mapped[bytes]
    id_mark: Mapped[bytes] = mapped_column(unique=True)
    employer_name_mark: Mapped[bytes]
    employer_uscc_mark: Mapped[bytes]
    specialties: Mapped[str]
    category: Mapped[str]
    region: Mapped[str]
    title: Mapped[str]
    birth: Mapped[date]
    field_since: Mapped[date]
    admitted: Mapped[date]
    on_job: Mapped[bool]
    standing: Mapped[str]
    suspended_until: Mapped[date | None]
    __table_args__ = (Index(None, "standing", "region"),)


class RelationRow(Row):
    """A fact about one expert that a recusal rule needs; the other side is a blind index."""

    __tablename__ = "relation"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ref: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    other_name_mark: Mapped[bytes]
    other_uscc_mark: Mapped[bytes]
    since: Mapped[date | None]
    until: Mapped[date | None]
    sealed: Mapped[bytes]


class EngagementRow(Row):
    """A day on which somebody is taken; who and when are sealed, so that a stored row links nobody to anything.

    Once the report is signed it may be found by whom it is of and by its month: until then `who` is empty and `over` is NOT_OVER.
    """

    __tablename__ = "engagement"

    id: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    who: Mapped[bytes] = mapped_column(index=True)  # keyed mark of the reference
    over: Mapped[date] = mapped_column(index=True)  # the last day of the month in which it ended


class EquityRow(Row):
    """One company holds part of another; companies are blind indexes, and their names are sealed beside."""

    __tablename__ = "equity"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    upper_mark: Mapped[bytes]
    lower_mark: Mapped[bytes]
    share: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]
    sealed: Mapped[bytes]
