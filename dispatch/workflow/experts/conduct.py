"""扣分、暂停、解除: points are noted, or a suspension proposed, by one person; another decides it, and another than that lifts it."""

from __future__ import annotations

from datetime import date

from dispatch.workflow.experts.entries import Act, Entry, Kind
from dispatch.workflow.experts.known import Known, look_up_to_change, require_another, require_word
from dispatch.workflow.experts.proposals import proposals
from dispatch.workflow.experts.refusals import DaysDoNotFit, NotReached, NotSuspended
from dispatch.workflow.experts.state import day_of
from dispatch.workflow.work import Work
from policies.lifecycle import months_later

POINTS = "points"


def take_points(no: str, code: str, act: Act, work: Work, *, on: date | None = None) -> Entry:
    """Notes a deed and its points by the table of the day; what they lead to is only proposed (`proposals`).

    Raises UnknownExpert, NotInThePool, UnknownWord, DaysDoNotFit for a deed of tomorrow.
    """
    known = look_up_to_change(no, work)
    known.require_in_pool()
    require_word(code, {name: cause.title for name, cause in known.rules.causes.items()}, "扣分事由", "cause")
    day = on or known.on
    if day > known.on:
        raise DaysDoNotFit(why="事发日期晚于今天", why_en="the deed lies in the future")
    cause = known.rules.causes[code]
    return known.write(Kind.POINTS, act, {"code": code, "title": cause.title, "points": cause.points, "on": day.isoformat()}, work)


def suspend(no: str, ground: str, act: Act, work: Work, *, until: date | None = None) -> Entry:
    """Suspends from today on, as long as the ground's rule says or until another last day; without either until it is lifted.

    Where `lifecycle.suspension_by_two` asks for it, the first who says so only proposes (an entry of the kind PROPOSAL), and it takes
    effect once another says the same. Raises UnknownExpert, NotInThePool, UnknownWord, DaysDoNotFit; for points NotReached below the
    limit; AnotherPerson for whoever noted the points, or proposed.
    """
    known = look_up_to_change(no, work)
    known.require_in_pool()
    require_word(ground, {name: each.title for name, each in known.rules.grounds.items()}, "暂停事由", "ground")
    basis = tuple({entry.seq: entry for each in proposals(known) if each.ground == ground for entry in each.basis}.values())
    last = until or _proposed_until(basis) or _usual_end(ground, known)
    if last is not None and last < known.on:
        raise DaysDoNotFit(why="暂停截止日期早于今天", why_en="the last day of suspension is over")
    if ground == POINTS and not basis:
        raise NotReached(points=known.state.points, total=known.rules.total, basis=known.basis("points_total", work))
    for entry in basis:
        require_another(act, entry, "决定暂停", "to decide a suspension")
    rule = known.rules.grounds[ground]
    facts = {"ground": ground, "title": rule.title, "until": last.isoformat() if last else "", "record": int(rule.record)}
    if known.rules.suspension_by_two and not basis:
        return known.write(Kind.PROPOSAL, act, facts, work)
    return known.write_and_wake(Kind.SUSPENSION, act, {**facts, "basis": [entry.seq for entry in basis]}, work)


def _proposed_until(basis: tuple[Entry, ...]) -> date | None:
    return next((day for entry in reversed(basis) if entry.kind is Kind.PROPOSAL and (day := day_of(entry, "until"))), None)


def _usual_end(ground: str, known: Known) -> date | None:
    months = known.rules.grounds[ground].months
    return months_later(known.on, months) if months else None


def lift(no: str, act: Act, work: Work) -> Entry:
    """Ends every suspension of this centre that is running, from today on. Raises UnknownExpert, NotSuspended, AnotherPerson."""
    known = look_up_to_change(no, work)
    running = [spell.seq for spell in known.state.suspensions]
    if not running:
        raise NotSuspended(no=known.no)
    for entry in (entry for entry in known.entries if entry.seq in running):
        require_another(act, entry, "解除暂停", "to lift a suspension")
    return known.write(Kind.LIFT, act, {"of": running}, work)
