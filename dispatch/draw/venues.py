"""Sub-venues by lot (副场随机): candidates in ticket order, each taken if a usable set of venues still holds it.

Source: docs/spec/draw-protocol.md §6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dispatch.draw.manifest import MOST_SEATS, Rule, VenueCandidate
from dispatch.draw.question import Ask, Question
from dispatch.draw.ticket import venue_ticket


def venue_rules(drawn: Sequence[VenueCandidate]) -> tuple[Rule, ...]:
    """The rules that drawn venues add behind those of M, in the order taken: min, then max."""
    return tuple(
        Rule(kind, f"venue_{end}#{venue.name}", bound, venue.regions)
        for venue in drawn
        for kind, end, bound in (("region_min", "min", venue.seats_min), ("region_max", "max", venue.seats_max))
    )


def watch_rules(candidates: Sequence[VenueCandidate]) -> tuple[Rule, ...]:
    """One mark in the pattern for each candidate: read by the choice of venues, and by no rule of M."""
    return tuple(Rule("region_min", f"watch#{venue.name}", 0, venue.regions) for venue in candidates)


def unbounded(candidates: Sequence[VenueCandidate]) -> bool:
    """No candidate has bounds: then every set of them is usable, if any lawful panel exists."""
    return all((venue.seats_min, venue.seats_max) == (0, MOST_SEATS) for venue in candidates)


def in_venue_order(seed: bytes, candidates: Sequence[VenueCandidate]) -> tuple[int, ...]:
    """Positions of the candidates by (ticket, venue)."""
    keyed = sorted((venue_ticket(seed, venue.name), venue.name, k) for k, venue in enumerate(candidates))
    return tuple(k for _, _, k in keyed)


def draw_venues(order: Sequence[int], question: Question, ask: Ask) -> tuple[int, ...] | None:
    """The positions taken, in the order taken; None if no usable set exists. The question must hold the choice."""
    choice, answer = question.choice, ask(question)
    if choice is None or answer is None:
        return None
    usable, taken = answer.venues, list[int]()
    for k in order:
        if len(taken) == choice.count:
            break
        if k not in usable:
            found = ask(replace(question, choice=replace(choice, taken=frozenset({*taken, k}))))
            if found is None:
                continue
            usable = found.venues
        taken.append(k)
    return tuple(taken)
