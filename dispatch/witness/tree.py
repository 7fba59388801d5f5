"""A Merkle tree that grows at its right edge, and the perfect subtrees that each new entry closes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from dispatch.kernel.merkle import EMPTY_ROOT, leaf_hash, node_hash
from dispatch.witness.proofs import NodeReader, consistency_proof, inclusion_proof, root_at


def closed_subtrees(leaf: bytes, idx: int, read: NodeReader) -> Iterator[tuple[int, int, bytes]]:
    """(level, pos, hash) of every perfect subtree of level ≥ 1 that entry `idx` completes, lowest first."""
    level, pos, seen = 0, idx, leaf
    while pos & 1:
        seen = node_hash(read(level, pos - 1), seen)
        level, pos = level + 1, pos >> 1
        yield level, pos, seen


def root_of_stream(records: Iterable[bytes]) -> tuple[int, bytes]:
    """(number, root) of records that are read once; keeps one hash for each level."""
    peaks: list[tuple[int, bytes]] = []
    size = 0
    for record in records:
        size, level, seen = size + 1, 0, leaf_hash(record)
        while peaks and peaks[-1][0] == level:
            level, seen = level + 1, node_hash(peaks.pop()[1], seen)
        peaks.append((level, seen))
    hashes = [seen for _, seen in reversed(peaks)]
    return size, reduce(lambda right, left: node_hash(left, right), hashes) if hashes else EMPTY_ROOT


class Tree:
    """A tree in memory, for readers who hold all entries themselves."""

    def __init__(self, records: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for record in records:
            self.append(record)

    @property
    def size(self) -> int:
        return len(self._levels[0])

    def append(self, record: bytes) -> None:
        leaf, idx = leaf_hash(record), self.size
        self._levels[0].append(leaf)
        for level, _, seen in closed_subtrees(leaf, idx, self.read):
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(seen)

    def cut(self, size: int) -> None:
        """Forgets all entries from `size` on."""
        for level, hashes in enumerate(self._levels):
            del hashes[size >> level :]

    def read(self, level: int, pos: int) -> bytes:
        return self._levels[level][pos]

    def root(self, size: int | None = None) -> bytes:
        return root_at(self.read, self.size if size is None else size)

    def inclusion(self, idx: int, size: int) -> tuple[bytes, ...]:
        return inclusion_proof(self.read, idx, size)

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        return consistency_proof(self.read, old, new)
