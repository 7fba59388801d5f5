"""Registry, an expert's time in the pool: entries that are only added; who, what, why and by whom are sealed.

The one change that the database lets through is the end of an entry's key, which erases it (docs/spec/sealing.md §2).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.store.base import Row

TABLE = "expert_entry"
_FIXED = ("ref", "seq", "kind", "sealed", "log_idx")


class ExpertEntryRow(Row):
    """One entry; `ref` is the opaque reference of a person or of an open call, `log_idx` where the log commits to it."""

    __tablename__ = TABLE

    ref: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    wrapped_dek: Mapped[bytes]
    sealed: Mapped[bytes]
    log_idx: Mapped[int]
    __table_args__ = (Index(None, "kind"),)


class ExpertDueRow(Row):
    """Where something may wait for a person, and the day from which that is reckoned; only a pointer: the entries decide."""

    __tablename__ = "expert_due"

    ref: Mapped[str] = mapped_column(primary_key=True)
    matter: Mapped[str]  # open, trained, served, unserved (dispatch/workflow/experts/watched.py)
    day: Mapped[date]
    __table_args__ = (Index(None, "matter", "day", "ref"),)


def guard_ddl(dialect: str) -> tuple[str, ...]:
    """Statements that let entries be added, and keys be replaced or emptied, and nothing else; `dialect` is `sqlite` or `postgresql`."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> tuple[str, ...]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{TABLE} is insert-only'); END"
    known = f"EXISTS (SELECT 1 FROM {TABLE} WHERE ref = NEW.ref AND seq = NEW.seq)"
    return (
        f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_update BEFORE UPDATE OF {', '.join(_FIXED)} ON {TABLE} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_delete BEFORE DELETE ON {TABLE} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_replace BEFORE INSERT ON {TABLE} WHEN {known} {refuse}",
    )


def _postgresql() -> tuple[str, ...]:
    function = (
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is insert-only'; END $$"
    )
    events = (
        ("no_update", f"UPDATE OF {', '.join(_FIXED)}", "ROW"),
        ("no_delete", "DELETE", "ROW"),
        ("no_truncate", "TRUNCATE", "STATEMENT"),
    )
    guards = (
        f"CREATE OR REPLACE TRIGGER {TABLE}_{name} BEFORE {event} ON {TABLE} FOR EACH {each} EXECUTE FUNCTION {TABLE}_refuse()"
        for name, event, each in events
    )
    return (function, *guards)
