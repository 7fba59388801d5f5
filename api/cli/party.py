"""`expert-dispatch party`: a party's unattended agent on the party's own machine, and its operator's few words to it."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import Any

import typer

from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.adapters.clock import system_clock
from dispatch.adapters.entropy import os_entropy
from dispatch.agents.centre_http import HttpCentre, a_client, checked_address
from dispatch.agents.keep_watch import Pace, keep_watch
from dispatch.agents.operator import Limits, Operator
from dispatch.agents.party import PartyAgent
from dispatch.agents.party_home import PartyHome, init_party


class Ending(StrEnum):
    """How an earlier draw may have ended."""

    CANCELLED = "cancelled"
    INFEASIBLE = "infeasible"
    COMPLETE = "complete"


app = typer.Typer(help="见证方 · a party's unattended agent", no_args_is_help=True)

Home = typer.Argument(file_okay=False, help="本方程序的目录，含私钥，不得共享 · the agent's own directory; it holds keys")
Name = typer.Option(..., "--name", help="代号，与规则书和信任文件一致，如 S · token, as in manifest and trust file")
Supervisor = typer.Option(False, "--supervisor", help="本方为监督部门 · this party is the supervising authority")
Trust = typer.Option(
    None, "--trust", exists=True, dir_okay=False, help="信任文件，须从公布渠道取得 · trust file, from where it is published"
)
Title = typer.Option("", "--title", help="名称，如 某市公共资源交易监督管理局 · name in words")
Centre = typer.Option(None, "--centre", help="中心网址，如 https://ggzy.example.gov.cn · the centre's address")
Authority = typer.Option(None, "--ca", exists=True, dir_okay=False, help="中心证书的签发机构（PEM），缺省用系统所信 · CA of the centre")
Least = typer.Option(2.0, "--every", min=0.05, max=600, help="忙时间隔秒数 · seconds between two rounds while something happens")
Most = typer.Option(60.0, "--at-most", min=0.05, max=3600, help="闲时或不通时最长间隔秒数 · the longest pause, when nothing does")
LinksLeast = typer.Option(1, "--links-least", min=1, max=64, help="可接受的最短链长 · shortest chain")
LinksMost = typer.Option(64, "--links-most", min=1, max=64, help="可接受的最长链长 · longest chain")
PublishWithin = typer.Option(400, "--publish-within", min=1, help="须在几天内公布 · days until publication at most")
AgreeAfter = typer.Option([], "--agree-after", help="常设同意：前次如此终结即可再抽 · standing rule: ends that may be followed")
Round = typer.Argument(min=0, max=63, help="轮次 · round")
WorkerKey = typer.Argument(help="新的公钥（X25519，64个十六进制字符） · the other key, in hex")
Tender = typer.Argument(help="项目编号/标段 · tender number and section")
SameTender = typer.Option(..., "--yes/--no", help="是同一项目，或不是 · they name one tender, or two")
Index = typer.Argument(min=0, help="日志条目序号 · index of the log entry")
ReceiptFile = typer.Option(..., "--out", dir_okay=False, help="写入何处 · where to write")
Draw = typer.Argument(help="抽取编号m，或其前8位以上 · the draw's m, or 8 of its first characters and more")


@app.command("init")
@refusals_exit
def init(
    *,
    home: Path = Home,
    name: str = Name,
    title: str = Title,
    supervisor: bool = Supervisor,
    trust: Path | None = Trust,
    centre: str | None = Centre,
    as_json: bool = JsonFlag,
) -> None:
    """建立目录和密钥；重复执行不改变密钥；--json 输出本方名片 · make directory and keys, once; --json prints this party's card."""
    made = init_party(home, name, os_entropy, supervisor=supervisor, title=title)
    if trust is not None:
        made.give_trust(trust.read_bytes())
    if centre is not None:
        made.set_centre(checked_address(centre))
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


@app.command("receipt")
@refusals_exit
def receipt(home: Path = Home, index: int = Index, out: Path = ReceiptFile) -> None:
    """写出一条日志的回执：凭信任文件，任何人都可独立核对 · write what proves a log entry to whoever holds the trust file."""
    agent = PartyAgent(PartyHome(home, os_entropy))
    if index >= agent.log_size:
        raise typer.BadParameter(f"已镜像的日志只有{agent.log_size}条 · only {agent.log_size} entries are mirrored", param_hint="INDEX")
    out.write_text(json.dumps(agent.receipt(index), ensure_ascii=False, indent=2), encoding="utf-8")
    say(f"已写入 {out}；核对：expert-dispatch audit receipt", f"written to {out}; checked by `expert-dispatch audit receipt`")


@app.command("run")
@refusals_exit
def run(
    home: Path = Home, centre: str | None = Centre, authority: Path | None = Authority, least: float = Least, most: float = Most
) -> None:
    """无人值守：经网络为中心的每次抽取尽本方职责；同一目录可运行两份 · unattended duty over HTTP; two copies may share one directory."""
    kept = PartyHome(home, os_entropy)
    agent, address = PartyAgent(kept), checked_address(centre or kept.centre)
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    say(f"见证方 {kept.name} 开始值守：{address}", f"party {kept.name} keeps watch")
    with a_client(str(authority) if authority else None) as line:
        reached = HttpCentre(address, agent.caller(system_clock), line)
        keep_watch(agent, reached, system_clock, Pace(least, most), wait=stopped.wait, tell=_teller(agent))


@app.command("expect")
@refusals_exit
def expect(home: Path = Home, number: str = Tender) -> None:
    """操作人登记将要抽取的项目编号 · the operator names a tender whose draw he expects."""
    _operator(home).expect_tender(number)
    say(f"已登记项目 {number}", f"tender {number} is expected")


@app.command("same")
@refusals_exit
def same(home: Path = Home, one: str = Tender, other: str = Tender, yes: bool = SameTender) -> None:
    """写法不同的两个编号是否同一项目 · whether two spellings name one tender."""
    _operator(home).say_whether_same(one, other, yes)
    say(f"已记录：{'同一' if yes else '不同'}项目", "recorded")


@app.command("agree")
@refusals_exit
def agree(
    home: Path = Home, m: str = Draw, fewer: bool = typer.Option(False, "--fewer", help="同意减少留任 · agree to fewer carried")
) -> None:
    """同意在抽取m之后再次抽取；--fewer：同意抽取m减少留任人数 · agree that a draw follows m; --fewer: that draw m carries fewer members."""
    agent = PartyAgent(PartyHome(home, os_entropy))
    named = agent.draw_named(m)
    if fewer:
        agent.operator.agree_to_fewer(named)
    else:
        agent.operator.agree_to_follow(named)
    say(f"已记录对 {named[:12]} 的同意", "agreement recorded")


@app.command("limits")
@refusals_exit
def limits(
    *,
    home: Path = Home,
    least: int = LinksLeast,
    most: int = LinksMost,
    days: int = PublishWithin,
    agree_after: list[Ending] = AgreeAfter,
) -> None:
    """设定本方限额与常设规则，重新启动后生效 · this party's limits and standing rule; in force after a restart."""
    PartyHome(home, os_entropy).set_limits(Limits(least, most, days, tuple(end.value for end in agree_after)))
    say("已记录限额，请重新启动值守程序", "limits kept; start the agent again")


@app.command("confirm-key")
@refusals_exit
def confirm_key(home: Path = Home, m: str = Draw, r: int = Round, key: str = WorkerKey) -> None:
    """改以另一公钥密封某轮的值（原工作机损毁）；各方揭示齐备后才生效 · another worker key for one round, once all releases stand."""
    public = bytes.fromhex(key) if re.fullmatch("[0-9a-f]{64}", key) else None
    if public is None:
        raise typer.BadParameter("64 个十六进制字符 · 64 characters of hex", param_hint="KEY")
    agent = PartyAgent(PartyHome(home, os_entropy))
    named = agent.draw_named(m)
    agent.operator.confirm_worker_key(named, r, public)
    say(f"已确认 {named[:12]} 第{r}轮的新公钥", "the other key is confirmed")


def _teller(agent: PartyAgent) -> Callable[[], None]:
    """Says every new remark once, as it comes up."""
    known = len(agent.remarks())

    def tell() -> None:
        nonlocal known
        remarks = agent.remarks()
        for remark in remarks[known:]:
            say(str(remark["says"]), str(remark["says_en"]))
        known = len(remarks)

    return tell


def _operator(home: Path) -> Operator:
    return PartyHome(home, os_entropy).equip().operator


def _keys(home: PartyHome) -> dict[str, Any]:
    """This party's card: nothing in it is secret."""
    return {
        "party": home.name,
        "title": home.title,
        "supervisor": int(home.supervisor),
        "key": home.public.hex(),
        "custody": home.custody_public.hex(),
        "trust": int(home.has_trust),
    }
