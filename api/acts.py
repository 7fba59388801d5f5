"""一件事三步: what every act on a page has in common: fill in, look at what would follow, confirm; a second confirmation does nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from api.forms import EMPTY, Filled, Text
from api.problems import status_of
from policies.vocabulary.refused import Refused

T = TypeVar("T")
UNPROCESSABLE = 422


class Step(StrEnum):
    """Which button of the form was pressed."""

    LOOK = "look"
    EDIT = "edit"
    DO = "do"


@dataclass(frozen=True, slots=True)
class Wording:
    """What the page of an act says beside its form; `press` stands on the last button."""

    title: Text
    says: Text
    undo: Text
    press: Text
    basis: str = ""
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of an act shows: the form as filled in, why it was refused, or what would follow and the state that was looked at."""

    filled: Filled = EMPTY
    refusal: Refused | None = None
    follows: tuple[Text, ...] = ()
    seen: str = ""

    @property
    def is_ready(self) -> bool:
        """All blanks are right and nothing speaks against it: the confirmation is shown."""
        return bool(self.seen) and self.refusal is None and not self.filled.faults


def tried(act: Callable[[], T]) -> T | Refused:
    """What came of an act, or its refusal: the form shows it above the blanks instead of on a page of its own."""
    try:
        return act()
    except Refused as refusal:
        return refusal


def step_of(text: str) -> Step:
    """An unknown button only looks."""
    return Step(text) if text in set(Step) else Step.LOOK


def status_of_sheet(sheet: Sheet) -> int:
    """What a program that sends forms is told: refused as on a page of its own, 422 for a blank that is wrong."""
    if sheet.refusal is not None:
        return status_of(type(sheet.refusal))
    return UNPROCESSABLE if sheet.filled.faults else 200
