"""可见性: the one answer to "at this moment, may this role see this field?"; what is not allowed in writing is not shown.

The matrix is data (data/disclosure.yaml, overlaid by profiles): field × role → from which event on, and how much.
The operator sees what the host's staff see, the public what a bidder sees, but neither has anything of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policies.profiles import Profile
from policies.vocabulary.roles import Event, Field, Role

NEVER = "never"
_LINE = (
    Event.SUBMITTED,
    Event.SEALED,
    Event.CALLED,
    Event.ACCEPTED,
    Event.CHECKED_IN,
    Event.BOOTH_ENTERED,
    Event.OPENED,
    Event.REPORTED,
    Event.ANNOUNCED,
    Event.SETTLED,
)
# The two events beside the line, each with the event of the line that it follows and the one that it cannot outlast.
_BESIDE = {Event.VENUE_NOTICE: (Event.ACCEPTED, Event.CHECKED_IN), Event.BID_DEADLINE: (Event.SUBMITTED, Event.OPENED)}
_STAND_INS = {Role.OPERATOR: Role.HOST, Role.PUBLIC: Role.BIDDER}


class Sight(StrEnum):
    """How much may be seen. The `own` ones hold for what is about the asker himself only: the caller must check that it is."""

    NO = "no"
    TOKEN = "token"  # a pseudonym or token, never the name
    MASKED = "masked"  # a coarse form: half-day or slot, counts, last digits, 有回避情形
    YES = "yes"
    OWN = "own"
    OWN_TOKEN = "own token"
    OWN_MASKED = "own masked"

    @property
    def is_own(self) -> bool:
        return self in (Sight.OWN, Sight.OWN_TOKEN, Sight.OWN_MASKED)


@dataclass(frozen=True, slots=True)
class Opening:
    """One step of a cell: from this event on, so much."""

    event: Event
    sight: Sight


def happened(at: Event | Collection[Event]) -> frozenset[Event]:
    """Every event that must have come, given the ones known to have come.

    EV lies between E3 and E4, EB anywhere before E6: both are certain only when named, or after those.
    """
    named = {at} if isinstance(at, Event) else set(at)
    followed = {_BESIDE[event][0] for event in named if event in _BESIDE}
    reached = max((_LINE.index(event) for event in named | followed if event in _LINE), default=-1)
    line = set(_LINE[: reached + 1])
    beside = {event for event, (_, outlasted_by) in _BESIDE.items() if outlasted_by in line}
    return frozenset(named | line | beside)


def visible(field: Field, role: Role, at: Event | Collection[Event], profile: Profile, on: date | None = None) -> Sight:
    """What a role may see of a field after these events; `no` unless the matrix says otherwise.

    `on` is the day whose matrix holds, by default the latest.
    """
    come = happened(at)
    opened = [opening.sight for opening in cell(field, role, profile, on) if opening.event in come]
    sight = opened[-1] if opened else Sight.NO
    return Sight.NO if role in _STAND_INS and sight.is_own else sight


def cell(field: Field, role: Role, profile: Profile, on: date | None = None) -> tuple[Opening, ...]:
    """One cell of the matrix, its steps in the order in which they open."""
    cells = profile.ask(f"disclosure.{field}", on or date.max, dict[str, str])
    text = cells.get(_STAND_INS.get(role, role), NEVER)
    return () if text == NEVER else tuple(_opening(step) for step in text.split(", "))


def _opening(step: str) -> Opening:
    """`E6 token`, `E4 own`, `E4 own token`, or an event alone: everything from then on."""
    event, _, sight = step.partition(" ")
    return Opening(Event(event), Sight(sight or "yes"))
