"""表单所需的事实, as they may be shown: each person drawn under the code of his call-out, each gate and each booth under its own code.

The codes of call-out, gate, booth and report are never put side by side (docs/domain/04-seats-and-venues.md §7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dispatch.notify.call_out import COMING, CallState
from dispatch.workflow.call_wave import wave_of
from dispatch.workflow.capsules import id_of
from dispatch.workflow.draw_course import capability_of
from dispatch.workflow.gate import Passage, passages
from dispatch.workflow.memory import recall, recalls
from dispatch.workflow.records import CallOut, DrawRecord, GatePass
from dispatch.workflow.shown import Sights
from dispatch.workflow.shown_calls import call_token
from dispatch.workflow.shown_committee import may_know_venue
from dispatch.workflow.work import Work
from policies.disclosure import Sight
from policies.vocabulary.roles import Field, Role


@dataclass(frozen=True, slots=True)
class DrawnShown:
    """One person drawn, under a token; `seat` the number of the demanded seat, `reason` empty where it may not be known."""

    token: str
    round: int
    seat: int
    state: CallState
    coming: bool
    reason: str
    called_at: datetime
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class LeftShown:
    """One member whose seat became vacant before a round; `reason` is the word of the draw protocol §9, or empty."""

    token: str
    round: int
    seat: int
    reason: str


@dataclass(frozen=True, slots=True)
class ArrivalLine:
    venue: str
    code: str
    state: str
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True)
class BoothLine:
    """`code` is the booth code, the only one that is used in the hall."""

    venue: str
    booth: str
    code: str


def drawn_shown(sights: Sights, draw: DrawRecord, work: Work) -> tuple[DrawnShown, ...]:
    """Everybody drawn in every round, refusals included; in each round by token, which tells no rank. Raises NotAllowed."""
    _require_single_calls(sights)
    sights.require_fully(Field.SPECIALTY)
    drawn = (_drawn(call, r, seats[id_of(call, work.means)], sights) for r, seats in _rounds(draw, work) for call in _wave(draw, r, work))
    return tuple(sorted(drawn, key=lambda each: (each.round, each.token)))


def left_shown(sights: Sights, draw: DrawRecord, work: Work) -> tuple[LeftShown, ...]:
    """Who left before each later round. Raises NotAllowed."""
    _require_single_calls(sights)
    sights.require_fully(Field.SPECIALTY)
    seat_of = {id: seat for _, seats in _rounds(draw, work) for id, seat in seats.items()}
    left = [
        LeftShown(call_token(capability_of(draw.m, id, draw.round, work)), r, seat_of[id], _told(reason, sights))
        for r in range(1, draw.round + 1)
        for id, reason in recall(draw.m, f"vacated/{r}", work)["list"]
    ]
    return tuple(sorted(left, key=lambda each: (each.round, each.token)))


def arrivals_shown(sights: Sights, work: Work) -> tuple[ArrivalLine, ...]:
    """Everybody expected at the gates that this viewer may know, by gate code; for the staff at the doors. Raises NotAllowed."""
    sights.require(Field.PERSON_DRAWN)
    if sights.viewer.role not in (Role.HOST, Role.OPERATOR, Role.SUBVENUE):
        raise sights.refusal(Field.PERSON_DRAWN)
    near = _near(sights, work)
    return tuple(sorted((ArrivalLine(k.venue, p.gate, k.state, k.arrived_at) for k, p in near), key=lambda each: (each.venue, each.code)))


def booths_shown(sights: Sights, work: Work) -> tuple[BoothLine, ...]:
    """The booths of those who have come, by booth code. Raises NotAllowed."""
    sights.require_fully(Field.BOOTH)
    came = ((kept, passage) for kept, passage in _near(sights, work) if kept.arrived_at)
    return tuple(sorted((BoothLine(k.venue, p.booth, p.booth_code) for k, p in came), key=lambda each: (each.venue, each.booth)))


def _require_single_calls(sights: Sights) -> None:
    if sights.of(Field.CALL_LOG) not in (Sight.TOKEN, Sight.YES):
        raise sights.refusal(Field.CALL_LOG)


def _rounds(draw: DrawRecord, work: Work) -> Iterable[tuple[int, dict[str, int]]]:
    """For each drawn round, the number of the seat that each id was drawn for."""
    for r in range(draw.round + 1):
        if recalls(draw.m, f"round/{r}", uow=work.uow):
            yield r, {id: int(seat.removeprefix("seat")) for id, seat in recall(draw.m, f"round/{r}", work)["out"]["seats"]}


def _wave(draw: DrawRecord, r: int, work: Work) -> list[CallOut]:
    return work.uow.calls.wave(wave_of(draw.m, r))


def _drawn(call: CallOut, r: int, seat: int, sights: Sights) -> DrawnShown:
    reason = call.reason if sights.fully(Field.RECUSAL_REASON) else ""
    return DrawnShown(call_token(call.capability), r, seat, call.state, call.state in COMING, reason, call.called_at, call.replied_at)


def _told(reason: str, sights: Sights) -> str:
    return reason if reason != "recusal" or sights.fully(Field.RECUSAL_REASON) else ""


def _near(sights: Sights, work: Work) -> list[tuple[GatePass, Passage]]:
    known = passages(sights.record, work).values()
    return [(kept, passage) for kept, passage in known if may_know_venue(kept.venue, sights, work)]
