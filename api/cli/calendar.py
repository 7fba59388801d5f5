"""`expert-dispatch calendar`: a year of holidays and made-up workdays – checked, put forward by one person, approved by another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from api import cli
from api.bringing_small import SmallWish, bring_calendar, check_calendar
from api.cli.mapping_options import ERRORS, MAPPING, laid_down_by, shows_only
from api.cli.options import Declared, with_options
from api.cli.output import JsonFlag, console, print_json, refusals_exit, say
from dispatch.adapters.brought_files import CALENDAR
from dispatch.intake.calendars import YearOff
from dispatch.workflow.calendars import CalendarEntry, YearShown, decide_calendar, years_shown
from dispatch.workflow.experts.entries import Act
from policies.calendar import work_calendar

app = typer.Typer(help="工作日历：核对、提请、审批 · a year of holidays: checked, asked for, approved", no_args_is_help=True)

FILE = typer.Argument(exists=True, dir_okay=False, readable=True, help="放假调休表（YAML、JSON、CSV、XLSX、XLS） · days off and worked")
CHECK: Declared = {"file": (Path, FILE), **MAPPING, **ERRORS, "as_json": (bool, JsonFlag)}
IMPORT: Declared = {
    "file": (Path, FILE),
    "by": (str, typer.Option(..., "--by", help="提请人 · who asks")),
    "why": (str, typer.Option(..., "--why", help="依据：通知名称与文号，写入记录 · the notice, kept with the entry")),
    "dry_run": (bool, typer.Option(False, "--dry-run", help="只核对并列出哪些日子会变，不提请 · check and list the days that change")),
    **MAPPING,
    **ERRORS,
    "as_json": (bool, JsonFlag),
}
Year = typer.Argument(help="年份 · the year")
By = typer.Option(..., "--by", help="审批人，不能是提请人 · who decides; not who asked")
Why = typer.Option(..., "--why", help="与什么核对过，写入记录 · what it was compared with, kept with the entry")
No = typer.Option(False, "--decline", help="不同意；提请人可由此收回 · decline; whoever asked takes it back so")


@app.callback()
def _root() -> None:
    """工作日历：核对、提请、审批 · a year of holidays: checked, asked for, approved."""


@app.command("check")
@refusals_exit
@with_options(CHECK)
def check(**given: Any) -> None:
    """与随规则发布的日历核对，给出应补入规则的文字；不改动任何文件 · compare with the rules that ship, print what to add."""
    laid_down = laid_down_by(given)
    if shows_only(CALENDAR, laid_down, given):
        return
    found, calendar = check_calendar(given["file"], SmallWish(laid_down, errors=given["errors"])), work_calendar()
    years, fresh = found.years, found.fresh
    if given["as_json"]:
        print_json({"years": [_facts(year) for year in years], "add": found.text})
        return
    for year in years:
        kept = "与现行规则一致" if year not in fresh else "与现行规则不同" if year.year in calendar.years else "现行规则没有这一年"
        say(f"{year.year} 年：工作日放假 {len(year.holidays)} 天，周末上班 {len(year.worked)} 天；{kept}", "")
    if fresh:
        say(
            "请经审核后把下面的内容补入 policies/data/calendar.yaml，并在 policies/data/sources.yaml 写明通知名称与核实状态：",
            "add after review:",
        )
        console.print(found.text)


@app.command("import")
@refusals_exit
@with_options(IMPORT)
def import_file(**given: Any) -> None:
    """提请本中心的工作日历；另一人用 calendar approve 审批后生效 · put it forward; it counts once another approves."""
    laid_down, dry_run = laid_down_by(given), given["dry_run"]
    if shows_only(CALENDAR, laid_down, given):
        return
    wish = SmallWish(laid_down, dry_run, errors=given["errors"])
    found = bring_calendar(given["file"], cli.services(), wish, Act(given["by"], given["why"]))
    if given["as_json"]:
        changes = [{"day": str(each.day), "from": each.was, "to": each.becomes} for each in found.changes]
        print_json({"asked": [] if dry_run else [year.year for year in found.fresh], "changes": changes})
        return
    for change in found.changes:
        console.print(f"{change.day} {change.was} → {change.becomes}")
    if not found.fresh:
        say("与现行日历完全相同，无须提请", "the same as in force: nothing to ask for")
    elif dry_run:
        say(f"会改变 {len(found.changes)} 天，没有提请", f"{len(found.changes)} days would change, nothing was asked for")
    else:
        say("已提请，等待另一人用 calendar approve 审批", "asked for; another person decides with `calendar approve`")


@app.command("approve")
@refusals_exit
def approve(year: int = Year, *, by: str = By, why: str = Why, decline: bool = No, as_json: bool = JsonFlag) -> None:
    """审批提请的工作日历；同意后各节点随即按它计算工作日 · decide; once approved every node counts by it."""
    with cli.services().work() as work:
        days = decide_calendar(year, Act(by, why), work, granted=not decline)
    if as_json:
        print_json({"granted": not decline, **_facts(days)})
    elif decline:
        say(f"没有同意 {year} 年的更改，现行日历不变", f"declined: the calendar of {year} stays as it is")
    else:
        say(
            f"{year} 年的工作日历已生效；已经定下的抽取时间不变",
            f"the calendar of {year} is in force; times that were set stay as they are",
        )


@app.command("show")
@refusals_exit
def show(as_json: bool = JsonFlag) -> None:
    """各年的工作日历、由谁定下、什么在等待审批 · every year, who laid it down, and what waits."""
    with cli.services().work(reads_only=True) as work:
        years = years_shown(work)
    if as_json:
        print_json([_year_facts(year) for year in years])
        return
    for one in years:
        days = one.in_force
        counts = f"工作日放假 {len(days.holidays)} 天，周末上班 {len(days.worked)} 天" if days else "没有数据，按周末推算（未核实）"
        laid_down = f"本中心：{one.granted.by} 批准" if one.granted else "随规则发布" if days else ""
        waits = f"{one.waiting.by} 提请更改，等待审批" if one.waiting else ""
        say(f"{one.year} 年：{'；'.join(filter(None, (counts, laid_down, waits)))}", "")


def _year_facts(one: YearShown) -> dict[str, object]:
    steps = {"asked": one.asked, "granted": one.granted, "waiting": one.waiting}
    return {"year": one.year, "in_force": _facts(one.in_force) if one.in_force else None, **{k: _step(v) for k, v in steps.items()}}


def _step(entry: CalendarEntry | None) -> dict[str, object] | None:
    return {"by": entry.by, "why": entry.why, "at": entry.at.isoformat(), "entry": entry.log_idx, **_facts(entry.days)} if entry else None


def _facts(year: YearOff) -> dict[str, object]:
    return {"year": year.year, "holidays": [str(day) for day in year.holidays], "worked": [str(day) for day in year.worked]}
