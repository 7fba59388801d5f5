"""The seed of a round: every party's value and, if there is one, the public beacon; nothing else.

Source: docs/spec/draw-protocol.md §5, "Beacon", "Seed".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dispatch.kernel.canonical import labelled_hash, u32


def seed_of_round(m: bytes, frozen: bytes, r: int, *, values: Mapping[str, bytes], beta: bytes = b"") -> bytes:
    """S_r = H("vd1/seed", m, F, u32 r, j1, v_j1, …, "beacon", β), parties sorted; `values` must hold all of them."""
    contributions = [part for party in sorted(values) for part in (party.encode(), values[party])]
    return labelled_hash("vd1/seed", m, frozen, u32(r), *contributions, b"beacon", beta)


def seed_commitment(seed: bytes) -> bytes:
    """The result event's S = H("vd1/seedc", S_r)."""
    return labelled_hash("vd1/seedc", seed)


def beacon_round(beacon: Mapping[str, Any], draw_at: int) -> tuple[int, int]:
    """Number q and time (Unix seconds) of the beacon round that belongs to a draw at `draw_at`."""
    genesis, period = beacon["genesis"], beacon["period"]
    waited = draw_at + beacon["margin"] - genesis
    q = 1 + max(0, -(-waited // period))
    return q, genesis + (q - 1) * period
