"""One process that serves console and API, and beside it does what is due, so that a small centre needs no second program."""

from __future__ import annotations

import logging
from typing import Any

import structlog
import waitress
from apscheduler.schedulers.background import BackgroundScheduler

from api.app import LARGEST_FORM, make_app
from api.bringing_store import BroughtFiles
from api.routes.console.bring import LARGEST
from dispatch.centre.node import Node
from dispatch.jobs import Outside, tick

log = structlog.get_logger()
THREADS = 16
SECONDS_BETWEEN = 2
LONGEST_RUN = 200  # rounds of work in one tick; what is left waits for the next
USUAL: dict[str, Any] = {
    "threads": THREADS,
    "ident": None,
    "max_request_body_size": LARGEST + LARGEST_FORM,  # taken in before anybody is asked who he is; more is refused at once
    "connection_limit": 500,  # a hundred slow ones would keep everybody else out
    "channel_timeout": 30,  # seconds without a byte
    "asyncore_use_poll": True,
}


def run(node: Node, *, host: str, port: int, work: bool) -> None:
    """Serves until stopped; a tick that is under way is finished first."""
    app = make_app(node.services)
    BroughtFiles(node.services).sweep()
    proxy = behind(node.services.settings.trusted_proxy)
    clockwork = start_clockwork(node) if work else None
    try:
        waitress.serve(app, host=host, port=port, **USUAL, **proxy)
    finally:
        if clockwork:
            clockwork.shutdown(wait=True)


def behind(proxy: str) -> dict[str, Any]:
    """What the web server needs to hear from a TLS proxy at this address: whose call it was, and that it came by https.

    Only that address is believed, and only about these two things; from anybody else such headers are taken away.
    """
    if not proxy:
        return {"clear_untrusted_proxy_headers": True}
    told = {"x-forwarded-for", "x-forwarded-proto"}
    return {"trusted_proxy": proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": told, "clear_untrusted_proxy_headers": True}


def start_clockwork(node: Node) -> BackgroundScheduler:
    """One timer for each process; a tick that comes late runs once, and never two at a time."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    timer = BackgroundScheduler(timezone="UTC")
    usual = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    timer.add_job(do_due_work, "interval", args=[node], seconds=SECONDS_BETWEEN, **usual)
    timer.start()
    return timer


def do_due_work(node: Node) -> None:
    """One tick: what was left lying goes, then tasks and, if embedded, the parties' duties, until nothing more happens."""
    try:
        BroughtFiles(node.services).sweep()
        _until_nothing_happens(node)
    except Exception as fault:  # noqa: BLE001 - a tick ends here: said by its kind alone, since a message may hold personal data
        log.error("tick failed", fault=type(fault).__name__)


def _until_nothing_happens(node: Node) -> None:
    outside = Outside(node.gateway, node.witnesses, node.bank, beacon=node.beacon)
    for _ in range(LONGEST_RUN):
        if not tick(node.services, outside) and not node.serve_parties():
            return
