"""Events that the supervisor's role signs: proposed here with their evidence, signed on his own machine, never by the centre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dispatch.draw import events
from dispatch.draw.commitments import accepted_hash
from dispatch.draw.manifest import Manifest
from dispatch.kernel.canonical import canonical
from dispatch.workflow.draw_log import history_of
from dispatch.workflow.means import SUPERVISOR
from dispatch.workflow.memory import remember
from dispatch.workflow.ports import UnitOfWork
from dispatch.workflow.records import DrawRecord, DrawStep, Proposal
from dispatch.workflow.work import Work

BEFORE_BEACON = 600  # seconds for signature and cosignatures: the beacon's number must come after a quorum has seen the list


def propose_settle(draw: DrawRecord, manifest: Manifest, accepted: list[str], *, evidence: list[Any], work: Work) -> DrawRecord:
    """Proposes who of those called in this round has accepted, in draw order; `evidence` are the replies as recorded."""
    remember(draw.m, f"settled/{draw.round}", {"accepted": accepted, "evidence": evidence}, work, shown_to_supervisor=True)
    m = bytes.fromhex(draw.m)
    body = events.settle(m, draw.round, acc=accepted_hash(m, draw.round, accepted), ev=events.evidence_hash(evidence))
    _propose(draw, "settle", draw.round, body, by=manifest.roles["settle"], uow=work.uow)
    return replace(draw, step=DrawStep.SETTLE, waiting=manifest.roles["settle"])


def propose_vacate(draw: DrawRecord, manifest: Manifest, vacated: Mapping[str, str], *, evidence: list[Any], work: Work) -> DrawRecord:
    """Proposes the vacancy list that opens the next round; `vacated` is id → reason, `evidence` the replies as recorded."""
    coming = draw.round + 1
    listed = sorted([id, reason] for id, reason in vacated.items())
    draw_at = int(work.now.timestamp()) + (BEFORE_BEACON if manifest.body["beacon"] else 0)
    kept = {"list": listed, "evidence": evidence, "draw_at": draw_at}
    remember(draw.m, f"vacated/{coming}", kept, work, shown_to_supervisor=True)
    ev = events.evidence_hash(evidence)
    body = events.vacate(bytes.fromhex(draw.m), coming, [(id, reason) for id, reason in listed], draw_at=draw_at, ev=ev)
    _propose(draw, "vacate", coming, body, by=manifest.roles["vacate"], uow=work.uow)
    return replace(draw, step=DrawStep.VACATE, waiting=manifest.roles["vacate"])


def propose_final(draw: DrawRecord, manifest: Manifest, status: str, *, why: str, uow: UnitOfWork) -> DrawRecord:
    """Proposes the last event of a draw; `idx` lists every other event, so none can be left out later."""
    history = history_of(manifest, draw.m, uow)
    body = events.final(draw.m, rounds=history.rounds_ended, status=status, why=why, idx=uow.draws.events(draw.m))
    _propose(draw, "final", history.rounds_ended, body, by=manifest.roles["final"], uow=uow)
    return replace(draw, step=DrawStep.FINAL, waiting=manifest.roles["final"])


def declined_because(m: str, uow: UnitOfWork) -> str:
    """Why the supervisor's agent has not signed what this draw waits for, in its own words; "" where it has said nothing."""
    return next((kept.reason for kept in uow.draws.proposals(SUPERVISOR) if kept.m == m and kept.reason), "")


def withdraw_open_lists(draw: DrawRecord, uow: UnitOfWork) -> None:
    """A list of those who accepted or left that nobody has signed yet is no longer asked for."""
    for open_list in (uow.draws.proposal(draw.m, "settle", draw.round), uow.draws.proposal(draw.m, "vacate", draw.round + 1)):
        if open_list is not None and open_list.state == "open":
            uow.draws.save_proposal(replace(open_list, state="withdrawn"))


def _propose(draw: DrawRecord, kind: str, r: int, body: Mapping[str, Any], *, by: str, uow: UnitOfWork) -> None:
    uow.draws.save_proposal(Proposal(draw.m, kind, r, by, canonical(dict(body))))
