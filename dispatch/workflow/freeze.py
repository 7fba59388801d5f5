"""冻结候选名单: everybody who may be drawn, hidden behind fresh ids, bound by one hash before any party contributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dispatch.draw import events
from dispatch.draw.frame import Lists, freeze, spell_lists
from dispatch.draw.manifest import Manifest, check_manifest
from dispatch.draw.pool import Entrant, Pair, enrol, expert_e, pool_id
from dispatch.kernel.canonical import canonical
from dispatch.sealing import envelope
from dispatch.workflow.capsules import capsule_key, make_capsule
from dispatch.workflow.draw_course import open_plan
from dispatch.workflow.draw_log import append_own
from dispatch.workflow.means import SUPERVISOR
from dispatch.workflow.memory import remember
from dispatch.workflow.records import DrawRecord, DrawStep
from dispatch.workflow.roster import unit_keys
from dispatch.workflow.screen import Screened, labels_of, screen_for_seats
from dispatch.workflow.work import Work
from policies.areas import area_of
from policies.vocabulary.roster import RosterLine

APART = "不宜同组"


def freeze_roster(draw: DrawRecord, work: Work) -> DrawRecord:
    """Screens the registry once more, fixes the lists and logs their roots; from here on nobody is added or left out."""
    plan = open_plan(draw.m, work)
    manifest = check_manifest(plan["manifest"])
    tender = work.uow.tenders.by_draw(draw.m)
    assert tender is not None, "a draw without tender"
    screened = screen_for_seats(tender.tender, plan["scopes"], work)
    m, k_id, k_grp = bytes.fromhex(draw.m), bytes.fromhex(plan["k_id"]), bytes.fromhex(plan["k_grp"])
    ids = {line.ref: pool_id(k_id, expert_e(line.handle, m)).hex() for line in screened.eligible}
    pairs = tuple(sorted(_apart_pairs(screened, ids, work)))
    lists = Lists(
        pool=enrol(m, k_id, k_grp, (_entrant(line, manifest, plan["scopes"]) for line in screened.eligible)),
        pairs=pairs if manifest.keeps_pairs_apart else (),
        booths=tuple((venue, booth) for venue, booth in plan["booths"]),
    )
    frame = freeze(manifest, m, k_id, lists)
    audit = _audit(draw.m, plan, screened, ids=ids, pairs=pairs, work=work)
    remember(draw.m, "frame", {"lists": spell_lists(lists), "capsules": _capsules(draw.m, ids, work)}, work)
    remember(draw.m, "funnel", funnel_of(screened), work)
    append_own(manifest, events.pool(frame, audit=audit), work)
    return replace(draw, step=DrawStep.COMMITS)


def funnel_of(screened: Screened) -> dict[str, Any]:
    """How many experts each rule left out, as counts only: [code, barred, not known, left]."""
    sifted = [[each.code, each.barred, each.not_known, each.left] for each in screened.screening.funnel]
    return {"total": screened.screening.total, "rules": sifted, "eligible": len(screened.eligible)}


def _entrant(line: RosterLine, manifest: Manifest, scopes: list[Any]) -> Entrant:
    known = {label for seat in manifest.seats for label in seat.labels}
    labels = tuple(sorted(known & labels_of(line, scopes)))
    employer = (line.employer.uscc or line.employer.name).hex()
    return Entrant(line.handle, labels, area_of(line.region), employer)


def _apart_pairs(screened: Screened, ids: Mapping[str, str], work: Work) -> Iterator[Pair]:
    """Pairs that must not sit together (domain rule R10), as far as both may be drawn."""
    wanting = [line for line in screened.eligible if any(relation.kind == APART for relation in line.relations or ())]
    if not wanting:
        return
    by_mark = {unit_keys(no, "", work.means).name: ref for ref, no in work.uow.registry.numbers().items() if ref in ids}
    for line in wanting:
        for relation in line.relations or ():
            other = by_mark.get(relation.other.name) if relation.kind == APART else None
            if other and other != line.ref:
                first, second = sorted((ids[line.ref], ids[other]))
                yield first, second


def _capsules(m: str, ids: Mapping[str, str], work: Work) -> dict[str, str]:
    key = capsule_key(m, work.means)
    capsules: dict[str, str] = {}
    for person in work.uow.registry.persons():
        if person.ref in ids:
            capsules[ids[person.ref]] = make_capsule(key, ids[person.ref], person, work.means).hex()
    return capsules


def _audit(m: str, plan: dict[str, Any], screened: Screened, *, ids: Mapping[str, str], pairs: tuple[Pair, ...], work: Work) -> str:
    """The pool audit envelope: the supervisor re-derives the whole pool from it (docs/spec/draw-protocol.md §4)."""
    body = {
        "handles": {ids[line.ref]: line.handle.hex() for line in screened.eligible},
        "employers": {ids[line.ref]: (line.employer.uscc or line.employer.name).hex() for line in screened.eligible},
        "k_id": plan["k_id"],
        "k_grp": plan["k_grp"],
        "pairs": [[first, second, APART] for first, second in pairs],
    }
    custody = {SUPERVISOR: work.means.party(SUPERVISOR).custody}
    context, nbf = {"draw": m, "part": "audit"}, int(work.now.timestamp())
    sealed = envelope.seal(canonical(body), ctx=context, custodians=custody, k=1, nbf=nbf, entropy=work.means.entropy)
    work.uow.draws.add_envelope(m, "audit", envelope.name(sealed), sealed)
    return envelope.name(sealed)
