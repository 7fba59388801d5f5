"""Merkle tree hashes of RFC 6962 §2.1: leaf, node and root; proofs live in dispatch.witness."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(record: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + record).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of_leaves(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, in order; pairs are joined level by level, an odd last one moves up."""
    level = list(leaves)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        joined = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = joined + level[len(joined) * 2 :]
    return level[0]


def root(records: Iterable[bytes]) -> bytes:
    """The root over records, in order."""
    return root_of_leaves([hashlib.sha256(b"\x00" + record).digest() for record in records])
