"""The transcript: everything that anybody needs to check a draw offline, as one object for publication.

Source: docs/spec/draw-protocol.md §11. It is published at the later of `publish_from` and the end of evaluation, never before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dispatch.draw.frame import Frame, spell_lists
from dispatch.draw.lottery import composition_chances, panel_chances
from dispatch.draw.manifest import COMPOSITION_LOTTERY, TICKETS
from dispatch.draw.pool import Composition, Panel

Body = dict[str, Any]
Vacancies = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens the hashes of the log: salts, the tender's number, k_id."""

    manifest_salt: bytes
    tender_no: str
    tender_salt: bytes
    k_id: bytes


@dataclass(frozen=True, slots=True)
class OpeningCheckpoint:
    """`ckpt_open`: a checkpoint that holds the opening event, with its consistency proof to the final checkpoint."""

    note: str
    consistency: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class DrawnRound:
    """A drawn round as the worker kept it; `accepted` and `settled` are None without standbys or before the settlement."""

    r: int
    reveals: Mapping[str, bytes]
    seed: bytes
    salt: bytes
    out: Body
    accepted: Sequence[str] | None = None
    settled: Body | None = None
    beacon: bytes | None = None
    opening_checkpoint: OpeningCheckpoint | None = None


@dataclass(frozen=True, slots=True)
class InfeasibleRound:
    r: int


@dataclass(frozen=True, slots=True)
class ProvedEvent:
    """An event with its inclusion proof to the final checkpoint; `body` is C(body)."""

    idx: int
    by: str
    sig: bytes
    body: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the log gives: events with proofs, the checkpoint they are proved to, the exporter's claim of a trust file."""

    events: tuple[ProvedEvent, ...]
    checkpoint: str
    trust: Body


@dataclass(frozen=True, slots=True)
class Told:
    """What happened: the rounds that ended, and every vacate event's list, also that of a round left open."""

    rounds: tuple[DrawnRound | InfeasibleRound, ...]
    vacated: Mapping[int, Vacancies] = field(default_factory=dict)


def assemble(frame: Frame, opening: Opening, told: Told, evidence: Evidence) -> Body:
    """The transcript with exactly the members of §11."""
    return {
        "v": frame.manifest.body["v"],
        "manifest": dict(frame.manifest.body),
        "manifest_salt": opening.manifest_salt.hex(),
        "tender": {"no": opening.tender_no, "salt": opening.tender_salt.hex()},
        **spell_lists(frame.lists),
        "k_id": opening.k_id.hex(),
        "rounds": [_round(found) for found in told.rounds],
        "vacated": {str(r): sorted([id, reason] for id, reason in left) for r, left in told.vacated.items()},
        "chances": chances(frame),
        "events": [_event(event) for event in evidence.events],
        "checkpoint": evidence.checkpoint,
        "trust": evidence.trust,
    }


def chances(frame: Frame) -> Body | None:
    """The published chances of a lottery; None for tickets, or where no list was frozen."""
    panels = frame.lists.panels
    if frame.manifest.method == TICKETS or not panels:
        return None
    if frame.manifest.method == COMPOSITION_LOTTERY:
        return composition_chances([panel for panel in panels if isinstance(panel, Composition)], frame.lists.pool)
    return panel_chances([panel for panel in panels if isinstance(panel, Panel)])


def _round(found: DrawnRound | InfeasibleRound) -> Body:
    names = ("ckpt_open", "beacon", "reveals", "seed", "salt", "out", "accepted", "settled")
    if isinstance(found, InfeasibleRound):
        return {"r": found.r, "kind": "infeasible", **dict.fromkeys(names), "reveals": {}}
    at = found.opening_checkpoint
    return {
        "r": found.r,
        "kind": "drawn",
        "ckpt_open": None if at is None else {"note": at.note, "cons": [step.hex() for step in at.consistency]},
        "beacon": None if found.beacon is None else found.beacon.hex(),
        "reveals": {party: value.hex() for party, value in sorted(found.reveals.items())},
        "seed": found.seed.hex(),
        "salt": found.salt.hex(),
        "out": found.out,
        "accepted": None if found.accepted is None else list(found.accepted),
        "settled": found.settled,
    }


def _event(event: ProvedEvent) -> Body:
    return {
        "idx": event.idx,
        "by": event.by,
        "sig": event.sig.hex(),
        "body": event.body.decode("utf-8"),
        "proof": [step.hex() for step in event.proof],
    }
