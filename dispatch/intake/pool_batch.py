"""一批行: some rows of a pool file, in order: the good ones as experts, the others as they were brought, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from dispatch.intake.cells import Line
from dispatch.intake.column_names import POOL_COLUMNS
from dispatch.intake.columns import Stretch
from dispatch.intake.findings import Finding
from policies.vocabulary.expert import Expert
from policies.vocabulary.ids import ExpertNo

_PLACES = {column: place for place, column in enumerate(POOL_COLUMNS)}
Sealed = tuple[bytes, bytes]  # the keyed digest of a row's content, and the row as the store takes it


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is not taken: the line as brought, and why."""

    row: int
    line: Line
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """By what a row may repeat an earlier one, of all rows of a batch, good or bad; a person's key is None where there is none."""

    rows: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    people: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class PoolBatch:
    """The good rows as experts, or as `sealed` where that was done at once; the others as brought."""

    experts: tuple[Expert, ...]
    rows: tuple[int, ...]
    lines: tuple[Line, ...]
    bad: tuple[BadRow, ...] = ()
    warnings: tuple[Finding, ...] = ()
    keys: Keys = Keys()
    sealed: tuple[Sealed, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(error for row in self.bad for error in row.errors)

    @property
    def numbers(self) -> set[ExpertNo]:
        """专家编号 of the good rows."""
        good = set(self.rows)
        return {ExpertNo(number) for row, number in zip(self.keys.rows, self.keys.numbers, strict=True) if row in good}

    def with_lines(self, stretch: Stretch) -> PoolBatch:
        """The same with the lines as brought, which stay with whoever has the file."""
        if self.rows == stretch.rows:
            return replace(self, lines=stretch.lines)
        line = dict(zip(stretch.rows, stretch.lines, strict=True))
        bad = tuple(replace(one, line=line[one.row]) for one in self.bad)
        return replace(self, lines=tuple(line[row] for row in self.rows), bad=bad)

    def without(self, faults: Sequence[Finding]) -> PoolBatch:
        """The same with more faults: a row that was good until now goes over to the bad ones."""
        found: dict[int, tuple[Finding, ...]] = {}
        for fault in faults:
            found[fault.row] = (*found.get(fault.row, ()), fault)
        if not found:
            return self
        known = [replace(one, errors=in_order((*one.errors, *found.pop(one.row, ())))) for one in self.bad]
        fresh = [
            BadRow(row, line, in_order(found[row]), tuple(warning for warning in self.warnings if warning.row == row))
            for row, line in zip(self.rows, self.lines, strict=True)
            if row in found
        ]
        stays = [row not in found for row in self.rows]
        return replace(
            self,
            experts=tuple(compress(self.experts, stays)),
            rows=tuple(compress(self.rows, stays)),
            lines=tuple(compress(self.lines, stays)),
            sealed=tuple(compress(self.sealed, stays)),
            bad=tuple(sorted((*known, *fresh), key=lambda one: one.row)),
        )


def in_order(errors: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors of one row stand in the order of the shipped columns."""
    return tuple(sorted(errors, key=lambda found: _PLACES.get(found.column, len(_PLACES))))
