"""Lotteries over whole panels or over compositions: picking from a frozen list, and the chances that it gives.

Source: docs/spec/draw-protocol.md §8. How a list is made is free: it is checked (`lottery_check`), not trusted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dispatch.draw.pool import Composition, Labels, Panel, PoolRow

MOST_INDICES = 1000


def total(panels: Sequence[Panel | Composition]) -> int:
    """mm: how many indices the list has."""
    return sum(panel.count for panel in panels)


def at_index(panels: Sequence[Panel | Composition], index: int) -> Panel | Composition:
    """Whose index this is: indices run through the list, each panel taking `count` of them."""
    for panel in panels:
        if index < panel.count:
            return panel
        index -= panel.count
    raise IndexError("the list has fewer indices")


def kinds_of(composition: Composition) -> tuple[dict[tuple[Labels, str], int], tuple[int, ...]]:
    """The position of every listed type, and how many of each are drawn."""
    kinds = {(labels, region): position for position, (labels, region, _) in enumerate(composition.types)}
    return kinds, tuple(number for _, _, number in composition.types)


def panel_chances(panels: Sequence[Panel]) -> dict[str, Any]:
    """The transcript's `chances`: of every expert in some panel, the number of indices."""
    numbers: Counter[str] = Counter()
    for panel in panels:
        for id in panel.ids:
            numbers[id] += panel.count
    return {"m": total(panels), "by_id": dict(sorted(numbers.items()))}


def composition_chances(panels: Sequence[Composition], pool: Sequence[PoolRow]) -> dict[str, Any]:
    """The transcript's `chances`: of every type that occurs, its pool members N and s = Σ count·n."""
    sums: Counter[tuple[Labels, str]] = Counter()
    for panel in panels:
        for labels, region, number in panel.types:
            sums[labels, region] += panel.count * number
    members = Counter((row.labels, row.region) for row in pool)
    by_type = [[list(labels), region, members[labels, region], s] for (labels, region), s in sorted(sums.items())]
    return {"m": total(panels), "by_type": by_type}
