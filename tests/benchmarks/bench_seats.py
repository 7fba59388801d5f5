"""How long a seat plan takes beside the bare flow that knows no neighbours: `python -m tests.benchmarks.bench_seats`.

The flow tender → (tender, room; 1) → booth (1) is the least that anybody must do; what H2–H6 and the check cost is the ratio.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from time import perf_counter

from ortools.graph.python.max_flow import SimpleMaxFlow

from dispatch.seats.plan import plan_seats
from dispatch.seats.refusals import NoSeatingPlan
from dispatch.seats.sitting import EXPERT_ZONE, Need, Sitting
from policies.vocabulary.ids import VenueId
from policies.vocabulary.venue import Venue
from tests.seats.builders import AFTERNOON_HOURS, MORNING_HOURS, a_need, a_sitting, a_slot, rows


def twelve_rooms() -> Sitting:
    """45 experts of nine tenders in twelve rooms of four."""
    return a_sitting(rows(12, 4), *(a_need(f"P{nth}", 5) for nth in range(9)))


def twelve_rooms_nobody_known() -> Sitting:
    """The same tenders in rooms of eight, every second booth left empty because acquaintance is not known (H5)."""
    return a_sitting(rows(12, 8), *(a_need(f"P{nth}", 5) for nth in range(9)), acquainted=None)


def a_day(tenders: int, venues: int, rooms: int) -> Sitting:
    """A day of two slots; each tender may need six booths in each of three venues, one representative at its host."""
    halls = tuple(rows(rooms, 6, desks=tenders // venues, id=VenueId(f"V{nth}")) for nth in range(venues))
    slots = a_slot(MORNING_HOURS), a_slot(AFTERNOON_HOURS)
    needs = [
        a_need(f"P{n:03d}", 6, of=f"T{n % 25}", slot=slots[n // venues % 2], venue=halls[(n + step) % venues].id, reps=step == 0)
        for n in range(tenders)
        for step in (0, 1, 3)
    ]
    return a_sitting(halls, *needs)


def too_many() -> Sitting:
    """No plan: thirteen members of one project in twelve rooms; how long the reasons take."""
    return a_sitting(rows(12, 5), *(a_need(f"P{nth}", 5, of="T") for nth in range(9)), a_need("P9", 13, of="U"))


def bare_flow(sitting: Sitting) -> int:
    """Booths placed by flow alone, venue by venue and slot by slot."""
    groups = {(need.venue, need.slot) for need in sitting.needs}
    return sum(
        _flow(sitting.venue(venue), [need for need in sitting.needs if (need.venue, need.slot) == (venue, slot)]) for venue, slot in groups
    )


def _flow(venue: Venue, needs: list[Need]) -> int:
    flow, source, sink = SimpleMaxFlow(), 0, 1
    rooms = [room for room in venue.rooms if room.zone == EXPERT_ZONE]
    first_room = 2 + len(needs)
    for row, need in enumerate(needs):
        flow.add_arc_with_capacity(source, 2 + row, need.booths)
        for column in range(len(rooms)):
            flow.add_arc_with_capacity(2 + row, first_room + column, 1)
    for column, room in enumerate(rooms):
        flow.add_arc_with_capacity(first_room + column, sink, len(room.booths))
    flow.solve(source, sink)
    return int(flow.optimal_flow())


def _seconds(work: Callable[[], object], times: int = 3) -> float:
    best = math.inf
    for _ in range(times):
        started = perf_counter()
        work()
        best = min(best, perf_counter() - started)
    return best


def _plan_or_reasons(sitting: Sitting) -> str:
    try:
        return f"{len(plan_seats(sitting).placed)} booths"
    except NoSeatingPlan as refusal:
        return f"{len(refusal.reasons)} reasons"


CASES: tuple[tuple[str, Callable[[], Sitting]], ...] = (
    ("12 rooms, 45 experts", twelve_rooms),
    ("12 rooms, 45 experts, H5 unknown", twelve_rooms_nobody_known),
    ("58 experts, 12 rooms, the clash", too_many),
    ("a day: 60 tenders, 6 venues of 16 rooms", lambda: a_day(60, 6, 16)),
    ("a day: 240 tenders, 24 venues of 16 rooms", lambda: a_day(240, 24, 16)),
)


def main() -> None:
    print(f"{'case':44}{'plan':>9}{'flow':>10}{'ratio':>8}  answer")
    for name, make in CASES:
        sitting = make()
        answer = _plan_or_reasons(sitting)
        plan, flow = _seconds(lambda s=sitting: _plan_or_reasons(s)), _seconds(lambda s=sitting: bare_flow(s))  # type: ignore[misc]
        print(f"{name:44}{plan:8.3f}s{flow * 1000:8.2f}ms{plan / flow:8.0f}  {answer}")


if __name__ == "__main__":
    main()
