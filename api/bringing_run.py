"""核对与写入在后台: one import at a time beside the pages, so that nobody waits for it; its outcome is kept for the next look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from threading import Lock
from typing import Any

import structlog

from api.bringing_kinds import KINDS, Errand
from api.bringing_store import ERRORS, FILE, Brought, BroughtFiles, Phase
from dispatch.bootstrap import Services
from dispatch.intake.cells import Line
from dispatch.intake.findings import Finding
from dispatch.workflow.pool_import import ImportReport, Way
from dispatch.workflow.pool_relations import NONE
from dispatch.workflow.refusals import NotAllowed
from dispatch.workflow.shown import Viewer, keep_denial
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Role

log = structlog.get_logger()
PATIENCE = 1.5  # seconds in which a short file is done before the page is shown
SHOWN = 200  # findings and changes on a page; the error sheet holds every bad row
_EVERY = 2000  # lines
_UNFORESEEN = (
    "系统内部错误，没有写入任何数据；请稍后重新核对，或联系值班人员",
    "An internal error, nothing was stored; check again later, or call us",
)
_turn = Lock()
_runner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bringing")


def run(brought: Brought, way: Way, services: Services) -> Brought:
    """Starts to check or to store a file, and waits a moment for its end; answers how far it has come by then.

    Nothing is started where the file is under way already, is stored, or was not checked: whoever presses twice gets one run.
    """
    files = BroughtFiles(services)
    with _turn:
        found = files.find(brought.handle, brought.owner)
        ready = not found.is_running if way.dry_run else found.phase is Phase.CHECKED
        if not ready or not files.has(brought.handle, FILE):
            return found
        phase = Phase.CHECKING if way.dry_run else Phase.STORING
        running = replace(brought, phase=phase, report={}, refusal=("", ""), serial=found.serial + way.dry_run)
        files.note_progress(brought.handle, 0, 0)
        files.keep(running)
    future = _runner.submit(_bring, running, way, services)
    wait([_runner.submit(_note, running, way, services, future)], PATIENCE)  # the one thread comes to it when the import has ended
    return files.find(brought.handle, brought.owner)


def _bring(brought: Brought, way: Way, services: Services) -> ImportReport:
    files = BroughtFiles(services)
    files.forget(brought.handle, ERRORS)

    def watched(lines: Iterable[Line], count: int) -> Iterator[Line]:
        for done, line in enumerate(lines):
            if done % _EVERY == 0:
                files.note_progress(brought.handle, done, count)
            yield line

    with files.opened(brought) as paths:
        errors = paths[0].parent.with_name("errors.xlsx")
        report = KINDS[brought.kind].bring(paths, services, Errand(brought, way, errors, watched))
        if errors.exists():
            files.put(brought.handle, ERRORS, errors.read_bytes())
    return report


def _note(running: Brought, way: Way, services: Services, future: Future[ImportReport]) -> None:
    """What came of it. A file that is stored is not kept; one whose rows do not fit any more, so that nothing was stored, is."""
    files, fault = BroughtFiles(services), future.exception()
    if isinstance(fault, NotAllowed):
        with services.work() as work:
            keep_denial(Viewer(running.owner, Role(running.role), running.scope), fault, work)
    if isinstance(fault, Refused):
        files.keep(replace(running, phase=Phase.REFUSED, refusal=(fault.chinese, fault.english)))
    elif fault is not None:
        log.error("bringing failed", fault=type(fault).__name__)
        files.keep(replace(running, phase=Phase.REFUSED, refusal=_UNFORESEEN))
    else:
        report = future.result()
        stored = running.phase is Phase.STORING and (way.good_rows or not report.rejected)
        files.keep(replace(running, phase=Phase.STORED if stored else Phase.CHECKED, report=_facts(report)))
        if stored:
            files.forget_files(running)


def _both(one: Finding) -> dict[str, object]:
    return {**one.as_json(), "english": one.english}


def _facts(report: ImportReport) -> dict[str, Any]:
    return {
        "stored": report.stored,
        "unchanged": report.unchanged,
        "bad_rows": len({fault.row for fault in report.rejected}),
        "gone": sum(change.new == NONE for change in report.changes),
        "codes": sorted({one.code for one in (*report.rejected, *report.warnings)}),
        "counts": {"rejected": len(report.rejected), "warnings": len(report.warnings), "changes": len(report.changes)},
        "rejected": [_both(fault) for fault in report.rejected[:SHOWN]],
        "warnings": [_both(doubt) for doubt in report.warnings[:SHOWN]],
        "changes": [change.as_json() for change in report.changes[:SHOWN]],
    }
