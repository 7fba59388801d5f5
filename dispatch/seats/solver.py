"""One venue put to CP-SAT: are there booths for everybody under these rules? An answer, or SolverGaveUp, never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from dispatch.seats.board import Board, Constraint, Team, teams
from dispatch.seats.places import every_need_is_met, need_of
from dispatch.seats.refusals import SolverGaveUp
from dispatch.seats.rules import RULES
from dispatch.seats.sitting import Placed, Sitting
from policies.vocabulary.ids import VenueId
from policies.vocabulary.rule import BoardRule, Facts


@dataclass(frozen=True, slots=True)
class Sentence:
    """One rule said about somebody: what can be waived as a whole."""

    code: str
    chinese: str
    source: str
    facts: tuple[tuple[str, object], ...]

    def __str__(self) -> str:
        return f"{self.chinese}（{self.code}，{self.source}）"


def sentence(rule: BoardRule, facts: Facts) -> Sentence:
    return Sentence(rule.code, rule.sentence(facts), rule.source.clause, tuple(sorted(facts.items())))


def sentences(sitting: Sitting, venue: VenueId, relaxed: tuple[str, ...]) -> tuple[Sentence, ...]:
    """Everything that the rules demand of one venue, each demand once, in the order of the rules."""
    board = Board(sitting, venue, relaxed)
    return tuple(dict.fromkeys(sentence(rule, facts) for rule in RULES for constraint, facts in rule(board) if constraint is not None))


def seat_venue(
    sitting: Sitting, venue: VenueId, relaxed: tuple[str, ...], *, seconds: float, said: frozenset[Sentence] | None = None
) -> tuple[Placed, ...] | None:
    """Booths of one venue for every need there, or None if it is proved that there are none.

    Only the sentences `said` are demanded, if given. The same question has the same answer: one worker, sorted input.
    Raises SolverGaveUp when the time is over.
    """
    board = Board(sitting, venue, relaxed, _not_asked_for(sitting, venue, said))
    for rule in RULES:
        tell(board, rule, said)
    solver = solver_for(seconds)
    status = solver.solve(board.model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return board.placed_by(solver)
    if status == cp_model.INFEASIBLE:
        return None
    raise SolverGaveUp(venue=board.venue.name, seconds=round(seconds))


def _not_asked_for(sitting: Sitting, venue: VenueId, said: frozenset[Sentence] | None) -> frozenset[Team]:
    """Teams whose need is waived: whoever needs nothing gets nothing, since every other rule only limits."""
    where = sitting.venue(venue)
    if said is None:
        return frozenset()
    return frozenset(team for team in teams(sitting, venue) if sentence(every_need_is_met, need_of(team, where)) not in said)


def tell(board: Board, rule: BoardRule, said: frozenset[Sentence] | None = None) -> None:
    """Adds what a rule demands to the board's model."""
    demanded: Iterable[tuple[Constraint | bool | None, Facts]] = rule(board)
    for constraint, facts in demanded:
        if constraint is not None and (said is None or sentence(rule, facts) in said):
            board.demand(constraint)


def solver_for(seconds: float) -> cp_model.CpSolver:
    """One worker makes answers repeatable; level 2 proves the counting arguments that default linearisation misses."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = seconds
    return solver
