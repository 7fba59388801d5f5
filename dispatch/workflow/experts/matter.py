"""待决定的事项 as whoever decides sees it: the row of a candidacy, or what a correction changes; telephone, document and card masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dispatch.settle.sheet import mask_card, mask_id
from dispatch.workflow.experts.entries import Entry, Kind
from dispatch.workflow.experts.known import Known


def mask_phone(number: str) -> str:
    """138****0014: first three and last four."""
    return f"{number[:3]}****{number[-4:]}"


_MASKS: Mapping[str, Callable[[str], str]] = {"证件号码": mask_id, "银行卡号": mask_card, "手机号码": mask_phone}


@dataclass(frozen=True, slots=True)
class Matter:
    """`lines` are (column, value before, value asked for); a candidacy has nothing before, an appeal no lines but what it contests."""

    entry: Entry
    lines: tuple[tuple[str, str, str], ...]
    contested: Entry | None


def matters(known: Known) -> tuple[Matter, ...]:
    """Everything about this person that waits for a decision."""
    return tuple(_matter(entry, known) for entry in known.state.waiting)


def row_shown(row: dict[str, str]) -> dict[str, str]:
    """A row of the pool file as the library's pages show it."""
    return {column: _masked(column, value) for column, value in row.items()}


def _matter(entry: Entry, known: Known) -> Matter:
    if entry.kind is Kind.CANDIDACY:
        return Matter(entry, tuple((column, "", value) for column, value in row_shown(entry.row).items() if value), None)
    if entry.kind is Kind.CORRECTION:
        changes = entry.changes.items()
        return Matter(entry, tuple((column, _masked(column, old), _masked(column, new)) for column, (old, new) in changes), None)
    against: Any = entry.facts["against"]
    return Matter(entry, (), known.entry(against))


def _masked(column: str, value: str) -> str:
    return _MASKS[column](value) if column in _MASKS and value else value
