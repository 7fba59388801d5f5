"""A manifest is lawful member by member, and no other member may be present."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.draw.manifest import check_manifest
from dispatch.draw.refusals import BadManifest
from tests.draw.builders import ZERO, a_hash, a_manifest, a_manifest_body

REGION_RULE = {"rule": "region_min", "regions": ["430100"], "min": 1}
VENUE = {"venue": "V1", "regions": ["430100"], "seats_min": 0, "seats_max": 64}
BEACON = {"chain": ZERO, "key": "00" * 96, "genesis": 0, "period": 3, "margin": 6}


def a_seat(**changes: Any) -> dict[str, Any]:
    return {"seat": "civil", "labels": ["A080104"], "count": 2} | changes


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"v": "vd1-sm"}, "v"),
        ({"method": "shuffle"}, "method"),
        ({"draw": "00" * 15}, "draw"),
        ({"tender": ZERO.upper().replace("0", "A")}, "tender"),
        ({"prev": "00"}, "prev"),
        ({"carried": 1}, "carried"),
        ({"carried": 3, "prev": ZERO}, "carried"),
        ({"standby": 65}, "standby"),
        ({"seats": []}, "seats"),
        ({"seats": [a_seat(), a_seat()]}, "seats"),
        ({"seats": [a_seat(count=0)]}, "seats[0].count"),
        ({"seats": [a_seat(labels=["B", "A"])]}, "seats[0].labels"),
        ({"seats": [a_seat(labels=["A,B"])]}, "seats[0].labels[0]"),
        ({"seats": [a_seat(seat=f"s{k}", count=32) for k in range(3)]}, "seats"),
        ({"rules": [{"rule": "group_cap", "cap": 0}]}, "rules[0].cap"),
        ({"rules": [{"rule": "group_cap"}]}, "rules[0]"),
        ({"rules": [{"rule": "age_max", "max": 70}]}, "rules[0]"),
        ({"rules": [REGION_RULE | {"regions": []}]}, "rules[0].regions"),
        ({"rules": [{"rule": "apart"}, {"rule": "apart"}]}, "rules"),
        ({"venues": {"candidates": [VENUE], "count": 2}}, "venues.count"),
        ({"venues": {"candidates": [VENUE, VENUE], "count": 1}}, "venues.candidates"),
        ({"venues": {"candidates": [VENUE | {"seats_min": 3, "seats_max": 2}], "count": 1}}, "venues.candidates[0]"),
        ({"venues": {"candidates": [VENUE | {"seats_max": 2}], "count": 1}, "method": "panel-lottery"}, "venues.candidates[0]"),
        ({"keys": {"C": ZERO, "S": ZERO}}, "keys"),
        ({"parties": {"C": 3}}, "parties"),
        ({"parties": {"C": 3, "X": 3}}, "parties"),
        ({"parties": {"C": 3, "S": 65}}, "parties.S"),
        ({"roles": dict.fromkeys(("plan", "pool", "result", "infeasible", "settle", "vacate", "final"), "C")}, "roles"),
        ({"beacon": BEACON | {"margin": 5}}, "beacon.margin"),
        ({"times": {"draw_at": 2, "publish_from": 1}}, "times"),
        ({"times": {"draw_at": True, "publish_from": 1}}, "times.draw_at"),
        ({"log": "e\u0301"}, "log"),
        ({"more": 1}, ""),
    ],
)
def test_a_manifest_is_refused_at_the_member_that_is_wrong(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(BadManifest) as refusal:
        check_manifest(a_manifest_body(**changes))
    assert refusal.value.facts["where"] == where


def test_a_manifest_without_a_member_is_refused() -> None:
    body = a_manifest_body()
    del body["policy"]
    with pytest.raises(BadManifest):
        check_manifest(body)


def test_rules_are_named_by_kind_and_position() -> None:
    manifest = a_manifest(rules=[REGION_RULE, {"rule": "group_cap", "cap": 1}, {"rule": "apart"}])
    assert [rule.name for rule in manifest.rules] == ["region_min#0", "group_cap#1", "apart#2"]
    assert manifest.keeps_pairs_apart


def test_a_manifest_is_read_as_typed_values() -> None:
    manifest = a_manifest(beacon=BEACON, venues={"candidates": [VENUE], "count": 1})
    assert (manifest.seat_total, manifest.venue_count, manifest.keys["C"]) == (3, 1, a_hash("C"))
    assert (manifest.draw_at, manifest.publish_from, manifest.worker) == (1_800_000_000, 1_800_100_000, bytes(32))
