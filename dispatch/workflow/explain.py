"""如果现在抽取: the funnel, the ladder and the verdict for one tender, computed without writing and without any seed."""

from __future__ import annotations

from typing import Any

from dispatch.draw.roster import Roster
from dispatch.workflow.climbing import ladder_of
from dispatch.workflow.partners import partner_venues
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.roster import roster_lines
from dispatch.workflow.screen import facts_of
from dispatch.workflow.work import Work
from policies.ladder import Climb, climb
from policies.screening import Screening, fit_counter, screen


def explain(record: TenderRecord, work: Work) -> dict[str, Any]:
    """`{"verdict", "reasons", "funnel", "ladder"}` as other programs read it; verdict feasible, feasible_with_refill or infeasible."""
    roster = Roster(roster_lines(work))
    partners = partner_venues(record.tender, work)
    ladder = ladder_of(record, partners, roster, work)
    climbed = climb(record.tender.seats, ladder, fit_counter(roster, facts_of(record.tender, [], work)))
    screening = screen(roster, facts_of(record.tender, climbed.scopes, work))
    return {
        "verdict": _verdict(climbed),
        "reasons": [shortage.chinese for shortage in climbed.shortages],
        "funnel": _funnel(screening),
        "ladder": [
            {"seat": taken.seat, "step": taken.widening.step, "pool": taken.pool, "wanted": taken.wanted, "reason": taken.reason}
            for taken in climbed.steps
        ],
    }


def _verdict(climbed: Climb) -> str:
    if climbed.shortages:
        return "infeasible"
    return "feasible_with_refill" if climbed.widened else "feasible"


def _funnel(screening: Screening) -> list[dict[str, Any]]:
    total = {"code": "", "barred": 0, "not_known": 0, "left": screening.total}
    steps = [
        {"code": sifted.code, "barred": sifted.barred, "not_known": sifted.not_known, "left": sifted.left} for sifted in screening.funnel
    ]
    return [total, *steps]
