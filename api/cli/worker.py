"""`expert-dispatch worker`: does due work for as long as it runs, or until nothing is due."""

from __future__ import annotations

import time

import typer

from api import cli
from api.cli.output import refusals_exit, say
from dispatch.centre.node import Node
from dispatch.jobs import Outside, tick

Once = typer.Option(False, "--once", help="办完到期事项即退出 · stop when nothing is due")
Every = typer.Option(1.0, "--every", min=0.1, max=60, help="间隔秒数 · seconds between two looks")


@refusals_exit
def worker(once: bool = Once, every: float = Every) -> None:
    """后台节点：到期即办，崩溃后由任一节点接续 · does due work; after a crash any node goes on."""
    node = cli.node()
    node.services.check_log()
    while True:
        done = drain(node)
        if once:
            say(f"已办理到期事项{done}项" if done else "没有到期事项", f"{done} due tasks are done" if done else "nothing is due")
            return
        time.sleep(every)


def drain(node: Node) -> int:
    """Does due work until nothing more happens; returns how many tasks were done."""
    outside, done = Outside(node.gateway, node.witnesses, node.bank, beacon=node.beacon), 0
    while True:
        ticked = tick(node.services, outside)
        acted = node.serve_parties()
        done += ticked
        if not ticked and not acted:
            return done
