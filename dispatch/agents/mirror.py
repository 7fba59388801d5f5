"""Duty 1: the agent's own copy of the log, grown only by what a quorum of the witnesses it trusts has cosigned.

Source: docs/spec/draw-protocol.md §5, duties.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from dispatch.agents.centre import Centre
from dispatch.agents.diary import Diary
from dispatch.agents.refusals import LogDoesNotFit, LogForked
from dispatch.kernel.refusals import NotCanonical
from dispatch.witness.entry import Entry
from dispatch.witness.note import Checkpoint
from dispatch.witness.receipt import a_receipt
from dispatch.witness.tree import Tree, root_of_stream
from dispatch.witness.trust import Trust


class Mirror:
    """All entries up to the latest checkpoint that was accepted; what is not cosigned yet does not exist here."""

    def __init__(self, diary: Diary, trust: Trust) -> None:
        self._diary, self._trust = diary, trust
        self._tree = Tree()
        self._accepted = ""  # the note that was checked last: the same again says nothing new
        self._draws: dict[str, list[Entry]] = defaultdict(list)
        self._successors: dict[str, list[Entry]] = defaultdict(list)
        self._read_on()

    @property
    def size(self) -> int:
        return self._tree.size

    @property
    def origin(self) -> str:
        return self._trust.origin

    def follow(self, centre: Centre) -> None:
        """Takes what is new; raises LogRefused or BadNote and stays as it was. Two histories stop the agent for good."""
        self.stop_if_forked()
        self._read_on()
        note = centre.note()
        if not note or note == self._accepted:
            return
        checkpoint = self._trust.read_checkpoint(note).checkpoint
        if checkpoint.size <= self.size:
            if self._tree.root(checkpoint.size) != checkpoint.root:
                self._forked(note, checkpoint.size)
        else:
            self._grow(_entries(centre, self.size, checkpoint.size), checkpoint, note, centre)
        self._accepted = note

    def holds(self, checkpoint: Checkpoint) -> bool:
        """Whether this checkpoint is one of the history mirrored here."""
        return 0 < checkpoint.size <= self.size and self._tree.root(checkpoint.size) == checkpoint.root

    def of_draw(self, m: str) -> tuple[Entry, ...]:
        """Entries that name this draw, in order; whether they are events is for dispatch.agents.sight to say."""
        return tuple(self._draws.get(m, ()))

    def draws(self) -> tuple[str, ...]:
        """Every m that any entry names."""
        return tuple(self._draws)

    def plans_after(self, m: str) -> tuple[Entry, ...]:
        """Entries that claim to plan a successor of this draw."""
        return tuple(self._successors.get(m, ()))

    def entry(self, idx: int) -> Entry:
        return self._diary.mirrored(self.origin, idx, 1)[0]

    def receipt(self, idx: int) -> dict[str, Any]:
        """What proves an entry to anybody: the entry, its path, and the cosigned checkpoint (docs/spec/witness-log.md §4)."""
        proof = self._tree.inclusion(idx, self.size)
        return a_receipt(self.origin, self.entry(idx), proof, self._diary.latest_note(self.origin) or "")

    def stop_if_forked(self) -> None:
        """Raises LogForked once two histories have been seen, until the operator starts over with new directories."""
        seen = self._diary.all("forked")
        if seen:
            raise LogForked(size=next(iter(seen)).rpartition("/")[2])

    def _grow(self, fresh: Sequence[Entry], checkpoint: Checkpoint, note: str, centre: Centre) -> None:
        before = self.size
        for entry in fresh:
            self._tree.append(entry.body)
        fits = self.size == checkpoint.size and self._tree.root() == checkpoint.root
        self._tree.cut(before)
        if not fits:
            self._look_for_fork(centre, checkpoint, note)
        self._diary.mirror(self.origin, fresh, checkpoint.size, note)
        self._read_on()

    def _read_on(self) -> None:
        for entry in self._diary.mirrored(self.origin, self.size):
            self._tree.append(entry.body)
            m, before = _draws_of(entry)
            if m:
                self._draws[m].append(entry)
            if before and before != m:
                self._successors[before].append(entry)

    def _look_for_fork(self, centre: Centre, checkpoint: Checkpoint, note: str) -> None:
        """Entries that do not fit may be a slip; a whole history that fits the checkpoint but not the mirror is none."""
        history = _entries(centre, 0, checkpoint.size)
        if root_of_stream(entry.body for entry in history) == (checkpoint.size, checkpoint.root):
            self._forked(note, checkpoint.size)
        raise LogDoesNotFit(size=checkpoint.size)

    def _forked(self, note: str, size: int) -> None:
        self._diary.keep("forked", f"{self.origin}/{size}", note.encode())
        raise LogForked(size=size)


def _entries(centre: Centre, start: int, stop: int) -> list[Entry]:
    """Entries start … stop−1, fetched in as many pieces as the centre gives; fewer if it gives no more."""
    found: list[Entry] = []
    while start + len(found) < stop:
        piece = [Entry(entry.idx, bytes(entry.body), entry.by, bytes(entry.sig)) for entry in centre.entries(start + len(found))]
        if not piece or [entry.idx for entry in piece] != list(range(start + len(found), start + len(found) + len(piece))):
            break
        found += piece
    return found[: stop - start]


def _draws_of(entry: Entry) -> tuple[str, str]:
    """The draw that an entry names, and the one that its plan follows, or "": only events of draws have a member `m`."""
    if b'"m":"' not in entry.body:
        return "", ""
    try:
        body = entry.read()
    except NotCanonical:
        return "", ""
    m, before = body.get("m"), body.get("prev", "")
    return (m, before if isinstance(before, str) else "") if isinstance(m, str) else ("", "")
