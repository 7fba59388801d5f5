"""Board: one venue's unknowns – does this team sit in this booth? – and the words in which rules speak of them.

What a plan is, stands here: a team is all booths that one tender needs in one venue for one kind of sitter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from ortools.sat.python import cp_model

from dispatch.seats.neighbours import Beside, Pair, beside, edges, joined_pairs
from dispatch.seats.sitting import Placed, Sitter, Sitting, Slot
from policies.vocabulary.ids import BoothId, VenueId
from policies.vocabulary.venue import Booth, Room

Term = tuple[int, "Team", BoothId]  # weight, who, where
Constraint = cp_model.BoundedLinearExpression


@dataclass(frozen=True, slots=True, order=True)
class Team:
    """The booths of one tender in one venue for one kind of sitter; `held` if they were set aside by an earlier plan."""

    slot: Slot
    tender: str
    sitter: Sitter
    tenderer: str
    size: int
    held: tuple[BoothId, ...] = ()

    @property
    def is_new(self) -> bool:
        return not self.held


def teams(sitting: Sitting, venue: VenueId) -> tuple[Team, ...]:
    """All teams of a venue in an order that does not depend on the order of the input."""
    new = [
        Team(need.slot, need.tender_token, sitter, need.tenderer_key, size)
        for need in sitting.needs
        if need.venue == venue
        for sitter, size in ((Sitter.EXPERT, need.booths), (Sitter.REPRESENTATIVE, need.representatives))
        if size
    ]
    held: dict[tuple[Slot, str, Sitter, str], list[BoothId]] = {}
    for placed in sitting.held:
        if placed.venue == venue:
            held.setdefault((placed.slot, placed.tender_token, placed.sitter, placed.tenderer_key), []).append(placed.booth)
    standing = [Team(*who, len(booths), tuple(sorted(booths))) for who, booths in held.items()]
    return tuple(sorted([*new, *standing]))


class Board:
    """The unknowns of one venue. Rules ask it who may sit where and hand back sums that must not exceed a limit.

    `absent` teams need no booth at all: what is left of a board when their need is waived.
    """

    def __init__(self, sitting: Sitting, venue: VenueId, relaxed: tuple[str, ...] = (), absent: frozenset[Team] = frozenset()) -> None:
        self.sitting = sitting
        self.venue = sitting.venue(venue)
        self.relaxed = relaxed
        self.model = cp_model.CpModel()
        self.teams = teams(sitting, venue)
        self._unknown = {
            team: {booth.id: self.model.new_bool_var("") for _, booth in self.open_booths}
            for team in self.teams
            if team.is_new and team not in absent
        }

    @cached_property
    def rooms(self) -> tuple[Room, ...]:
        """Rooms in which a member of a committee may sit at all; the other zones are never on the board."""
        zones = {sitter.zone for sitter in Sitter}
        return tuple(sorted((room for room in self.venue.rooms if room.zone in zones), key=lambda room: room.id))

    @cached_property
    def open_booths(self) -> tuple[tuple[Room, Booth], ...]:
        """Rooms and their usable booths, sorted."""
        return tuple((room, booth) for room in self.rooms for booth in sorted(room.booths, key=lambda b: b.id) if booth.usable)

    @cached_property
    def edges(self) -> tuple[tuple[BoothId, BoothId], ...]:
        return edges(self.venue)

    @cached_property
    def near(self) -> Beside:
        return beside(self.venue)

    def joined_pairs(self, room: Room) -> tuple[Pair, ...]:
        return joined_pairs(room, self.near)

    def together(self, group: Iterable[Team], gap: timedelta = timedelta(0)) -> tuple[tuple[Team, ...], ...]:
        """The largest sets of teams that are there at one moment, each set once."""
        members = tuple(group)
        moments = sorted({team.slot.starts for team in members})
        present = [tuple(t for t in members if t.slot.starts <= moment < t.slot.ends + gap) for moment in moments]
        sets = {frozenset(there): there for there in present}
        return tuple(there for mark, there in sets.items() if not any(mark < other for other in sets))

    def at_most(self, limit: int, terms: Iterable[Term]) -> Constraint | bool | None:
        """The weighted sum may not exceed the limit. What stands already counts, but is not judged again.

        None if nothing is left to decide.
        """
        unknown, standing = self._sum(terms)
        return sum(unknown) <= max(0, limit - standing) if unknown else None

    def exactly(self, count: int, terms: Iterable[Term]) -> Constraint | bool:
        """The sum over new teams is `count`; False if there is no booth to choose."""
        unknown, _ = self._sum(terms)
        return sum(unknown) == count

    def seated(self, group: Iterable[Team], booths: Iterable[BoothId]) -> list[Term]:
        """Each of these teams in each of these booths, counted once."""
        where = tuple(booths)
        return [(1, team, booth) for team in group for booth in where]

    def demand(self, constraint: Constraint | bool) -> None:
        """Adds a demand; False is one that nobody can meet."""
        if isinstance(constraint, bool):
            if not constraint:
                self.model.add_bool_or([])
        else:
            self.model.add(constraint)

    def placed_by(self, solver: cp_model.CpSolver) -> tuple[Placed, ...]:
        """The new booths that a solution sets aside."""
        return tuple(
            Placed(self.venue.id, booth, team.tender, team.tenderer, team.slot, team.sitter)
            for team, choices in self._unknown.items()
            for booth, unknown in choices.items()
            if solver.boolean_value(unknown)
        )

    def _sum(self, terms: Iterable[Term]) -> tuple[list[cp_model.LinearExpr], int]:
        unknown, standing = [], 0
        for weight, team, booth in terms:
            if team.held:
                standing += weight * (booth in team.held)
            else:
                choice = self._unknown.get(team, {}).get(booth)
                unknown += [] if choice is None else [weight * choice]
        return unknown, standing
