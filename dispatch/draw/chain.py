"""A party's chain of values: the anchor is public before the draw, each round burns one link, nobody can choose a link.

Source: docs/spec/draw-protocol.md §5, "Chains".
"""

from __future__ import annotations

from dispatch.draw.refusals import BadValue
from dispatch.kernel.canonical import labelled_hash


def link(m: bytes, frozen: bytes, party: str, value: bytes) -> bytes:
    """f_j(y) = H("vd1/chain", m, F, j, y)."""
    return labelled_hash("vd1/chain", m, frozen, party.encode(), value)


def links(m: bytes, frozen: bytes, party: str, *, value: bytes, times: int) -> bytes:
    for _ in range(times):
        value = link(m, frozen, party, value)
    return value


def anchor(m: bytes, frozen: bytes, party: str, *, secret: bytes, length: int) -> bytes:
    """a = f^L(x): committed before anybody releases."""
    return links(m, frozen, party, value=secret, times=length)


def value_of_round(m: bytes, frozen: bytes, party: str, *, secret: bytes, length: int, r: int) -> bytes:
    """v_r = f^(L−1−r)(x). Raises BadValue when the chain has no link left for round r."""
    if not 0 <= r < length:
        raise BadValue(party=party, round=r)
    return links(m, frozen, party, value=secret, times=length - 1 - r)


def check_value(m: bytes, frozen: bytes, party: str, *, value: bytes, r: int, anchor: bytes) -> None:
    """Raises BadValue unless f^(r+1)(v) is the anchor: exactly one value can pass."""
    if len(value) != 32 or links(m, frozen, party, value=value, times=r + 1) != anchor:
        raise BadValue(party=party, round=r)
