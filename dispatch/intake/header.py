"""表头: which lines of a sheet name its columns, under titles and above the records, in one line or in two with merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.intake.cells import Line, NumberLostDigits, as_text, is_blank
from dispatch.intake.column_names import ALIAS, EXACT, SIMILAR, Names
from dispatch.intake.contents import column_of, looks_of

DEEPEST = 30  # lines looked through for the header
SAMPLE = 60  # records under it that contents are judged by
_WORTH = {EXACT: 4, ALIAS: 3, SIMILAR: 1}
_STRONG_COLUMNS = 3  # so many columns known by contents alone make the line above them a header


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands: `names` holds for each column the ways in which it may be read, the one to show first."""

    first: int
    height: int
    names: tuple[tuple[str, ...], ...]

    @property
    def below(self) -> int:
        return self.first + self.height

    @property
    def labels(self) -> tuple[str, ...]:
        """The columns' names as brought; the upper and the lower of two lines are joined."""
        return tuple(ways[0] if ways else "" for ways in self.names)


def find_header(head: Sequence[Line], names: Names, *, by_contents: bool) -> Header | None:
    """The header among the first lines of a sheet, or None if nothing there names a column.

    `by_contents`: names that we do not know count too, if they stand over cells that we do.
    """
    deepest = min(DEEPEST, len(head))
    headers = [_header(head, first, height) for first in range(deepest) for height in (1, 2) if first + height <= len(head)]
    best = max(headers, key=lambda header: (_worth(header, names), -header.height, -header.first), default=None)
    if best is not None and _worth(best, names) >= _WORTH[ALIAS]:
        return best
    singles = (header for header in headers if by_contents and header.height == 1)
    return next((header for header in singles if _stands_over_records(head, header)), None)


def _header(head: Sequence[Line], first: int, height: int) -> Header:
    upper = [_name(cell) for cell in head[first]]
    if height == 1:
        return Header(first, 1, tuple((name,) if name else () for name in upper))
    lower = [_name(cell) for cell in head[first + 1]]
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    ways, group = [], ""
    for above, below in zip(upper, lower, strict=True):
        group = above or (group if below else "")  # a merged cell stands in its first column only
        ways.append(_ways(above, below, group))
    return Header(first, 2, tuple(ways))


def _ways(above: str, below: str, group: str) -> tuple[str, ...]:
    if not below:
        return (above,) if above else ()
    return (f"{group}{below}", below) if group else (below,)


def _worth(header: Header, names: Names) -> int:
    """How many of our columns the lines name, and how plainly; a column counts once."""
    best: dict[str, int] = {}
    for ways in header.names:
        for written in ways:
            for ours, alike in names.of(written).items():
                best[ours] = max(_WORTH[alike], best.get(ours, 0))
    return sum(best.values())


def _stands_over_records(head: Sequence[Line], header: Header) -> bool:
    """Names that we do not know over cells that we do: the line itself must look like none of them."""
    records = [line for line in head[header.below : header.below + SAMPLE] if not is_blank(line)]
    known = [place for place in range(len(header.names)) if _strong(column_of(records, place))]
    return len(known) >= _STRONG_COLUMNS and not any(_strong(column_of([head[header.first]], place)) for place in known)


def _strong(cells: Sequence[object]) -> bool:
    return any(seems.strong for seems in looks_of(cells))  # type: ignore[arg-type]


def _name(cell: object) -> str:
    try:
        return " ".join(as_text(cell).split()) if isinstance(cell, str) else ""
    except NumberLostDigits:
        return ""
