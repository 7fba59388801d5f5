"""An agent's memory: facts that are written once and never change, and its own copy of the log.

Every call is on the disk when it returns, so an act that follows it can be repeated after a crash and is the same act.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dispatch.witness.entry import Entry

_TABLES = """
CREATE TABLE IF NOT EXISTS fact(kind TEXT, key TEXT, value BLOB NOT NULL, PRIMARY KEY (kind, key)) STRICT;
CREATE TABLE IF NOT EXISTS mirror(origin TEXT, idx INTEGER, body BLOB, by TEXT, sig BLOB, PRIMARY KEY (origin, idx)) STRICT;
CREATE TABLE IF NOT EXISTS checkpoint(origin TEXT, size INTEGER, note TEXT, PRIMARY KEY (origin, size)) STRICT;
"""
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")


class Diary:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
        for pragma in PRAGMAS:
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(_TABLES)

    def keep(self, kind: str, key: str, value: bytes) -> bytes:
        """Writes a fact unless there is one already, and returns the fact that stands."""
        self._db.execute("INSERT INTO fact VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (kind, key, value))
        kept = self.read(kind, key)
        return value if kept is None else kept

    def read(self, kind: str, key: str) -> bytes | None:
        row = self._db.execute("SELECT value FROM fact WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return None if row is None else bytes(row[0])

    def knows(self, kind: str, key: str) -> bool:
        return self.read(kind, key) is not None

    def all(self, kind: str) -> dict[str, bytes]:
        """Every fact of a kind, in the order written."""
        rows = self._db.execute("SELECT key, value FROM fact WHERE kind = ? ORDER BY rowid", (kind,))
        return {key: bytes(value) for key, value in rows}

    def mirror(self, origin: str, entries: Sequence[Entry], size: int, note: str) -> None:
        """Adds entries and the checkpoint that covers them, all or none."""
        with self._transaction():
            rows = [(origin, entry.idx, entry.body, entry.by, entry.sig) for entry in entries]
            self._db.executemany("INSERT INTO mirror VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", rows)
            self._db.execute("INSERT INTO checkpoint VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (origin, size, note))

    def mirrored(self, origin: str, start: int = 0, limit: int = -1) -> list[Entry]:
        wanted = "SELECT idx, body, by, sig FROM mirror WHERE origin = ? AND idx >= ? ORDER BY idx LIMIT ?"
        rows = self._db.execute(wanted, (origin, start, limit))
        return [Entry(idx, bytes(body), by, bytes(sig)) for idx, body, by, sig in rows]

    def latest_note(self, origin: str) -> str | None:
        row = self._db.execute("SELECT note FROM checkpoint WHERE origin = ? ORDER BY size DESC LIMIT 1", (origin,)).fetchone()
        return None if row is None else str(row[0])

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
