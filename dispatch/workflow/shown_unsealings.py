"""解封 as it may be shown: which entries of the log opened something of this tender — found by the hashes of its own capabilities.

The log names an authorisation by a hash only; whoever may see this tender's draw can tell which entries are its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dispatch.sealing.envelope import name
from dispatch.workflow.capsules import batch_mark
from dispatch.workflow.gate import passages
from dispatch.workflow.memory import recall, recalls
from dispatch.workflow.records import DrawRecord
from dispatch.workflow.shown import Sights
from dispatch.workflow.shown_draws import witnessed_at
from dispatch.workflow.work import Work
from policies.vocabulary.roles import Field


@dataclass(frozen=True, slots=True)
class UnsealingShown:
    """One use of an authorisation: its purpose as logged, for how many persons, and when witnesses had seen it."""

    idx: int
    purpose: str
    persons: int
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class EnvelopeShown:
    part: str
    sha256: str


def unsealings_shown(sights: Sights, draw: DrawRecord, work: Work) -> tuple[UnsealingShown, ...]:
    """The uses of this tender's capabilities, in the order of the log. Raises NotAllowed."""
    sights.require_fully(Field.COMMITMENT)
    own = dict(_batches(sights, draw, work))
    bodies = ((entry.idx, entry.read()) for entry in work.uow.log.entries_of("capability"))
    used = ((idx, body) for idx, body in bodies if body["id"] in own)
    return tuple(UnsealingShown(idx, str(body["purpose"]), own[body["id"]], witnessed_at(idx, work)) for idx, body in used)


def envelopes_shown(sights: Sights, draw: DrawRecord, work: Work) -> tuple[EnvelopeShown, ...]:
    """Every sealed envelope of the draw by its SHA-256. Raises NotAllowed."""
    sights.require_fully(Field.COMMITMENT)
    return tuple(EnvelopeShown(part, name(sealed)) for part, sealed in sorted(work.uow.draws.envelopes(draw.m).items()))


def _batches(sights: Sights, draw: DrawRecord, work: Work) -> Iterable[tuple[str, int]]:
    """Hash and size of every batch of capabilities that this tender's steps use: a round, one person, all who sat."""
    called: list[str] = []
    for r in range(draw.round + 1):
        if recalls(draw.m, f"calls/{r}", uow=work.uow):
            wave = list(recall(draw.m, f"calls/{r}", work)["by_id"].values())
            called += wave
            yield batch_mark(wave), len(wave)
    for capability in called:
        yield batch_mark([capability]), 1
    known = [(kept, passage.capability) for kept, passage in passages(sights.record, work).values()]
    sat = [capability for kept, capability in known if kept.entered_at]
    for group in (sat, [capability for _, capability in known]):
        if len(group) > 1:
            yield batch_mark(group), len(group)
