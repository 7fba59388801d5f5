"""A real browser before a real server over a town in a folder; its console must stay silent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from dispatch.bootstrap import Services
from tests.api.town import Town
from tests.api.towns import PASSWORD, an_app, ended_town
from tests.api.towns import calling_town as a_calling_town
from tests.conftest import browser as chromium


def calling_town() -> Town:
    """Links of a message are used up by answering, so the browser has a town of its own."""
    return a_calling_town("browser")


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


def _served(services: Services) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, an_app(services), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def ended() -> Iterator[str]:
    """The address of a centre whose remote tender has gone to its end."""
    yield from _served(ended_town().embedded.services)


@pytest.fixture(scope="session")
def calling() -> Iterator[str]:
    """The address of a centre where everybody is called and nobody has answered."""
    yield from _served(calling_town().embedded.services)


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    """A fresh visitor; whatever the browser complains about fails the test."""
    context = chrome.new_context(viewport={"width": 1366, "height": 800}, locale="zh-CN")
    opened, complaints = context.new_page(), []
    opened.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield opened
    context.close()
    assert complaints == []


def sign_in(page: Page, base: str, name: str) -> None:
    page.goto(f"{base}/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/today")


def serious(violations: list[dict[str, Any]]) -> list[str]:
    """What axe calls serious or critical, in short."""
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations if one["impact"] in ("serious", "critical")]
