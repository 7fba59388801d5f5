"""当日名单: every expert of the pool as arrays, so that a rule screens a million at once; built once a day, read only.

It holds opaque references, handles and the declared clear columns; no name and no number of a person.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from dispatch.draw.columns import UNKNOWN, Coded, CountColumn, DayColumn, Mask, Numbers, UnitColumn, WordColumn, column_of, mask_of
from policies.areas import area_of
from policies.vocabulary.expert import Specialty
from policies.vocabulary.roster import Column, Counts, RecordLine, RelationLine, RosterLine, Served, UnitKeys

SHARES = "持股"


class Relations:
    """All relations of all experts, one row each; `owners` are positions in the roster."""

    def __init__(self, rows: Sequence[tuple[int, RelationLine]]) -> None:
        self.owners = np.fromiter((owner for owner, _ in rows), np.int64, len(rows))
        self.kinds = Coded([row.kind for _, row in rows])
        self.others = UnitColumn.of([row.other for _, row in rows])
        self.until = DayColumn.of([row.until for _, row in rows])
        self._shares = Coded([None if row.share is None else (row.share,) for _, row in rows])

    def with_units(self, kinds: Collection[str], units: Collection[UnitKeys]) -> Mask:
        return self.kinds.isin(kinds) & mask_of(self.others.isin(units))

    def not_over(self, ended_since: date | None, open_ended: bool) -> Mask:
        ended = mask_of(self.until.known())
        over = mask_of(self.until.before(ended_since)) if ended_since else np.zeros(len(ended), np.bool_)
        return (ended & ~over) | (~ended & open_ended)

    def share_known(self) -> Mask:
        answer: Mask = self._shares.numbers != UNKNOWN
        return answer

    def share_from(self, least: Fraction) -> Mask:
        """Compared as fractions, once for each size that occurs: 33.3333% is less than one third."""
        return self._shares.isin(size for size in self._shares.codes if cast(tuple[Fraction], size)[0] >= least)

    def vague(self, kinds: Collection[str]) -> Mask:
        return self.kinds.isin(kinds) & self.others.vague()


class Records:
    """What libraries put down about experts themselves, one row each."""

    def __init__(self, rows: Sequence[tuple[int, RecordLine]]) -> None:
        self.owners = np.fromiter((owner for owner, _ in rows), np.int64, len(rows))
        self.kinds = Coded([row.kind for _, row in rows])
        self.since = DayColumn.of([row.since for _, row in rows])
        self.until = DayColumn.of([row.until for _, row in rows])

    def touching(self, kinds: Collection[str], first: date, last: date) -> Mask:
        outside = mask_of(self.since.after(last)) | mask_of(self.until.before(first))
        return self.kinds.isin(kinds) & ~self._undated() & ~outside

    def undated(self, kinds: Collection[str]) -> Mask:
        return self.kinds.isin(kinds) & self._undated()

    def _undated(self) -> Mask:
        return ~(mask_of(self.since.known()) | mask_of(self.until.known()))


class Engagements:
    """All committees that anybody was called to, one row each; of the parties one row for each committee and party."""

    def __init__(self, rows: Sequence[tuple[int, Served]]) -> None:
        self._owners = np.fromiter((owner for owner, _ in rows), np.int64, len(rows))
        self._days = DayColumn.of([row.on for _, row in rows])
        self._recorded = np.fromiter((row.parties is not None for _, row in rows), np.bool_, len(rows))
        met = [(number, unit) for number, (_, row) in enumerate(rows) for unit in row.parties or ()]
        self._met_in = np.fromiter((number for number, _ in met), np.int64, len(met))
        self._met = UnitColumn.of([unit for _, unit in met])

    def counted(self, first: date, last: date, among: Mask, size: int) -> CountColumn:
        within = ~mask_of(self._days.before(first)) & ~mask_of(self._days.after(last))
        return CountColumn(np.bincount(self._owners[within & among], minlength=size).astype(np.int32))

    def all(self) -> Mask:
        return np.ones(len(self._owners), np.bool_)

    def unrecorded(self) -> Mask:
        return ~self._recorded

    def with_unit(self, unit: UnitKeys) -> Mask:
        answer = np.zeros(len(self._owners), np.bool_)
        answer[self._met_in[mask_of(self._met.isin((unit,)))]] = True
        return answer


class Roster:
    """The pool of one day in columns; implements the words of `policies.vocabulary.roster.Roster`."""

    def __init__(self, lines: Iterable[RosterLine]) -> None:
        self.lines = tuple(lines)
        self.employer = UnitColumn.of(self._each(lambda line: line.employer))
        self.category = WordColumn(Coded(self._each(lambda line: line.category.value)))
        self.title = WordColumn(Coded(self._each(lambda line: line.title)))
        self.area = WordColumn(Coded(self._each(lambda line: area_of(line.region))))
        self.standing = WordColumn(Coded(self._each(lambda line: line.standing.value)))
        self.birth = DayColumn.of(self._each(lambda line: line.birth))
        self.field_since = DayColumn.of(self._each(lambda line: line.field_since))
        self.admitted = DayColumn.of(self._each(lambda line: line.admitted))
        self.suspended_until = DayColumn.of(self._each(lambda line: line.suspended_until))
        self._specialties, self._held = self._specialty_numbers()

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def library(self) -> WordColumn:
        return WordColumn(Coded(self._each(lambda line: line.library)))

    @cached_property
    def on_job(self) -> Column:
        return self._flag(lambda line: line.on_job)

    @cached_property
    def relations_declared(self) -> Column:
        return self._flag(lambda line: line.relations is not None)

    @cached_property
    def specialties(self) -> frozenset[Specialty]:
        """Every specialty that somebody in the pool holds."""
        return frozenset(specialty for line in self.lines for specialty in line.specialties)

    def nobody(self) -> Column:
        return column_of(np.zeros(len(self), np.bool_))

    def among(self, handles: Collection[bytes]) -> Column:
        return self._at(self._positions[handle] for handle in handles if handle in self._positions)

    def holds(self, specialties: Collection[Specialty]) -> Column:
        wanted = np.zeros(len(self._specialties) + 1, np.bool_)
        wanted[[self._specialties[each] for each in specialties if each in self._specialties]] = True
        answer = np.zeros(len(self), np.bool_)
        for held in self._held:
            answer |= wanted[held]
        return column_of(answer)

    def busy_on(self, days: Collection[date]) -> Column:
        return self._at(position for day in days for position in self._busy.get(day, ()))

    def related(
        self, kinds: Collection[str], units: Collection[UnitKeys], ended_since: date | None = None, open_ended: bool = True
    ) -> Column:
        rows = self._relations.with_units(kinds, units) & self._relations.not_over(ended_since, open_ended)
        return self._at(self._relations.owners[rows])

    def related_to_any(self, kinds: Collection[str], ended_since: date) -> Column:
        rows = self._relations.kinds.isin(kinds) & self._relations.not_over(ended_since, True)
        return self._at(self._relations.owners[rows])

    def related_vaguely(self, kinds: Collection[str]) -> Column:
        return self._at(self._relations.owners[self._relations.vague(kinds)])

    def served(self, first: date, last: date) -> Counts:
        return self._engagements.counted(first, last, self._engagements.all(), len(self))

    def served_with(self, unit: UnitKeys, first: date, last: date) -> Counts:
        return self._engagements.counted(first, last, self._engagements.with_unit(unit), len(self))

    def served_unrecorded(self, first: date, last: date) -> Counts:
        return self._engagements.counted(first, last, self._engagements.unrecorded(), len(self))

    def on_record(self, kinds: Collection[str], first: date, last: date) -> Column:
        return self._at(self._records.owners[self._records.touching(kinds, first, last)])

    def on_record_undated(self, kinds: Collection[str]) -> Column:
        return self._at(self._records.owners[self._records.undated(kinds)])

    def holding(self, units: Collection[UnitKeys], ended_since: date, least: Fraction) -> Column:
        rows = self._held_shares(units, ended_since) & self._relations.share_from(least)
        return self._at(self._relations.owners[rows])

    def holding_unknown(self, units: Collection[UnitKeys], ended_since: date) -> Column:
        rows = self._held_shares(units, ended_since) & ~self._relations.share_known()
        return self._at(self._relations.owners[rows])

    def graded(self, most: int, grades: Sequence[tuple[Column, int]]) -> tuple[int, ...]:
        answer = np.full(len(self), most, np.int32)
        for column, grade in grades:
            held = mask_of(column)
            answer[held] = np.minimum(answer[held], grade)
        return tuple(answer.tolist())

    def count(self, column: Column) -> int:
        return int(np.count_nonzero(mask_of(column)))

    def where(self, column: Column) -> tuple[int, ...]:
        return tuple(np.flatnonzero(mask_of(column)).tolist())

    def _each(self, of: Callable[[RosterLine], Any]) -> list[Any]:
        return [of(line) for line in self.lines]

    def _flag(self, of: Callable[[RosterLine], bool]) -> Column:
        return column_of(np.fromiter(map(of, self.lines), np.bool_, len(self)))

    def _at(self, positions: Iterable[int] | NDArray[np.int64]) -> Column:
        answer = np.zeros(len(self), np.bool_)
        answer[positions if isinstance(positions, np.ndarray) else list(positions)] = True
        return column_of(answer)

    def _specialty_numbers(self) -> tuple[dict[Specialty, int], tuple[Numbers, ...]]:
        """Each expert's first, second … specialty as a number; as many arrays as the most anybody holds."""
        numbers: dict[Specialty, int] = {}
        width = max((len(line.specialties) for line in self.lines), default=0)
        held = np.zeros((width, len(self)), np.int32)
        for position, line in enumerate(self.lines):
            for rank, specialty in enumerate(line.specialties):
                held[rank, position] = numbers.setdefault(specialty, len(numbers) + 1)
        return numbers, tuple(held)

    @cached_property
    def _positions(self) -> dict[bytes, int]:
        return {line.handle: position for position, line in enumerate(self.lines)}

    @cached_property
    def _busy(self) -> dict[date, list[int]]:
        days: dict[date, list[int]] = {}
        for position, line in enumerate(self.lines):
            for day in line.busy:
                days.setdefault(day, []).append(position)
        return days

    def _held_shares(self, units: Collection[UnitKeys], ended_since: date) -> Mask:
        return self._relations.with_units((SHARES,), units) & self._relations.not_over(ended_since, True)

    @cached_property
    def _records(self) -> Records:
        return Records([(position, row) for position, line in enumerate(self.lines) for row in line.records])

    @cached_property
    def _engagements(self) -> Engagements:
        return Engagements([(position, row) for position, line in enumerate(self.lines) for row in line.served])

    @cached_property
    def _relations(self) -> Relations:
        return Relations([(position, row) for position, line in enumerate(self.lines) for row in line.relations or ()])
