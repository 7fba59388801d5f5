"""A round that is about to be drawn, made from the frame and from what has happened: open seats, rules, candidates.

Source: docs/spec/draw-protocol.md §6 (rules of drawn venues), §7 (open seats, candidates), §8 (compositions).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from dispatch.draw.committee import Opening, Person, Sorter, Type
from dispatch.draw.crowd import Bins, bin_looks
from dispatch.draw.frame import Frame
from dispatch.draw.manifest import Manifest, VenueCandidate
from dispatch.draw.pool import CarriedRow, Labels, PoolRow
from dispatch.draw.venues import venue_rules, watch_rules

Kinds = dict[tuple[Labels, str], int]


@dataclass(frozen=True, slots=True)
class Seated:
    """A member and his seat class; `venue` and `booth` are empty where none is drawn."""

    id: str
    seat: str
    venue: str = ""
    booth: str = ""


def sorter_for(manifest: Manifest, drawn: tuple[VenueCandidate, ...], kinds: Kinds | None = None) -> Sorter:
    """Reads persons under M.rules and the rules of the drawn venues."""
    return Sorter(_classes(manifest), (*manifest.rules, *venue_rules(drawn)), kinds)


def watching_sorter(manifest: Manifest) -> Sorter:
    """Reads persons under M.rules, and marks which venue candidates hold their region."""
    return Sorter(_classes(manifest), (*manifest.rules, *watch_rules(manifest.venues)))


def opening_for(frame: Frame, sorter: Sorter, sitting: Iterable[Seated], rule_count: int | None = None) -> Opening:
    """The open seats while these members stay; the first `rule_count` of the sorter's rules are in force (all by default)."""
    staying = tuple(sitting)
    held = [member.seat for member in staying]
    counts = tuple(seat.count - held.count(seat.name) for seat in frame.manifest.seats)
    persons = tuple(_member(frame, sorter, member.id) for member in staying)
    return Opening(counts, sorter.rules[:rule_count], persons, frame.partners)


def persons_of(sorter: Sorter, frame: Frame, ids: Iterable[str]) -> Iterator[Person]:
    """Pool members as seats and rules see them; each look is read once."""
    known: dict[tuple[Labels, str], Type] = {}
    capped = sorter.caps_groups
    for id in ids:
        _, labels, region, group, _ = frame.row_of[id]
        type = known.get((labels, region))
        if type is None:
            type = known[labels, region] = sorter.type_of(labels, region)
        yield Person(id, type, group if capped else "")


def bins_left(frame: Frame, sorter: Sorter, drawn: Collection[str]) -> Bins:
    """Pool members not drawn so far, as member or standby."""
    return bin_looks(sorter, frame.candidates.without([frame.row_of[id] for id in drawn]))


def region_of(frame: Frame, id: str) -> str:
    return row_or_carried(frame, id).region


def row_or_carried(frame: Frame, id: str) -> PoolRow | CarriedRow:
    found = frame.row_of.get(id)
    return found if found is not None else next(row for row in frame.lists.carried if row.id == id)


def _member(frame: Frame, sorter: Sorter, id: str) -> Person:
    row = row_or_carried(frame, id)
    return sorter.person(row.id, row.labels, row.region, row.group)


def _classes(manifest: Manifest) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(seat.labels) for seat in manifest.seats)
