"""What the tables of a bringing seem to be: a long workbook is read for it once, not once for every look at the page."""

from __future__ import annotations

import json
from collections import OrderedDict
from threading import Lock

from api.bringing_kinds import KINDS
from api.bringing_store import FILE, Brought, BroughtFiles
from dispatch.bootstrap import Services
from dispatch.intake.shapes import Proposed

_KEPT = 16  # proposals, in the memory of this process alone
_seen: OrderedDict[tuple[str, str], tuple[Proposed, ...]] = OrderedDict()
_turn = Lock()


def tables_of(files: BroughtFiles, brought: Brought, services: Services) -> tuple[Proposed, ...]:
    """Columns and words as they are laid down so far; nothing where the files are gone. Raises the refusals of intake."""
    if not files.has(brought.handle, FILE):
        return ()
    key = brought.handle, json.dumps([brought.columns, brought.fixed, brought.words], sort_keys=True)
    with _turn:
        if key in _seen:
            _seen.move_to_end(key)
            return _seen[key]
    with files.opened(brought) as paths:
        tables = KINDS[brought.kind].propose(paths, brought.mapping, services)
    with _turn:
        _seen[key] = tables
        while len(_seen) > _KEPT:
            _seen.popitem(last=False)
    return tables


def looked_at(files: BroughtFiles, brought: Brought, services: Services) -> None:
    """Looks at what was just taken; what is no such file is not kept. Raises the refusals of intake."""
    try:
        tables_of(files, brought, services)
    except BaseException:
        files.forget(brought.handle)
        raise


def unseen_words(files: BroughtFiles, before: Brought, after: Brought, shown: set[tuple[str, str]], services: Services) -> bool:
    """Whether a column of fixed words is read that was not read so before, and holds words that nobody was shown."""
    if _columns_of_words(tables_of(files, before, services)) >= _chosen_for_words(tables_of(files, before, services), after):
        return False
    return any((word.column, word.written) not in shown for one in tables_of(files, after, services) for word in one.words)


def _columns_of_words(tables: tuple[Proposed, ...]) -> set[tuple[str, int, str | None]]:
    return {
        (one.sheet, column.place, column.ours)
        for one in tables
        for column in one.proposal.columns
        if column.accepted and column.ours in one.shape.words
    }


def _chosen_for_words(tables: tuple[Proposed, ...], after: Brought) -> set[tuple[str, int, str | None]]:
    found: set[tuple[str, int, str | None]] = set()
    for one in tables:
        for column in one.proposal.columns:
            place = f"第{column.place + 1}列"
            ours = after.columns.get(f"{one.sheet}!{place}" if one.sheet else place, after.columns.get(column.written, ""))
            if ours in one.shape.words:
                found.add((one.sheet, column.place, ours))
    return found
