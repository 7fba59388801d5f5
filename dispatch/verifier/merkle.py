"""Merkle trees of RFC 6962: the root of a list, and proofs that an entry or an older tree is inside a newer one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dispatch.verifier.refusals import Broken

Digest = Callable[[bytes], bytes]


def root(records: Iterable[bytes], digest: Digest) -> bytes:
    """Root of a list of records: leaf = hash(00 ‖ record), node = hash(01 ‖ left ‖ right), empty list = hash("")."""
    level = [digest(b"\x00" + record) for record in records]
    if not level:
        return digest(b"")
    while len(level) > 1:
        paired = [digest(b"\x01" + left + right) for left, right in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def included(entry: bytes, index: int, tree: tuple[int, bytes], proof: Sequence[bytes], digest: Digest) -> None:
    """Raises Broken unless the proof shows the entry at `index` of the tree (size, root) (RFC 9162 §2.1.3.2)."""
    size, size_root = tree
    if index >= size:
        raise _no_inclusion()
    fn, sn, node = index, size - 1, digest(b"\x00" + entry)
    for sibling in proof:
        if not sn:
            raise _no_inclusion()
        if fn & 1 or fn == sn:
            node = digest(b"\x01" + sibling + node)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = digest(b"\x01" + node + sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn or node != size_root:
        raise _no_inclusion()


def consistent(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes], digest: Digest) -> None:
    """Raises Broken unless the newer (size, root) extends the older one (RFC 9162 §2.1.4.2)."""
    (first, first_root), (second, second_root) = old, new
    if not 0 < first <= second:
        raise _no_consistency()
    if first == second:
        if proof or first_root != second_root:
            raise _no_consistency()
        return
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        raise _no_consistency()
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if not sn:
            raise _no_consistency()
        if fn & 1 or fn == sn:
            older, newer = digest(b"\x01" + sibling + older), digest(b"\x01" + sibling + newer)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            newer = digest(b"\x01" + newer + sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn or older != first_root or newer != second_root:
        raise _no_consistency()


def _no_inclusion() -> Broken:
    return Broken("包含证明不成立：条目不在检查点所覆盖的日志中", "the inclusion proof fails: the entry is not in this log")


def _no_consistency() -> Broken:
    return Broken("一致性证明不成立：后来的日志不是此前日志的延续", "the consistency proof fails: two histories of the log")
