"""`expert-dispatch serve`: console and API on one machine; the same process also does what is due, unless told not to."""

from __future__ import annotations

import typer
from rich.text import Text

from api import cli
from api.cli.output import console, refusals_exit, say
from dispatch.centre.node import Node
from dispatch.workflow.accounts import open_demo_accounts

LOCAL, PORT = "127.0.0.1", 8080

Host = typer.Option(LOCAL, "--host", help="监听地址；对外服务请置于 TLS 反向代理之后 · address; put TLS in front of it")
Port = typer.Option(PORT, "--port", min=1, max=65535, help="端口 · port")
Work = typer.Option(True, "--work/--no-work", help="同时办理到期事项 · also do due work in this process")


@refusals_exit
def serve(host: str = Host, port: int = Port, work: bool = Work) -> None:
    """打开管理台与接口 · open the console and the API."""
    serve_node(cli.node(), host=host, port=port, work=work)


def serve_node(node: Node, *, host: str = LOCAL, port: int = PORT, work: bool = True) -> None:
    """Serves until stopped. In a demo, users are made on first start and their passwords are shown once, here."""
    node.services.check_log()
    from api.server import run  # the web libraries cost a second, which other commands need not wait for

    if node.services.demo:
        _tell_accounts(node)
    say(f"管理台 http://{host}:{port}/ （Ctrl+C 结束）", f"console at http://{host}:{port}/ (Ctrl+C ends it)")
    run(node, host=host, port=port, work=work)


def _tell_accounts(node: Node) -> None:
    with node.services.work() as work:
        made = open_demo_accounts(work)
    if made:
        say("演示账号（口令只显示这一次）：", "demo users (passwords are shown only now):")
    else:
        say(
            "演示账号已在首次启动时建好；忘记口令用 `expert-dispatch account renew 经办人` 更换",
            "demo users were made at the first start; `expert-dispatch account renew NAME` sets a new password",
        )
    for account in made:
        console.print(Text.assemble(f"  {account.name}  {account.role}  ", (account.password, "bold")))
