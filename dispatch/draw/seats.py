"""Who sits in which seat class: whether persons can be assigned at all, and the smallest assignment in class order.

Source: docs/spec/draw-protocol.md §7, "Seats". A fit is a bit mask over the classes: bit k is set where a label is held.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assignment:
    """Persons in classes, by position of the person; `fits` and `places` go in step."""

    counts: tuple[int, ...]
    fits: tuple[int, ...] = ()
    places: tuple[int, ...] = ()

    def with_one_more(self, fit: int) -> Assignment | None:
        """The same with one more person, others moved if need be; None if the seats cannot hold them all."""
        places = [*self.places, -1]
        fits = (*self.fits, fit)
        if _find_seat(len(places) - 1, fits, places, self.counts, set()):
            return Assignment(self.counts, fits, tuple(places))
        return None


def assign(fits: Iterable[int], counts: Sequence[int]) -> Assignment | None:
    """Some assignment of all these persons, no class overfull; None if there is none."""
    found: Assignment | None = Assignment(tuple(counts))
    for fit in fits:
        found = found.with_one_more(fit) if found else None
    return found


def smallest_places(fits: Sequence[int], counts: Sequence[int]) -> tuple[int, ...]:
    """The lexicographically smallest class positions that seat everybody, in the order given.

    Raises ValueError if they cannot all be seated: who asks has taken them only if they can.
    """
    left, chosen = list(counts), list[int]()
    for position, fit in enumerate(fits):
        rest = fits[position + 1 :]
        place = next((k for k in classes_of(fit) if left[k] and assign(rest, _less_one(left, k))), None)
        if place is None:
            raise ValueError("these persons cannot all be seated")
        left[place] -= 1
        chosen.append(place)
    return tuple(chosen)


def classes_of(fit: int) -> tuple[int, ...]:
    return tuple(k for k in range(fit.bit_length()) if fit >> k & 1)


def _less_one(counts: Sequence[int], k: int) -> tuple[int, ...]:
    return (*counts[:k], counts[k] - 1, *counts[k + 1 :])


def _find_seat(person: int, fits: Sequence[int], places: list[int], counts: Sequence[int], tried: set[int]) -> bool:
    """An augmenting path: a free seat for this person, or one that another can leave for a seat elsewhere."""
    for k in classes_of(fits[person]):
        if k in tried:
            continue
        tried.add(k)
        sitting = [other for other, place in enumerate(places) if place == k]
        if len(sitting) < counts[k] or any(_find_seat(other, fits, places, counts, tried) for other in sitting):
            places[person] = k
            return True
    return False
