"""What the later steps rely on: the frozen lists and events of a draw, and how the committee stands between two rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dispatch.verifier.events import Event, Events
from dispatch.verifier.form import Json
from dispatch.verifier.limit import Limit
from dispatch.verifier.manifest import Manifest, Rule, Venue
from dispatch.verifier.notes import Checkpoint, Quorum
from dispatch.verifier.pool import Partners
from dispatch.verifier.problem import Problem, problem_of
from dispatch.verifier.register import Register
from dispatch.verifier.suite import Suite


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that V01 … V13 have established."""

    transcript: Json
    manifest: Manifest
    quorum: Quorum
    checkpoint: Checkpoint
    events: Events
    pool_event: Event
    register: Register
    partners: Partners
    frozen: bytes  # F
    limit: Limit

    @property
    def suite(self) -> Suite:
        return self.manifest.suite

    @property
    def final(self) -> Json:
        """Body of the final event (V12: it is the last)."""
        return self.events.ordered[-1].body


@dataclass(frozen=True, slots=True)
class Standing:
    """The committee before a round: who sits where, who was ever drawn, the venues, the booths used."""

    sitting: Mapping[int, str]
    drawn: frozenset[int] = frozenset()
    venues: tuple[Venue, ...] = ()
    first_seed: bytes = b""
    booths_used: Mapping[str, int] = field(default_factory=dict)
    ended_at: int = -1  # index of the last event of the round before
    infeasible: bool = False
    unsettled: bool = False

    def rules(self, manifest: Manifest) -> tuple[Rule, ...]:
        """The rules in force: those of M, then minimum and maximum of each venue taken."""
        return manifest.rules + tuple(rule for venue in self.venues for rule in venue.rules())

    def problem(self, case: Case) -> Problem:
        """What is to be filled, as things stand."""
        return problem_of(case.register, case.partners, case.manifest.seats, self.rules(case.manifest), self.sitting)

    def candidates(self, case: Case) -> list[int]:
        """Everybody of the pool who was not drawn in an earlier round, by id."""
        return [place for place in range(case.register.pool_size) if place not in self.drawn]

    def open_seats(self, manifest: Manifest) -> int:
        return sum(seat.count for seat in manifest.seats) - len(self.sitting)


@dataclass(frozen=True, slots=True)
class Opened:
    """A round that was lawfully opened (V14): the standing with the vacated members gone, and where the round begins and ends."""

    r: int
    entry: Json
    standing: Standing
    opening: int
    draw_at: int
    end: Event


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn round re-done so far: its candidates in ticket order, and whom it took."""

    order: tuple[int, ...]
    records: int = 0  # of the first walk; those of the standbys follow
    panel: tuple[int, ...] = ()
    standbys: tuple[int, ...] = ()
    seats: tuple[str, ...] = ()

    @property
    def called(self) -> tuple[int, ...]:
        """Draw order of the round: the panel, then its standbys (spec §7)."""
        return self.panel + self.standbys


def first_standing(case: Case) -> Standing:
    """Before round 0 only the carried members sit."""
    return Standing({case.register.place[entry[0]]: entry[1] for entry in case.transcript["carried"]})
