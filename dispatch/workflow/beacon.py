"""公共信标: a number that nobody of us could know before everything was fixed; fetched or brought, checked before it is used.

Source: docs/spec/draw-protocol.md §5, "Beacon". The signature check is the verifier's own (docs/adr/0055-the-beacon.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from dispatch.draw.history import History
from dispatch.draw.manifest import Manifest, check_manifest
from dispatch.draw.seed import beacon_round
from dispatch.kernel.canonical import u64
from dispatch.verifier.bls.signature import verifies
from dispatch.workflow.checkpoint import trust_of
from dispatch.workflow.draw_course import open_plan
from dispatch.workflow.draw_log import entries_of, history_of
from dispatch.workflow.memory import recall, recalls, remember
from dispatch.workflow.records import DrawStep
from dispatch.workflow.refusals import AnotherBeaconRound, FalseBeacon
from dispatch.workflow.work import Work

TASK = "beacon"
MOST_NAMED = 5  # rounds, in a sentence
PASSED = "beacon-passed"  # the reason token of a draw whose beacon was out too early


class BeaconPort(Protocol):
    """Where signatures of the beacon are had; what it says is checked by who asked."""

    def signature(self, q: int) -> bytes | None:
        """That of round q, or None where it is not there yet or nobody answers; never raises."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The beacon round that belongs to a round of a draw."""

    m: str
    r: int
    q: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What a drawn round keeps of the beacon: its signature, and the checkpoint over the event that opened the round."""

    signature: bytes
    note: str
    beta: bytes


def wanted_in(manifest: Manifest, history: History, r: int) -> Wanted:
    """Which beacon round decides round r, and when it comes."""
    vacate = history.last("vacate") if r else None
    q, at = beacon_round(manifest.body["beacon"], manifest.draw_at if vacate is None else vacate.body["draw_at"])
    return Wanted(history.m.hex(), r, q, datetime.fromtimestamp(at, UTC))


def wanted_beacons(work: Work) -> Iterator[Wanted]:
    """Every signature that a draw waits for."""
    for draw in work.uow.draws.under_way():
        if draw.step is DrawStep.RELEASES and not recalls(draw.m, f"beacon/{draw.round}", uow=work.uow):
            manifest = check_manifest(open_plan(draw.m, work)["manifest"])
            if manifest.body["beacon"] is not None:
                yield wanted_in(manifest, history_of(manifest, draw.m, work.uow), draw.round)


def keep_signature(wanted: Wanted, signature: bytes, work: Work) -> None:
    """Keeps a signature that holds, and wakes its draw; again is harmless. Raises FalseBeacon."""
    if recalls(wanted.m, f"beacon/{wanted.r}", uow=work.uow):
        return
    check_signature(open_plan(wanted.m, work)["manifest"]["beacon"], wanted.q, signature)
    remember(wanted.m, f"beacon/{wanted.r}", {"sig": signature.hex()}, work, shown_to_supervisor=True)
    work.uow.tasks.put("draw", wanted.m, work.now)


def bring(brought: Mapping[int, bytes], work: Work) -> int:
    """Keeps each number that a draw waits for, all or none; returns how many. Where nobody waits, nothing happens.

    Raises FalseBeacon, and AnotherBeaconRound where none of them is waited for.
    """
    waited_for = tuple(wanted_beacons(work))
    found = [wanted for wanted in waited_for if wanted.q in brought]
    if waited_for and not found:
        wanted, given = sorted({each.q for each in waited_for}), sorted(brought)[:MOST_NAMED]
        raise AnotherBeaconRound(wanted="、".join(map(str, wanted[:MOST_NAMED])), brought="、".join(map(str, given)))
    for each in found:
        keep_signature(each, brought[each.q], work)
    return len(found)


def check_signature(beacon: dict[str, Any], q: int, signature: bytes) -> None:
    """Raises FalseBeacon unless this is the chain's signature of round q."""
    if not verifies(bytes.fromhex(beacon["key"]), hashlib.sha256(u64(q)).digest(), signature):
        raise FalseBeacon(q=q)


def has_passed(manifest: Manifest, history: History, r: int, work: Work) -> bool:
    """Whether the beacon's time had come before a quorum saw what opened the round: then somebody may have known it.

    What is not opened, or not seen, when that time comes, can be seen later only.
    """
    if manifest.body["beacon"] is None:
        return False
    due_at, trust = wanted_in(manifest, history, r).due_at, trust_of(work)
    note = opening_note(history, r, work) if history.is_open else ""
    return due_at.timestamp() <= trust.read_checkpoint(note).seen_by(trust.quorum) if note else due_at <= work.now


def missed_in_a_row(m: str | None, work: Work) -> int:
    """How many draws of one tender, this one the last, ended because the beacon's number came before everything was fixed."""
    count = 0
    while m and (events := entries_of(m, work.uow)) and events[-1].read().get("why") == PASSED:
        m, count = str(open_plan(m, work)["manifest"]["prev"]), count + 1
    return count


def known_beacon(manifest: Manifest, history: History, r: int, work: Work) -> Known | None:
    """The beacon of a round that is drawn now; None in a draw without one."""
    beacon = manifest.body["beacon"]
    if beacon is None:
        return None
    signature = bytes.fromhex(recall(history.m.hex(), f"beacon/{r}", work)["sig"])
    q = wanted_in(manifest, history, r).q
    beta = b"drand:" + bytes.fromhex(beacon["chain"]) + u64(q) + hashlib.sha256(signature).digest()
    return Known(signature, opening_note(history, r, work), beta)


def opening_note(history: History, r: int, work: Work) -> str:
    """The first checkpoint of a quorum that holds the event which opened round r; "" before there is one."""
    return work.uow.log.note_over(history.opening_index(r), cosigned_by=int(work.means.trust["quorum"])) or ""
