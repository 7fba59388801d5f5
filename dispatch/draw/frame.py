"""Everything that is fixed before the parties commit: the manifest, the lists, and one hash over all of it (F).

Source: docs/spec/draw-protocol.md §4. A Frame exists only if its lists are in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dispatch.draw import pool
from dispatch.draw.candidates import Candidates, candidates_of
from dispatch.draw.committee import partners_of
from dispatch.draw.frame_check import check_lists
from dispatch.draw.manifest import COMPOSITION_LOTTERY, Manifest
from dispatch.draw.pool import Booth, CarriedRow, Composition, Pair, Panel, PoolRow
from dispatch.kernel.canonical import labelled_hash, u64
from dispatch.kernel.merkle import root


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of §4, each in its order."""

    pool: tuple[PoolRow, ...] = ()
    pairs: tuple[Pair, ...] = ()
    panels: tuple[Panel | Composition, ...] = ()
    booths: tuple[Booth, ...] = ()
    carried: tuple[CarriedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Roots:
    """Merkle roots and lengths as the pool event and F hold them."""

    P: bytes
    A: bytes
    B: bytes
    D: bytes
    K: bytes
    N: int
    nA: int
    nB: int
    nD: int
    nK: int


@dataclass(frozen=True, slots=True)
class Frame:
    manifest: Manifest
    m: bytes
    kid: bytes
    lists: Lists
    roots: Roots
    F: bytes
    row_of: Mapping[str, PoolRow]
    candidates: Candidates
    partners: Mapping[str, frozenset[str]]


def freeze(manifest: Manifest, m: bytes, k_id: bytes, lists: Lists) -> Frame:
    """Checks every list and binds it: the draw is a function of this and of the parties' values. Raises BadFrame.

    Whether the panels of a lottery are lawful is a question of its own: `lottery_check.check_panels`.
    """
    row_of = {row.id: row for row in lists.pool}
    check_lists(manifest, lists, row_of)
    roots = roots_of(lists)
    bound = manifest, m, pool.kid(k_id), lists, roots, frozen_hash(m, roots)
    return Frame(*bound, row_of, candidates_of(lists.pool), partners_of(lists.pairs))


def roots_of(lists: Lists) -> Roots:
    return Roots(
        P=root(pool.pool_records(lists.pool)),
        A=root(pool.pair_records(lists.pairs)),
        B=root(pool.panel_records(lists.panels)),
        D=root(pool.booth_records(lists.booths)),
        K=root(pool.carried_records(lists.carried)),
        N=len(lists.pool),
        nA=len(lists.pairs),
        nB=len(lists.panels),
        nD=len(lists.booths),
        nK=len(lists.carried),
    )


def frozen_hash(m: bytes, roots: Roots) -> bytes:
    """F = H("vd1/frozen", m, P, u64 nP, A, u64 nA, B, u64 nB, D, u64 nD, K, u64 nK)."""
    r = roots
    parts = (r.P, u64(r.N), r.A, u64(r.nA), r.B, u64(r.nB), r.D, u64(r.nD), r.K, u64(r.nK))
    return labelled_hash("vd1/frozen", m, *parts)


def read_lists(manifest: Manifest, body: Mapping[str, Any]) -> Lists:
    """The lists as a transcript spells them (members `pool`, `pairs`, `panels`, `booths`, `carried`)."""
    read_panel = _composition if manifest.method == COMPOSITION_LOTTERY else _panel
    return Lists(
        pool=tuple(PoolRow(id, tuple(labels), region, group, weight) for id, labels, region, group, weight in body["pool"]),
        pairs=tuple((first, second) for first, second in body["pairs"]),
        panels=tuple(map(read_panel, body["panels"])),
        booths=tuple((venue, booth) for venue, booth in body["booths"]),
        carried=tuple(CarriedRow(id, seat, tuple(labels), region, group) for id, seat, labels, region, group in body["carried"]),
    )


def spell_lists(lists: Lists) -> dict[str, Any]:
    """The lists as a transcript spells them."""
    return {
        "pool": [[row.id, list(row.labels), row.region, row.group, row.weight] for row in lists.pool],
        "pairs": [list(pair) for pair in lists.pairs],
        "panels": [_spell_panel(panel) for panel in lists.panels],
        "booths": [list(booth) for booth in lists.booths],
        "carried": [[row.id, row.seat, list(row.labels), row.region, row.group] for row in lists.carried],
    }


def _panel(body: Mapping[str, Any]) -> Panel:
    return Panel(tuple(body["ids"]), body["count"])


def _composition(body: Mapping[str, Any]) -> Composition:
    return Composition(tuple((tuple(labels), region, number) for labels, region, number in body["types"]), body["count"])


def _spell_panel(panel: Panel | Composition) -> dict[str, Any]:
    if isinstance(panel, Panel):
        return {"ids": list(panel.ids), "count": panel.count}
    return {"types": [[list(labels), region, number] for labels, region, number in panel.types], "count": panel.count}
