"""How often one address may ask: generous for reading, strict where somebody could guess."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

View = TypeVar("View", bound=Callable[..., Any])
USUAL = "1200 per minute"
_MARK = "limited_to"


def limited(text: str) -> Callable[[View], View]:
    """Declares a stricter limit at a route, e.g. `10 per minute`."""

    def mark(view: View) -> View:
        setattr(view, _MARK, text)
        return view

    return mark


def add_limits(app: Flask) -> None:
    """One counter for each application, in its own memory; several nodes need a shared one (roadmap row 6)."""
    limiter = Limiter(get_remote_address, app=app, default_limits=[USUAL], storage_uri="memory://", headers_enabled=False)
    for endpoint, view in list(app.view_functions.items()):
        text = getattr(view, _MARK, "")
        if text:
            app.view_functions[endpoint] = cast(Any, limiter.limit(text)(view))
