"""`expert-dispatch serve`: console and API on one machine; the same process also does what is due, unless told not to."""

from __future__ import annotations

import logging

import structlog
import typer
import waitress
from apscheduler.schedulers.background import BackgroundScheduler

from api.app import make_app
from api.cli.output import console, refusals_exit, say
from dispatch.centre.node import Node
from dispatch.jobs import Outside, tick
from dispatch.workflow.accounts import open_demo_accounts

LOCAL, PORT, THREADS = "127.0.0.1", 8080, 16
SECONDS_BETWEEN = 2
LONGEST_RUN = 200  # rounds of work in one tick; what is left waits for the next
log = structlog.get_logger()

Host = typer.Option(LOCAL, "--host", help="监听地址；对外服务请置于 TLS 反向代理之后 · address; put TLS in front of it")
Port = typer.Option(PORT, "--port", min=1, max=65535, help="端口 · port")
Work = typer.Option(True, "--work/--no-work", help="同时办理到期事项 · also do due work in this process")


@refusals_exit
def serve(host: str = Host, port: int = Port, work: bool = Work) -> None:
    """打开管理台与接口 · open the console and the API."""
    from api.cli import node

    serve_node(node(), host=host, port=port, work=work)


def serve_node(node: Node, *, host: str = LOCAL, port: int = PORT, work: bool = True) -> None:
    """Serves until stopped. In a demo, users are made on first start and their passwords are shown once, here."""
    app = make_app(node.services)
    if node.services.demo:
        _tell_accounts(node)
    clockwork = _clockwork(node) if work else None
    say(f"管理台 http://{host}:{port}/ （Ctrl+C 结束）", f"console at http://{host}:{port}/ (Ctrl+C ends it)")
    try:
        waitress.serve(app, host=host, port=port, threads=THREADS, ident=None)
    finally:
        if clockwork:
            clockwork.shutdown(wait=True)


def do_due_work(node: Node) -> None:
    """One tick: tasks, and in the embedded mode also the parties' duties, until nothing more happens."""
    outside = Outside(node.gateway, node.witnesses, node.bank)
    for _ in range(LONGEST_RUN):
        if not tick(node.services, outside) and not node.serve_parties():
            return


def _clockwork(node: Node) -> BackgroundScheduler:
    """One timer for each process; a tick that comes late runs once, and never two at a time."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    timer = BackgroundScheduler(timezone="UTC")
    usual = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    timer.add_job(do_due_work, "interval", args=[node], seconds=SECONDS_BETWEEN, **usual)
    timer.start()
    return timer


def _tell_accounts(node: Node) -> None:
    with node.services.work() as work:
        made = open_demo_accounts(work)
    if made:
        say("演示账号（口令只显示这一次）：", "demo users (passwords are shown only now):")
    for account in made:
        console.print(f"  {account.name}  {account.role}  [bold]{account.password}[/bold]")
