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

    def first_rows(self, values: Sequence[Hashable], rows: Sequence[int]) -> list[int | None]:
        """For each value the row in which it stood first, if that was an earlier one; the values are remembered."""
        marks = np.fromiter((hash(value) for value in values), np.int64, len(values))
        earlier = self._looked_up(marks).tolist()
        here: dict[int, int] = {}
        firsts: list[int | None] = []
        for mark, row, before in zip(marks.tolist(), rows, earlier, strict=True):
            first = before or here.setdefault(mark, row)
            firsts.append(first if first != row else None)
        self._remember(here)
        return firsts

    def _looked_up(self, marks: Marks) -> Marks:
        found = np.zeros(len(marks), np.int64)
        for known, rows in self._runs:
            places = np.minimum(np.searchsorted(known, marks), len(known) - 1)
            hits = known[places] == marks
            found[hits] = rows[places[hits]]
        return found

    def _remember(self, here: dict[int, int]) -> None:
        if not here:
            return
        run = _sorted(np.fromiter(here.keys(), np.int64, len(here)), np.fromiter(here.values(), np.int64, len(here)))
        while self._runs and len(self._runs[-1][0]) <= len(run[0]):
            marks, rows = self._runs.pop()
            run = _sorted(np.concatenate((marks, run[0])), np.concatenate((rows, run[1])))
        self._runs.append(run)


def _sorted(marks: Marks, rows: Marks) -> tuple[Marks, Marks]:
    order = np.argsort(marks, kind="stable")
    return marks[order], rows[order]
