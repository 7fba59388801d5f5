"""表的样式: what each kind of table holds – its columns, which of them may be left out, and the words that a column may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice

from dispatch.intake.cells import Line
from dispatch.intake.column_names import (
    ALIASES,
    EQUITY_ALIASES,
    EQUITY_COLUMNS,
    POOL_COLUMNS,
    RELATION_ALIASES,
    RELATION_COLUMNS,
    SUSPENDED_UNTIL,
    Aliases,
    bare,
)
from dispatch.intake.columns import Table, table, unchecked
from dispatch.intake.mapping import HEAD, PLACED, ColumnMapping, Proposal, propose_mapping
from dispatch.intake.refusals import BadMapping, NoHeader
from dispatch.intake.words import RELATION_WORDS, Choices, WordProposal, pool_words, propose_words


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of table."""

    name: str
    wanted: tuple[str, ...]
    optional: tuple[str, ...] = ()
    aliases: Aliases = field(default_factory=dict)
    words: Mapping[str, Choices] = field(default_factory=dict)

    @property
    def known(self) -> tuple[str, ...]:
        return (*self.wanted, *self.optional)

    def meant(self, laid_down: ColumnMapping, sheet: str, beside: Sequence[Shape]) -> ColumnMapping:
        """What of a mapping is meant for this table among the others of a file; a name may stand in another of them."""
        elsewhere = (*chain.from_iterable(one.known for one in beside), *laid_down.columns.values(), *laid_down.fixed, *laid_down.words)
        return replace(laid_down.of_sheet(sheet, self.known, tuple(filter(None, elsewhere))), strict=False)

    def proposed(self, lines: Iterable[Line], meant: ColumnMapping) -> Proposal:
        return propose_mapping(lines, meant, self.wanted, self.optional, self.aliases)

    def table(self, lines: Iterable[Line], meant: ColumnMapping) -> Table:
        """Raises EmptyFile, NoHeader, BadMapping, WrongColumns."""
        return table(lines, self.wanted, self.optional, self.aliases, meant)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One table of what was brought: where it stands, what kind it is, its columns, and the words in it that are none of ours."""

    sheet: str
    shape: Shape
    proposal: Proposal
    words: tuple[WordProposal, ...] = ()


def propose_table(lines: Iterable[Line], sheet: str, shape: Shape, meant: ColumnMapping) -> Proposed:
    """The columns of one table, and what is written in those of fixed words, from its first hundred thousand lines."""
    rest = iter(lines)
    head = list(islice(rest, HEAD))
    proposal = shape.proposed(head, meant)
    bare = replace(meant, words={})
    rows = unchecked(proposal, chain(head, rest), bare).records()
    return Proposed(sheet, shape, proposal, propose_words((cells for _, cells in rows), shape.words, meant.words))


RELATION = Shape("关系", RELATION_COLUMNS[:4], RELATION_COLUMNS[4:], RELATION_ALIASES, RELATION_WORDS)
EQUITY = Shape("股权", EQUITY_COLUMNS[:5], EQUITY_COLUMNS[5:], EQUITY_ALIASES)
RELATION_SHAPES = (RELATION, EQUITY)


def pool_shape(on: date) -> Shape:
    """A pool; a title counts as known if its level can be told on this day."""
    return Shape("专家库", POOL_COLUMNS, (SUSPENDED_UNTIL,), ALIASES, pool_words(on))


def refuse_strangers(laid_down: ColumnMapping, sheets: Mapping[str, Sequence[Line]], shapes: Sequence[Shape]) -> None:
    """Raises BadMapping for a column that none of these tables has: one of ours, or where it was laid down for this file one of theirs."""
    ours = {name for shape in shapes for name in shape.known}
    for name in (*laid_down.columns.values(), *laid_down.fixed, *laid_down.words):
        if name and name not in ours:
            raise BadMapping(what=f"没有名为“{name[:40]}”的列", what_en=f"there is no column of ours named {name[:40]}")
    if not laid_down.strict:
        return
    written = {bare(cell) for lines in sheets.values() for line in lines for cell in line if isinstance(cell, str)}
    for name in laid_down.columns:
        if bare(name.rpartition("!")[2]) not in written and not PLACED.fullmatch(name.rpartition("!")[2]):
            raise BadMapping(what=f"文件中没有列“{name[:40]}”", what_en=f"the file has no column {name[:40]}")


def best_shape(lines: Iterable[Line], sheet: str, laid_down: ColumnMapping, shapes: Sequence[Shape]) -> tuple[Shape, Iterable[Line]]:
    """Which of these a sheet is – the one of which most is there and least is missing – and its lines, from the first.

    Raises EmptyFile, BadMapping, and NoHeader where it is none.
    """
    rest = iter(lines)
    head = list(islice(rest, HEAD))
    found: list[tuple[int, Shape]] = []
    refusal: NoHeader | None = None
    for shape in shapes:
        try:
            missing = len(shape.proposed(head, shape.meant(laid_down, sheet, shapes)).missing)
            found.append((len(shape.wanted) - 2 * missing, shape))
        except NoHeader as fault:
            refusal = refusal or fault
    if not found:
        raise refusal or NoHeader(wanted="")
    return max(found, key=lambda one: one[0])[1], chain(head, rest)
