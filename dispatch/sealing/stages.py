"""Staged disclosure (分段告知): how far a tender has come, and that it only ever moves one step forward.

Source: docs/spec/sealing.md §3; docs/domain/01-glossary-and-flow.md §5. No I/O: what has been reached is a value that
the caller stores. It is kept for a tender, and once for each call-out: a replacement passes its own stages from A on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dispatch.sealing.refusals import StageOutOfOrder
from policies.vocabulary.roles import Event

# The five envelopes of one expert are those of docs/spec/sealing.md §3: A = E2, B = EV, C = E4, D = E6, E = E7.
# Each event on the right may follow only the one on its left. The bid deadline EB is not in the line: its place among E0 … E5
# depends on the draw window (docs/domain/01-glossary-and-flow.md §5); it must have passed before E6.
AFTER: dict[Event, Event] = {
    Event.SUBMITTED: Event.SEALED,  # §3, before stage A: the result is sealed, nobody is told anything
    Event.SEALED: Event.CALLED,  # §3 stage A: notification, the expert learns that there is one task
    Event.CALLED: Event.ACCEPTED,  # §3 stage A is answered (§4: accept, decline, recuse); nothing more opens
    Event.ACCEPTED: Event.VENUE_NOTICE,  # §3 stage B: a set time before the start, the venue's address
    Event.VENUE_NOTICE: Event.CHECKED_IN,  # §3 stage C: check-in, identity proved, the booth
    Event.CHECKED_IN: Event.BOOTH_ENTERED,  # §3 between C and D: in the room; nothing more opens
    Event.BOOTH_ENTERED: Event.OPENED,  # §3 stage D: doors closed, tender and recusal question, the list opens
    Event.OPENED: Event.REPORTED,  # §3 stage E: evaluation ended, names as the law orders
    Event.REPORTED: Event.ANNOUNCED,  # §3 stage E goes on: the transcript may be published (V16)
    Event.ANNOUNCED: Event.SETTLED,  # §5: finance learns person and account after stage E only
}
ORDER: tuple[Event, ...] = (Event.SUBMITTED, *AFTER.values())


@dataclass(frozen=True, slots=True)
class Progress:
    """The last event reached, and whether the bid deadline has passed."""

    at: Event = Event.SUBMITTED
    bids_closed: bool = False

    def __post_init__(self) -> None:
        if self.at is Event.BID_DEADLINE or (_position(self.at) >= _position(Event.OPENED) and not self.bids_closed):
            raise StageOutOfOrder(current=self.at.value, wanted=self.at.value, next=Event.BID_DEADLINE.value)


def advance(current: Progress, wanted: Event) -> Progress:
    """The one lawful step from `current` to `wanted`; raises StageOutOfOrder for a leap, a repeat or a step back."""
    if wanted is Event.BID_DEADLINE and not current.bids_closed:
        return replace(current, bids_closed=True)
    due = _due(current)
    if wanted is not due:
        raise StageOutOfOrder(current=current.at.value, wanted=wanted.value, next=due.value if due else "–")
    return replace(current, at=wanted)


def _due(current: Progress) -> Event | None:
    """What must come next; the deadline itself, where evaluation would otherwise open before it."""
    following = AFTER.get(current.at)
    if following is Event.OPENED and not current.bids_closed:
        return Event.BID_DEADLINE
    return following


def _position(event: Event) -> int:
    return ORDER.index(event) if event in ORDER else -1
