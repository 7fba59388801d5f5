"""Whether anybody will be able to check a draw: the public verifier decides its questions once before the draw is planned.

Source: docs/spec/draw-protocol.md §7, §12. What the verifier cannot decide within its limit fails as *not decided*; a plan that
comes near this limit is refused while another can still be made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dispatch.draw.frame import Frame
from dispatch.draw.manifest import TICKETS
from dispatch.verifier.limit import DEFAULT_BRANCHES, DEFAULT_SECONDS, Limit
from dispatch.verifier.manifest import Rule, SeatClass, Venue
from dispatch.verifier.pool import partners_of
from dispatch.verifier.problem import problem_of
from dispatch.verifier.question import question_of
from dispatch.verifier.refusals import NotDecided
from dispatch.verifier.register import register_of
from dispatch.verifier.search import completion
from dispatch.verifier.supply import supply_of
from dispatch.verifier.venues import VenueSearch
from dispatch.verifier.walk import walk
from dispatch.workflow.refusals import TooHardToVerify

SHARE = 4  # of its limit the verifier may use a quarter here: seeds, rounds and machines differ


def check_decidable(frame: Frame, clock: Callable[[], float], *, branches: int = DEFAULT_BRANCHES // SHARE) -> None:
    """Lets the verifier find usable venues and walk the pool once, by id in place of tickets. Raises TooHardToVerify.

    `clock` counts seconds and never runs back. Of a lottery the list is checked when it is made.
    """
    limit = Limit(clock, DEFAULT_SECONDS / SHARE, branches)
    try:
        _decide(frame, limit)
    except NotDecided as fault:
        raise TooHardToVerify(seconds=int(DEFAULT_SECONDS)) from fault


def _decide(frame: Frame, limit: Limit) -> None:
    manifest, lists = frame.manifest, frame.lists
    register = register_of([list(row) for row in lists.pool], [list(row) for row in lists.carried])
    partners = partners_of([(register.place[one], register.place[other]) for one, other in lists.pairs])
    seats = tuple(SeatClass(seat.name, frozenset(seat.labels), seat.count) for seat in manifest.seats)
    rules = tuple(Rule(rule.name, rule.kind, rule.bound, rule.regions) for rule in manifest.rules)
    sitting = {register.place[row.id]: row.seat for row in lists.carried}
    everyone = range(register.pool_size)
    supply = supply_of(register, partners, everyone)

    def feasible(more: Sequence[Rule]) -> bool:
        problem = problem_of(register, partners, seats, (*rules, *more), sitting)
        return completion(question_of(problem), supply, (), limit) is not None

    if manifest.method == TICKETS and manifest.venues:
        venues = [Venue(venue.name, venue.regions, venue.seats_min, venue.seats_max) for venue in manifest.venues]
        VenueSearch(venues, manifest.venue_count, feasible, limit).usable(())
    walk(problem_of(register, partners, seats, rules, sitting), everyone, limit)
