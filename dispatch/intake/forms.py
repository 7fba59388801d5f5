"""表单: what a filled-in form holds – names with their values beside them, and tables under headers – wherever they stand in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dispatch.intake.cells import Cell, Line, is_blank
from dispatch.intake.column_names import ALIAS, EXACT, Aliases, Names, bare
from dispatch.intake.mapping import ColumnMapping, ColumnProposal, Proposal
from dispatch.intake.places import Place, text_of
from dispatch.intake.shapes import Proposed, Shape, propose_table, refuse_strangers
from dispatch.intake.words import propose_words

Sheets = Mapping[str, Sequence[Line]]
_ENOUGH = 0.6  # share of the wanted columns that make a line the header of a table
_INSIDE = re.compile(r"^([^：:]{2,20})[：:]\s*(\S.*)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One name with its value; `ours` is the name of ours that it stands for, or nothing."""

    written: str
    ours: str
    cell: Cell
    place: Place


@dataclass(slots=True)
class FilledForm:
    """What stands in a form: single values, and the lines of each table with the sheet where they stand."""

    entries: list[Entry] = field(default_factory=list)
    tables: dict[str, list[tuple[str, list[Line]]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormShape:
    """The single values of a form, and the tables beside them, which go by their own names wherever they stand."""

    front: Shape
    tables: tuple[Shape, ...]

    @property
    def shapes(self) -> tuple[Shape, ...]:
        return (self.front, *self.tables)

    def read(self, sheets: Sheets, laid_down: ColumnMapping) -> FilledForm:
        """Everything that stands in the sheets: a table ends with a blank line or the header of another."""
        refuse_strangers(laid_down, sheets, self.shapes)
        form = FilledForm()
        for sheet, lines in sheets.items():
            for shape, part in self._parts(sheet, lines, laid_down):
                if shape is None:
                    form.entries += _entries(sheet, part, _names(self.front, self.front.meant(laid_down, sheet, self.shapes)))
                else:
                    form.tables.setdefault(shape.name, []).append((sheet, [line for _, line in part]))
        return form

    def proposed(self, sheets: Sheets, laid_down: ColumnMapping) -> tuple[Proposed, ...]:
        """What the names and columns seem to be, for a person to look at."""
        form = self.read(sheets, laid_down)
        tables = [
            propose_table(lines, shape.name, shape, shape.meant(laid_down, shape.name, self.shapes))
            for shape in self.tables
            for _, lines in form.tables.get(shape.name, ())
        ]
        return (_front(form, self.front, laid_down), *tables)

    def _parts(self, sheet: str, lines: Sequence[Line], laid_down: ColumnMapping) -> Iterator[tuple[Shape | None, list[tuple[int, Line]]]]:
        own = next((shape for shape in self.tables if shape.name == sheet), None)
        if own is not None:
            if not all(is_blank(line) for line in lines):
                yield own, list(enumerate(lines, start=1))
            return
        known = [(shape, _names(shape, shape.meant(laid_down, shape.name, self.shapes))) for shape in self.tables]
        begins: list[tuple[int, Shape | None]] = [(0, None)]
        for number, line in enumerate(lines):
            shape = next((shape for shape, names in known if _is_header(line, shape, names)), None)
            if shape is not None or (is_blank(line) and begins[-1][1] is not None):
                begins.append((number, shape))
        numbered = list(enumerate(lines, start=1))
        for (begin, shape), (end, _) in pairwise([*begins, (len(lines), None)]):
            yield shape, numbered[begin:end]


def _names(shape: Shape, meant: ColumnMapping) -> _Known:
    return _Known(shape.known, shape.aliases, meant.columns)


class _Known:
    """Asks what a written name stands for: as laid down, exactly, or by one of the usual other names."""

    def __init__(self, known: Sequence[str], aliases: Aliases, laid_down: Mapping[str, str]) -> None:
        self._names = Names(known, aliases or {"": ()})
        self._laid_down = {bare(written): ours for written, ours in laid_down.items()}

    def get(self, written: str, default: str = "") -> str:
        if bare(written) in self._laid_down:
            return self._laid_down[bare(written)]
        found = self._names.of(written)
        return next((ours for wanted in (EXACT, ALIAS) for ours, alike in found.items() if alike == wanted), default)

    def leaves_out(self, written: str) -> bool:
        return self._laid_down.get(bare(written)) == ""


def _is_header(line: Line, shape: Shape, names: _Known) -> bool:
    found = {names.get(text) for cell in line if isinstance(cell, str) and (text := cell.strip())} & set(shape.wanted)
    return len(found) >= max(2, _ENOUGH * len(shape.wanted))


def _entries(sheet: str, lines: Sequence[tuple[int, Line]], names: _Known) -> Iterator[Entry]:
    """Name and value side by side, once or several times in a line, or in one cell with a colon between."""
    for number, line in lines:
        filled = [(place, text) for place, cell in enumerate(line) if (text := text_of(cell))]
        in_pairs = len(filled) % 2 == 0 and bool(filled) and bool(names.get(filled[0][1]))
        taken = -1
        for nth, (place, text) in enumerate(filled):
            inside = _INSIDE.match(text)
            if place <= taken:
                continue
            if inside and names.get(inside[1]):
                yield _entry(sheet, number, line, (inside[1], names.get(inside[1]), place, inside[2]))
            elif nth + 1 < len(filled) and (names.get(text) or (place == 0 and len(filled) == 2) or (in_pairs and nth % 2 == 0)):
                taken = filled[nth + 1][0]
                if not names.leaves_out(text):
                    yield _entry(sheet, number, line, (text, names.get(text), taken, line[taken]))
            elif names.get(text):
                yield _entry(sheet, number, line, (text, names.get(text), place + 1, None))


def _entry(sheet: str, number: int, line: Line, found: tuple[str, str, int, Cell]) -> Entry:
    written, ours, at, cell = found
    names = tuple(ours if place == at else None for place in range(len(line)))
    return Entry(written.strip("：: "), ours, cell, Place(sheet, ("",) * len(line), names, number, line))


def _front(form: FilledForm, shape: Shape, laid_down: ColumnMapping) -> Proposed:
    sure = ("列名相同或是常用的另一叫法", "the same name, or another usual one")
    columns = [
        ColumnProposal(place, entry.written, entry.ours or None, 1.0 if entry.ours else 0.0, (sure,) if entry.ours else ())
        for place, entry in enumerate(form.entries)
    ]
    have = {entry.ours for entry in form.entries if text_of(entry.cell)} | set(laid_down.fixed)
    words = propose_words([{entry.ours: entry.cell for entry in form.entries}], shape.words, laid_down.words)
    return Proposed("", shape, Proposal(1, 0, tuple(columns), tuple(name for name in shape.wanted if name not in have)), words)
