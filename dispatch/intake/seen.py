"""重复: which values already stood in a file, and in which row; of a million rows it keeps sixteen bytes each."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

Marks = NDArray[np.int64]


class Seen:
    """Values met so far, as 64-bit hashes in sorted runs; a run is merged into one of its own size."""

    def __init__(self) -> None:
        self._runs: list[tuple[Marks, Marks]] = []

    def repeats(self, values: Sequence[Hashable], rows: Sequence[int]) -> dict[int, int]:
        """Places of the values that stood in an earlier row, each with the first such row; the values are remembered."""
        if not values:
            return {}
        marks = np.fromiter(map(hash, values), np.int64, len(values))
        own, firsts = np.unique(marks, return_index=True)
        earlier = self._looked_up(marks)
        numbers = np.fromiter(rows, np.int64, len(values))
        found: dict[int, int] = {}
        if len(own) < len(marks) or earlier.any():
            first_here = numbers[firsts][np.searchsorted(own, marks)]
            first = np.where(earlier > 0, earlier, first_here)
            found = {int(place): int(first[place]) for place in np.flatnonzero(first != numbers)}
        fresh = earlier[firsts] == 0
        self._remember(own[fresh], numbers[firsts][fresh])
        return found

    def _looked_up(self, marks: Marks) -> Marks:
        found = np.zeros(len(marks), np.int64)
        for known, rows in self._runs:
            places = np.minimum(np.searchsorted(known, marks), len(known) - 1)
            hits = known[places] == marks
            found[hits] = rows[places[hits]]
        return found

    def _remember(self, marks: Marks, rows: Marks) -> None:
        if not len(marks):
            return
        run = (marks, rows)
        while self._runs and len(self._runs[-1][0]) <= len(run[0]):
            earlier = self._runs.pop()
            run = _sorted(np.concatenate((earlier[0], run[0])), np.concatenate((earlier[1], run[1])))
        self._runs.append(run)


def _sorted(marks: Marks, rows: Marks) -> tuple[Marks, Marks]:
    order = np.argsort(marks, kind="stable")
    return marks[order], rows[order]
