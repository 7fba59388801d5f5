"""The one question a solver is ever asked in a draw: can these persons still be completed to a lawful committee?

Only yes or no enters a result; the panel in an answer is a witness that saves the next question.
Source: docs/spec/draw-protocol.md §6, §7.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dispatch.draw.committee import Opening, Person
from dispatch.draw.crowd import Crowd
from dispatch.draw.manifest import VenueCandidate


@dataclass(frozen=True, slots=True)
class VenueChoice:
    """Besides, a set of `count` venues that holds the taken ones, and the bounds of each venue in it.

    Bit `first_bit` + i of a person's pattern says that candidate i's regions hold his region.
    """

    candidates: tuple[VenueCandidate, ...]
    count: int
    first_bit: int
    taken: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """Is there a lawful completion of the opening that contains `forced` and else persons of the crowd?"""

    opening: Opening
    crowd: Crowd
    forced: tuple[Person, ...] = ()
    choice: VenueChoice | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, and this is one: the whole completion, and the positions of the venues if there was a choice."""

    panel: tuple[Person, ...]
    venues: frozenset[int] = frozenset()


Ask = Callable[[Question], Answer | None]
