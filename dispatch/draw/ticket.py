"""Tickets (签号): a hash of the seed and the expert's hidden id; the order of tickets is the draw.

Source: docs/spec/draw-protocol.md §6, §7, §8, §10. No ticket depends on who else is in the list, or where.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from dispatch.draw.pool import PoolRow
from dispatch.kernel.canonical import labelled_hash, lp, u32

_FIRST_LOOK = 400  # a walk seldom passes more; the whole order is sorted only if it does
_NUMBERED = tuple(lp(u32(number)) for number in range(64))


def ticket(seed: bytes, id: str, weight: int = 1) -> bytes:
    """min over 0 ≤ i < weight of H("vd1/ticket", S, id, u32 i)."""
    return next(tickets(seed, [PoolRow(id, (), "", "", weight)]))[0]


def tickets(seed: bytes, rows: Iterable[PoolRow]) -> Iterator[tuple[bytes, str]]:
    """(ticket, id) of every row, in the order given."""
    fed = hashlib.sha256(lp(b"vd1/ticket") + lp(seed))
    only = _NUMBERED[0]
    for row in rows:
        id = b"\x00\x00\x00\x20" + bytes.fromhex(row.id)
        if row.weight == 1:
            single = fed.copy()
            single.update(id + only)
            yield single.digest(), row.id
        else:
            yield min(_digests(fed, id, row.weight)), row.id


@dataclass(frozen=True, slots=True)
class TicketOrder:
    """Ids by (ticket, id): the first few hundred at once, the rest sorted only when somebody asks for it."""

    drawn: tuple[tuple[bytes, str], ...]

    def __iter__(self) -> Iterator[str]:
        yield from (id for _, id in nsmallest(_FIRST_LOOK, self.drawn))
        if len(self.drawn) > _FIRST_LOOK:
            yield from (id for _, id in sorted(self.drawn)[_FIRST_LOOK:])


def order_by_ticket(seed: bytes, rows: Iterable[PoolRow]) -> TicketOrder:
    return TicketOrder(tuple(tickets(seed, rows)))


def venue_ticket(seed: bytes, venue: str) -> bytes:
    return labelled_hash("vd1/venue", seed, venue.encode())


def booth_ticket(seed_first: bytes, venue: str, booth: str) -> bytes:
    """By the seed of the first drawn round, for all rounds."""
    return labelled_hash("vd1/seat", seed_first, venue.encode(), booth.encode())


def panel_index(seed: bytes, total: int) -> int:
    """The drawn index of a lottery: the i < total with the smallest (H("vd1/panel", S, u32 i), i)."""
    return min(range(total), key=lambda number: (labelled_hash("vd1/panel", seed, u32(number)), number))


def _digests(fed: hashlib._Hash, id: bytes, weight: int) -> Iterator[bytes]:
    for number in range(weight):
        one = fed.copy()
        one.update(id + _NUMBERED[number])
        yield one.digest()
