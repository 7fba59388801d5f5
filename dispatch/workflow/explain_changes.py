"""The nearest lawful changes: which single change would open a tender without committee, what it needs, and how many experts it brings.

Nothing here is applied: a person applies anew, decides a step of the ladder, or changes the profile. What the law fixes is not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dispatch.draw.refusals import OracleGaveUp
from dispatch.workflow.explain_case import SEAT, Case, Possible, demands_of
from dispatch.workflow.explain_clash import Clash
from dispatch.workflow.explain_otherwise import another_setting, another_time, fewer_seats
from dispatch.workflow.explain_outlook import Outlook, Variant, case_of
from dispatch.workflow.explain_proposals import Asked, Kind, Proposal
from dispatch.workflow.explain_wider import another_area, another_specialty, another_step, missing_facts_come_in
from policies.refusals import SubvenuesTooSmall

KINDS: tuple[Kind, ...] = (
    missing_facts_come_in,
    another_step,
    another_time,
    another_specialty,
    fewer_seats,
    another_area,
    another_setting,
)  # the nearest first: those that change no rule, then the application, then a setting


@dataclass(frozen=True, slots=True)
class Change:
    """A proposal that was tried on today's roster: it brings `more` experts and ends the clashes numbered in `ends`.

    `opens`: with it alone a lawful committee exists.
    """

    proposal: Proposal
    more: int
    ends: tuple[int, ...]
    opens: bool


def changes_for(asked: Asked, clashes: tuple[Clash, ...], watch: Callable[[int], None] = lambda tried: None) -> tuple[Change, ...]:
    """At most one change of each sort and seat, the mildest that ends a clash; those that open the tender first, then by kind.

    `watch` is told how many rows of proposals were gone through.
    """
    base, found = case_of(asked.outlook, asked.now), list[Change]()
    for nth, row in enumerate(row for kind in KINDS for row in kind(asked, clashes)):
        found.extend(_first_that_helps(row, asked.outlook, clashes, len(base.candidates)))
        watch(nth + 1)
    return tuple(sorted(found, key=lambda change: not change.opens))


def _first_that_helps(row: Iterable[Proposal], outlook: Outlook, clashes: tuple[Clash, ...], before: int) -> Iterator[Change]:
    for proposal in row:
        tried = _tried(outlook, proposal.variant)
        if tried is None:
            continue
        ends = tuple(n for n in range(len(clashes)) if _is_possible(tried, _others(clashes, n)))
        if ends:
            opens = ends == tuple(range(len(clashes))) and _is_possible(tried, frozenset())
            yield Change(proposal, len(tried.candidates) - before, ends, opens)
            return


def _tried(outlook: Outlook, variant: Variant) -> Case | None:
    try:
        return case_of(outlook, variant)
    except SubvenuesTooSmall:
        return None


def _others(clashes: tuple[Clash, ...], n: int) -> frozenset[int]:
    """The seats of the other clashes: whether this one is ended is asked without them."""
    return frozenset(seat for at, clash in enumerate(clashes) if at != n for seat in clash.seats)


def _is_possible(case: Case, waived: frozenset[int]) -> bool:
    """What is not known is not offered."""
    said = [demand for demand in demands_of(case) if demand.rule != SEAT or int(demand.about) not in waived]
    try:
        return Possible(case)(said) is not None
    except OracleGaveUp:
        return False
