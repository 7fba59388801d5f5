"""列: words, days, units and numbers of every expert as arrays, so that a rule looks at all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import numpy as np
from numpy.typing import NDArray

from policies.vocabulary.roster import Column, Counts, Days, UnitKeys

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int32]
_NO_DAY = np.iinfo(np.int32).min
UNKNOWN = 0  # the number of what is not known, in every column of words and keys


def column_of(mask: Mask) -> Column:
    """A mask as rules know it."""
    return cast(Column, mask)


def mask_of(column: Column) -> Mask:
    """The mask behind a rule's column."""
    return cast(Mask, column)


class Coded:
    """Values as small numbers, each value numbered when first met; a falsy value is not known and has number 0."""

    def __init__(self, values: Sequence[Hashable]) -> None:
        self.codes: dict[Hashable, int] = {}
        numbers = (self.codes.setdefault(value, len(self.codes) + 1) if value else UNKNOWN for value in values)
        self.numbers: Numbers = np.fromiter(numbers, np.int32, len(values))

    def isin(self, values: Iterable[Hashable]) -> Mask:
        """One look-up for each expert, however many values are asked for."""
        found = [self.codes[value] for value in values if value in self.codes]
        if not found:
            return np.zeros(len(self.numbers), np.bool_)
        wanted = np.zeros(len(self.codes) + 1, np.bool_)
        wanted[found] = True
        answer: Mask = wanted[self.numbers]
        return answer


@dataclass(frozen=True, slots=True)
class WordColumn:
    coded: Coded

    def isin(self, words: Collection[str]) -> Column:
        return column_of(self.coded.isin(words))

    def known(self) -> Column:
        return column_of(self.coded.numbers != UNKNOWN)


@dataclass(frozen=True, slots=True)
class DayColumn:
    """Days since the year 1; what is not known is neither before nor after anything."""

    ordinals: Numbers

    @classmethod
    def of(cls, days: Sequence[date | None]) -> DayColumn:
        return cls(np.fromiter((day.toordinal() if day else _NO_DAY for day in days), np.int32, len(days)))

    def before(self, day: date) -> Column:
        return column_of((self.ordinals < day.toordinal()) & (self.ordinals != _NO_DAY))

    def after(self, day: date) -> Column:
        return column_of(self.ordinals > day.toordinal())

    def known(self) -> Column:
        return column_of(self.ordinals != _NO_DAY)

    def before_other(self, other: Days, days: int) -> Column:
        theirs = cast(DayColumn, other).ordinals  # what is not known there is so far in the past that nothing comes before it
        return column_of((self.ordinals < theirs + np.int32(days)) & (self.ordinals != _NO_DAY))


@dataclass(frozen=True, slots=True)
class UnitColumn:
    """One unit for each expert, by the blind index of its name and of its credit code."""

    names: Coded
    usccs: Coded
    named: Mask
    coded: Mask

    @classmethod
    def of(cls, units: Sequence[UnitKeys]) -> UnitColumn:
        names, usccs = Coded([unit.name for unit in units]), Coded([unit.uscc for unit in units])
        return cls(names, usccs, names.numbers != UNKNOWN, usccs.numbers != UNKNOWN)

    def isin(self, units: Collection[UnitKeys]) -> Column:
        return column_of(self._same(units))

    def comparable(self, units: Collection[UnitKeys]) -> Column:
        answer = np.ones(len(self.named), np.bool_)
        for has_name, has_code in {(bool(unit.name), bool(unit.uscc)) for unit in units}:
            answer &= self._with_key(has_name, has_code)
        return column_of(answer)

    def _with_key(self, name: bool, code: bool) -> Mask:
        """Who has a key of one of these kinds."""
        if name and code:
            return self.named | self.coded
        return self.named if name else self.coded if code else np.zeros(len(self.named), np.bool_)

    def vague(self) -> Mask:
        return ~(self.named | self.coded)

    def _same(self, units: Collection[UnitKeys]) -> Mask:
        return self.names.isin(unit.name for unit in units) | self.usccs.isin(unit.uscc for unit in units)


@dataclass(frozen=True, slots=True)
class CountColumn:
    numbers: Numbers

    def at_least(self, number: int) -> Column:
        return column_of(self.numbers >= number)

    def __add__(self, other: Counts, /) -> Counts:
        return CountColumn(self.numbers + cast(CountColumn, other).numbers)
