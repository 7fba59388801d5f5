"""The members, types, ranges and relations of a manifest.

Source: docs/spec/draw-protocol.md §3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dispatch.draw.shape import Check, Unfit, each, either, hexes, in_order, members, one_of, table, text, token, whole

MOST_SEATS = 64
TICKETS, PANEL_LOTTERY, COMPOSITION_LOTTERY = "tickets", "panel-lottery", "composition-lottery"


def check_manifest_shape(body: Any) -> None:
    """Raises Unfit at the first member that is not as §3 says."""
    _MANIFEST(body, "")
    _relations(body)


_REGIONS = in_order(each(token, 1, 256))
_RULES: Mapping[str, Check] = {
    "group_cap": members({"rule": text, "cap": whole(1, 64)}),
    "region_min": members({"rule": text, "regions": _REGIONS, "min": whole(1, 64)}),
    "region_max": members({"rule": text, "regions": _REGIONS, "max": whole(0, 64)}),
    "apart": members({"rule": text}),
}


def _a_rule(value: Any, where: str) -> None:
    kind = value.get("rule") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _RULES:
        raise Unfit(where, " | ".join(_RULES))
    _RULES[kind](value, where)


_ROLES = ("plan", "pool", "result", "infeasible", "settle", "vacate", "final")
_BOUND = whole(0, MOST_SEATS)
_SEAT = members({"seat": token, "labels": in_order(each(token, 1, 64)), "count": whole(1, 32)})
_VENUE = members({"venue": token, "regions": in_order(each(token, 0, 256)), "seats_min": _BOUND, "seats_max": _BOUND})
_BEACON = members({"chain": hexes(32), "key": hexes(96), "genesis": whole(), "period": whole(1), "margin": whole(6)})
_MANIFEST = members(
    {
        "v": one_of("vd1"),
        "method": one_of(TICKETS, PANEL_LOTTERY, COMPOSITION_LOTTERY),
        "draw": hexes(16),
        "log": text,
        "tender": hexes(32),
        "prev": either("", hexes(32)),
        "carried": whole(0, 64),
        "standby": whole(0, 64),
        "seats": each(_SEAT, 1, 16),
        "rules": each(_a_rule, 0, 32),
        "venues": either(None, members({"candidates": in_order(each(_VENUE, 1, 64), lambda v: v["venue"]), "count": whole(1, 4)})),
        "keys": table(hexes(32), 2, 64),
        "parties": table(whole(1, 64), 2, 16),
        "roles": members(dict.fromkeys(_ROLES, token)),
        "beacon": either(None, _BEACON),
        "worker": hexes(32),
        "times": members({"draw_at": whole(), "publish_from": whole()}),
        "snapshot": hexes(32),
        "policy": hexes(32),
    }
)


def _relations(body: Mapping[str, Any]) -> None:
    """What §3 says of two members together."""
    total = sum(seat["count"] for seat in body["seats"])
    names = [seat["seat"] for seat in body["seats"]]
    keys, parties, roles = body["keys"], body["parties"], body["roles"]
    early = {roles[name] for name in _ROLES[:4]}
    late = {roles[name] for name in _ROLES[4:]}
    for holds, where, why in (
        (total <= MOST_SEATS, "seats", "at most 64 seats"),
        (len(set(names)) == len(names), "seats", "names differ"),
        (body["carried"] < total, "carried", "less than the number of seats"),
        (body["carried"] == 0 or body["prev"] != "", "carried", "0 without prev"),
        (sum(rule["rule"] == "apart" for rule in body["rules"]) <= 1, "rules", "apart at most once"),
        (len(set(keys.values())) == len(keys), "keys", "all different"),
        (parties.keys() <= keys.keys(), "parties", "all in keys"),
        (early | late <= keys.keys(), "roles", "all in keys"),
        (not early & late, "roles", "who plans and draws signs no settle, vacate, final"),
        (body["times"]["draw_at"] <= body["times"]["publish_from"], "times", "draw_at ≤ publish_from"),
    ):
        if not holds:
            raise Unfit(where, why)
    _venue_relations(body)


def _venue_relations(body: Mapping[str, Any]) -> None:
    if body["venues"] is None:
        return
    candidates = body["venues"]["candidates"]
    if body["venues"]["count"] > len(candidates):
        raise Unfit("venues.count", "at most the number of candidates")
    for position, venue in enumerate(candidates):
        free = (venue["seats_min"], venue["seats_max"]) == (0, MOST_SEATS)
        if venue["seats_min"] > venue["seats_max"] or not (free or body["method"] == TICKETS):
            raise Unfit(f"venues.candidates[{position}]", "seats_min ≤ seats_max; 0 and 64 with a lottery")
