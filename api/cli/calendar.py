"""`expert-dispatch calendar`: check a year of holidays and made-up workdays, and say what to add to the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from api.bringing_small import SmallWish, check_calendar
from api.cli.mapping_options import ERRORS, MAPPING, laid_down_by, shows_only
from api.cli.options import Declared, with_options
from api.cli.output import JsonFlag, console, print_json, refusals_exit, say
from dispatch.adapters.brought_files import CALENDAR
from dispatch.intake.calendars import YearOff
from policies.calendar import work_calendar

app = typer.Typer(help="工作日历核对 · checks a year of holidays", no_args_is_help=True)

CHECK: Declared = {
    "file": (
        Path,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="放假调休表（YAML、JSON、CSV、XLSX、XLS） · days off and worked"),
    ),
    **MAPPING,
    **ERRORS,
    "as_json": (bool, JsonFlag),
}


@app.callback()
def _root() -> None:
    """工作日历核对 · checks a year of holidays."""


@app.command("check")
@refusals_exit
@with_options(CHECK)
def check(**given: Any) -> None:
    """核对放假与调休，给出应补入规则的文字；不改动任何文件 · check it, print what to add; no file is changed."""
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


def _facts(year: YearOff) -> dict[str, object]:
    return {"year": year.year, "holidays": [str(day) for day in year.holidays], "worked": [str(day) for day in year.worked]}
