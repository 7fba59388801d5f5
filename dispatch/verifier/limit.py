"""The limit within which this run must decide; beyond it the answer is *not decided*, never yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dispatch.verifier.refusals import NotDecided

Seconds = Callable[[], float]
DEFAULT_SECONDS = 24.0
DEFAULT_BRANCHES = 40_000


@dataclass(slots=True)
class Limit:
    """Time by a monotonic clock, and branches of the search for a lawful panel (the same on every machine)."""

    clock: Seconds
    seconds: float = DEFAULT_SECONDS
    branches: int = DEFAULT_BRANCHES
    _ends: float = field(init=False)

    def __post_init__(self) -> None:
        self._ends = self.clock() + self.seconds

    def check(self) -> None:
        """Raises NotDecided when the time is over."""
        if self.clock() > self._ends:
            raise NotDecided(
                f"在 {self.seconds:.0f} 秒内未能判定；可用 --limit 给更多时间后重新核验",
                f"not decided within {self.seconds:.0f} seconds; give more time with --limit and verify again",
            )

    def branch(self) -> None:
        """One more branch of a search; raises NotDecided when there were too many."""
        self.branches -= 1
        if self.branches < 0:
            raise NotDecided(
                "可补全性的判定超出搜索上限；可用 --limit 放宽后重新核验",
                "the question whether a lawful panel exists exceeds the search limit; widen it with --limit and verify again",
            )
        self.check()
