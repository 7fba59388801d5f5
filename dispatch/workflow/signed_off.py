"""经手人与理由: who did something at the centre's own desk and why, sealed inside the log entry that says it was done.

The log is public and names no staff; whoever has the centre's keys can say afterwards who it was (docs/spec/sealing.md §2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.sealing.box import Box
from dispatch.workflow.work import Work


def log_done(body: dict[str, Any], who: dict[str, str], work: Work, *, kind: str) -> None:
    """Appends the body with `who` sealed under `by`; it opens for this entry alone."""
    sealed = _box(work).seal(canonical(who), _place(body))
    work.uow.log.append({**body, "by": sealed.hex()}, kind=kind)


def done(event: str, work: Work, *, kind: str) -> Iterator[dict[str, Any]]:
    """Every entry of this event, oldest first, with who did it and why in the open."""
    for entry in work.uow.log.entries_of(kind):
        body = dict(entry.read())
        if body["e"] == event:
            sealed = bytes.fromhex(body.pop("by"))
            yield {**body, **parse_canonical(_box(work).open(sealed, _place(body)))}


def _place(body: dict[str, Any]) -> str:
    return canonical(body).decode("utf-8")


def _box(work: Work) -> Box:
    return Box(work.means.keys, "log/by", work.means.entropy)
