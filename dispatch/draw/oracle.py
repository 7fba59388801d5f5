"""The completability oracle: answers what can be seen at once, passes the rest to a solver, and counts the questions.

Source: docs/spec/draw-protocol.md §7. Any solver that proves its answers gives the same draw.
"""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.draw.committee import tally_of
from dispatch.draw.model import prove
from dispatch.draw.question import Answer, Ask, Question
from dispatch.draw.seats import assign


@dataclass(slots=True)
class Oracle:
    """Answers with the help of `solve`; `asked` counts how often that was needed."""

    solve: Ask = prove
    asked: int = 0

    def __call__(self, question: Question) -> Answer | None:
        if _is_lost(question):
            return None
        self.asked += 1
        return self.solve(question)


def _is_lost(question: Question) -> bool:
    """Those who must be in it already break an upper bound, or cannot be seated together."""
    opening, forced = question.opening, question.forced
    if tally_of(opening, forced) is None:
        return True
    return assign((person.type.fit for person in forced), opening.counts) is None
