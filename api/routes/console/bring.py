"""专家库导入: a file is brought, its columns are matched, it is checked without storing, and stored when somebody says so."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from api.bringing_run import SHOWN, run
from api.bringing_store import ERRORS, FILE, Brought, BroughtFiles, Phase
from api.context import reading, services, viewer
from api.refusals import BadParameters, ColumnChosenTwice, NothingBrought
from api.roles import allowed
from dispatch.adapters.brought_files import national_file, propose_for_file
from dispatch.intake.column_names import POOL_COLUMNS, SUSPENDED_UNTIL
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping, Proposal
from dispatch.intake.mapping_file import mapping_yaml
from dispatch.intake.refusals import UnknownFileType
from dispatch.workflow.pool_import import Way
from policies.vocabulary.roles import Role

LONGEST_NAME = 120  # of the end, which says what kind of file it is
LARGEST = 64 * 2**20  # bytes of a file over the web, about 200,000 experts; larger ones come by the command line
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = (".csv", ".xlsx", ".xls", ".json")
NATIONAL = ".json"
_PLACE = re.compile("[0-9]{1,4}")
OURS = (*POOL_COLUMNS, SUSPENDED_UNTIL)
pages = Blueprint("bring", __name__)


@pages.before_app_request
def _take_large_files() -> None:
    """Set before anything of the body is read; who may not come here is turned away before that."""
    if request.endpoint == "bring.take":
        request.max_content_length = LARGEST


@pages.get("/pool")
@allowed(Role.LIBRARIAN)
def page() -> str:
    BroughtFiles(services()).sweep()
    with reading() as work:
        count = work.uow.registry.count()
    return render_template("bring_pool.html", count=count, most=LARGEST // 2**20)


@pages.post("/pool")
@allowed(Role.LIBRARIAN)
def take() -> Redirect:
    """A file that is none is refused here, before anything of it is kept."""
    sent = request.files.get("file")
    name = Path((sent.filename or "").replace("\\", "/")).name[-LONGEST_NAME:] if sent else ""
    if sent is None or not name:
        raise BadParameters(names="file")
    if Path(name).suffix.lower() not in KINDS:
        raise UnknownFileType(found=Path(name).suffix or name, wanted="CSV、XLSX、XLS、JSON")
    content = sent.read()
    files = BroughtFiles(services())
    with files.in_the_clear(name, content) as path:
        _propose(path, NOTHING_LAID_DOWN)
    brought = files.take(name, content, viewer().name)
    return redirect(url_for("bring.step", handle=brought.handle), 303)


@pages.get("/pool/<handle>")
@allowed(Role.LIBRARIAN)
def step(handle: str) -> str:
    """Where this file stands; `?columns` goes back to its columns."""
    files, brought = _found(handle)
    again = "columns" in request.args and not brought.is_running and files.has(handle, FILE)
    if brought.phase is Phase.MAPPING or again:
        return render_template("bring_columns.html", brought=brought, proposal=_proposal(files, brought), ours=OURS)
    return render_template("bring_result.html", brought=brought, **_shown(files, brought))


@pages.get("/pool/<handle>/progress")
@allowed(Role.LIBRARIAN)
def progress(handle: str) -> Response:
    """Asked every second while a file is checked or stored; at its end the page is loaded anew."""
    files, brought = _found(handle)
    answer = Response(render_template("parts/bring_progress.html", brought=brought, **_shown(files, brought)))
    if not brought.is_running:
        answer.headers["HX-Redirect"] = url_for("bring.step", handle=handle)
    return answer


@pages.post("/pool/<handle>/check")
@allowed(Role.LIBRARIAN)
def check(handle: str) -> Redirect:
    """Checks every row and stores nothing."""
    files, brought = _found(handle)
    if not brought.is_running:
        run(replace(brought, **_meant(files, brought)), Way(dry_run=True, good_rows=True, changes=True), services())
    return redirect(url_for("bring.step", handle=handle), 303)


@pages.post("/pool/<handle>/store")
@allowed(Role.LIBRARIAN)
def store(handle: str) -> Redirect:
    """Stores what was checked: all of it, or where that was said the rows without fault."""
    _, brought = _found(handle)
    if brought.phase is Phase.CHECKED:
        run(brought, Way(good_rows=request.form.get("good_rows") == "1"), services())
    return redirect(url_for("bring.step", handle=handle), 303)


@pages.post("/pool/<handle>/discard")
@allowed(Role.LIBRARIAN)
def discard(handle: str) -> Redirect:
    files, brought = _found(handle)
    if not brought.is_running:
        files.forget(handle)
    return redirect(url_for("bring.page"), 303)


@pages.get("/pool/<handle>/errors.xlsx")
@allowed(Role.LIBRARIAN)
def errors(handle: str) -> Response:
    files, _ = _found(handle)
    if not files.has(handle, ERRORS):
        raise NothingBrought()
    return _download(files.get(handle, ERRORS), BOOK, "errors.xlsx")


@pages.get("/pool/<handle>/mapping.yaml")
@allowed(Role.LIBRARIAN)
def mapping(handle: str) -> Response:
    """The mapping as a file, for the command line and for the next time."""
    files, brought = _found(handle)
    proposal = _proposal(files, brought)
    if proposal is None:
        raise NothingBrought()
    return _download(mapping_yaml(proposal, brought.mapping).encode("utf-8"), "application/yaml", "mapping.yaml")


def _found(handle: str) -> tuple[BroughtFiles, Brought]:
    files = BroughtFiles(services())
    return files, files.find(handle, viewer().name)


def _proposal(files: BroughtFiles, brought: Brought) -> Proposal | None:
    if not files.has(brought.handle, FILE):
        return None
    with files.opened(brought) as path:
        return _propose(path, brought.mapping)


def _propose(path: Path, laid_down: ColumnMapping) -> Proposal | None:
    """What the columns seem to be; a file of the national specification has names of its own."""
    if path.suffix == NATIONAL:
        national_file(path)
        return None
    return propose_for_file(path, laid_down)


def _meant(files: BroughtFiles, brought: Brought) -> dict[str, Any]:
    """What the form says of the columns. Raises ColumnChosenTwice, BadParameters."""
    chosen = {name.removeprefix("column-"): value for name, value in request.form.items() if name.startswith("column-")}
    fixed = {name.removeprefix("fixed-"): value.strip() for name, value in request.form.items() if name.startswith("fixed-")}
    taken = [value for value in chosen.values() if value]
    if not all(_PLACE.fullmatch(place) for place in chosen) or not set(taken) <= set(OURS) or not set(fixed) <= set(OURS):
        raise BadParameters(names="column")
    twice = next((name for name in taken if taken.count(name) > 1), None)
    if twice:
        raise ColumnChosenTwice(column=twice)
    return {
        "columns": {f"第{int(place) + 1}列": value for place, value in chosen.items()},
        "fixed": {name: value for name, value in fixed.items() if value},
    }


def _shown(files: BroughtFiles, brought: Brought) -> dict[str, Any]:
    done, count = files.progress(brought.handle)
    return {"done": done, "count": count, "most": SHOWN, "has_errors": files.has(brought.handle, ERRORS)}


def _download(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
