"""The frozen lists as bytes: hidden ids, rows and the records whose Merkle roots are logged before anybody commits.

Source: docs/spec/draw-protocol.md §4. Ids and groups are lower-case hex outside hashes; hex and bytes sort alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from dispatch.kernel.canonical import labelled_hash, lp, u32

Labels = tuple[str, ...]


class Entrant(NamedTuple):
    """One eligible expert before he is hidden: only the registry and the supervisor see this."""

    handle: bytes
    labels: Labels
    region: str
    employer: str
    weight: int = 1


class PoolRow(NamedTuple):
    id: str
    labels: Labels
    region: str
    group: str
    weight: int


class CarriedRow(NamedTuple):
    """A member who stays from the draw before (留任成员)."""

    id: str
    seat: str
    labels: Labels
    region: str
    group: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A whole committee of a panel lottery; `count` indices belong to it."""

    ids: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Composition:
    """How many members of which type (labels, region) a committee has; `count` indices belong to it."""

    types: tuple[tuple[Labels, str, int], ...]
    count: int


Pair = tuple[str, str]
Booth = tuple[str, str]


def expert_e(handle: bytes, m: bytes) -> bytes:
    """e = H("vd1/expert", h, m): what an expert may show to prove that he was drawn."""
    return labelled_hash("vd1/expert", handle, m)


def pool_id(k_id: bytes, e: bytes) -> bytes:
    return labelled_hash("vd1/id", k_id, e)


def kid(k_id: bytes) -> bytes:
    """The commitment to k_id that stands in the pool event."""
    return labelled_hash("vd1/kid", k_id)


def group_tag(k_grp: bytes, employer: str) -> bytes:
    """Eight bytes for one employer, empty for none; says nothing without k_grp."""
    return labelled_hash("vd1/group", k_grp, employer.encode("utf-8"))[:8] if employer else b""


def hidden_ids(m: bytes, k_id: bytes, handles: Iterable[bytes]) -> Iterator[str]:
    """The pool id of every handle, in the order given; a pre-fed hash is copied, as there may be 200,000."""
    first = hashlib.sha256(lp(b"vd1/expert"))
    second = hashlib.sha256(lp(b"vd1/id") + lp(k_id))
    tail = lp(m)
    for handle in handles:
        e, hidden = first.copy(), second.copy()
        e.update(lp(handle) + tail)
        hidden.update(b"\x00\x00\x00\x20" + e.digest())
        yield hidden.hexdigest()


def enrol(m: bytes, k_id: bytes, k_grp: bytes, entrants: Iterable[Entrant]) -> tuple[PoolRow, ...]:
    """The pool rows of these entrants, ids rising."""
    everyone = tuple(entrants)
    tags = {employer: group_tag(k_grp, employer).hex() for employer in {entrant.employer for entrant in everyone}}
    ids = hidden_ids(m, k_id, (entrant.handle for entrant in everyone))
    return tuple(sorted(PoolRow(id, x.labels, x.region, tags[x.employer], x.weight) for id, x in zip(ids, everyone, strict=True)))


def pool_records(rows: Iterable[PoolRow]) -> Iterator[bytes]:
    looks, tags, weights = cache(_look), cache(_raw), cache(u32)
    for id, labels, region, group, weight in rows:
        yield b"\x00\x00\x00\x20" + bytes.fromhex(id) + looks(labels, region) + tags(group) + b"\x00\x00\x00\x04" + weights(weight)


def pair_records(pairs: Iterable[Pair]) -> Iterator[bytes]:
    return (_raw(first) + _raw(second) for first, second in pairs)


def panel_records(panels: Iterable[Panel | Composition]) -> Iterator[bytes]:
    return (lp(u32(panel.count)) + _content(panel) for panel in panels)


def booth_records(booths: Iterable[Booth]) -> Iterator[bytes]:
    return (lp(venue.encode()) + lp(booth.encode()) for venue, booth in booths)


def carried_records(rows: Iterable[CarriedRow]) -> Iterator[bytes]:
    return (_raw(row.id) + lp(row.seat.encode()) + _look(row.labels, row.region) + _raw(row.group) for row in rows)


def _content(panel: Panel | Composition) -> bytes:
    if isinstance(panel, Panel):
        return b"".join(map(_raw, panel.ids))
    return b"".join(_look(labels, region) + lp(u32(number)) for labels, region, number in panel.types)


def _raw(hex_text: str) -> bytes:
    return lp(bytes.fromhex(hex_text))


def _look(labels: Labels, region: str) -> bytes:
    return lp(",".join(labels).encode()) + lp(region.encode())
