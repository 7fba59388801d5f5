"""A case in the form of a draw that never was: throw-away names, keys and manifest, so that the draw's own code can be asked about it.

It is kept and logged nowhere, and no party ever commits to it.
"""

from __future__ import annotations

from typing import Any

from dispatch.draw.frame import Frame, Lists, freeze
from dispatch.draw.manifest import Rule, check_manifest
from dispatch.draw.pool import PoolRow, group_tag
from dispatch.kernel.canonical import labelled_hash
from dispatch.kernel.ports import Entropy
from dispatch.workflow.explain_case import Case
from dispatch.workflow.means import OFFICE, ROLES, SUPERVISOR

_ZERO = "00" * 32
_BOUNDS = {"group_cap": "cap", "region_min": "min", "region_max": "max"}


def what_if_frame(case: Case, entropy: Entropy) -> tuple[Frame, dict[str, str]]:
    """The frame, and whom each throw-away name stands for."""
    hidden = entropy(32)
    names = {row.id: labelled_hash("explain/name", hidden, row.id.encode("utf-8")).hex() for row in case.candidates if row.labels}
    rows = (_hidden(row, names[row.id], hidden) for row in case.candidates if row.id in names)
    apart = any(rule.kind == "apart" for rule in case.rules)
    known = ((names[a], names[b]) for a, b in case.pairs if apart and a in names and b in names)
    pairs = sorted({(min(pair), max(pair)) for pair in known})
    lists = Lists(pool=tuple(sorted(rows)), pairs=tuple(pairs))
    frame = freeze(check_manifest(_manifest(case)), entropy(32), entropy(32), lists)
    return frame, {name: id for id, name in names.items()}


def _hidden(row: PoolRow, name: str, hidden: bytes) -> PoolRow:
    return row._replace(id=name, group=group_tag(hidden, row.group).hex())


def _manifest(case: Case) -> dict[str, Any]:
    held = frozenset(label for row in case.candidates for label in row.labels)
    venues = [
        {"venue": venue.name, "regions": sorted(venue.regions), "seats_min": venue.seats_min, "seats_max": venue.seats_max}
        for venue in case.venues
    ]
    return {
        "v": "vd1",
        "method": "tickets",
        "draw": "00" * 16,
        "log": "what-if",
        "tender": _ZERO,
        "prev": "",
        "carried": 0,
        "standby": 0,
        "seats": [{"seat": f"seat{k}", "labels": sorted(seat.labels & held), "count": seat.count} for k, seat in enumerate(case.seats)],
        "rules": [_rule(rule) for rule in case.rules],
        "venues": {"candidates": sorted(venues, key=lambda venue: str(venue["venue"])), "count": case.venue_count} if venues else None,
        "keys": {OFFICE: "01" * 32, SUPERVISOR: "02" * 32},
        "parties": {OFFICE: 1, SUPERVISOR: 1},
        "roles": ROLES,
        "beacon": None,
        "worker": _ZERO,
        "times": {"draw_at": 0, "publish_from": 0},
        "snapshot": _ZERO,
        "policy": _ZERO,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    told: dict[str, Any] = {"rule": rule.kind}
    if rule.kind in _BOUNDS:
        told[_BOUNDS[rule.kind]] = rule.bound
    if rule.regions:
        told["regions"] = sorted(rule.regions)
    return told
