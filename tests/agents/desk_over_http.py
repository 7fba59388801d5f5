"""A centre of the tests behind the real desk routes and real HTTP on loopback; what it answers is its own affair."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from waitress.server import create_server
from waitress.wasyncore import close_all

from api.problems import add_problems, bad_parameters
from api.routes import desk
from dispatch.adapters.clock import system_clock
from tests.agents.fake_centre import FakeCentre
from tests.witness.builders import ORIGIN


class OnTheDesk:
    """The fake centre, and what the routes ask besides: keys, the log's name and a clock that is right."""

    origin = ORIGIN

    def __init__(self, centre: FakeCentre) -> None:
        self._centre = centre

    def __getattr__(self, name: str) -> Any:
        return getattr(self._centre, name)

    def now(self) -> datetime:
        return system_clock()

    def key_of(self, j: str) -> bytes | None:
        return self._centre.keys.get(j)


@contextmanager
def running(server: Any) -> Iterator[str]:
    """The address of this waitress server, which runs until the block ends, and then lets go of every line."""
    thread = threading.Thread(target=_until_closed, args=(server,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        with server.trigger.lock:  # both at once: woken between them by a request, it would close the trigger before it is pulled
            server.trigger.thunks.append(lambda: close_all(server._map, ignore_all=True))  # with the lines that agents keep open
            server.trigger.pull_trigger()
        thread.join(timeout=5)


def _until_closed(server: Any) -> None:
    """Serves; that its socket is closed under it is how it ends."""
    with suppress(OSError):
        server.run()


@contextmanager
def served(centre: FakeCentre) -> Iterator[str]:
    """The address at which agents reach this centre."""
    app = OpenAPI(__name__, info=Info(title="desk", version="1"), doc_ui=False, validation_error_callback=bad_parameters)
    app.extensions[desk.DESK] = OnTheDesk(centre)
    app.register_api(desk.api)
    add_problems(app)
    with running(create_server(app, host="127.0.0.1", port=0, threads=4)) as address:
        yield address
