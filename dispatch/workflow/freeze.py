"""冻结候选名单: everybody who may be drawn, hidden behind fresh ids, bound by one hash before any party contributes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dispatch.draw import events
from dispatch.draw.frame import spell_lists
from dispatch.kernel.canonical import canonical
from dispatch.sealing import envelope
from dispatch.workflow.capsules import capsule_key, make_capsule
from dispatch.workflow.draw_course import EMPLOYERS, open_plan
from dispatch.workflow.draw_log import append_own
from dispatch.workflow.gather import Gathered, gather
from dispatch.workflow.means import SUPERVISOR
from dispatch.workflow.memory import remember
from dispatch.workflow.records import DrawRecord, DrawStep
from dispatch.workflow.screen import Screened
from dispatch.workflow.work import Work


def freeze_roster(draw: DrawRecord, work: Work) -> DrawRecord:
    """Screens the registry once more, fixes the lists and logs their roots; from here on nobody is added or left out."""
    plan = open_plan(draw.m, work)
    tender = work.uow.tenders.by_draw(draw.m)
    assert tender is not None, "a draw without tender"
    gathered = gather(draw.m, plan, tender.tender, work)
    audit = _audit(draw.m, plan, gathered, work)
    remember(draw.m, "frame", {"lists": spell_lists(gathered.frame.lists), "capsules": _capsules(draw.m, gathered, work)}, work)
    remember(draw.m, EMPLOYERS, _employers(gathered), work)
    remember(draw.m, "funnel", funnel_of(gathered.screened), work)
    append_own(gathered.frame.manifest, events.pool(gathered.frame, audit=audit), work)
    return replace(draw, step=DrawStep.COMMITS)


def funnel_of(screened: Screened) -> dict[str, Any]:
    """How many experts each rule left out, as counts only: [code, barred, not known, left]."""
    sifted = [[each.code, each.barred, each.not_known, each.left] for each in screened.screening.funnel]
    return {"total": screened.screening.total, "rules": sifted, "eligible": len(screened.eligible)}


def _employers(gathered: Gathered) -> dict[str, str]:
    """Which employer each group tag of this draw stands for: a draw that follows shows those who stay as they stood here (§4)."""
    lists, of = gathered.frame.lists, gathered.employers
    return {row.group: of[row.id] for row in lists.pool if row.group} | {row.group: of[row.id] for row in lists.carried if row.group}


def _capsules(m: str, gathered: Gathered, work: Work) -> dict[str, str]:
    key, ids = capsule_key(m, work.means), {line.ref: id for id, line in gathered.lines.items()}
    persons = (person for person in work.uow.registry.persons() if person.ref in ids)
    return {ids[person.ref]: make_capsule(key, ids[person.ref], person, work.means).hex() for person in persons}


def _audit(m: str, plan: dict[str, Any], gathered: Gathered, work: Work) -> str:
    """The pool audit envelope: the supervisor re-derives the whole pool from it (docs/spec/draw-protocol.md §4)."""
    body = {
        "handles": {id: line.handle.hex() for id, line in gathered.lines.items()},
        "employers": dict(gathered.employers),
        "k_id": plan["k_id"],
        "k_grp": plan["k_grp"],
        "pairs": [[*pair, ground] for pair, ground in gathered.pairs.items()],
    }
    custody = {SUPERVISOR: work.means.party(SUPERVISOR).custody}
    context, nbf = {"draw": m, "part": "audit"}, int(work.now.timestamp())
    sealed = envelope.seal(canonical(body), ctx=context, custodians=custody, k=1, nbf=nbf, entropy=work.means.entropy)
    work.uow.draws.add_envelope(m, "audit", envelope.name(sealed), sealed)
    return envelope.name(sealed)
