"""Whom the lists of one draw hide: everybody eligible under fresh ids, and the members who stay; no list is kept or logged here.

Source: docs/spec/draw-protocol.md §4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dispatch.draw.frame import Frame, Lists, freeze
from dispatch.draw.manifest import Manifest, check_manifest
from dispatch.draw.pool import CarriedRow, Entrant, Pair, enrol, expert_e, group_tag, pool_id
from dispatch.workflow.apart import RefPair, kept_apart
from dispatch.workflow.capsules import reach_person
from dispatch.workflow.former import drawn_so_far
from dispatch.workflow.screen import Screened, labels_of, screen_for_seats
from dispatch.workflow.work import Work
from policies.areas import area_of
from policies.calendar import local_day
from policies.profiles import profile
from policies.vocabulary.roster import RosterLine
from policies.vocabulary.tender import Tender


@dataclass(frozen=True, slots=True)
class Gathered:
    """`lines` by hidden id, carried members included; `employers` likewise, hex of a blind key, "" for none: that of a carried member
    is the one of the draw that he was drawn in. `pairs` with the ground of each, whether a rule needs them or not.
    """

    screened: Screened
    lines: Mapping[str, RosterLine]
    employers: Mapping[str, str]
    pairs: Mapping[Pair, str]
    frame: Frame


def gather(m: str, plan: Mapping[str, Any], tender: Tender, work: Work) -> Gathered:
    """Screens the registry of this moment for a plan, and hides whom it found."""
    manifest = check_manifest(plan["manifest"])
    drawn = drawn_so_far(manifest.body["prev"], work)
    screened = screen_for_seats(tender, plan["scopes"], work, without=drawn)
    salt, k_id, k_grp = bytes.fromhex(m), bytes.fromhex(plan["k_id"]), bytes.fromhex(plan["k_grp"])
    carried = {_ref_of(kept, work): kept for kept in plan["carried"]}
    staying = tuple(line for line in screened.roster.lines if line.ref in carried) if carried else ()
    ids = {line.ref: pool_id(k_id, expert_e(line.handle, salt)).hex() for line in (*screened.eligible, *staying)}
    found = kept_apart((*screened.eligible, *staying), profile(tender.profile).on(local_day(work.now)), work)
    pairs = dict(sorted(_apart_pairs(screened.eligible, staying, ids, found)))
    lists = Lists(
        pool=enrol(salt, k_id, k_grp, (_entrant(line, manifest, plan["scopes"], screened.weights) for line in screened.eligible)),
        pairs=tuple(pairs) if manifest.keeps_pairs_apart else (),
        booths=tuple((venue, booth) for venue, booth in plan["booths"]),
        carried=tuple(sorted(_carried_row(ids[line.ref], carried[line.ref], k_grp) for line in staying)),
    )
    lines = {ids[line.ref]: line for line in (*screened.eligible, *staying)}
    employers = {ids[line.ref]: employer_of(line) for line in screened.eligible}
    employers |= {ids[line.ref]: carried[line.ref]["employer"] for line in staying}
    return Gathered(screened, lines, employers, pairs, freeze(manifest, salt, k_id, lists))


def employer_of(line: RosterLine) -> str:
    """The blind key of an employer, hex; "" for none."""
    return (line.employer.uscc or line.employer.name).hex()


def _entrant(line: RosterLine, manifest: Manifest, scopes: list[Any], weights: Mapping[str, int]) -> Entrant:
    known = {label for seat in manifest.seats for label in seat.labels}
    labels = tuple(sorted(known & labels_of(line, scopes)))
    return Entrant(line.handle, labels, area_of(line.region), employer_of(line), weights.get(line.ref, 1))


def _carried_row(id: str, kept: Mapping[str, Any], k_grp: bytes) -> CarriedRow:
    """As he stood in the draw before (§4): seat, labels, region and employer are those of then, whatever the registry says now."""
    return CarriedRow(id, kept["seat"], tuple(kept["labels"]), kept["region"], group_tag(k_grp, kept["employer"]).hex())


def _ref_of(kept: Mapping[str, Any], work: Work) -> str:
    call = work.uow.calls.get(kept["capability"])
    assert call is not None, "a member who stays was never called"
    return reach_person(call, work.means).ref


def _apart_pairs(
    eligible: tuple[RosterLine, ...], staying: tuple[RosterLine, ...], ids: Mapping[str, str], found: Mapping[RefPair, str]
) -> Iterator[tuple[Pair, str]]:
    """Pairs that must not sit together (domain rules R10, R13), as far as one may be drawn and the other may be or stays."""
    together = {line.ref for line in staying}
    for (one, other), ground in found.items():
        if not {one, other} <= together:
            first, second = sorted((ids[one], ids[other]))
            yield (first, second), ground
