"""专家库导入: files are brought, columns and words are matched, all is checked without storing, and stored when somebody says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from api.bringing_forms import files_sent, mapping_sent, meant, words_sent
from api.bringing_kinds import EVERYBODY, KINDS
from api.bringing_run import SHOWN, run
from api.bringing_store import ERRORS, FILE, POOL, RELATIONS, Brought, BroughtFiles, Phase
from api.bringing_tables import looked_at, tables_of, unseen_words
from api.context import reading, services, viewer
from api.refusals import BadParameters, NothingBrought, RoleMayNot
from api.roles import allowed
from dispatch.intake.mapping_file import mapping_yaml
from dispatch.workflow.pool_import import Way
from policies.vocabulary.roles import Role

LARGEST = 64 * 2**20  # bytes of a file over the web, about 200,000 experts; larger ones come by the command line
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
POOLS, TABLES = (".csv", ".xlsx", ".xls", ".json"), (".csv", ".xlsx", ".xls")
pages = Blueprint("bring", __name__)


@pages.before_app_request
def _take_large_files() -> None:
    """Set before anything of the body is read; who may not come here is turned away before that."""
    if request.endpoint == "bring.take":
        request.max_content_length = LARGEST


@pages.get("/pool")
@allowed(Role.LIBRARIAN)
def page() -> str:
    with reading() as work:
        count = work.uow.registry.count()
    return render_template("bring_pool.html", count=count, most=LARGEST // 2**20, unfinished=unfinished("bring.page"))


@pages.post("/pool")
@allowed(Role.LIBRARIAN)
def take() -> Redirect:
    """A pool with tables beside it, or tables for the pool that is there. What is no such file is refused here, and not kept."""
    kind = RELATIONS if request.form.get("kind") == RELATIONS else POOL
    pool = files_sent("file", POOLS) if kind == POOL else []
    tables = files_sent("relations", TABLES)
    if not (pool if kind == POOL else tables):
        raise BadParameters(names="file")
    files = BroughtFiles(services())
    laid_down = mapping_sent(files)
    brought = files.take([*pool, *tables], viewer().name, kind, laid_down)
    looked_at(files, brought, services())
    return redirect(url_for("bring.step", handle=brought.handle), 303)


@pages.get("/brought/<handle>")
@allowed(*EVERYBODY)
def step(handle: str) -> str:
    """Where this file stands; `?columns` goes back to its columns."""
    files, brought = _found(handle)
    again = "columns" in request.args and not brought.is_running and files.has(handle, FILE)
    if brought.phase is Phase.MAPPING or again:
        return render_template(
            "bring_columns.html",
            brought=brought,
            tables=tables_of(files, brought, services()),
            kind=KINDS[brought.kind],
            new_words="words" in request.args,
        )
    return render_template("bring_result.html", brought=brought, changed="changed" in request.args, **_shown(files, brought))


@pages.get("/brought/<handle>/progress")
@allowed(*EVERYBODY)
def progress(handle: str) -> Response:
    """Asked every second while a file is checked or stored; at its end the page is loaded anew."""
    files, brought = _found(handle)
    answer = Response(render_template("parts/bring_progress.html", brought=brought, **_shown(files, brought)))
    if not brought.is_running:
        answer.headers["HX-Redirect"] = url_for("bring.step", handle=handle)
    return answer


@pages.post("/brought/<handle>/check")
@allowed(*EVERYBODY)
def check(handle: str) -> Redirect:
    """Checks every row and stores nothing; words that nobody was shown yet, since a column is read otherwise, are asked for first."""
    files, brought = _found(handle)
    if brought.is_running or not files.has(handle, FILE):
        return redirect(url_for("bring.step", handle=handle), 303)
    shown = words_sent()
    wanted = replace(brought, **meant(brought, shown), role=viewer().role.value, scope=viewer().scope)
    if unseen_words(files, brought, wanted, set(shown), services()):
        files.keep(replace(wanted, phase=Phase.MAPPING))
        return redirect(url_for("bring.step", handle=handle, words=1), 303)
    run(wanted, Way(dry_run=True, good_rows=True, changes=True), services())
    return redirect(url_for("bring.step", handle=handle), 303)


@pages.post("/brought/<handle>/store")
@allowed(*EVERYBODY)
def store(handle: str) -> Redirect:
    """Stores what was checked: all of it, or where that was said the rows without fault; what was checked since is looked at first."""
    _, brought = _found(handle)
    if brought.phase is not Phase.CHECKED:
        return redirect(url_for("bring.step", handle=handle), 303)
    if request.form.get("serial") != str(brought.serial):
        return redirect(url_for("bring.step", handle=handle, changed=1), 303)
    run(brought, Way(good_rows=request.form.get("good_rows") == "1"), services())
    return redirect(url_for("bring.step", handle=handle), 303)


@pages.post("/brought/<handle>/discard")
@allowed(*EVERYBODY)
def discard(handle: str) -> Redirect:
    files, brought = _found(handle)
    if not brought.is_running:
        files.forget(handle)
    return redirect(url_for(KINDS[brought.kind].page), 303)


@pages.get("/brought/<handle>/errors.xlsx")
@allowed(*EVERYBODY)
def errors(handle: str) -> Response:
    files, _ = _found(handle)
    if not files.has(handle, ERRORS):
        raise NothingBrought()
    return _download(files.get(handle, ERRORS), BOOK, "errors.xlsx")


@pages.get("/brought/<handle>/mapping.yaml")
@allowed(*EVERYBODY)
def mapping(handle: str) -> Response:
    """The mapping as a file, for the command line and for the next time."""
    files, brought = _found(handle)
    tables = tables_of(files, brought, services())
    if not tables:
        raise NothingBrought()
    return _download(mapping_yaml(tables, brought.mapping).encode("utf-8"), "application/yaml", "mapping.yaml")


def unfinished(page: str) -> list[Brought]:
    """What this viewer may go on with from a page; what is over is swept away before."""
    files = BroughtFiles(services())
    files.sweep()
    return [
        brought for brought in files.of(viewer().name) if KINDS[brought.kind].page == page and viewer().role in KINDS[brought.kind].roles
    ]


def _found(handle: str) -> tuple[BroughtFiles, Brought]:
    """Raises NothingBrought, and RoleMayNot where the role of its owner was changed meanwhile."""
    files = BroughtFiles(services())
    brought = files.find(handle, viewer().name)
    if viewer().role not in KINDS[brought.kind].roles:
        raise RoleMayNot()
    return files, brought


def _shown(files: BroughtFiles, brought: Brought) -> dict[str, Any]:
    done, count = files.progress(brought.handle)
    return {"kind": KINDS[brought.kind], "done": done, "count": count, "most": SHOWN, "has_errors": files.has(brought.handle, ERRORS)}


def _download(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
