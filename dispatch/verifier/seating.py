"""Who fits which seat: can these people take the open seats, and which seats in the lexicographically smallest way (spec §7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def can_sit(masks: Sequence[int], open_seats: Sequence[int]) -> bool:
    """Whether everybody finds a seat of his own in a class that his mask allows, no class overfull; seats may stay free."""
    seated: list[list[int]] = [[] for _ in open_seats]
    return all(_seat(mask, seated, open_seats) for mask in masks)


def _seat(mask: int, seated: list[list[int]], open_seats: Sequence[int]) -> bool:
    """Seats one more, moving others from class to class if that helps (breadth first)."""
    came: dict[int, tuple[int, int]] = dict.fromkeys(_places(mask), (-1, mask))
    queue = list(came)
    for place in queue:
        if len(seated[place]) < open_seats[place]:
            _move_along(place, came, seated)
            return True
        for sitting in seated[place]:
            for other in _places(sitting):
                if other not in came:
                    came[other] = place, sitting
                    queue.append(other)
    return False


def _move_along(place: int, came: dict[int, tuple[int, int]], seated: list[list[int]]) -> None:
    """Each on the way moves one class on; the newcomer takes the first."""
    while place >= 0:
        before, mask = came[place]
        seated[place].append(mask)
        if before >= 0:
            seated[before].remove(mask)
        place = before


def _places(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]


def smallest_vector(masks: Sequence[int], possible: Callable[[Sequence[int]], bool]) -> list[int]:
    """The lexicographically smallest class positions, one for each mask, so that `possible` still holds.

    `possible` is asked about masks of which the first ones are narrowed to one class; it holds for `masks` themselves.
    """
    narrowed = list(masks)
    for member, mask in enumerate(masks):
        for place in _places(mask)[:-1]:
            narrowed[member] = 1 << place
            if possible(narrowed):
                break
        else:
            narrowed[member] = 1 << _places(mask)[-1]
    return [mask.bit_length() - 1 for mask in narrowed]
