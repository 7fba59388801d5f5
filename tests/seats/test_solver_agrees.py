"""On small boards the solver's plans are exactly those that the checker passes, for every rule alone and for all together."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from dispatch.seats.board import Board
from dispatch.seats.places import every_need_is_met, one_sitter_a_booth
from dispatch.seats.rules import RELAXABLE, RULES, violations
from dispatch.seats.sitting import Acquainted, Door, LastBooth, SeatPlan, SeatTerms, Sitter, Tie
from dispatch.seats.solver import tell
from policies.vocabulary.ids import BoothId
from tests.seats.builders import HERE, a_desk, a_need, a_plan, a_row, a_sitting, a_slot, a_venue, placed

WHAT_A_PLAN_IS = (every_need_is_met, one_sitter_a_booth)
BOOTHS = ("A-1", "A-2", "A-3", "B-1", "B-2", "Z-1")
booth = st.sampled_from(BOOTHS)
tenderer = st.sampled_from(("T", "U"))
a_pair = st.sampled_from((("P1", "P2"), ("P1", "P9"), ("P2", "P9")))
slot = st.sampled_from((a_slot((9, 12)), a_slot((11, 15)), a_slot((13, 17))))


@st.composite
def small_sittings(draw):
    owners = {tender: draw(tenderer) for tender in ("P1", "P2", "P9")}
    held = draw(st.lists(booth, max_size=2, unique=True))
    return a_sitting(
        draw(small_venues()),
        *draw(small_needs(owners)),
        held=tuple(_held(where, owners["P9"], draw(slot)) for where in held),
        last_booths=tuple(LastBooth(draw(tenderer), HERE, BoothId(where)) for where in draw(st.lists(booth, max_size=2))),
        acquainted=draw(st.none() | st.lists(st.builds(_tie, a_pair, st.sampled_from(Tie)), max_size=2, unique_by=_ends).map(tuple)),
        doors=(Door(HERE, 1, draw(st.integers(2, 9))),),
        terms=SeatTerms(free_between=draw(st.integers(1, 2)), turnaround=SeatTerms().turnaround * draw(st.integers(0, 3))),
    )


@st.composite
def small_venues(draw):
    second = a_row("B", 2)
    broken = draw(st.sampled_from(((), (2,))))
    return a_venue(a_row("A", 3, broken=broken), _joined(second, "A-3") if draw(st.booleans()) else second, a_desk("Z"))


@st.composite
def small_needs(draw, owners):
    sizes = [(draw(st.integers(0, 2)), 0), (draw(st.integers(1, 2)), draw(st.integers(0, 1)))]
    return [a_need(f"P{nth}", n, of=owners[f"P{nth}"], slot=draw(slot), reps=reps) for nth, (n, reps) in enumerate(sizes, 1) if n + reps]


@pytest.mark.parametrize("rules", [*((rule,) for rule in RULES), RULES], ids=lambda rules: "+".join(rule.code for rule in rules)[:20])
@given(sitting=small_sittings(), relaxed=st.sets(st.sampled_from(RELAXABLE)).map(lambda chosen: tuple(sorted(chosen))))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_solver_and_checker_never_disagree(rules, sitting, relaxed):
    wanted = (*(rule for rule in rules if rule not in WHAT_A_PLAN_IS), *WHAT_A_PLAN_IS)
    assert solved(sitting, relaxed, wanted) == {plan for plan in every_plan(sitting, relaxed) if not violations(sitting, plan, wanted)}


def solved(sitting, relaxed, rules):
    board = Board(sitting, HERE, relaxed)
    for rule in rules:
        tell(board, rule)
    found = _Collected(board, relaxed)
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    assert solver.solve(board.model, found) in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return found.plans


class _Collected(cp_model.CpSolverSolutionCallback):
    def __init__(self, board, relaxed):
        super().__init__()
        self.board, self.relaxed, self.plans = board, relaxed, set()

    def on_solution_callback(self):
        self.plans.add(a_plan(*sorted(self.board.placed_by(self), key=repr), relaxed=self.relaxed))


def every_plan(sitting, relaxed):
    usable = [b.id for room in sitting.venues[0].rooms for b in room.booths if b.usable]
    experts = [(need, Sitter.EXPERT, need.booths) for need in sitting.needs]
    teams = [*experts, *((need, Sitter.REPRESENTATIVE, need.representatives) for need in sitting.needs)]
    for choice in product(*(combinations(usable, n) for _, _, n in teams)):
        booths = [_of(need, sitter, b) for (need, sitter, _), chosen in zip(teams, choice, strict=True) for b in chosen]
        yield SeatPlan(tuple(sorted(booths, key=repr)), relaxed)


def _tie(pair, tie):
    return Acquainted(*pair, tie)


def _ends(known):
    return known.one, known.other


def _of(need, sitter, where):
    return placed(need.tender_token, where, of=need.tenderer_key, slot=need.slot, sitter=sitter)


def _held(where, owner, when):
    return placed("P9", where, of=owner, slot=when, sitter=Sitter.REPRESENTATIVE if where.startswith("Z") else Sitter.EXPERT)


def _joined(room, neighbour):
    return replace(room, booths=(replace(room.booths[0], beside=(*room.booths[0].beside, BoothId(neighbour))), *room.booths[1:]))
