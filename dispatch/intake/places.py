"""出处: where in a table a group of members was written, so that what is wrong with it is told by sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dispatch.intake.cells import Cell, Line, NumberLostDigits, as_code, as_text
from dispatch.intake.columns import Table


@dataclass(frozen=True, slots=True)
class Place:
    """One row of one table, as it was brought; `names` are ours for its columns."""

    table: str
    labels: tuple[str, ...]
    names: tuple[str | None, ...]
    row: int
    line: Line


@dataclass(frozen=True, slots=True)
class Mark:
    """One fault at one cell."""

    place: Place
    column: str
    chinese: str
    english: str


class Row(dict[str, Any]):
    """Members that were read from a row; `columns` are the names under which they stand there."""

    def __init__(self, members: Mapping[str, Any], place: Place | None, columns: Mapping[str, str]) -> None:
        super().__init__(members)
        self.place, self.columns = place, columns

    def place_of(self, member: str) -> Place | None:
        """Where this member stands."""
        return self.place


class Form(Row):
    """Members that stand one by one, each in a row of its own."""

    def __init__(self, members: Mapping[str, Any], places: Mapping[str, Place], columns: Mapping[str, str]) -> None:
        super().__init__(members, None, columns)
        self.places = places

    def place_of(self, member: str) -> Place | None:
        return self.places.get(member)


def placed(table: Table, name: str) -> Iterator[tuple[Place, dict[str, Cell]]]:
    """The rows of a table, each with where it stands."""
    return ((Place(name, table.labels, table.names, row, line), cells) for row, line, cells in table.rows())


def text_of(cell: Cell) -> str:
    """The cell as text; a number that lost its end is told by a mark that is no value."""
    try:
        return as_text(cell)
    except NumberLostDigits:
        return "?"


def code_of(cell: Cell) -> str:
    """As `text_of`, of an identifier."""
    try:
        return as_code(cell)
    except NumberLostDigits:
        return "?"


def in_order(marks: Iterable[Mark]) -> dict[str, dict[int, list[Mark]]]:
    """By table and row, as they stand."""
    found: dict[str, dict[int, list[Mark]]] = {}
    for mark in marks:
        found.setdefault(mark.place.table, {}).setdefault(mark.place.row, []).append(mark)
    return {table: dict(sorted(rows.items())) for table, rows in found.items()}
