"""The rules of one draw, fixed before anybody can know its outcome (manifest M).

Source: docs/spec/draw-protocol.md §3. Only the profile `vd1` is drawn here (docs/adr/0021-one-profile.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dispatch.draw.manifest_shape import COMPOSITION_LOTTERY, MOST_SEATS, PANEL_LOTTERY, TICKETS, check_manifest_shape
from dispatch.draw.refusals import BadManifest
from dispatch.draw.shape import Unfit
from dispatch.kernel.canonical import canonical, labelled_hash
from dispatch.kernel.refusals import NotCanonical

__all__ = [
    "COMPOSITION_LOTTERY",
    "MOST_SEATS",
    "PANEL_LOTTERY",
    "TICKETS",
    "Manifest",
    "Rule",
    "SeatClass",
    "VenueCandidate",
    "check_manifest",
    "manifest_hash",
]


@dataclass(frozen=True, slots=True)
class SeatClass:
    """A seat class (席位类别): the seats that need one of these specialties."""

    name: str
    labels: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about the whole committee; `name` is how a skip verdict calls it, e.g. `group_cap#0`."""

    kind: str
    name: str
    bound: int = 0
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class VenueCandidate:
    """A sub-venue (副场) that may be drawn, with the bounds it puts on members from its regions."""

    name: str
    regions: frozenset[str]
    seats_min: int
    seats_max: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """M as checked; `body` is the object that is hashed, the other fields are readings of it."""

    body: Mapping[str, Any]
    method: str
    seats: tuple[SeatClass, ...]
    rules: tuple[Rule, ...]
    venues: tuple[VenueCandidate, ...]
    venue_count: int
    carried: int
    standby: int
    parties: Mapping[str, int]
    keys: Mapping[str, bytes]
    roles: Mapping[str, str]

    @property
    def seat_total(self) -> int:
        return sum(seat.count for seat in self.seats)

    @property
    def keeps_pairs_apart(self) -> bool:
        return any(rule.kind == "apart" for rule in self.rules)

    @property
    def worker(self) -> bytes:
        return bytes.fromhex(self.body["worker"])

    @property
    def draw_at(self) -> int:
        return int(self.body["times"]["draw_at"])

    @property
    def publish_from(self) -> int:
        return int(self.body["times"]["publish_from"])


def manifest_hash(body: Mapping[str, Any], salt: bytes) -> bytes:
    """m = H("vd1/manifest", C(M), salt)."""
    return labelled_hash("vd1/manifest", canonical(dict(body)), salt)


def check_manifest(body: Mapping[str, Any]) -> Manifest:
    """M with every type, range and relation of §3 checked. Raises BadManifest."""
    try:
        check_manifest_shape(body)
        canonical(dict(body))
    except NotCanonical as fault:
        raise BadManifest(where="log", why=str(fault.facts["what"])) from fault
    except Unfit as fault:
        raise BadManifest(where=fault.where, why=fault.why) from fault
    return _read(body)


def _read(body: Mapping[str, Any]) -> Manifest:
    venues = body["venues"] or {"candidates": [], "count": 0}
    return Manifest(
        body=body,
        method=body["method"],
        seats=tuple(SeatClass(seat["seat"], tuple(seat["labels"]), seat["count"]) for seat in body["seats"]),
        rules=tuple(_rule(position, rule) for position, rule in enumerate(body["rules"])),
        venues=tuple(VenueCandidate(v["venue"], frozenset(v["regions"]), v["seats_min"], v["seats_max"]) for v in venues["candidates"]),
        venue_count=venues["count"],
        carried=body["carried"],
        standby=body["standby"],
        parties=dict(body["parties"]),
        keys={name: bytes.fromhex(key) for name, key in body["keys"].items()},
        roles=dict(body["roles"]),
    )


def _rule(position: int, rule: Mapping[str, Any]) -> Rule:
    bound = next((rule[name] for name in ("cap", "min", "max") if name in rule), 0)
    return Rule(rule["rule"], f"{rule['rule']}#{position}", bound, frozenset(rule.get("regions", ())))
