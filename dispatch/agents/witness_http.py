"""The witness's door: `POST /add-checkpoint`, a text in, a text out, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dispatch.agents.witness import Witness
from dispatch.witness.note import LONGEST_NOTE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PHRASES = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Content Too Large",
    422: "Unprocessable Content",
}


def witness_app(witness: Witness) -> WSGIApplication:
    """A WSGI application for one witness."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        status, text = _answer(witness, environ)
        kind = "text/x.tlog.size" if status == 409 else "text/plain; charset=utf-8"
        start_response(f"{status} {_PHRASES[status]}", [("Content-Type", kind)])
        return [text.encode()]

    return app


def _answer(witness: Witness, environ: WSGIEnvironment) -> tuple[int, str]:
    if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) != ("POST", "/add-checkpoint"):
        return 404, "POST /add-checkpoint\n"
    size = int(environ.get("CONTENT_LENGTH") or 0)
    if size > LONGEST_NOTE:
        return 413, "too long\n"
    try:
        body = environ["wsgi.input"].read(size).decode()
    except UnicodeDecodeError:
        return 400, "not UTF-8\n"
    return witness.add_checkpoint(body)
