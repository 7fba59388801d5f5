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
from dispatch.workflow.capsules import reach_person
from dispatch.workflow.former import drawn_so_far
from dispatch.workflow.roster import unit_keys
from dispatch.workflow.screen import Screened, labels_of, screen_for_seats
from dispatch.workflow.work import Work
from policies.areas import area_of
from policies.vocabulary.roster import RosterLine
from policies.vocabulary.tender import Tender

APART = "不宜同组"


@dataclass(frozen=True, slots=True)
class Gathered:
    """`lines` by hidden id, carried members included; `pairs` with their ground known, whether a rule needs them or not."""

    screened: Screened
    lines: Mapping[str, RosterLine]
    pairs: tuple[Pair, ...]
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
    pairs = tuple(sorted(_apart_pairs(screened.eligible, staying, ids, work)))
    lists = Lists(
        pool=enrol(salt, k_id, k_grp, (_entrant(line, manifest, plan["scopes"]) for line in screened.eligible)),
        pairs=pairs if manifest.keeps_pairs_apart else (),
        booths=tuple((venue, booth) for venue, booth in plan["booths"]),
        carried=tuple(sorted(_carried_row(ids[line.ref], line, carried[line.ref], k_grp) for line in staying)),
    )
    lines = {ids[line.ref]: line for line in (*screened.eligible, *staying)}
    return Gathered(screened, lines, pairs, freeze(manifest, salt, k_id, lists))


def employer_of(line: RosterLine) -> str:
    """The blind key of an employer, hex; "" for none."""
    return (line.employer.uscc or line.employer.name).hex()


def _entrant(line: RosterLine, manifest: Manifest, scopes: list[Any]) -> Entrant:
    known = {label for seat in manifest.seats for label in seat.labels}
    labels = tuple(sorted(known & labels_of(line, scopes)))
    return Entrant(line.handle, labels, area_of(line.region), employer_of(line))


def _carried_row(id: str, line: RosterLine, kept: Mapping[str, Any], k_grp: bytes) -> CarriedRow:
    """As he stood in the draw before: seat, labels and region are those of then."""
    return CarriedRow(id, kept["seat"], tuple(kept["labels"]), kept["region"], group_tag(k_grp, employer_of(line)).hex())


def _ref_of(kept: Mapping[str, Any], work: Work) -> str:
    call = work.uow.calls.get(kept["capability"])
    assert call is not None, "a member who stays was never called"
    return reach_person(call, work.means).ref


def _apart_pairs(eligible: tuple[RosterLine, ...], staying: tuple[RosterLine, ...], ids: Mapping[str, str], work: Work) -> Iterator[Pair]:
    """Pairs that must not sit together (domain rule R10), as far as one of them may be drawn and the other may be or stays."""
    everyone = (*eligible, *staying)
    wanting = [line for line in everyone if any(relation.kind == APART for relation in line.relations or ())]
    if not wanting:
        return
    by_mark = {unit_keys(no, "", work.means).name: ref for ref, no in work.uow.registry.numbers().items() if ref in ids}
    together = {line.ref for line in staying}
    for line in wanting:
        for relation in line.relations or ():
            other = by_mark.get(relation.other.name) if relation.kind == APART else None
            if other and other != line.ref and not {other, line.ref} <= together:
                first, second = sorted((ids[line.ref], ids[other]))
                yield first, second
