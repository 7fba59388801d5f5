"""Events of a draw in the log: checked, signed, appended with the change that they report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dispatch.draw.history import History
from dispatch.draw.manifest import Manifest
from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.witness.entry import EVENT_PREFIX, Entry
from dispatch.workflow.ports import UnitOfWork
from dispatch.workflow.work import Work


def entries_of(m: str, uow: UnitOfWork) -> list[Entry]:
    """The events of this draw, in order."""
    return [entry for idx in uow.draws.events(m) for entry in uow.log.entries(idx, idx + 1)]


def history_of(manifest: Manifest, m: str, uow: UnitOfWork) -> History:
    """The draw as the log shows it so far."""
    history = History.start(manifest, bytes.fromhex(m))
    for entry in entries_of(m, uow):
        history = history.accept(entry.idx, entry.by, parse_canonical(entry.body))
    return history


def append_event(manifest: Manifest, body: Mapping[str, Any], *, by: str, sig: bytes, uow: UnitOfWork) -> int:
    """Appends a signed event if the log's checks (docs/spec/draw-protocol.md §5) permit it. Raises NotAnEvent, BadSignature."""
    m = str(body["m"])
    Entry(uow.log.size, canonical(dict(body)), by, sig).check_signature(manifest.keys[by])
    history_of(manifest, m, uow).accept(uow.log.size, by, body)
    idx = uow.log.append(dict(body), by=by, sig=sig, kind="vd1")
    uow.draws.add_event(m, idx)
    return idx


def append_own(manifest: Manifest, body: Mapping[str, Any], work: Work) -> int:
    """Appends an event that the centre's office signs: plan, pool, result, infeasible."""
    by = manifest.roles[str(body["e"])]
    sig = work.means.office.sign(EVENT_PREFIX + canonical(dict(body)))
    return append_event(manifest, body, by=by, sig=sig, uow=work.uow)
