"""Whether the frozen lists are in order: what anybody can check of them without knowing a single person.

Source: docs/spec/draw-protocol.md §4, §11 limits; V07–V10 of §12.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dispatch.draw.committee import Opening, Sorter, partners_of, tally_of
from dispatch.draw.lottery import MOST_INDICES, total
from dispatch.draw.manifest import TICKETS, Manifest
from dispatch.draw.pool import CarriedRow, Composition, Labels, Panel, PoolRow
from dispatch.draw.refusals import BadFrame
from dispatch.draw.shape import Unfit, all_hexes, hexes, rises, token, whole

if TYPE_CHECKING:
    from dispatch.draw.frame import Lists

MOST_POOL, MOST_PAIRS, MOST_PANELS, MOST_BOOTHS = 200_000, 20_000, 1000, 4096
_id, _group = hexes(32), hexes(8)


def check_lists(manifest: Manifest, lists: Lists, row_of: Mapping[str, PoolRow]) -> None:
    """Raises BadFrame at the first list that is not in order."""
    try:
        _check_pool(manifest, lists.pool)
        _check_carried(manifest, lists, row_of)
        _check_pairs(manifest, lists, row_of)
        _check_panels(manifest, lists, row_of)
        _check_booths(manifest, lists)
    except Unfit as fault:
        raise BadFrame(where=fault.where, why=fault.why) from fault


def _demand(holds: bool, where: str, why: str) -> None:
    if not holds:
        raise Unfit(where, why)


def _check_pool(manifest: Manifest, pool: tuple[PoolRow, ...]) -> None:
    _demand(len(pool) <= MOST_POOL, "pool", f"≤ {MOST_POOL}")
    ids, labels, regions, groups, weights = zip(*pool, strict=True) if pool else ((),) * 5
    all_hexes(ids, 32, "pool.id")
    _demand(rises(ids), "pool", "id strictly rising")
    wanted = frozenset().union(*(seat.labels for seat in manifest.seats))
    for look in set(zip(labels, regions, strict=True)):
        _check_look(*look, wanted)
    for group in set(groups) - {""}:
        _group(group, "pool.group")
    weight = whole(1, 64 if manifest.method == TICKETS else 1)
    for _, each in set(zip(map(type, weights), weights, strict=True)):
        weight(each, "pool.weight")


def _check_look(labels: Labels, region: str, wanted: frozenset[str]) -> None:
    _demand(bool(labels) and rises(labels) and wanted.issuperset(labels), "labels", "of a seat class, sorted, no repeat")
    token(region, "region")


def _check_carried(manifest: Manifest, lists: Lists, row_of: Mapping[str, PoolRow]) -> None:
    carried = lists.carried
    _demand(len(carried) == manifest.carried, "carried", f"{manifest.carried} as the manifest says")
    _demand(rises(carried, lambda row: row.id), "carried", "id strictly rising")
    wanted = frozenset().union(*(seat.labels for seat in manifest.seats))
    classes = {seat.name: seat for seat in manifest.seats}
    for row in carried:
        _id(row.id, "carried.id")
        _demand(row.id not in row_of, "carried", "none of the pool")
        _check_look(row.labels, row.region, wanted)
        if row.group:
            _group(row.group, "carried.group")
        _demand(row.seat in classes and not set(classes[row.seat].labels).isdisjoint(row.labels), "carried.seat", "a label of the seat")
    held = Counter(row.seat for row in carried)
    _demand(all(number <= classes[seat].count for seat, number in held.items()), "carried.seat", "no class overfull")
    _demand(_keep_upper_bounds(manifest, lists.pairs, carried), "carried", "no upper bound broken")


def _keep_upper_bounds(manifest: Manifest, pairs: tuple[tuple[str, str], ...], carried: tuple[CarriedRow, ...]) -> bool:
    sorter = Sorter(tuple(frozenset(seat.labels) for seat in manifest.seats), manifest.rules)
    staying = tuple(sorter.person(row.id, row.labels, row.region, row.group) for row in carried)
    return tally_of(Opening((), manifest.rules, staying, partners_of(pairs))) is not None


def _check_pairs(manifest: Manifest, lists: Lists, row_of: Mapping[str, PoolRow]) -> None:
    _demand(len(lists.pairs) <= (MOST_PAIRS if manifest.keeps_pairs_apart else 0), "pairs", f"≤ {MOST_PAIRS}, none without the rule apart")
    _demand(rises(lists.pairs), "pairs", "strictly rising")
    carried = {row.id for row in lists.carried}
    for first, second in lists.pairs:
        _demand(first < second, "pairs", "first < second")
        _demand(all(id in row_of or id in carried for id in (first, second)), "pairs", "each in the pool or carried")


def _check_panels(manifest: Manifest, lists: Lists, row_of: Mapping[str, PoolRow]) -> None:
    panels = lists.panels
    _demand(len(panels) <= (0 if manifest.method == TICKETS else MOST_PANELS), "panels", f"≤ {MOST_PANELS}, none for tickets")
    _demand(total(panels) <= MOST_INDICES, "panels.count", f"sum ≤ {MOST_INDICES}")
    open_seats = manifest.seat_total - manifest.carried
    for panel in panels:
        whole(1, MOST_INDICES)(panel.count, "panels.count")
        if isinstance(panel, Panel):
            _demand(rises(panel.ids) and all(id in row_of for id in panel.ids), "panels.ids", "of the pool, rising")
        else:
            _check_composition(panel, open_seats)
    _demand(rises(panels, _content), "panels", "strictly rising")


def _check_composition(panel: Composition, open_seats: int) -> None:
    _demand(1 <= len(panel.types) <= 64 and rises(panel.types, lambda kind: kind[:2]), "panels.types", "1..64, sorted, no repeat")
    for _, region, number in panel.types:
        token(region, "panels.types")
        whole(1, 64)(number, "panels.types")
    _demand(sum(number for _, _, number in panel.types) == open_seats, "panels.types", "as many as open seats")


def _content(panel: Panel | Composition) -> Any:
    return panel.ids if isinstance(panel, Panel) else panel.types


def _check_booths(manifest: Manifest, lists: Lists) -> None:
    _demand(len(lists.booths) <= MOST_BOOTHS, "booths", f"≤ {MOST_BOOTHS}")
    _demand(rises(lists.booths), "booths", "strictly rising")
    venues = {"", *(venue.name for venue in manifest.venues)}
    for venue, booth in lists.booths:
        _demand(venue in venues, "booths.venue", "the host venue or a candidate")
        token(booth, "booths.booth")
