"""`expert-dispatch party`: a party's unattended agent on the party's own machine, and its operator's few words to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.adapters.entropy import os_entropy
from dispatch.agents.operator import Operator
from dispatch.agents.party import PartyAgent
from dispatch.agents.party_home import PartyHome, init_party
from dispatch.agents.refusals import NoHttpYet

app = typer.Typer(help="见证方 · a party's unattended agent", no_args_is_help=True)

Home = typer.Argument(file_okay=False, help="本方程序的目录，含私钥，不得共享 · the agent's own directory; it holds keys")
Name = typer.Option(..., "--name", help="代号，与规则书和信任文件一致，如 S · token, as in manifest and trust file")
Supervisor = typer.Option(False, "--supervisor", help="本方为监督部门 · this party is the supervising authority")
Trust = typer.Option(
    None, "--trust", exists=True, dir_okay=False, help="信任文件，须从公布渠道取得 · trust file, from where it is published"
)
Tender = typer.Argument(help="项目编号/标段 · tender number and section")
Draw = typer.Argument(help="抽取编号m · the draw's m")


@app.command("init")
@refusals_exit
def init(home: Path = Home, name: str = Name, supervisor: bool = Supervisor, trust: Path | None = Trust, as_json: bool = JsonFlag) -> None:
    """建立目录和密钥；重复执行不改变密钥 · make directory and keys; run again it changes no key."""
    made = init_party(home, name, os_entropy, supervisor=supervisor)
    if trust is not None:
        made.give_trust(trust.read_bytes())
    if as_json:
        print_json(_keys(made))
        return
    say(f"见证方 {made.name} 已就绪", f"party {made.name} is ready")
    say(f"签名公钥 {made.public.hex()}", "signing key, for manifests and trust files")
    say(f"保管公钥 {made.custody_public.hex()}", "custody key, for sealed envelopes")
    if not made.has_trust:
        say("尚缺信任文件：取得后用 --trust 放入", "the trust file is missing: put it in by --trust")


@app.command("status")
@refusals_exit
def status(home: Path = Home, as_json: bool = JsonFlag) -> None:
    """本端做了什么、拒绝了什么及理由 · what the agent did, what it refused, and why."""
    found = PartyHome(home, os_entropy)
    facts: dict[str, Any] = _keys(found)
    if found.has_trust:
        facts |= PartyAgent(found).status()
    if as_json:
        print_json(facts)
        return
    say(f"见证方 {facts['party']}，已镜像日志 {facts.get('log', {}).get('size', 0)} 条", "entries of the log mirrored here")
    for draw in facts.get("draws", []):
        released = "、".join(draw["releases"]) or "无"
        say(
            f"抽取 {draw['m'][:12]}：承诺 {draw['commit']}，已揭示轮次 {released}，{draw['status']}",
            "commit index, rounds released, status",
        )
    for remark in facts.get("remarks", []):
        say(remark["says"], remark["says_en"])


@app.command("run")
@refusals_exit
def run(home: Path = Home) -> None:
    """经网络值守；目前仅支持单机模式 · serve a centre over HTTP; for now only the embedded mode runs agents."""
    PartyHome(home, os_entropy).equip()
    raise NoHttpYet()


@app.command("expect")
@refusals_exit
def expect(home: Path = Home, number: str = Tender) -> None:
    """操作人登记将要抽取的项目编号 · the operator names a tender whose draw he expects."""
    _operator(home).expect_tender(number)
    say(f"已登记项目 {number}", f"tender {number} is expected")


@app.command("same")
@refusals_exit
def same(home: Path = Home, one: str = Tender, other: str = Tender, yes: bool = typer.Option(..., "--yes/--no")) -> None:
    """写法不同的两个编号是否同一项目 · whether two spellings name one tender."""
    _operator(home).say_whether_same(one, other, yes)
    say(f"已记录：{'同一' if yes else '不同'}项目", "recorded")


@app.command("agree")
@refusals_exit
def agree(
    home: Path = Home, m: str = Draw, fewer: bool = typer.Option(False, "--fewer", help="同意减少留任 · agree to fewer carried")
) -> None:
    """同意在抽取m之后再次抽取；--fewer：同意抽取m减少留任人数 · agree that a draw follows m; --fewer: that draw m carries fewer members."""
    operator = _operator(home)
    if fewer:
        operator.agree_to_fewer(m)
    else:
        operator.agree_to_follow(m)
    say(f"已记录对 {m[:12]} 的同意", "agreement recorded")


def _operator(home: Path) -> Operator:
    return PartyHome(home, os_entropy).equip().operator


def _keys(home: PartyHome) -> dict[str, Any]:
    return {"party": home.name, "key": home.public.hex(), "custody": home.custody_public.hex(), "trust": int(home.has_trust)}
