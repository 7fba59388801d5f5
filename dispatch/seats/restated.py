"""What the checker looks at: pairs of booths set aside, which of them overlap in time, where a booth is. No solver."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from dispatch.seats.sitting import Placed, SeatPlan, Sitting
from policies.vocabulary.ids import BoothId, RoomId, VenueId


def new_pairs(sitting: Sitting, plan: SeatPlan) -> Iterator[tuple[Placed, Placed]]:
    """Every two booths set aside in one venue, at least one of them by this plan; what stood before is not judged again."""
    new: dict[VenueId, list[Placed]] = defaultdict(list)
    held: dict[VenueId, list[Placed]] = defaultdict(list)
    for placed in plan.placed:
        new[placed.venue].append(placed)
    for placed in sitting.held:
        held[placed.venue].append(placed)
    for venue, group in new.items():
        yield from combinations(group, 2)
        yield from ((one, other) for one in group for other in held[venue])


def overlapping(sitting: Sitting, plan: SeatPlan) -> Iterator[tuple[Placed, Placed]]:
    """Those of the pairs that are in use at one moment."""
    return ((one, other) for one, other in new_pairs(sitting, plan) if one.slot.overlaps(other.slot))


def zones_of(sitting: Sitting) -> Mapping[VenueId, Mapping[BoothId, str]]:
    """The zone of every booth."""
    return {venue.id: {booth.id: room.zone for room in venue.rooms for booth in room.booths} for venue in sitting.venues}


def rooms_of(sitting: Sitting) -> Mapping[VenueId, Mapping[BoothId, RoomId]]:
    """The room of every booth."""
    return {venue.id: {booth.id: room.id for room in venue.rooms for booth in room.booths} for venue in sitting.venues}
