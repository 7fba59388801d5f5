"""Events of a draw in the log: checked, signed, appended with the change that they report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dispatch.draw.history import History
from dispatch.draw.manifest import Manifest
from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.witness.entry import EVENT_PREFIX, Entry
from dispatch.workflow.memory import recalls, remember
from dispatch.workflow.ports import UnitOfWork
from dispatch.workflow.work import Work

SUCCESSOR = "successor"  # under this name a draw remembers the plan that followed it


def entries_of(m: str, uow: UnitOfWork) -> list[Entry]:
    """The events of this draw, in order."""
    return uow.log.entries_at(uow.draws.events(m))


def history_of(manifest: Manifest, m: str, uow: UnitOfWork) -> History:
    """The draw as the log shows it so far; once a later plan names it as `prev`, no event can follow."""
    history = History.start(manifest, bytes.fromhex(m))
    for entry in entries_of(m, uow):
        history = history.accept(entry.idx, entry.by, parse_canonical(entry.body))
    return history.after_successor() if recalls(m, SUCCESSOR, uow=uow) else history


def append_event(manifest: Manifest, body: Mapping[str, Any], *, by: str, sig: bytes, work: Work) -> int:
    """Appends a signed event if the log's checks (docs/spec/draw-protocol.md §5) permit it.

    Raises NotAnEvent, also for a release that names a size of which there is no cosigned checkpoint; BadSignature.
    """
    m, uow = str(body["m"]), work.uow
    Entry(uow.log.size, canonical(dict(body)), by, sig).check_signature(manifest.keys.get(by, b""))
    history_of(manifest, m, uow).accept(uow.log.size, by, body, _cosigned_sizes(body, work))
    idx = uow.log.append(dict(body), by=by, sig=sig, kind="vd1")
    uow.draws.add_event(m, idx)
    _close_former(body, work)
    return idx


def _cosigned_sizes(body: Mapping[str, Any], work: Work) -> tuple[int, ...]:
    """Of the size that a release names, whether there is a checkpoint that enough witnesses have cosigned."""
    n = body.get("n") if body["e"] == "release" else None
    known = isinstance(n, int) and work.uow.log.note_of(n, cosigned_by=int(work.means.trust["quorum"])) is not None
    return (n,) if known and isinstance(n, int) else ()


def _close_former(body: Mapping[str, Any], work: Work) -> None:
    """A plan that names a draw of this log as `prev` ends that draw, in the same transaction."""
    former = str(body["prev"]) if body["e"] == "plan" else ""
    if former and work.uow.draws.get(former) is not None and not recalls(former, SUCCESSOR, uow=work.uow):
        remember(former, SUCCESSOR, {"m": body["m"]}, work)


def append_own(manifest: Manifest, body: Mapping[str, Any], work: Work) -> int:
    """Appends an event that the centre's office signs: plan, pool, result, infeasible."""
    by = manifest.roles[str(body["e"])]
    sig = work.means.office.sign(EVENT_PREFIX + canonical(dict(body)))
    return append_event(manifest, body, by=by, sig=sig, work=work)
