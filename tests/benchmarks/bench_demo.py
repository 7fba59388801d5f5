"""The whole demo with its five tenders beside its own solver-free floor: `python -m tests.benchmarks.bench_demo`.

The floor is the same run less the time spent inside CP-SAT; the ratio says what the solver costs of the whole.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from ortools.sat.python import cp_model

from dispatch.demo.inputs import read_inputs
from dispatch.demo.leave import leave_files
from dispatch.demo.perform import perform

Solve = Any


class Stopwatch:
    """Counts calls of CP-SAT and the seconds spent in them."""

    def __init__(self, solve: Solve) -> None:
        self._solve, self.calls, self.seconds = solve, 0, 0.0

    def watched(self, solver: Any, *arguments: Any, **options: Any) -> Any:
        started = perf_counter()
        try:
            return self._solve(solver, *arguments, **options)
        finally:
            self.calls, self.seconds = self.calls + 1, self.seconds + perf_counter() - started


def silent(at: datetime, number: str, chinese: str, english: str) -> None:
    """The story is not what is measured."""


def main() -> None:
    watch = Stopwatch(cp_model.CpSolver.solve)
    cp_model.CpSolver.solve = lambda solver, *given, **options: watch.watched(solver, *given, **options)
    cp_model.CpSolver.Solve = cp_model.CpSolver.solve
    with tempfile.TemporaryDirectory() as folder:
        started = perf_counter()
        performed = perform(read_inputs(None, [], None), Path(folder) / "out", tell=silent)
        leave_files(performed, [])
        whole = perf_counter() - started
    floor = whole - watch.seconds
    print(f"demo, five tenders: {whole:.1f} s, of which CP-SAT {watch.seconds:.1f} s in {watch.calls} calls")
    print(f"ratio to its solver-free floor of {floor:.1f} s: {whole / floor:.2f}")


if __name__ == "__main__":
    main()
