"""The course of one draw: what is frozen, what has happened, and the only steps that can follow; each step is a new value.

Source: docs/spec/draw-protocol.md §5–§10. Replaying a transcript's seeds, replies and vacancies yields its results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from dispatch.draw.booths import Allotment, queue_booths, venue_of
from dispatch.draw.frame import Frame
from dispatch.draw.manifest import VenueCandidate
from dispatch.draw.model import prove
from dispatch.draw.opened import Seated, bins_left, opening_for, persons_of, region_of, sorter_for
from dispatch.draw.oracle import Oracle
from dispatch.draw.question import Ask
from dispatch.draw.refusals import NotThisStep
from dispatch.draw.round import Drawn, Situation, can_be_drawn, draw_round
from dispatch.draw.settlement import Answering, fill_by_rank
from dispatch.draw.shape import Unfit, token

LAST_ROUND = 63


class Phase(Enum):
    """Where the latest round stands."""

    OPEN = "open, to be drawn"
    CALLED = "drawn, replies to come"
    SETTLED = "drawn, members seated"
    INFEASIBLE = "no lawful committee, the draw has ended"


@dataclass(frozen=True, slots=True)
class Course:
    """`questions` is how often the latest step needed the solver; `solve` may be any solver that proves its answers."""

    frame: Frame
    round: int = 0
    phase: Phase = Phase.OPEN
    venue_candidates: tuple[VenueCandidate, ...] | None = None
    members: tuple[Seated, ...] = ()
    excluded: frozenset[str] = frozenset()
    called: tuple[str, ...] = ()
    booths: Allotment = field(default_factory=Allotment)
    questions: int = 0
    solve: Ask = prove

    @classmethod
    def start(cls, frame: Frame, solve: Ask = prove) -> Course:
        """Before the first round: only the carried members sit."""
        return cls(frame, members=tuple(Seated(row.id, row.seat) for row in frame.lists.carried), solve=solve)

    @property
    def sitting(self) -> tuple[tuple[str, str], ...]:
        """(id, seat class) of every member: carried ones first, then in the order drawn or seated."""
        return tuple((member.id, member.seat) for member in self.members)

    @property
    def venues(self) -> tuple[str, ...]:
        return tuple(venue.name for venue in self.venue_candidates or ())

    @property
    def open_seats(self) -> tuple[tuple[str, int], ...]:
        """Seat classes with open seats, and how many; empty once all seats are filled."""
        held = [member.seat for member in self.members]
        left = ((seat.name, seat.count - held.count(seat.name)) for seat in self.frame.manifest.seats)
        return tuple((name, number) for name, number in left if number)

    def place_of(self, id: str) -> tuple[str, str]:
        """(venue, booth) of a sitting member; "" is the host venue, and no booth. A carried member's place stands in `prev`."""
        for member in self.members:
            if member.id == id:
                return member.venue, member.booth
        raise NotThisStep(why="this id is no sitting member")

    @property
    def used_booths(self) -> tuple[tuple[str, str], ...]:
        """(venue, booth) of every booth dealt out so far, also to members who left; those of carried members stand in `prev`."""
        queues, used = self.booths.queues, self.booths.used
        return tuple((venue, booth) for venue, queue in queues.items() for booth in queue[: used.get(venue, 0)])

    def feasible(self) -> bool:
        """Whether the open round can be drawn at all; depends on no seed."""
        self._demand(Phase.OPEN)
        return can_be_drawn(self.frame, self._situation, Oracle(self.solve))

    def draw(self, seed: bytes) -> tuple[dict[str, Any], Course]:
        """The round's `out` as the transcript spells it, and the course after it. Raises NoLawfulPanel."""
        self._demand(Phase.OPEN)
        oracle = Oracle(self.solve)
        drawn = draw_round(self.frame, self._situation, seed, oracle)
        first = self.venue_candidates is None
        after = replace(
            self,
            venue_candidates=drawn.venues if first else self.venue_candidates,
            excluded=self.excluded.union((id for id, _ in drawn.seats), drawn.standby),
            called=(*(id for id, _ in drawn.seats), *drawn.standby),
            booths=queue_booths(seed, self.frame.lists.booths) if first else self.booths,
            questions=oracle.asked,
            phase=Phase.CALLED,
        )
        if self.frame.manifest.standby:
            return _spell_out(drawn, []), after
        places, after = after._seat(drawn.seats)
        return _spell_out(drawn, places), after

    def settle(self, accepted: Sequence[str]) -> tuple[dict[str, Any], Course]:
        """`settled` as the transcript spells it: those who accepted take their seats by rank. Once for each round with standbys."""
        self._demand(Phase.CALLED)
        if [id for id in self.called if id in set(accepted)] != list(accepted):
            raise NotThisStep(why="the accepted list holds called ids in draw order, each once")
        oracle = Oracle(self.solve)
        sorter = sorter_for(self.frame.manifest, self.venue_candidates or ())
        opening = opening_for(self.frame, sorter, self.members)
        undrawn = bins_left(self.frame, sorter, self.excluded)
        came = tuple(persons_of(sorter, self.frame, accepted))
        settled = fill_by_rank(opening, Answering(came, undrawn, sorter), oracle)
        seats = tuple((person.id, self.frame.manifest.seats[k].name) for person, k in settled)
        places, after = self._seat(seats)
        return {"seats": [list(seat) for seat in seats], "booths": places}, replace(after, questions=oracle.asked)

    def vacate(self, leaving: Sequence[tuple[str, str]]) -> Course:
        """Opens the next round: these members leave, each with a reason; nobody need leave if seats are open anyway."""
        self._demand(Phase.SETTLED)
        left = self._check_leaving(leaving)
        if self.round == LAST_ROUND:
            raise NotThisStep(why=f"round {LAST_ROUND} is the last")
        after = replace(self, members=left, round=self.round + 1, phase=Phase.OPEN, called=(), questions=0)
        if not after.open_seats:
            raise NotThisStep(why="a round needs an open seat")
        return after

    def end_infeasible(self) -> Course:
        """The course after the event `infeasible`. Raises NotThisStep if the round could be drawn."""
        if self.feasible():
            raise NotThisStep(why="a lawful committee exists")
        return replace(self, phase=Phase.INFEASIBLE)

    @property
    def _situation(self) -> Situation:
        return Situation(self.members, self.excluded, self.venue_candidates)

    def _demand(self, phase: Phase) -> None:
        if self.phase is not phase:
            raise NotThisStep(why=f"round {self.round}: {self.phase.value}")

    def _check_leaving(self, leaving: Sequence[tuple[str, str]]) -> tuple[Seated, ...]:
        ids = {id for id, _ in leaving}
        if len(ids) != len(leaving) or not ids <= {member.id for member in self.members}:
            raise NotThisStep(why="only sitting members leave, each once")
        try:
            for _, reason in leaving:
                token(reason, "reason")
        except Unfit as fault:
            raise NotThisStep(why="the reason is a token") from fault
        return tuple(member for member in self.members if member.id not in ids)

    def _seat(self, seats: Sequence[tuple[str, str]]) -> tuple[list[list[str]], Course]:
        """These are members from now on; their booths follow in this order."""
        drawn = self.venue_candidates or ()
        where = tuple((id, venue_of(region_of(self.frame, id), drawn)) for id, _ in seats)
        places, booths = self.booths.place(where)
        booth_of: Mapping[str, str] = {id: booth for id, _, booth in places}
        new = tuple(Seated(id, seat, venue, booth_of.get(id, "")) for (id, seat), (_, venue) in zip(seats, where, strict=True))
        return [list(place) for place in places], replace(self, members=(*self.members, *new), booths=booths, phase=Phase.SETTLED)


def _spell_out(drawn: Drawn, places: list[list[str]]) -> dict[str, Any]:
    return {
        "venues": [venue.name for venue in drawn.venues],
        "panel": drawn.panel,
        "walk": [list(record) for record in drawn.walk],
        "seats": [list(seat) for seat in drawn.seats],
        "booths": places,
        "standby": list(drawn.standby),
    }
