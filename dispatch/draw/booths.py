"""Booths by lot (机位随机): each venue's booths in ticket order, handed out in the order members are drawn or seated.

Source: docs/spec/draw-protocol.md §10. A vacated booth is not used again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dispatch.draw.manifest import VenueCandidate
from dispatch.draw.pool import Booth
from dispatch.draw.ticket import booth_ticket

HOST_VENUE = ""  # 主场
Place = tuple[str, str, str]  # id, venue, booth


def venue_of(region: str, drawn: Sequence[VenueCandidate]) -> str:
    """The first drawn venue whose regions hold this region, else the host venue."""
    return next((venue.name for venue in drawn if region in venue.regions), HOST_VENUE)


@dataclass(frozen=True, slots=True)
class Allotment:
    """The queue of booths of each venue, and how many of it are used up."""

    queues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    used: Mapping[str, int] = field(default_factory=dict)

    def place(self, members: Iterable[tuple[str, str]]) -> tuple[tuple[Place, ...], Allotment]:
        """Places for (id, venue) in this order; the booth is empty where a venue has none left. Nothing without booths."""
        if not self.queues:
            return (), self
        used, places = dict(self.used), list[Place]()
        for id, venue in members:
            queue, number = self.queues.get(venue, ()), used.get(venue, 0)
            places.append((id, venue, queue[number] if number < len(queue) else ""))
            used[venue] = number + 1
        return tuple(places), Allotment(self.queues, used)


def queue_booths(seed_first: bytes, booths: Iterable[Booth]) -> Allotment:
    """All booths by (ticket, booth) within their venue; the seed is that of the first drawn round."""
    by_venue: dict[str, list[tuple[bytes, str]]] = {}
    for venue, booth in booths:
        by_venue.setdefault(venue, []).append((booth_ticket(seed_first, venue, booth), booth))
    return Allotment({venue: tuple(booth for _, booth in sorted(found)) for venue, found in by_venue.items()})
