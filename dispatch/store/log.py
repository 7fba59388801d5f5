"""The witness log in the service's own database: an entry stands or falls with the change that it reports.

Source: docs/spec/witness-log.md §1. Nothing here commits: the caller's transaction holds the change and its entry, or neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from dispatch.kernel.canonical import canonical
from dispatch.kernel.merkle import leaf_hash
from dispatch.kernel.signing import Signer
from dispatch.store.refusals import LogDamaged, LogNotWritable, SecondRoot, UnsignedEvent
from dispatch.store.rows import some_at_a_time
from dispatch.store.tables.log import TlogCheckpointRow, TlogCosigRow, TlogEntryRow, TlogHeadRow, TlogNodeRow
from dispatch.witness.entry import Entry
from dispatch.witness.note import Checkpoint, sign_checkpoint, with_cosignatures
from dispatch.witness.proofs import consistency_proof, inclusion_proof, root_at
from dispatch.witness.tree import closed_subtrees, root_of_stream


class SqlLog:
    """One log, by its origin, over an open session."""

    def __init__(self, session: Session, origin: str) -> None:
        self._session = session
        self.origin = origin

    @property
    def size(self) -> int:
        return self._session.scalar(select(TlogHeadRow.size).where(TlogHeadRow.origin == self.origin)) or 0

    def last(self, kind: str) -> int:
        """The index of the last entry of this kind; -1 before the first."""
        of_kind = select(TlogEntryRow.idx).where(TlogEntryRow.origin == self.origin, TlogEntryRow.kind == kind)
        found = self._session.scalar(of_kind.order_by(TlogEntryRow.idx.desc()).limit(1))
        return -1 if found is None else found

    def append(self, body: dict[str, Any], *, by: str = "", sig: bytes = b"", kind: str = "") -> int:
        """Adds C(body) behind the last entry, within the caller's transaction, and returns its index.

        Raises NotCanonical for a body that C cannot hold, UnsignedEvent for an event of a draw without its role's signature,
        LogNotWritable where the session cannot change anything.
        """
        if "m" in body and not (by and sig):
            raise UnsignedEvent()
        record = canonical(body)
        idx = self._locked_size()
        leaf = leaf_hash(record)
        row = {"kind": kind or str(body.get("e", "")), "body": record, "hash": leaf, "by": by, "sig": sig}
        self._session.execute(insert(TlogEntryRow).values(origin=self.origin, idx=idx, **row))
        for level, pos, seen in list(closed_subtrees(leaf, idx, self._node)):
            self._session.execute(insert(TlogNodeRow).values(origin=self.origin, level=level, pos=pos, hash=seen))
        self._session.execute(update(TlogHeadRow).where(TlogHeadRow.origin == self.origin).values(size=idx + 1))
        return idx

    def entries(self, start: int = 0, stop: int | None = None) -> list[Entry]:
        """Entries start … stop−1, in order."""
        return list(self._entries(start, stop))

    def entries_at(self, indices: Iterable[int]) -> list[Entry]:
        """The entries with these indices, in order."""
        asked = (self._asked(TlogEntryRow.idx.in_(piece)) for piece in some_at_a_time(sorted(indices)))
        return [entry for found in asked for entry in found]

    def entries_of(self, kind: str) -> list[Entry]:
        """The entries that were appended under this word, in order. The log commits to bodies, not to words: audits read all entries."""
        return list(self._asked(TlogEntryRow.kind == kind))

    def root(self, size: int) -> bytes:
        return root_at(self._node, size)

    def inclusion(self, idx: int, size: int) -> list[bytes]:
        return list(inclusion_proof(self._node, idx, size))

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof from `old` to `new`; from 0 it is empty, as a witness that knows nothing expects it."""
        return list(consistency_proof(self._node, old, new)) if old else []

    def checkpoint(self, signer: Signer) -> str:
        """The log's signed note for its present size; made once for each size."""
        size = self.size
        known = self._note(size)
        if known is not None:
            return known
        note = sign_checkpoint(Checkpoint(self.origin, size, self.root(size)), signer)
        self.save_checkpoint(note, size)
        return note

    def save_checkpoint(self, note: str, size: int) -> None:
        """Keeps a signed note; the same size twice is kept once. Raises SecondRoot if its root is not the log's."""
        checkpoint = Checkpoint(self.origin, size, self.root(size))
        if not note.startswith(checkpoint.text + "\n"):
            raise SecondRoot(size=size)
        if self._note(size) is None:
            self._session.execute(insert(TlogCheckpointRow).values(origin=self.origin, size=size, root=checkpoint.root, note=note))

    def save_cosignature(self, size: int, witness: str, line: str) -> None:
        """Keeps the first line of each witness under the checkpoint of this size; its time is the earliest."""
        if witness not in self.cosignatures(size):
            self._session.execute(insert(TlogCosigRow).values(origin=self.origin, size=size, witness=witness, line=line))

    def cosignatures(self, size: int) -> dict[str, str]:
        """Lines under the checkpoint of this size, by witness."""
        found = select(TlogCosigRow.witness, TlogCosigRow.line).where(TlogCosigRow.origin == self.origin, TlogCosigRow.size == size)
        return {row.witness: row.line for row in self._session.execute(found.order_by(TlogCosigRow.witness))}

    def last_cosigned(self, witness: str) -> int:
        """The largest size under which we hold this witness's line; 0 if none."""
        largest = select(func.max(TlogCosigRow.size)).where(TlogCosigRow.origin == self.origin, TlogCosigRow.witness == witness)
        return self._session.scalar(largest) or 0

    def latest_note(self, cosigned_by: int = 0) -> str | None:
        """The largest checkpoint that at least so many witnesses have cosigned, with their lines; None before the first."""
        return self._with_lines(self._sizes(cosigned_by).order_by(TlogCheckpointRow.size.desc()))

    def note_over(self, idx: int, cosigned_by: int = 0) -> str | None:
        """The smallest such checkpoint that holds entry `idx`."""
        return self._with_lines(self._sizes(cosigned_by).where(TlogCheckpointRow.size > idx).order_by(TlogCheckpointRow.size))

    def note_of(self, size: int, cosigned_by: int = 0) -> str | None:
        """Such a checkpoint of exactly this size, e.g. the one that a release names as `n`."""
        return self._with_lines(self._sizes(cosigned_by).where(TlogCheckpointRow.size == size))

    def check(self) -> int:
        """At start: the root of the last checkpoint, recomputed from every entry and from the stored nodes; returns its size.

        What was appended since must be there without a gap, each entry under its own hash.
        Raises LogDamaged; a node that sees this must not go on.
        """
        last = self._session.execute(
            select(TlogCheckpointRow.size, TlogCheckpointRow.root)
            .where(TlogCheckpointRow.origin == self.origin)
            .order_by(TlogCheckpointRow.size.desc())
            .limit(1)
        ).first()
        size, root = last or (0, b"")
        if size and (
            size > self.size or root_of_stream(entry.body for entry in self._entries(0, size)) != (size, root) or self.root(size) != root
        ):
            raise LogDamaged(size=size)
        since = [(entry.idx, leaf_hash(entry.body) == self._node(0, entry.idx)) for entry in self._entries(size, None)]
        if since != [(idx, True) for idx in range(size, self.size)]:
            raise LogDamaged(size=size)
        return int(size)

    def _locked_size(self) -> int:
        options = self._session.connection().get_execution_options()
        if options.get("reads_only") or options.get("isolation_level") == "AUTOCOMMIT":
            raise LogNotWritable()
        head = select(TlogHeadRow.size).where(TlogHeadRow.origin == self.origin).with_for_update()
        size = self._session.scalar(head)
        if size is None:  # the log's first entry: of two writers the second waits here, and then finds the first one's row
            begin = text("INSERT INTO tlog_head (origin, size) VALUES (:origin, 0) ON CONFLICT DO NOTHING")
            self._session.execute(begin, {"origin": self.origin})
            size = self._session.scalar(head)
        return size or 0

    def _entries(self, start: int, stop: int | None) -> Iterator[Entry]:
        return self._asked(TlogEntryRow.idx >= start, *(() if stop is None else (TlogEntryRow.idx < stop,)))

    def _asked(self, *which: Any) -> Iterator[Entry]:
        columns = TlogEntryRow.idx, TlogEntryRow.body, TlogEntryRow.by, TlogEntryRow.sig
        wanted = select(*columns).where(TlogEntryRow.origin == self.origin, *which).order_by(TlogEntryRow.idx)
        return (Entry(*row) for row in self._session.execute(wanted.execution_options(yield_per=1000)))

    def _node(self, level: int, pos: int) -> bytes:
        if level == 0:
            leaf = select(TlogEntryRow.hash).where(TlogEntryRow.origin == self.origin, TlogEntryRow.idx == pos)
            return self._session.execute(leaf).scalar_one()
        node = select(TlogNodeRow.hash).where(TlogNodeRow.origin == self.origin, TlogNodeRow.level == level, TlogNodeRow.pos == pos)
        return self._session.execute(node).scalar_one()

    def _note(self, size: int) -> str | None:
        kept = select(TlogCheckpointRow.note).where(TlogCheckpointRow.origin == self.origin, TlogCheckpointRow.size == size)
        return self._session.scalar(kept)

    def _sizes(self, cosigned_by: int) -> Any:
        under_it = TlogCosigRow.origin == self.origin, TlogCosigRow.size == TlogCheckpointRow.size
        lines = select(func.count()).where(*under_it).scalar_subquery()
        return select(TlogCheckpointRow.size, TlogCheckpointRow.note).where(TlogCheckpointRow.origin == self.origin, lines >= cosigned_by)

    def _with_lines(self, wanted: Any) -> str | None:
        found = self._session.execute(wanted.limit(1)).first()
        return None if found is None else with_cosignatures(found.note, self.cosignatures(found.size).values())
