"""The whole log for monitors, and the same check that they make of it."""

from __future__ import annotations

from typing import Any

from dispatch.witness.dump import dump_lines, verify_dump
from dispatch.workflow.checkpoint import trust_of
from dispatch.workflow.refusals import NotCosigned
from dispatch.workflow.work import Work


def export_log(work: Work) -> str:
    """JSON lines of every entry below the last cosigned checkpoint, then that checkpoint (docs/spec/witness-log.md §4).

    Raises NotCosigned where there is none yet.
    """
    note = work.uow.log.latest_note(cosigned_by=int(work.means.trust["quorum"]))
    if note is None:
        raise NotCosigned()
    size = int(note.split("\n")[1])
    return "".join(dump_lines(work.uow.log.entries(0, size), note))


def verify_log(work: Work) -> dict[str, Any]:
    """Recomputes roots and checks signatures of the dump; raises what fails."""
    trust = trust_of(work)
    found = verify_dump(export_log(work), trust)
    return {"size": work.uow.log.size, "checked": len(found.entries), "embedded": trust.embedded}
