"""Filling the seats when the replies are in (递补): those who accepted, in draw order, as far as all can still be filled.

Source: docs/spec/draw-protocol.md §9, "Settlement". In the log this is the event `settle`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dispatch.draw.committee import Opening, Person, Sorter
from dispatch.draw.crowd import Bins, Crowd, bin_persons, gather
from dispatch.draw.question import Ask, Question
from dispatch.draw.seats import assign, classes_of
from dispatch.draw.walk import Completer

Seats = tuple[tuple[Person, int], ...]  # who is seated, in draw order, each with the position of his class


@dataclass(frozen=True, slots=True)
class Answering:
    """Who accepted, in draw order, and who was never drawn so far."""

    accepted: tuple[Person, ...]
    undrawn: Bins
    sorter: Sorter


def fill_by_rank(opening: Opening, answering: Answering, ask: Ask) -> Seats:
    """Who of the accepted is seated, and where; the opening is that of the draw, type counts of a composition apart.

    Where those who accepted and those never drawn cannot fill the seats any more, imagined experts stand in for the latter.
    """
    bare = opening.without_quotas()
    left = gather(bare, answering.undrawn)
    crowd = gather(bare, bin_persons(answering.accepted, answering.undrawn))
    found = ask(Question(bare, crowd))
    if found is None:
        left = crowd = gather(bare, bin_persons(imagined_experts(answering.sorter, bare.size)))
        found = ask(Question(bare, crowd))
    if found is None:
        raise AssertionError("a round was drawn though its rules can never be met")
    return _places(_seated(Completer(bare, crowd, ask, found.panel), answering.accepted), left)


def imagined_experts(sorter: Sorter, size: int) -> tuple[Person, ...]:
    """As many as wanted of every region that a rule names, and of one in no rule; all labels, no group, no pair."""
    labels = tuple(sorted(frozenset().union(*sorter.classes)))
    regions = sorted(frozenset().union(*(rule.regions for rule in sorter.rules)))
    types = dict.fromkeys(sorter.type_of(labels, region) for region in (*regions, ""))
    return tuple(Person(f"imagined {k}.{number}", type, "") for k, type in enumerate(types) for number in range(size))


def _seated(completer: Completer, accepted: Sequence[Person]) -> Completer:
    for person in accepted:
        if len(completer.taken) < completer.opening.size and completer.admits(person):
            completer.take(person)
    return completer


def _places(completer: Completer, left: Crowd) -> Seats:
    """The smallest class positions that the seated have, in order, in some lawful completion by persons left."""
    seated = completer.taken
    opening, witness = completer.opening, completer.witness
    placed: list[tuple[Person, int]] = []
    for position, person in enumerate(seated):
        rest = seated[position + 1 :]
        for k in classes_of(person.type.fit):
            if not opening.counts[k]:
                continue
            tried = seat_one(opening, person, k)
            if _still_fits(tried, witness, {other.id for other, _ in placed} | {person.id}):
                break
            found = completer.ask(Question(tried, left, rest))
            if found is not None:
                witness = (*found.panel, *(other for other, _ in placed), person)
                break
        else:
            raise AssertionError("seated without a seat")
        opening = tried
        placed.append((person, k))
    return tuple(placed)


def seat_one(opening: Opening, person: Person, k: int) -> Opening:
    """The opening once this person stays in class k."""
    counts = tuple(count - (position == k) for position, count in enumerate(opening.counts))
    return replace(opening, counts=counts, staying=(*opening.staying, person))


def _still_fits(opening: Opening, witness: Sequence[Person], placed: set[str]) -> bool:
    """Whether the known completion has seats for everybody not placed yet: it keeps the rules already."""
    return assign((person.type.fit for person in witness if person.id not in placed), opening.counts) is not None
