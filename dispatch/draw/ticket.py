"""Tickets (签号): a hash of the seed and the expert's hidden id; the order of tickets is the draw.

Source: docs/spec/draw-protocol.md §6, §7, §8, §10. No ticket depends on who else is in the list, or where.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dispatch.draw.candidates import Candidates, candidates_of
from dispatch.draw.pool import PoolRow
from dispatch.kernel.canonical import labelled_hash, lp, u32

_FIRST_LOOK = 400  # a walk seldom passes more; further tickets are sorted only if it does
_FURTHER = 4  # each look beyond takes so many times more


def ticket(seed: bytes, id: str, weight: int = 1) -> bytes:
    """min over 0 ≤ i < weight of H("vd1/ticket", S, id, u32 i)."""
    return tickets(seed, candidates_of([PoolRow(id, (), "", "", weight)]))[0]


def tickets(seed: bytes, candidates: Candidates) -> list[bytes]:
    """The ticket of every candidate, in the order of the pool."""
    head, sha256 = lp(b"vd1/ticket") + lp(seed), hashlib.sha256
    found = [sha256(head + fed).digest() for fed in candidates.fed]
    for position, weight in candidates.heavy:
        start = head + candidates.fed[position][:36]
        found[position] = min(found[position], *(sha256(start + lp(u32(number))).digest() for number in range(1, weight)))
    return found


@dataclass(frozen=True, slots=True)
class TicketOrder:
    """Ids by (ticket, id), less those drawn before: sorted piece by piece, as far as somebody asks."""

    ids: tuple[str, ...]
    drawn: list[bytes]
    without: Collection[str] = ()

    def __iter__(self) -> Iterator[str]:
        low, share = b"", _FIRST_LOOK
        while True:
            high = _bar(share, len(self.ids))
            piece = [(ticket, id) for ticket, id in zip(self.drawn, self.ids, strict=True) if low <= ticket < high]
            yield from (id for _, id in sorted(piece) if id not in self.without)
            if share >= len(self.ids):
                return
            low, share = high, share * _FURTHER


def _bar(share: int, of: int) -> bytes:
    """About `share` of so many tickets lie below this; above the last bar lies none."""
    return (share * 2**32 // of).to_bytes(4, "big") if share < of else b"\xff" * 33


def order_by_ticket(seed: bytes, candidates: Candidates, without: Collection[str] = ()) -> TicketOrder:
    """The walk's order. No ticket depends on who else is listed, so those drawn before are merely passed over."""
    return TicketOrder(candidates.ids, tickets(seed, candidates), without)


def venue_ticket(seed: bytes, venue: str) -> bytes:
    return labelled_hash("vd1/venue", seed, venue.encode())


def booth_ticket(seed_first: bytes, venue: str, booth: str) -> bytes:
    """By the seed of the first drawn round, for all rounds."""
    return labelled_hash("vd1/seat", seed_first, venue.encode(), booth.encode())


def panel_index(seed: bytes, total: int) -> int:
    """The drawn index of a lottery: the i < total with the smallest (H("vd1/panel", S, u32 i), i)."""
    return min(range(total), key=lambda number: (labelled_hash("vd1/panel", seed, u32(number)), number))
