"""专家库导入: files are brought, columns and words are matched, all is checked without storing, and stored when somebody says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from api.bringing_run import SHOWN, run
from api.bringing_store import ERRORS, FILE, POOL, RELATIONS, Brought, BroughtFiles, Named, Phase
from api.context import reading, services, viewer
from api.refusals import BadParameters, ColumnChosenTwice, NothingBrought
from api.roles import allowed
from dispatch.adapters.brought_files import national_file, propose_pool, propose_relations, read_mapping_file
from dispatch.intake.column_names import POOL_COLUMNS, SUSPENDED_UNTIL
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.mapping_file import mapping_yaml
from dispatch.intake.refusals import UnknownFileType
from dispatch.intake.shapes import EQUITY, RELATION, Proposed
from dispatch.workflow.pool_import import Way
from policies.calendar import local_day
from policies.vocabulary.roles import Role

LONGEST_NAME = 120  # of the end, which says what kind of file it is
LARGEST = 64 * 2**20  # bytes of a file over the web, about 200,000 experts; larger ones come by the command line
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = (".csv", ".xlsx", ".xls", ".json")
NATIONAL = ".json"
_PLACE = re.compile("[0-9]{1,4}")
TABLES, MAPPINGS = (".csv", ".xlsx", ".xls"), (".yaml", ".yml", ".json")
OURS = (*POOL_COLUMNS, SUSPENDED_UNTIL, *RELATION.known, *EQUITY.known)
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
    """A pool with tables beside it, or tables for the pool that is there. What is no such file is refused here, before it is kept."""
    kind = RELATIONS if request.form.get("kind") == RELATIONS else POOL
    pool = _sent("file", KINDS) if kind == POOL else []
    tables = _sent("relations", TABLES)
    if not (pool if kind == POOL else tables):
        raise BadParameters(names="file")
    files = BroughtFiles(services())
    laid_down = _mapping_sent(files)
    with files.in_the_clear([*pool, *tables]) as paths:
        _propose(kind, paths, laid_down)
    brought = files.take([*pool, *tables], viewer().name, kind, laid_down)
    return redirect(url_for("bring.step", handle=brought.handle), 303)


@pages.get("/pool/<handle>")
@allowed(Role.LIBRARIAN)
def step(handle: str) -> str:
    """Where this file stands; `?columns` goes back to its columns."""
    files, brought = _found(handle)
    again = "columns" in request.args and not brought.is_running and files.has(handle, FILE)
    if brought.phase is Phase.MAPPING or again:
        return render_template("bring_columns.html", brought=brought, tables=_tables(files, brought), new_words="words" in request.args)
    return render_template("bring_result.html", brought=brought, changed="changed" in request.args, **_shown(files, brought))


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
    """Checks every row and stores nothing; words that nobody was shown yet, since a column is read otherwise, are asked for first."""
    files, brought = _found(handle)
    if brought.is_running or not files.has(handle, FILE):
        return redirect(url_for("bring.step", handle=handle), 303)
    shown = _words_sent()
    meant = replace(brought, **_meant(brought, shown))
    fresh = {(word.column, word.written) for one in _tables(files, meant) for word in one.words} - set(shown)
    if fresh:
        files.keep(replace(meant, phase=Phase.MAPPING))
        return redirect(url_for("bring.step", handle=handle, words=1), 303)
    run(meant, Way(dry_run=True, good_rows=True, changes=True), services())
    return redirect(url_for("bring.step", handle=handle), 303)


@pages.post("/pool/<handle>/store")
@allowed(Role.LIBRARIAN)
def store(handle: str) -> Redirect:
    """Stores what was checked: all of it, or where that was said the rows without fault; what was checked since is looked at first."""
    _, brought = _found(handle)
    if brought.phase is not Phase.CHECKED:
        return redirect(url_for("bring.step", handle=handle), 303)
    if request.form.get("serial") != str(brought.serial):
        return redirect(url_for("bring.step", handle=handle, changed=1), 303)
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
    tables = _tables(files, brought)
    if not tables:
        raise NothingBrought()
    return _download(mapping_yaml(tables, brought.mapping).encode("utf-8"), "application/yaml", "mapping.yaml")


def _found(handle: str) -> tuple[BroughtFiles, Brought]:
    files = BroughtFiles(services())
    return files, files.find(handle, viewer().name)


def _sent(field: str, kinds: tuple[str, ...]) -> list[Named]:
    """The files of one field of the form. Raises UnknownFileType."""
    found = []
    for sent in request.files.getlist(field):
        name = Path((sent.filename or "").replace("\\", "/")).name[-LONGEST_NAME:]
        if name and Path(name).suffix.lower() not in kinds:
            raise UnknownFileType(found=Path(name).suffix or name, wanted="、".join(kind[1:].upper() for kind in kinds))
        if name:
            found.append((name, sent.read()))
    return found


def _mapping_sent(files: BroughtFiles) -> ColumnMapping:
    """A mapping that was kept, here or by the command line. Raises BadMapping and the refusals of files."""
    sent = _sent("mapping", MAPPINGS)
    if not sent:
        return NOTHING_LAID_DOWN
    with files.in_the_clear(sent) as (path, *_):
        return read_mapping_file(path)


def _tables(files: BroughtFiles, brought: Brought) -> tuple[Proposed, ...]:
    if not files.has(brought.handle, FILE):
        return ()
    with files.opened(brought) as paths:
        return _propose(brought.kind, paths, brought.mapping)


def _propose(kind: str, paths: Sequence[Path], laid_down: ColumnMapping) -> tuple[Proposed, ...]:
    """What the columns seem to be; a file of the national specification has names of its own."""
    if kind == RELATIONS:
        return propose_relations(paths, laid_down)
    if paths[0].suffix == NATIONAL:
        national_file(paths[0])
        return propose_relations(paths[1:], laid_down)
    return propose_pool(paths[0], paths[1:], laid_down, local_day(services().clock()))


def _words_sent() -> dict[tuple[str, str], str]:
    """Each word that the form showed, under its column, with what it stands for or nothing. Raises BadParameters."""
    columns, written, ours = (request.form.getlist(f"word-{each}") for each in ("column", "written", "ours"))
    if not len(columns) == len(written) == len(ours) or not set(columns) <= set(OURS):
        raise BadParameters(names="word")
    return {(column, word): stands.strip() for column, word, stands in zip(columns, written, ours, strict=True)}


def _meant(brought: Brought, words: dict[tuple[str, str], str]) -> dict[str, Any]:
    """What the form says of columns and words. Raises ColumnChosenTwice, BadParameters."""
    columns: dict[str, str] = {}
    for sheet, chosen in _columns_sent().items():
        taken = [value for value in chosen.values() if value]
        twice = next((name for name in taken if taken.count(name) > 1), None)
        if twice:
            raise ColumnChosenTwice(column=twice)
        columns |= {f"{sheet}第{int(place) + 1}列": value for place, value in chosen.items()}
    fixed = {name.removeprefix("fixed-"): value.strip() for name, value in request.form.items() if name.startswith("fixed-")}
    if not {*columns.values()} <= {*OURS, ""} or not set(fixed) <= set(OURS):
        raise BadParameters(names="column")
    laid_down = {column: dict(pairs) for column, pairs in brought.words.items()}
    for (column, word), stands in words.items():
        laid_down.setdefault(column, {}).pop(word, None)
        if stands:
            laid_down[column][word] = stands
    return {"columns": columns, "fixed": {name: value for name, value in fixed.items() if value}, "words": laid_down}


def _columns_sent() -> dict[str, dict[str, str]]:
    """For each sheet, as its columns are named in a mapping, the place of a column and what it is read as. Raises BadParameters."""
    found: dict[str, dict[str, str]] = {}
    for name, value in request.form.items():
        if name.startswith("column-"):
            place, _, sheet = name.removeprefix("column-").partition("-")
            if not _PLACE.fullmatch(place):
                raise BadParameters(names="column")
            found.setdefault(f"{sheet}!" if sheet else "", {})[place] = value
    return found


def _shown(files: BroughtFiles, brought: Brought) -> dict[str, Any]:
    done, count = files.progress(brought.handle)
    return {"done": done, "count": count, "most": SHOWN, "has_errors": files.has(brought.handle, ERRORS)}


def _download(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
