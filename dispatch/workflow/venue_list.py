"""场地录入: venues, rooms and booths as a centre knows them; a booth that somebody is going to sit in cannot be taken away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from dispatch.kernel.canonical import labelled_hash
from dispatch.workflow.refusals import BoothInUse
from dispatch.workflow.work import Work
from policies.vocabulary.venue import Venue

_AHEAD = timedelta(days=3650)  # engineering: farther ahead than any tender may be applied for (panel.horizon)


@dataclass(frozen=True, slots=True)
class VenueReport:
    """What an import of venues did: ids of the stored and of the unchanged, and what changes, in words."""

    stored: tuple[str, ...]
    unchanged: tuple[str, ...]
    changes: tuple[str, ...]


def import_venues(venues: Iterable[Venue], work: Work, *, dry_run: bool = False) -> VenueReport:
    """Stores new and changed venues; those that are not brought stay. Raises BoothInUse, and then nothing is stored."""
    known = {venue.id: venue for venue in work.uow.venues.all()}
    brought = list(venues)
    fresh = [venue for venue in brought if known.get(venue.id) != venue]
    for venue in fresh:
        _refuse_taking_away(known.get(venue.id), venue, work)
    if fresh and not dry_run:
        work.uow.venues.save_all(fresh)
        work.uow.log.append({"e": "venues-import", "n": len(fresh), "digest": _digest(fresh)}, kind="venue")
    changes = tuple(change for venue in fresh for change in _changes(known.get(venue.id), venue))
    return VenueReport(tuple(venue.id for venue in fresh), tuple(venue.id for venue in brought if venue not in fresh), changes)


def _digest(venues: Sequence[Venue]) -> str:
    """What was stored, so that a plan of rooms may later be held against it."""
    written = (json.dumps(asdict(venue), sort_keys=True).encode("ascii") for venue in venues)
    return labelled_hash("dispatch/venues", *written).hex()


def _refuse_taking_away(known: Venue | None, venue: Venue, work: Work) -> None:
    if known is None:
        return
    gone = {booth.id for booth in known.booths} - {booth.id for booth in venue.booths}
    for reserved in work.uow.venues.reserved(work.now, work.now + _AHEAD) if gone else ():
        if reserved.venue == venue.id and reserved.booth in gone:
            raise BoothInUse(venue=venue.id, booth=reserved.booth)


def _changes(known: Venue | None, venue: Venue) -> list[str]:
    if known is None:
        return [f"{venue.id}：新场地，{len(venue.booths)} 个可用机位 · new, {len(venue.booths)} usable booths"]
    before, after = (
        {booth.id: booth for room in known.rooms for booth in room.booths},
        {b.id: b for room in venue.rooms for b in room.booths},
    )
    facts = [
        f"{venue.id}：{name} {old} → {new}"
        for name, old, new in (
            ("名称 name", known.name, venue.name),
            ("地址 address", known.address, venue.address),
            ("区域 region", known.region, venue.region),
        )
        if old != new
    ]
    facts += [f"{venue.id}：机位 {booth} 新增 · booth added" for booth in sorted(after.keys() - before.keys())]
    facts += [f"{venue.id}：机位 {booth} 删去 · booth taken away" for booth in sorted(before.keys() - after.keys())]
    facts += [
        f"{venue.id}：机位 {booth} 有改动 · booth changed"
        for booth in sorted(before.keys() & after.keys())
        if before[booth] != after[booth]
    ]
    return facts or [f"{venue.id}：评标室或接收区域有改动 · rooms or regions changed"]
