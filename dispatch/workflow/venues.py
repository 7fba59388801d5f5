"""场地入库: rooms and booths as a centre describes them; what changes is logged, what is equal is left alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from dispatch.kernel.canonical import labelled_hash
from dispatch.workflow.work import Work
from policies.vocabulary.venue import Venue


def save_venues(venues: Sequence[Venue], work: Work) -> int:
    """Stores new and changed venues; returns how many. Booths set aside already stay set aside."""
    known = {venue.id: venue for venue in work.uow.venues.all()}
    fresh = [venue for venue in venues if known.get(venue.id) != venue]
    if fresh:
        work.uow.venues.save_all(fresh)
        digest = labelled_hash("dispatch/venues", *(json.dumps(asdict(venue), sort_keys=True).encode("ascii") for venue in fresh)).hex()
        work.uow.log.append({"e": "venues", "n": len(fresh), "digest": digest}, kind="venue")
    return len(fresh)
