"""Behind a TLS proxy: what that proxy says of a call is believed, what anybody else says is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import waitress
from flask import Flask, request

from api.server import behind
from tests.agents.desk_over_http import running

SAID = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


@contextmanager
def served(proxy: str) -> Iterator[str]:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: f"{request.scheme} {request.remote_addr}")
    with running(waitress.create_server(app, host="127.0.0.1", port=0, **behind(proxy))) as address:
        yield f"{address}/"


def test_the_trusted_proxy_tells_whose_call_it_was_and_that_it_came_by_https() -> None:
    with served("127.0.0.1") as address:
        assert httpx.get(address, headers=SAID).text == "https 203.0.113.9"


def test_nobody_else_can_say_where_a_call_came_from() -> None:
    for proxy in ("", "198.51.100.7"):
        with served(proxy) as address:
            assert httpx.get(address, headers=SAID).text == "http 127.0.0.1"
