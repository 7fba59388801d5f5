"""Hashes that stand in the log in place of what is not to be known yet; each opens when the draw is published.

Source: docs/spec/draw-protocol.md §3, §5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dispatch.kernel.canonical import canonical, labelled_hash, u32


def tender_hash(number: str, salt: bytes) -> bytes:
    """H("vd1/tender", utf8 tender number, salt16)."""
    return labelled_hash("vd1/tender", number.encode("utf-8"), salt)


def result_hash(out: Mapping[str, Any], salt: bytes) -> bytes:
    """The result event's R = H("vd1/result", C(out), salt)."""
    return labelled_hash("vd1/result", canonical(out), salt)


def accepted_hash(m: bytes, r: int, accepted: Sequence[str]) -> bytes:
    """The settle event's acc = H("vd1/acc", m, u32 r, C(accepted)); ids as hex, in draw order."""
    return labelled_hash("vd1/acc", m, u32(r), canonical(list(accepted)))


def vacated_hash(m: bytes, id: str) -> bytes:
    """How a vacate event names a member: H("vd1/vac", m, id)."""
    return labelled_hash("vd1/vac", m, bytes.fromhex(id))
