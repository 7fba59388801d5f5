"""V26: where the record says that no lawful committee could be formed, none could."""

from __future__ import annotations

from dataclasses import replace

from dispatch.verifier.case import Case, Opened, Standing
from dispatch.verifier.question import question_of
from dispatch.verifier.refusals import demand
from dispatch.verifier.search import completion
from dispatch.verifier.steps import step
from dispatch.verifier.supply import supply_of
from dispatch.verifier.venues import search_of


@step("V26")
def the_round_was_infeasible(case: Case, opened: Opened) -> Standing:
    """No lawful completion exists; in round 0 with venues, no usable set of them."""
    standing = opened.standing
    problem = standing.problem(case)
    supply = supply_of(case.register, case.partners, standing.candidates(case))
    possible = completion(question_of(problem), supply, (), case.limit) is not None
    if possible and opened.r == 0 and case.manifest.venues:
        possible = search_of(case, standing).usable(())
    demand(not possible, "实际存在合规的评委会", "a lawful committee exists")
    return replace(standing, infeasible=True, ended_at=opened.end.idx)
