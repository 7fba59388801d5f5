"""The centre's desk, at which parties' agents are served: what they may read, what they hand in, what waits for them.

Functions take an open unit of work; dispatch/centre/desk.py opens one for each call, in this process or behind HTTP.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dispatch.draw.frame import spell_lists
from dispatch.draw.manifest import check_manifest
from dispatch.kernel.canonical import parse_canonical
from dispatch.witness.entry import Entry
from dispatch.workflow.checkpoint import cosigned_size
from dispatch.workflow.draw_course import open_draw, open_plan
from dispatch.workflow.draw_log import append_event, entries_of
from dispatch.workflow.former import tender_behind
from dispatch.workflow.means import SUPERVISOR
from dispatch.workflow.memory import recall, recalls
from dispatch.workflow.ports import UnitOfWork
from dispatch.workflow.records import DrawRecord, DrawStep, Proposal
from dispatch.workflow.refusals import NotAnOffer, UnknownDraw
from dispatch.workflow.work import Work

SEALED_VALUE = 80  # bytes: X25519 share, value of 32, tag (docs/spec/draw-protocol.md §5)
ROUNDS = 64  # at most: so many links has a chain
_M = re.compile("[0-9a-f]{64}")  # the name of a draw; JSON can write texts that no database takes
SUBMITTED = frozenset({"commit", "release", "settle", "vacate", "final"})


@dataclass(frozen=True, slots=True)
class Materials:
    """What an agent needs before it commits; audit and lists for the supervisor only."""

    manifest: Mapping[str, Any]
    salt: bytes
    tender_no: str
    tender_salt: bytes
    audit: bytes | None = None
    lists: Mapping[str, Any] | None = None


def draws_for(j: str, work: Work) -> list[str]:
    """Draws in which party j takes part and which have not ended; only after their lists are frozen."""
    return [draw.m for draw in work.uow.draws.under_way() if draw.step is not DrawStep.FREEZE and _takes_part(j, draw)]


def materials(j: str, m: str, work: Work) -> Materials:
    """What party j gets to see of a draw. Raises UnknownDraw, also for one in which it takes no part."""
    draw = work.uow.draws.get(m)
    if draw is None or not _takes_part(j, draw):
        raise UnknownDraw()
    plan = open_plan(m, work)
    tender = tender_behind(m, work)
    if tender is None:
        raise UnknownDraw()
    audit, lists = None, None
    if j == SUPERVISOR:
        audit = work.uow.draws.envelope(m, "audit")
        lists = spell_lists(open_draw(m, work).frame.lists) if recalls(m, "frame", uow=work.uow) else None
    return Materials(plan["manifest"], bytes.fromhex(plan["salt"]), tender.id, bytes.fromhex(plan["tender_salt"]), audit, lists)


def submit(j: str, body: bytes, sig: bytes, work: Work) -> int:
    """Takes a signed event from party j; the same event again returns its index. A draw whose end is proposed takes no commit and no
    release any more: what nobody knew when it was given up, nobody shall know afterwards.

    Raises NotAnOffer, NotAnEvent, NotCanonical, BadSignature.
    """
    event = parse_canonical(body)
    if not isinstance(event, dict):
        raise NotAnOffer(party=j, why="不是事件 no event")
    m, kind = str(event.get("m", "")), str(event.get("e", ""))
    draw = work.uow.draws.get(m) if _M.fullmatch(m) else None
    if kind not in SUBMITTED or draw is None:
        raise NotAnOffer(party=j, why="未知的抽取或事件 unknown draw or event")
    for entry in entries_of(m, work.uow):
        if entry.body == body and entry.by == j:
            return entry.idx
    if draw.step is DrawStep.FINAL and kind in ("commit", "release"):
        raise NotAnOffer(party=j, why="本次抽取正在终结 the draw is being ended")
    if kind in ("settle", "vacate", "final"):
        _check_proposed(j, body, event, uow=work.uow)
    manifest = check_manifest(open_plan(m, work)["manifest"])
    idx = append_event(manifest, event, by=j, sig=sig, work=work)
    work.uow.tasks.put("draw", m, work.now)
    work.uow.tasks.put("checkpoint", work.means.origin, work.now)
    return idx


def deliver(j: str, m: str, r: int, sealed: bytes, work: Work) -> None:
    """Takes a sealed value; sending again gives no choice, since the anchor allows one value only.

    That of the coming round is taken too: the log may have opened it before this centre's worker looked.
    """
    draw = work.uow.draws.get(m)
    if draw is None or r not in (draw.round, draw.round + 1) or not _takes_part(j, draw):
        raise NotAnOffer(party=j, why="该轮未开放 this round is not open")
    if len(sealed) != SEALED_VALUE:
        raise NotAnOffer(party=j, why="不是密封的随机值 no sealed value")
    work.uow.draws.put_value(m, r, j, sealed)
    work.uow.tasks.put("draw", m, work.now)


def wanted(j: str, work: Work) -> list[tuple[str, int]]:
    """Values that the worker still misses from party j, although its release stands in the cosigned log."""
    open_rounds = [draw for draw in work.uow.draws.under_way() if draw.step is DrawStep.RELEASES]
    missing = [draw for draw in open_rounds if j not in work.uow.draws.values(draw.m, draw.round)]
    size = cosigned_size(work) if missing else 0
    return [(draw.m, draw.round) for draw in missing if _released(j, draw, size, work)]


def _released(j: str, draw: DrawRecord, size: int, work: Work) -> bool:
    """Before its release is cosigned a party must not be asked: it would refuse, and say so."""
    made = (entry for entry, body in _bodies(draw.m, work) if entry.by == j and body["e"] == "release" and body["r"] == draw.round)
    return any(entry.idx < size for entry in made)


def _takes_part(j: str, draw: DrawRecord) -> bool:
    return j in draw.parties.split()


def _bodies(m: str, work: Work) -> Iterator[tuple[Entry, Mapping[str, Any]]]:
    for entry in entries_of(m, work.uow):
        yield entry, entry.read()


def proposals_for(j: str, work: Work) -> list[Proposal]:
    """Events that party j is asked to sign, once the events before them are cosigned: earlier it could not judge them."""
    found = work.uow.draws.proposals(j)
    size = cosigned_size(work) if found else 0
    return [proposal for proposal in found if max(work.uow.draws.events(proposal.m)) < size]


def evidence_for(proposal: Proposal, work: Work) -> dict[str, Any]:
    """What the signer needs to recompute before signing: the rounds so far, and the replies behind each list."""
    known = work.uow.draws.envelope_names(proposal.m)

    def recalled(part: str, first: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
        return ((r, recall(proposal.m, f"{part}/{r}", work)) for r in range(first, ROUNDS + 1) if f"{part}/{r}" in known)

    return {
        "rounds": [{"r": r, **result} for r, result in recalled("round")],
        "vacated": {str(r): listed for r, listed in recalled("vacated", first=1)},
        "settled": {str(r): listed for r, listed in recalled("settled")},
    }


def decline(j: str, sha256: str, reason: str, work: Work) -> None:
    """The signer refuses a proposal and says why; the draw waits, in public, with that reason."""
    for proposal in work.uow.draws.proposals(j):
        if hashlib.sha256(proposal.body).hexdigest() == sha256 and proposal.reason != reason:
            work.uow.draws.save_proposal(replace(proposal, reason=reason))


def _check_proposed(j: str, body: bytes, event: Mapping[str, Any], *, uow: UnitOfWork) -> None:
    r = event.get("rounds" if event["e"] == "final" else "r")
    proposed = uow.draws.proposal(str(event["m"]), str(event["e"]), r) if isinstance(r, int) else None
    if proposed is None or proposed.body != body or proposed.by != j or proposed.state == "withdrawn":
        raise NotAnOffer(party=j, why="与待签内容不一致 it differs from what was proposed")
    uow.draws.save_proposal(replace(proposed, state="signed"))
