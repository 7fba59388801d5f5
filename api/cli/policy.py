"""`expert-dispatch policy`: the rules and numbers of a day with their sources, whether they are sound, and how two differ."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer

from api.cli.output import JsonFlag, console, print_json, refusals_exit, say
from dispatch.adapters.clock import system_clock
from dispatch.seats.rules import RULES as SEAT_RULES
from dispatch.workflow.apply import tender_of
from dispatch.workflow.shown import Viewer
from dispatch.workflow.why_not import why_not
from policies.calendar import local_day
from policies.committee_rules import colleagues_and_kin
from policies.exceptions import least_bidders
from policies.intervals import working_days_ahead
from policies.page_words import shown, unit_shown
from policies.pages import rules_page, visibility_page
from policies.panel import COMMITTEE_RULES
from policies.profiles import DEFAULT, Profile, Setting, is_own, profile, profile_names
from policies.screening import PERSON_RULES
from policies.soundness import against, complaints_from, differences
from policies.template import profile_template
from policies.vocabulary.bar import Bar
from policies.vocabulary.roles import Role
from policies.vocabulary.rule import Rule, registered
from policies.vocabulary.source import Source, Status

app = typer.Typer(help="规则与数值 · rules and numbers", no_args_is_help=True)

# Naming one rule of each module is what registers that module's rules.
_MODULES = frozenset(
    rule.module for rule in (*COMMITTEE_RULES, *PERSON_RULES, *SEAT_RULES, colleagues_and_kin, working_days_ahead, least_bidders)
)


class Asker(StrEnum):
    """Who may ask for reasons at all."""

    SUPERVISOR = "SUP"
    AUDITOR = "AUD"
    EXPERT = "EXP"


OnDay = typer.Option(None, "--on", formats=["%Y-%m-%d"], help="哪一天有效的规定，默认今天 · rules of this day")
ProfileName = typer.Option(DEFAULT, "--profile", help="地区方案 · profile")
Side = typer.Argument(help="方案、日期，或 方案@日期 · a profile, a day, or profile@day")
Tender = typer.Argument(help="项目编号或项目编号/标段 · the tender")
ExpertNo = typer.Option(..., "--expert", help="专家编号 · the expert's number")
AskedBy = typer.Option("SUP", "--role", help="谁在问：SUP 监督、AUD 审计、EXP 本人 · who asks")
TemplateFile = typer.Option(..., "--out", dir_okay=False, help="写到哪个文件，文件名即方案名，如 gansu.yaml · file to write")
Title = typer.Option("某地方案（未核实）", "--title", help="方案名称 · its title")
ProfileFile = typer.Argument(None, exists=True, dir_okay=False, readable=True, help="尚未启用的方案文件 · a profile not in use yet")
PagesDirectory = typer.Argument(Path("docs"), file_okay=False, help="写入的目录 · where to write")


def every_rule() -> tuple[Rule, ...]:
    """All rules of the system, by code."""
    return tuple(rule for rule in registered() if rule.module in _MODULES)


@app.command("list")
@refusals_exit
def list_all(as_json: bool = JsonFlag) -> None:
    """列出全部规则和地区方案 · every rule and profile."""
    rules = _rules()
    profiles = [_profile(name) for name in profile_names()]
    if as_json:
        print_json({"rules": rules, "profiles": profiles})
        return
    for rule in every_rule():
        say(f"{rule.code:9} {rule.says}    {rule.source}", "")
    for each in profiles:
        say(f"{each['profile']:17} {each['title']}{'（本中心）' if each['own'] else ''}{'' if each['verified'] else '【未核实】'}", "")


@app.command("show")
@refusals_exit
def show(on: datetime | None = OnDay, name: str = ProfileName, as_json: bool = JsonFlag) -> None:
    """某日、某方案有效的数值及依据 · the numbers of a day with their sources."""
    day, rules = _day(on), profile(name)
    settings = rules.settings(day)
    if as_json:
        print_json({"profile": name, "on": day, "settings": [_setting(setting) for setting in settings], "rules": _rules()})
        return
    say(f"{rules.title}，{day}有效的规定：", f"{name}, in force on {day}:")
    for setting in settings:
        changed = "（本方案）" if setting.changed else ""
        mark = "" if setting.verified else "【未核实】"
        value = f"{shown(setting.value)}{_unit(rules, setting)}"
        console.print(f"{mark}{setting.title}（{setting.name}）{changed}：{value}    {'；'.join(map(str, setting.sources))}", markup=False)
    say("规则（数值见上）：", "rules, with the numbers above:")
    for rule in every_rule():
        console.print(
            f"{'' if rule.source.status is not Status.SETTING else '【未核实】'}{rule.code} {rule.says}    {rule.source}", markup=False
        )


@app.command("check")
@refusals_exit
def check(file: Path | None = ProfileFile, on: datetime | None = OnDay, as_json: bool = JsonFlag) -> None:
    """检查规则是否齐全、方案是否越权；给出文件则只检查该方案 · whether rules are complete and profiles keep to their limits."""
    found = _against(file, _day(on)) if file else list(complaints_from(_day(on)))
    if as_json:
        print_json({"sound": not found, "complaints": found})
    elif found:
        for complaint in found:
            console.print(complaint, markup=False)
    elif file:
        say(
            f"方案{file.stem}可以使用；请放入数据目录的 profiles/ 下",
            "It may be used: put it into profiles/ of the data directory",
        )
    else:
        say(f"规则齐全：{len(every_rule())}条规则，{len(profile_names())}个地区方案", "The rules are complete and sound")
    if found:
        raise typer.Exit(1)


@app.command("diff")
@refusals_exit
def diff(left: str = Side, right: str = Side, as_json: bool = JsonFlag) -> None:
    """两个方案或两个日期的规定有何不同 · what two profiles or two days set differently."""
    found = differences(_side(left), _side(right))
    if as_json:
        print_json([asdict(each) for each in found])
        return
    for each in found:
        left, right = ("—" if side is None else shown(side) for side in (each.left, each.right))
        console.print(f"{'' if each.verified else '【未核实】'}{each.title}（{each.name}）：{left} → {right}", markup=False)
    if not found:
        say("没有不同", "No difference")


@app.command("template")
@refusals_exit
def template(out: Path = TemplateFile, title: str = Title, on: datetime | None = OnDay) -> None:
    """写出一份可填写的地区方案：凡可调整的规定都在其中，均已注释 · a profile to be filled in."""
    if out.exists() or not out.parent.is_dir():
        raise typer.BadParameter(f"{out} 已存在，不覆盖；或其目录不存在 · is there already, or its folder is not", param_hint="--out")
    out.write_text(profile_template(title, _day(on)), encoding="utf-8")
    say(f"已写入 {out}；填好后用 policy check {out} 检查", f"written to {out}; check it when it is filled in")


@app.command("why")
@refusals_exit
def why(tender: str = Tender, no: str = ExpertNo, role: Asker = AskedBy, as_json: bool = JsonFlag) -> None:
    """一名专家为何未被（或不得被）抽取：全部理由、依据与证据出处；时刻未到则不显示 · every reason against one expert."""
    from api.cli import services  # the package imports this module

    with services().work(reads_only=True) as work:
        found = why_not(tender_of(tender, work.uow), no, Viewer("命令行", Role(role.value)), work)
    if as_json:
        shown = [[_bar(bar) for bar in bars] for bars in (found.bars, found.soft)]
        beside = {"asked": found.asked, "weight": found.weight, "judged_on": found.judged_on}
        print_json({"eligible": not found.bars, "bars": shown[0], "soft": shown[1], **beside})
        return
    say(
        f"按{found.judged_on}的登记和规定判断；名单冻结时所知的，以监督部门解封的名单审核信封为准",
        f"by registry and rules of {found.judged_on}; what was known when the list was frozen, the pool audit envelope tells",
    )
    for bar in (*found.bars, *found.soft):
        console.print(f"{bar.code} {bar.sentence}    {bar.source}    {bar.evidence}", markup=False)
    if not found.bars:
        say(f"没有排除理由；抽取权重{found.weight}，未抽中只因签序", f"Nothing speaks against it; weight {found.weight}: the lot decided")


@app.command("pages")
@refusals_exit
def pages(directory: Path = PagesDirectory) -> None:
    """由规则生成 rules.md 与 domain/visibility.md · write the pages that are made from the rules."""
    (directory / "domain").mkdir(parents=True, exist_ok=True)
    (directory / "rules.md").write_text(rules_page(every_rule()), encoding="utf-8")
    (directory / "domain" / "visibility.md").write_text(visibility_page(profile()), encoding="utf-8")
    say(f"已写入 {directory}", f"written to {directory}")


def _against(file: Path, on: date) -> list[str]:
    """What stands against a profile on this day and on every later one on which it changes something."""
    rules = profile(file.stem, file.parent)
    later = sorted({since for change in rules.changes.values() for since, _ in change.in_force if since > on})
    return list(dict.fromkeys(each for day in (on, *later) for each in against(rules, day)))


def _day(on: datetime | None) -> date:
    return on.date() if on else local_day(system_clock())


def _side(text: str) -> tuple[Profile, date]:
    """`chongqing`, `2026-01-01` or `chongqing@2026-01-01`; what is left out is the default profile, or today."""
    name, _, day = text.partition("@") if "@" in text or not _as_day(text) else ("", "", text)
    if day and _as_day(day) is None:
        raise typer.BadParameter(f"{day}: 日期应写作 2026-01-01 · write a day as 2026-01-01")
    return profile(name or DEFAULT), _as_day(day) or _day(None)


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _rules() -> list[dict[str, Any]]:
    return [{"code": rule.code, "says": rule.says, "says_en": rule.says_en, **_sourced((rule.source,))} for rule in every_rule()]


def _profile(name: str) -> dict[str, Any]:
    about = profile(name).about
    return {"profile": name, "title": about.title, "own": is_own(name), "verified": about.status is not Status.SETTING}


def _bar(bar: Bar) -> dict[str, str]:
    return {"code": bar.code, "sentence": bar.sentence, "source": str(bar.source), "evidence": bar.evidence}


def _unit(rules: Profile, setting: Setting) -> str:
    unit = rules.base[setting.name].unit
    return unit_shown(unit) if isinstance(unit, str) and unit not in ("text", "choice", "code", "rule", "event", "time", "flag") else ""


def _setting(setting: Setting) -> dict[str, Any]:
    shared = {"name": setting.name, "title": setting.title, "value": setting.value, "changed": setting.changed}
    return {**shared, **_sourced(setting.sources, setting.status)}


def _sourced(sources: tuple[Source, ...], status: Status | None = None) -> dict[str, Any]:
    known = status or sources[0].status
    return {
        "sources": [source.clause for source in sources],
        "status": known.value,
        "verified": known is not Status.SETTING,
    }
