"""Proofs that an entry stands in the log, and that a later log only added to an earlier one.

Made as in RFC 6962 §2.1, checked exactly as in RFC 9162 §2.1.3.2 and §2.1.4.2. Source: docs/spec/witness-log.md §4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dispatch.kernel.merkle import EMPTY_ROOT, node_hash
from dispatch.witness.refusals import BadProof

NodeReader = Callable[[int, int], bytes]  # (level, pos) → hash of the perfect subtree over entries [pos·2^level, (pos+1)·2^level)


def root_at(read: NodeReader, size: int) -> bytes:
    """The root of the first `size` entries."""
    return _range_hash(read, 0, size) if size else EMPTY_ROOT


def inclusion_proof(read: NodeReader, idx: int, size: int) -> tuple[bytes, ...]:
    """The path from entry `idx` up to the root of the first `size` entries; raises BadProof if idx ≥ size."""
    if not 0 <= idx < size:
        raise BadProof(what="the index lies outside the tree")
    return tuple(_path(read, idx, 0, size))


def consistency_proof(read: NodeReader, old: int, new: int) -> tuple[bytes, ...]:
    """What shows that the tree of `new` entries begins with the tree of `old` ones; empty for equal sizes."""
    if not 0 < old <= new:
        raise BadProof(what="the sizes are not in order")
    return tuple(_subproof(read, old, (0, new), whole=True))


def check_inclusion(leaf: bytes, idx: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162 §2.1.3.2; raises BadProof. A size of 0 and an index ≥ size are refused."""
    _hashes_only(proof)
    if not 0 <= idx < size:
        raise BadProof(what="the index lies outside the tree")
    fn, sn, seen = idx, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            raise BadProof(what="the proof is too long")
        if fn & 1 or fn == sn:
            seen = node_hash(sibling, seen)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            seen = node_hash(seen, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn or seen != root:
        raise BadProof(what="the entry does not lead to the root")


def check_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """RFC 9162 §2.1.4.2, and for equal sizes an empty proof and equal roots; raises BadProof. A size of 0 is refused."""
    _hashes_only(proof)
    if not 0 < old <= new:
        raise BadProof(what="the sizes are not in order")
    if old == new:
        if proof or old_root != new_root:
            raise BadProof(what="two roots for one size")
        return
    if not proof:
        raise BadProof(what="the proof is empty")
    path = (old_root, *proof) if old & (old - 1) == 0 else tuple(proof)
    if _climb(old - 1, new - 1, path) != (old_root, new_root):
        raise BadProof(what="the later tree does not begin with the earlier one")


def _climb(fn: int, sn: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if sn == 0:
            raise BadProof(what="the proof is too long")
        if fn & 1 or fn == sn:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise BadProof(what="the proof is too short")
    return old, new


def _hashes_only(proof: Sequence[bytes]) -> None:
    if any(len(piece) != 32 for piece in proof):
        raise BadProof(what="a hash has the wrong length")


def _split(start: int, stop: int) -> int:
    """Where RFC 6962 cuts [start, stop): after the largest power of two that is smaller than its length."""
    return start + (1 << (stop - start - 1).bit_length() - 1)


def _range_hash(read: NodeReader, start: int, stop: int) -> bytes:
    length = stop - start
    if length & (length - 1) == 0:
        level = length.bit_length() - 1
        return read(level, start >> level)
    middle = _split(start, stop)
    return node_hash(_range_hash(read, start, middle), _range_hash(read, middle, stop))


def _path(read: NodeReader, idx: int, start: int, stop: int) -> Iterator[bytes]:
    if stop - start == 1:
        return
    middle = _split(start, stop)
    if idx < middle:
        yield from _path(read, idx, start, middle)
        yield _range_hash(read, middle, stop)
    else:
        yield from _path(read, idx, middle, stop)
        yield _range_hash(read, start, middle)


def _subproof(read: NodeReader, old: int, span: tuple[int, int], *, whole: bool) -> Iterator[bytes]:
    start, stop = span
    if old == stop:
        if not whole:
            yield _range_hash(read, start, stop)
        return
    middle = _split(start, stop)
    if old <= middle:
        yield from _subproof(read, old, (start, middle), whole=whole)
        yield _range_hash(read, middle, stop)
    else:
        yield from _subproof(read, old, (middle, stop), whole=False)
        yield _range_hash(read, start, middle)
