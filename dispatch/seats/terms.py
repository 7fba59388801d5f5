"""The settings of seat planning by day in force, and how many booths a committee may need in one venue."""

from __future__ import annotations

from datetime import date, timedelta

from dispatch.seats.sitting import SeatTerms
from policies.dated import DATA, in_force, load_table


def seat_terms(on: date) -> SeatTerms:
    """The settings of a day. Raises NotYetInForce."""
    values = load_table(DATA / "seats.yaml", int)
    of = {name: in_force(value, on) for name, value in values.items()}
    return SeatTerms(of["free_between"], timedelta(minutes=of["turnaround"]), of["door_per_minute"], of["entry_window"], of["replacements"])


def booths_wanted(members: int, at_most: int | None, terms: SeatTerms) -> int:
    """As many booths as may be needed in a venue: its members at most, and replacements.

    `at_most` is the bound of the draw for this venue (`seats_max`, or the host's local experts), None without a bound. A
    committee of `members` cannot have more than `members` there; each replacement takes a booth that nobody had before.
    """
    return min(members, at_most if at_most is not None else members) + terms.replacements


def members_that_fit(booths: int, terms: SeatTerms) -> int:
    """The other way round: the `seats_max` that a venue can promise when this many booths are set aside there."""
    return max(0, booths - terms.replacements)
