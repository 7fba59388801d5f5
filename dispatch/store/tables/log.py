"""Tables of the witness log: rows that can be added and read, and nothing else.

Source: docs/spec/witness-log.md §1. Triggers stop accidents; the witnesses outside stop whoever can drop a trigger.
"""

from __future__ import annotations

from sqlalchemy import Connection, Index
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.store.base import Row

FROZEN_TABLES = ("tlog_entry", "tlog_node", "tlog_checkpoint", "tlog_cosig")


class TlogHeadRow(Row):
    """How long a log is; the lock on this row puts all appends in one order."""

    __tablename__ = "tlog_head"
    origin: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]


class TlogEntryRow(Row):
    """One entry: canonical bytes, their leaf hash, and who signed them, if any role did."""

    __tablename__ = "tlog_entry"
    origin: Mapped[str] = mapped_column(primary_key=True)
    idx: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    body: Mapped[bytes]
    hash: Mapped[bytes]
    by: Mapped[str]
    sig: Mapped[bytes]
    __table_args__ = (Index(None, "origin", "kind", "idx"),)


class TlogNodeRow(Row):
    """The hash of a perfect subtree: node (l, p) covers entries [p·2^l, (p+1)·2^l); level 0 is the entry's own hash."""

    __tablename__ = "tlog_node"
    origin: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pos: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes]


class TlogCheckpointRow(Row):
    """A size and root that the log has signed."""

    __tablename__ = "tlog_checkpoint"
    origin: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[bytes]
    note: Mapped[str]


class TlogCosigRow(Row):
    """One witness's line under a checkpoint."""

    __tablename__ = "tlog_cosig"
    origin: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    witness: Mapped[str] = mapped_column(primary_key=True)
    line: Mapped[str]


def guard_ddl(dialect: str) -> tuple[str, ...]:
    """Statements that make the log's tables refuse change and deletion; `dialect` is `sqlite` or `postgresql`.

    They are the same in every migration: run them after the tables exist, and again after a batch migration dropped them.
    """
    return _sqlite() if dialect == "sqlite" else _postgresql()


def guard_log(connection: Connection) -> None:
    """Runs guard_ddl for the connection's database."""
    for statement in guard_ddl(connection.dialect.name):
        connection.exec_driver_sql(statement)


_GAP = "NEW.idx <> COALESCE((SELECT size FROM tlog_head WHERE origin = NEW.origin), -1)"
_KEYS = {
    "tlog_head": ("origin",),
    "tlog_node": ("origin", "level", "pos"),
    "tlog_checkpoint": ("origin", "size"),
    "tlog_cosig": ("origin", "size", "witness"),
}


def _sqlite() -> tuple[str, ...]:
    """INSERT OR REPLACE deletes without firing a DELETE trigger, so a key that is there already is refused before it."""

    def guard(name: str, event: str, table: str, when: str = "1") -> str:
        text = f"{table} is append-only"
        return f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{text}'); END"

    frozen = [guard(f"{table}_no_{event.lower()}", event, table) for table in FROZEN_TABLES for event in ("UPDATE", "DELETE")]
    known = [guard(f"{table}_no_replace", "INSERT", table, _known(table, keys)) for table, keys in _KEYS.items()]
    head = [
        guard("tlog_head_no_delete", "DELETE", "tlog_head"),
        guard("tlog_head_only_grows", "UPDATE", "tlog_head", "NEW.origin <> OLD.origin OR NEW.size <= OLD.size"),
    ]
    return (*frozen, *known, *head, guard("tlog_entry_no_gap", "INSERT", "tlog_entry", _GAP))


def _known(table: str, keys: tuple[str, ...]) -> str:
    same = " AND ".join(f"{key} = NEW.{key}" for key in keys)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"


def _postgresql() -> tuple[str, ...]:
    """No percent sign and no colon stands in these statements, so no driver takes a part of them for a parameter."""

    refuse = (
        "CREATE OR REPLACE FUNCTION tlog_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
    )

    def guard(name: str, event: str, table: str, when: str = "") -> str:
        each = "STATEMENT" if event.endswith("TRUNCATE") else "ROW"
        condition = f"WHEN ({when}) " if when else ""
        return f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} {condition}EXECUTE FUNCTION tlog_refuse()"

    gap = (
        "CREATE OR REPLACE FUNCTION tlog_no_gap() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_GAP} THEN RAISE EXCEPTION 'tlog_entry is append-only'; END IF; RETURN NEW; END $$"
    )
    no_gap = "CREATE OR REPLACE TRIGGER tlog_entry_no_gap BEFORE INSERT ON tlog_entry FOR EACH ROW EXECUTE FUNCTION tlog_no_gap()"
    frozen = [guard(f"{table}_frozen", "UPDATE OR DELETE", table) for table in FROZEN_TABLES]
    truncated = [guard(f"{table}_no_truncate", "TRUNCATE", table) for table in (*FROZEN_TABLES, "tlog_head")]
    head = [
        guard("tlog_head_no_delete", "DELETE", "tlog_head"),
        guard("tlog_head_only_grows", "UPDATE", "tlog_head", "NEW.origin <> OLD.origin OR NEW.size <= OLD.size"),
    ]
    return (refuse, gap, *frozen, *truncated, *head, no_gap)
