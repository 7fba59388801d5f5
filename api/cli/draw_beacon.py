"""`expert-dispatch draw beacon`: which numbers of the public beacon draws wait for, bring them in a file, and a beacon for trying out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from api import cli
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.adapters.clock import system_clock
from dispatch.adapters.drand import read_beacon_file
from dispatch.adapters.entropy import os_entropy
from dispatch.adapters.simulated_beacon import SimulatedBeacon
from dispatch.workflow.beacon import bring as bring_numbers
from dispatch.workflow.beacon import wanted_beacons

app = typer.Typer(help="公共信标 · the public beacon", no_args_is_help=True)
NOT_TRIED = ("在线信标：未联网验证，只用自备信标试过", "the online beacon was tried with a beacon of our own only")
Answer = typer.Argument(exists=True, dir_okay=False, help="信标 /public/轮次 的 JSON 原文，或其列表 · its JSON as it came, or a list")
Port = typer.Option(0, "--port", min=0, max=65535, help="端口；0 由系统选 · port; 0: any")
Period = typer.Option(3, "--period", min=1, help="每轮秒数 · seconds between rounds")
Description = typer.Option(..., "--out", dir_okay=False, help="写出信标说明，供设立中心时使用 · description to found a centre on")


@app.command("wanted")
@refusals_exit
def wanted(as_json: bool = JsonFlag) -> None:
    """哪些抽取在等信标的哪一轮 · which draw waits for which round of the beacon."""
    with cli.services().work(reads_only=True) as work:
        waited_for = list(wanted_beacons(work))
    if as_json:
        print_json([{"draw": each.m, "round": each.r, "beacon_round": each.q, "at": each.due_at.isoformat()} for each in waited_for])
        return
    if not waited_for:
        say("没有抽取在等信标", "no draw waits for the beacon")
    for each in waited_for:
        say(f"抽取 {each.m[:16]} 第{each.r}轮：等待信标第{each.q}轮（{each.due_at:%Y-%m-%d %H:%M:%S} UTC）", "")
    say(*NOT_TRIED)


@app.command("import")
@refusals_exit
def bring(file: Path = Answer, as_json: bool = JsonFlag) -> None:
    """从文件录入信标的答复；签名有效才采用 · take the beacon's answers from a file; used only if the signature holds."""
    brought = read_beacon_file(file.read_bytes())
    with cli.services().work() as work:
        used = bring_numbers(brought, work)
    print_json({"used": used}) if as_json else say(f"已采用{used}个信标值", f"{used} values of the beacon were taken")


@app.command("simulate")
@refusals_exit
def simulate(out: Path = Description, port: int = Port, period: int = Period) -> None:
    """试用信标：自有的链，仅限演示，不能证明任何事 · a beacon for trying out: its own chain, in demos only; it proves nothing."""
    now = system_clock().timestamp
    beacon = SimulatedBeacon(os_entropy(32), int(now()), period, lambda: system_clock().timestamp(), demo=cli.settings().demo)
    with beacon.serve(port) as server:
        described: dict[str, Any] = {**beacon.description(), "url": f"http://127.0.0.1:{server.server_address[1]}"}
        out.write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
        say(f"试用信标已在 {described['url']} 运行，说明写入 {out}", "the beacon for trying out is running; Ctrl-C ends it")
        server.serve_forever()
