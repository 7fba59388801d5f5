"""How a transcript fails: what is wrong with it, or what could not be decided within the limit.

Exception
├── Broken             something does not hold; says what, in Chinese and in English
│   └── NotDecided     neither shown to hold nor to fail within the limit of this run
└── StepFailed         the numbered step that met a Broken: the answer of the verifier, exit code 1
"""

from __future__ import annotations


class Broken(Exception):
    """Something that a step demands does not hold; safe to show, it names places and public values only."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese = chinese
        self.english = english

    def inside(self, place: str) -> Broken:
        """The same fault, seen from one level further out."""
        return type(self)(f"{place} › {self.chinese}", f"{place} › {self.english}")


class NotDecided(Broken):
    """The question is well formed but its answer was not found within the limit: no verdict, and never a yes."""


class StepFailed(Exception):
    """The first failing step (V01 … V28) and what it met."""

    def __init__(self, step: str, fault: Broken) -> None:
        super().__init__(f"{step}: {fault.english}")
        self.step = step
        self.fault = fault

    @property
    def decided(self) -> bool:
        return not isinstance(self.fault, NotDecided)


def demand(holds: bool, chinese: str, english: str) -> None:
    """Raises Broken with these two sentences unless the condition holds."""
    if not holds:
        raise Broken(chinese, english)
