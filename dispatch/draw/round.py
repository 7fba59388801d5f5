"""One drawn round: venues, panel, seats and standbys as they follow from the frame, the seed and what happened before.

Source: docs/spec/draw-protocol.md §6–§8. Every function here is a function of its arguments alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dispatch.draw import lottery, venues
from dispatch.draw.committee import Opening, Person
from dispatch.draw.crowd import gather
from dispatch.draw.frame import Frame
from dispatch.draw.manifest import TICKETS, VenueCandidate
from dispatch.draw.opened import Seated, bins_left, opening_for, persons_of, sorter_for, watching_sorter
from dispatch.draw.pool import Panel
from dispatch.draw.question import Ask, Question, VenueChoice
from dispatch.draw.refusals import NoLawfulPanel, NotThisStep
from dispatch.draw.seats import smallest_places
from dispatch.draw.standby import STANDBY, second_walk
from dispatch.draw.ticket import TicketOrder, order_by_ticket, panel_index
from dispatch.draw.walk import Record, first_panel

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """What a round starts from: who sits, who was drawn so far, which venues were drawn (None before the first round)."""

    sitting: tuple[Seated, ...] = ()
    drawn: frozenset[str] = frozenset()
    venues: tuple[VenueCandidate, ...] | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a round yields; members in the order drawn, each with the name of his seat class."""

    venues: tuple[VenueCandidate, ...]
    panel: int | None
    walk: tuple[Record, ...]
    seats: tuple[tuple[str, str], ...]
    standby: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Picked:
    """The venues in force, and the index of a lottery's first round."""

    venues: tuple[VenueCandidate, ...]
    index: int | None


def draw_round(frame: Frame, situation: Situation, seed: bytes, ask: Ask) -> Drawn:
    """The round under this seed. Raises NoLawfulPanel if it is infeasible."""
    manifest = frame.manifest
    first = situation.venues is None
    where = situation.venues if situation.venues is not None else _venues(frame, situation, seed, ask)
    index = _index(frame, seed) if first and manifest.method != TICKETS else None
    order = order_by_ticket(seed, frame.candidates, situation.drawn)
    records, members = _first_walk(frame, situation, _Picked(where, index), order, ask)
    sorter = sorter_for(manifest, where)
    opening = opening_for(frame, sorter, situation.sitting)
    panel = tuple(persons_of(sorter, frame, members))
    more = second_walk(opening, panel, persons_of(sorter, frame, order), manifest.standby) if manifest.standby else ()
    standby = tuple(id for id, verdict in more if verdict == STANDBY)
    return Drawn(where if first else (), index, (*records, *more), seat_names(frame, opening, panel), standby)


def can_be_drawn(frame: Frame, situation: Situation, ask: Ask) -> bool:
    """Whether a lawful completion (and a usable venue set, where venues are drawn) exists: no seed is needed to know."""
    manifest = frame.manifest
    if situation.venues is None and not venues.unbounded(manifest.venues):
        return ask(_venue_question(frame, situation)) is not None
    sorter = sorter_for(manifest, situation.venues or ())
    opening = opening_for(frame, sorter, situation.sitting)
    return ask(Question(opening, gather(opening, bins_left(frame, sorter, situation.drawn)))) is not None


def seat_names(frame: Frame, opening: Opening, panel: tuple[Person, ...]) -> tuple[tuple[str, str], ...]:
    places = smallest_places([person.type.fit for person in panel], opening.counts)
    return tuple((person.id, frame.manifest.seats[k].name) for person, k in zip(panel, places, strict=True))


def _index(frame: Frame, seed: bytes) -> int:
    if not frame.lists.panels:
        raise NotThisStep(why="the list of the lottery is empty")
    return panel_index(seed, lottery.total(frame.lists.panels))


def _venues(frame: Frame, situation: Situation, seed: bytes, ask: Ask) -> tuple[VenueCandidate, ...]:
    candidates, count = frame.manifest.venues, frame.manifest.venue_count
    order = venues.in_venue_order(seed, candidates)
    taken = order[:count] if venues.unbounded(candidates) else venues.draw_venues(order, _venue_question(frame, situation), ask)
    if taken is None:
        raise NoLawfulPanel()
    return tuple(candidates[k] for k in taken)


def _venue_question(frame: Frame, situation: Situation) -> Question:
    manifest = frame.manifest
    sorter = watching_sorter(manifest)
    opening = opening_for(frame, sorter, situation.sitting, len(manifest.rules))
    crowd = gather(opening, bins_left(frame, sorter, situation.drawn))
    return Question(opening, crowd, choice=VenueChoice(manifest.venues, manifest.venue_count, len(manifest.rules)))


def _first_walk(frame: Frame, situation: Situation, picked: _Picked, order: TicketOrder, ask: Ask) -> tuple[tuple[Record, ...], Ids]:
    """Records and members in the order drawn; a drawn panel is taken whole, without records."""
    found = lottery.at_index(frame.lists.panels, picked.index) if picked.index is not None else None
    if isinstance(found, Panel):
        return (), tuple(id for id in order if id in found.ids)
    kinds, quotas = lottery.kinds_of(found) if found is not None else (None, None)
    sorter = sorter_for(frame.manifest, picked.venues, kinds)
    opening = replace(opening_for(frame, sorter, situation.sitting), quotas=quotas)
    crowd = gather(opening, bins_left(frame, sorter, situation.drawn))
    walk = first_panel(opening, persons_of(sorter, frame, order), crowd, ask)
    if walk is None:
        raise NoLawfulPanel()
    return walk.records, tuple(person.id for person in walk.panel)
