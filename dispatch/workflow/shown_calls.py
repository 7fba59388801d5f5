"""通知记录 as it may be shown: counts for the centre, single call-outs under a token for supervisor and auditor, no number, no name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from dispatch.kernel.canonical import labelled_hash
from dispatch.notify.call_out import CallState
from dispatch.workflow.call_wave import wave_of
from dispatch.workflow.records import CallOut, DrawRecord
from dispatch.workflow.shown import Sights
from dispatch.workflow.work import Work
from policies.disclosure import Sight
from policies.vocabulary.roles import Field


@dataclass(frozen=True, slots=True)
class CallShown:
    """One call-out under a token of its own; `reason` is empty where the viewer may not know why."""

    token: str
    round: int
    state: CallState
    reason: str
    called_at: datetime
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallsShown:
    rounds: tuple[tuple[tuple[CallState, int], ...], ...]  # for each round, how many stand where
    reply_by: datetime | None
    single: tuple[CallShown, ...]


def calls(sights: Sights, draw: DrawRecord | None, work: Work) -> CallsShown | None:
    """None where not even counts may be seen."""
    sight = sights.of(Field.CALL_LOG)
    if sight is Sight.NO or draw is None:
        return None
    waves = [work.uow.calls.wave(wave_of(draw.m, r)) for r in range(draw.round + 1)]
    rounds = tuple(_counted(wave) for wave in waves if wave)
    single = [_shown(call, r, sights) for r, wave in enumerate(waves) for call in wave] if sight in (Sight.TOKEN, Sight.YES) else []
    return CallsShown(rounds, draw.reply_by, tuple(sorted(single, key=lambda shown: (shown.round, shown.token))))


def call_token(capability: str) -> str:
    """How a call-out is named to people: nobody can tell the capability from it."""
    return labelled_hash("dispatch/shown-call", bytes.fromhex(capability)).hex()[:8]


def _counted(wave: list[CallOut]) -> tuple[tuple[CallState, int], ...]:
    counts = Counter(call.state for call in wave)
    return tuple((state, counts[state]) for state in CallState if counts[state])


def _shown(call: CallOut, r: int, sights: Sights) -> CallShown:
    token = call_token(call.capability)
    reason = call.reason if sights.fully(Field.RECUSAL_REASON) else ""
    return CallShown(token, r, call.state, reason, call.called_at, call.replied_at)
