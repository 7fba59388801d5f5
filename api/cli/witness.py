"""`expert-dispatch witness`: a log witness on a machine that is neither the centre's nor its supplier's."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.adapters.clock import system_clock
from dispatch.adapters.entropy import os_entropy
from dispatch.agents.witness import Witness
from dispatch.agents.witness_home import WitnessHome, init_witness
from dispatch.agents.witness_http import witness_app

app = typer.Typer(help="日志见证节点 · a witness of the log", no_args_is_help=True)

Home = typer.Argument(file_okay=False, help="见证节点的目录，含私钥 · the witness's own directory; it holds a key")
Name = typer.Option(..., "--name", help="节点名称，如 witness.example/w1 · the witness's name")
Logs = typer.Option([], "--log", help="所见证日志的验证公钥，可重复 · verifier key of a log to witness, repeatable")
Listen = typer.Option("127.0.0.1:8089", "--listen", help="监听地址 · address to listen on")
Address = typer.Option("", "--address", help="中心据以访问本节点的网址，写入名片 · where the centre reaches this witness; for its card")
Asked = typer.Option(None, "--in", exists=True, dir_okay=False, help="离线：联署请求文件 · air gap: file with the submission")
Answered = typer.Option(None, "--out", dir_okay=False, help="离线：联署结果写入此文件 · air gap: file for the cosignature")


@app.command("init")
@refusals_exit
def init(home: Path = Home, name: str = Name, logs: list[str] = Logs, address: str = Address, as_json: bool = JsonFlag) -> None:
    """建立目录和密钥；重复执行不改变密钥；--json 输出本节点名片 · make directory and key, once; --json prints this witness's card."""
    made = init_witness(home, name, os_entropy)
    for log in logs:
        made.watch(log)
    if as_json:
        print_json({"witness": made.name, "vkey": str(made.verifier_key), "address": address, "logs": sorted(made.logs())})
        return
    say(f"见证节点 {made.name} 已就绪", f"witness {made.name} is ready")
    say(f"验证公钥 {made.verifier_key}", "verifier key, for trust files")
    for origin in sorted(made.logs()):
        say(f"见证日志 {origin}", "a log that it witnesses")


@app.command("run")
@refusals_exit
def run(home: Path = Home, listen: str = Listen, asked: Path | None = Asked, answered: Path | None = Answered) -> None:
    """联署检查点：经HTTP值守，或离线处理一个文件 · cosign checkpoints over HTTP, or one file across an air gap."""
    kept = WitnessHome(home, os_entropy)
    witness = Witness(kept, system_clock)
    if asked is not None:
        _answer_file(witness, asked, answered)
        return
    from waitress import serve

    say(f"见证节点 {witness.name} 正在 {listen} 值守", f"witness {witness.name} listens on {listen}")
    for alarm in kept.alarms():
        say(f"警报：{alarm}；证据在目录 alarms 中", f"alarm: {alarm}; the evidence is in alarms/")
    serve(witness_app(witness), listen=listen, threads=4)


def _answer_file(witness: Witness, asked: Path, answered: Path | None) -> None:
    status, text = witness.add_checkpoint(asked.read_text("utf-8"))
    if status != 200:
        say(f"未联署（{status}）：{text.strip()}", f"not cosigned ({status})")
        raise typer.Exit(1)
    if answered is None:
        typer.echo(text, nl=False)
    else:
        answered.write_text(text, "utf-8")
        say("已联署", "cosigned")
