"""Styles, scripts and icons: our own and the vendored ones, under an address that changes with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, send_from_directory, url_for

from api.roles import EVERYBODY, allowed

STATIC = Path(__file__).parent.parent / "console" / "static"
YEAR = 31_536_000
pages = Blueprint("assets", __name__)


@pages.get("/static/<path:name>")
@allowed(*EVERYBODY)
def file(name: str) -> Response:
    response = send_from_directory(STATIC, name, max_age=YEAR)
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response


@pages.get("/favicon.ico")
@allowed(*EVERYBODY)
def favicon() -> Response:
    return send_from_directory(STATIC, "favicon.svg", mimetype="image/svg+xml", max_age=YEAR)


@pages.record_once
def _offer(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]
    app.jinja_env.globals["asset"] = address


def address(name: str) -> str:
    """Where a file is found, with a mark of its content, so that browsers may keep it for a year."""
    return url_for("assets.file", name=name, v=_mark(name))


@cache
def _mark(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
