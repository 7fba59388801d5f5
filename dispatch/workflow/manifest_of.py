"""The rules of one draw written down (manifest M) with the secrets that open it later; nothing is logged or kept here.

Source: docs/spec/draw-protocol.md §3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dispatch.draw.commitments import tender_hash
from dispatch.draw.manifest import Manifest, check_manifest, manifest_hash
from dispatch.kernel.canonical import canonical, labelled_hash
from dispatch.sealing.hpke import public_of
from dispatch.workflow.climbing import seat_name
from dispatch.workflow.former import Former
from dispatch.workflow.means import ROLES
from dispatch.workflow.memory import worker_secret
from dispatch.workflow.partners import structure_of
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.screen import told_of
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.committee_rules import publication
from policies.ladder import Climb
from policies.profiles import Profile, profile

_ELIGIBILITY = ("panel.", "screening.", "ladder.")
_SECRETS = (("salt", 32), ("tender_salt", 16), ("k_id", 32), ("k_grp", 32), ("worker", 16))


@dataclass(frozen=True, slots=True)
class Draft:
    """A draw as it would be planned: `plan` is what its worker keeps, the booth list apart."""

    m: str
    manifest: Manifest
    plan: dict[str, Any]


def draft_of(record: TenderRecord, climbed: Climb, former: Former, draw_at: datetime, work: Work) -> Draft:
    """Fresh secrets and the manifest that they hide."""
    secrets = {name: work.means.entropy(size).hex() for name, size in _SECRETS}
    scopes = [told_of(scope) for scope in climbed.scopes]
    publish_from = max(draw_at, publication(record.tender, profile(record.tender.profile)))
    structure = structure_of(record.tender, work)
    manifest = {
        "v": "vd1",
        "method": "tickets",
        "draw": secrets["worker"],
        "log": work.means.origin,
        "tender": tender_hash(record.id, bytes.fromhex(secrets["tender_salt"])).hex(),
        "prev": former.prev,
        "carried": len(former.staying),
        "standby": profile(record.tender.profile).on(local_day(work.now)).count("panel.standby"),
        "seats": _seats(record, scopes, former),
        "rules": list(structure.rules),
        "venues": _venues(structure.venues, former),
        "keys": {token: key.hex() for token, key in work.means.signing_keys.items()},
        "parties": {party.token: party.links for party in work.means.parties},
        "roles": ROLES,
        "beacon": work.means.beacon,
        "worker": public_of(worker_secret(secrets["worker"], work.means)).hex(),
        "times": {"draw_at": int(draw_at.timestamp()), "publish_from": int(publish_from.timestamp())},
        "snapshot": _snapshot(work),
        "policy": _policy(record, scopes),
    }
    m = manifest_hash(manifest, bytes.fromhex(secrets["salt"])).hex()
    plan = {**secrets, "manifest": manifest, "scopes": scopes, "booths": [], "carried": list(former.staying)}
    return Draft(m, check_manifest(manifest), plan)


def _seats(record: TenderRecord, scopes: list[dict[str, Any]], former: Former) -> list[dict[str, Any]]:
    """Every seat with the labels of its scope; those of the draw before stay, since members who stay hold them."""
    before = former.labels or {}
    return [
        {"seat": seat_name(n), "labels": sorted({*scope["labels"], *before.get(seat_name(n), ())}), "count": seat.count}
        for n, (seat, scope) in enumerate(zip(record.tender.seats, scopes, strict=True))
    ]


def _venues(candidates: dict[str, Any] | None, former: Former) -> dict[str, Any] | None:
    """Where sub-venues were drawn already, they are the candidates, all of them that are left (§4)."""
    if candidates is None or not former.venues:
        return candidates
    drawn = [each for each in candidates["candidates"] if each["venue"] in former.venues]
    return {"candidates": drawn, "count": len(drawn)} if drawn else None


def _snapshot(work: Work) -> str:
    """The registry as it stood: a hash over its rows' keyed content marks."""
    marks = sorted(person.content_mark for person in work.uow.registry.persons())
    return labelled_hash("dispatch/snapshot", *marks).hex()


def _policy(record: TenderRecord, scopes: list[dict[str, Any]]) -> str:
    """The eligibility rules of the day: profile, their settings in force, and the scope of every seat."""
    day = local_day(record.approved_at or record.applied_at)
    settings = [list(each) for each in eligibility(profile(record.tender.profile), day)]
    return labelled_hash("dispatch/policy", canonical({"profile": record.tender.profile, "settings": settings, "scopes": scopes})).hex()


def eligibility(rules: Profile, on: date) -> tuple[tuple[str, str], ...]:
    """The settings that say who may be drawn, how many, and from where; fees, hours and disclosure are none of the draw's (§3)."""
    return tuple((each.name, str(each.value)) for each in rules.settings(on) if each.name.startswith(_ELIGIBILITY))
