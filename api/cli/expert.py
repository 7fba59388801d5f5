"""`expert-dispatch expert`: an expert's time in the pool, one command for each act; each names its author and its reason."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typer

from api.cli.expert_told import tell_due, tell_expert, told_entry
from api.cli.options import Declared, with_options
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.adapters.brought_files import open_pool_file
from dispatch.adapters.durable import write_durably
from dispatch.bootstrap import Services
from dispatch.intake.pool_columns import Day
from dispatch.intake.pool_rows import collected
from dispatch.workflow.experts import candidacy, conduct, correction, leaving, review, service
from dispatch.workflow.experts.access import hand_out
from dispatch.workflow.experts.entries import Act, Kind, checked_entries
from dispatch.workflow.experts.known import look_up
from dispatch.workflow.experts.refusals import BadCandidacy
from dispatch.workflow.experts.shown import due, shown
from dispatch.workflow.experts.watched import point_anew
from policies.calendar import local_day

app = typer.Typer(help="专家管理：征集、入库、培训、请假、扣分、暂停、申诉、退出 · experts' time in the pool", no_args_is_help=True)

No = typer.Argument(help="专家编号 · the expert's number")
By = typer.Option(..., "--by", help="经办人 · who does this")
Why = typer.Option(..., "--why", help="理由，写入记录 · the reason, kept with the entry")
DAYS = ["%Y-%m-%d"]
Until = typer.Option(None, "--until", formats=DAYS, help="止（含当日） · last day")
On = typer.Option(None, "--on", formats=DAYS, help="日期，默认今天 · day, today unless told otherwise")
From = typer.Option(..., "--from", formats=DAYS, help="起（含当日） · first day")
To = typer.Option(..., "--to", formats=DAYS, help="止（含当日） · last day")
Anew = typer.Option(False, "--anew", help="先重看全部专家（扣分规定改变之后） · look at everybody first, as after points were ruled anew")
EntryNo = typer.Option(None, "--entry", min=1, help="记录序号（见 show） · number of the entry")


File = typer.Argument(exists=True, dir_okay=False, readable=True, help="报名表，列与专家库相同 · rows as in a pool file")
Changes = typer.Option(..., "--set", help="列名=正确的值，可重复 · column=right value, repeatable")
Out = typer.Option(..., "--out", dir_okay=False, help="输出文件（.json），交给本人 · file, for the expert himself")
OPEN_CALL: Declared = {
    "call_no": (str, typer.Argument(help="公告编号 · number of the call")),
    "title": (str, typer.Option(..., "--title", help="公告名称 · title")),
    "since": (datetime, typer.Option(..., "--from", formats=DAYS, help="报名开始 · first day")),
    "until": (datetime, typer.Option(..., "--to", formats=DAYS, help="报名截止 · last day")),
    "codes": (list[str], typer.Option([], "--code", help="专业代码或其上级，可重复；不填为全部 · specialty or group")),
    "edition": (str, typer.Option("2018", "--edition", help="专业分类版本 · edition of the codes")),
    "by": (str, By),
    "why": (str, Why),
    "as_json": (bool, JsonFlag),
}


@app.command("open-call")
@refusals_exit
@with_options(OPEN_CALL)
def open_call(**given: Any) -> None:
    """发布征集公告；重复发布同一公告不产生变化 · publish an open call; the same one again changes nothing."""
    days = given["since"].date(), given["until"].date()
    call = candidacy.OpenCall(given["call_no"].strip(), given["title"], given["edition"], tuple(given["codes"]), *days)
    with _services().work() as work:
        fresh = candidacy.open_call(call, Act(given["by"], given["why"]), work)
    if given["as_json"]:
        print_json({"call": call.no, "published": fresh})
    else:
        say(f"征集公告 {call.no}：{'已发布' if fresh else '未变'}", f"open call {call.no}: {'published' if fresh else 'unchanged'}")


@app.command("apply")
@refusals_exit
def apply_for(
    file: Path = File,
    call_no: str = typer.Option(..., "--call", help="征集公告编号 · number of the open call"),
    by: str = By,
    why: str = Why,
    as_json: bool = JsonFlag,
) -> None:
    """登记报名，一份有误则全部不受理；须由他人审核 · file candidacies, all or none; another person reviews them."""
    made = _services()
    reading = collected(open_pool_file(file).table, Day(local_day(made.clock()), made.demo))
    if reading.errors:
        raise BadCandidacy(why="；".join(f"第{error.row}行{error.message}" for error in reading.errors[:5]))
    with made.work() as work:
        fresh = candidacy.take_candidacies(reading.experts, call_no, Act(by, why), work)
    if as_json:
        print_json({"candidacies": len(reading.experts), "new": fresh})
    else:
        say(f"受理报名 {fresh} 份，等待他人审核", f"{fresh} candidacies filed; another person reviews them")


@app.command("review")
@refusals_exit
def decide(
    no: str = No,
    granted: bool = typer.Option(..., "--grant/--refuse", help="同意或不同意 · grant or refuse"),
    entry: int | None = EntryNo,
    by: str = By,
    why: str = Why,
    as_json: bool = JsonFlag,
) -> None:
    """审核报名、更正或申诉；不能由登记人自己审核 · decide a candidacy, correction or appeal; not by who filed it."""
    with _services().work() as work:
        told_entry(review.decide(no, entry, Act(by, why), work, granted=granted), no, as_json)


@app.command("train")
@refusals_exit
def train(
    no: str = No,
    course: str = typer.Option(..., "--course", help="培训名称 · what was taught"),
    on: datetime | None = On,
    until: datetime | None = Until,
    by: str = By,
    why: str = Why,
    as_json: bool = JsonFlag,
) -> None:
    """登记培训及有效期 · note a training and how long it counts."""
    with _services().work() as work:
        told_entry(service.train(no, course, Act(by, why), work, on=_day(on), until=_day(until)), no, as_json)


@app.command("leave")
@refusals_exit
def leave(
    no: str = No,
    since: datetime = From,
    until: datetime = To,
    by: str = By,
    why: str = Why,
    as_json: bool = JsonFlag,
) -> None:
    """登记请假；这些日子不参加抽取 · note leave; no draw for these days takes the expert."""
    with _services().work() as work:
        told_entry(service.take_leave(no, since.date(), until.date(), Act(by, why), work), no, as_json)


@app.command("withdraw")
@refusals_exit
def withdraw(
    no: str = No,
    entry: int = typer.Option(..., "--entry", min=1, help="记录序号（见 show） · number of the entry"),
    by: str = By,
    why: str = Why,
    as_json: bool = JsonFlag,
) -> None:
    """撤回请假、培训、扣分，或尚未决定的报名、更正、申诉；原记录保留 · take an entry back; it stays, and counts no more."""
    with _services().work() as work:
        told_entry(service.withdraw(no, entry, Act(by, why), work), no, as_json)


@app.command("consent")
@refusals_exit
def consent(
    no: str = No,
    purpose: str = typer.Option(..., "--purpose", help="事项：face、bank、track、health · purpose"),
    statement: str = typer.Option(..., "--statement", help="告知书版本 · version of the statement"),
    given: bool = typer.Option(True, "--give/--revoke", help="同意或撤回同意 · give or revoke"),
    by: str = By,
    why: str = Why,
    as_json: bool = JsonFlag,
) -> None:
    """登记敏感个人信息的单独同意，或撤回 · note a separate consent, or that it is revoked."""
    with _services().work() as work:
        told_entry(service.note_consent(no, purpose, statement, Act(by, why), work, given=given), no, as_json)


@app.command("points")
@refusals_exit
def points(
    no: str = No,
    code: str = typer.Option(..., "--code", help="扣分事由代码 · cause"),
    on: datetime | None = On,
    by: str = By,
    why: str = Why,
    as_json: bool = JsonFlag,
) -> None:
    """登记扣分；达到标准的只是提请，由他人决定 · note points; what they lead to is proposed, and decided by another."""
    with _services().work() as work:
        entry = conduct.take_points(no, code, Act(by, why), work, on=_day(on))
        proposed = shown(look_up(no, work), work)["proposals"]
    told_entry(entry, no, as_json, {"proposals": proposed})
    for each in () if as_json else proposed:
        say(f"提请暂停：{each['says']}（{each['source']}）；请另一人用 `expert suspend` 决定", f"proposed: {each['says_en']}")


@app.command("suspend")
@refusals_exit
def suspend(
    no: str = No,
    ground: str = typer.Option(..., "--ground", help="暂停事由代码 · ground"),
    until: datetime | None = Until,
    by: str = By,
    why: str = Why,
    as_json: bool = JsonFlag,
) -> None:
    """提请、决定暂停：须两人的，第二人再办一次才生效；因扣分的，不能由登记扣分的人决定 · suspend, by two persons where the rules say so."""
    with _services().work() as work:
        entry = conduct.suspend(no, ground, Act(by, why), work, until=_day(until))
    told_entry(entry, no, as_json)
    if entry.kind is Kind.PROPOSAL and not as_json:
        say("尚未生效：请另一人用同一命令决定", "not in effect yet: another person decides, by the same command")


@app.command("lift")
@refusals_exit
def lift(no: str = No, by: str = By, why: str = Why, as_json: bool = JsonFlag) -> None:
    """解除暂停；不能由决定暂停的人解除 · lift a suspension; not by who decided it."""
    with _services().work() as work:
        told_entry(conduct.lift(no, Act(by, why), work), no, as_json)


@app.command("correct")
@refusals_exit
def correct(
    no: str = No,
    changes: list[str] = Changes,
    by: str = By,
    why: str = Why,
    as_json: bool = JsonFlag,
) -> None:
    """申请更正；由他人审核后生效 · ask for a correction; it takes effect once another person grants it."""
    wanted = {column.strip(): value for column, _, value in (change.partition("=") for change in changes)}
    with _services().work() as work:
        told_entry(correction.ask_correction(no, wanted, Act(by, why), work), no, as_json)


@app.command("appeal")
@refusals_exit
def appeal(
    no: str = No,
    against: int = typer.Option(review.AUTOMATED, "--against", min=0, help="所针对的记录序号；0为筛查与权重 · entry, 0 for screening"),
    by: str = By,
    why: str = Why,
    as_json: bool = JsonFlag,
) -> None:
    """申诉（个人信息保护法第二十四条）；决定在复核前有效 · appeal; the decision stands until another person has reviewed it."""
    with _services().work() as work:
        told_entry(review.appeal(no, against, Act(by, why), work), no, as_json)


@app.command("access")
@refusals_exit
def access(
    no: str = No,
    out: Path = Out,
    by: str = By,
    why: str = Why,
    as_json: bool = JsonFlag,
) -> None:
    """查阅复制：写出关于本人的全部资料（个人信息保护法第四十五条） · write everything held about a person."""
    if out.exists() or not out.parent.is_dir():
        raise typer.BadParameter(f"{out} 已存在，或其目录不存在 · is there already, or its folder is not", param_hint="--out")
    with _services().work() as work:
        document = hand_out(no, Act(by, why), work)
    write_durably(out, json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8"))
    if as_json:
        print_json({"no": no, "file": str(out)})
    else:
        say(f"已写出 {out}，仅本机当前用户可读；请交给本人后删除", f"written to {out}, readable by you only; hand it over, then delete it")


@app.command("exit")
@refusals_exit
def exit_pool(
    no: str = No,
    ground: str = typer.Option("own", "--ground", help="退出事由代码，默认本人自愿 · ground, own wish unless told otherwise"),
    by: str = By,
    why: str = Why,
    as_json: bool = JsonFlag,
) -> None:
    """退出专家库，立即停止抽取 · leave the pool; no draw takes the expert from now on."""
    with _services().work() as work:
        told_entry(leaving.leave_the_pool(no, Act(by, why), work, ground=ground), no, as_json)


@app.command("erase")
@refusals_exit
def erase(no: str = No, by: str = By, why: str = Why, as_json: bool = JsonFlag) -> None:
    """删除已退出者的资料：销毁密钥；保存期未满的不予删除 · erase by destroying keys, once no law keeps the data."""
    with _services().work() as work:
        told_entry(leaving.erase(no, Act(by, why), work), no, as_json)


@app.command("show")
@refusals_exit
def show(no: str = No, on: datetime | None = On, as_json: bool = JsonFlag) -> None:
    """查看专家（遮盖）：现状、提请事项、全部记录 · an expert, masked: what holds, what is proposed, every entry."""
    with _services().work(reads_only=True) as work:
        facts = shown(look_up(no, work, _day(on)), work)
    if as_json:
        print_json(facts)
    else:
        tell_expert(facts)


@app.command("due")
@refusals_exit
def due_now(anew: bool = Anew, as_json: bool = JsonFlag) -> None:
    """待办：待决定的事项、提请的暂停、应删除的资料 · what waits for a person."""
    with _services().work(reads_only=not anew) as work:
        if anew:
            point_anew(work)
        found = list(due(work))
    if as_json:
        print_json(found)
    else:
        tell_due(found)


@app.command("check")
@refusals_exit
def check(as_json: bool = JsonFlag) -> None:
    """核对全部记录与日志中的承诺一致 · check every entry against what the log commits to."""
    with _services().work(reads_only=True) as work:
        checked = checked_entries(work)
    if as_json:
        print_json({"entries": checked})
    else:
        say(f"{checked} 项记录与日志一致", f"{checked} entries are the ones that the log commits to")


def _services() -> Services:
    from api.cli import services  # the package imports this module

    return services()


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
