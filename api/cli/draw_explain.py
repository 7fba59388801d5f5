"""`expert-dispatch draw explain`: whether a tender could have its committee today, from whom, with what chances, and else why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api import cli
from api.cli.output import JsonFlag, errors, print_json, refusals_exit, say
from api.console.rulebook import rule_sentence
from dispatch.adapters.brought_files import read_application_file
from dispatch.workflow.apply import tender_of
from dispatch.workflow.explain import explain as explain_tender
from dispatch.workflow.explain import explain_application
from dispatch.workflow.explain_chance import RUNS
from dispatch.workflow.explain_ruling import Watch
from policies.areas import area_name

Tender = typer.Option(None, "--tender", help="项目编号或“编号/标段” · tender number or number/section")
Application = typer.Option(None, "--application", exists=True, dir_okay=False, help="尚未提交的抽取申请文件 · an application not filed yet")
Runs = typer.Option(RUNS, "--runs", min=0, max=100_000, help="模拟次数，0为不模拟 · simulated draws, 0 for none")
_VERDICTS = {
    "feasible": ("可以组成评标委员会", "a lawful committee can be drawn"),
    "feasible_with_refill": ("经逐级扩大可以组成评标委员会", "a lawful committee can be drawn after steps of the refill ladder"),
    "infeasible": ("无法组成合法的评标委员会", "no lawful committee can be drawn"),
    "refused": ("申请不予受理", "the application would be refused"),
}
_STAGES = {"clash": "查找冲突 clash", "changes": "试算改变 changes", "chances": "模拟抽取 simulation"}
_SHOWN = 12  # sorts of experts


@refusals_exit
def explain(tender: str | None = Tender, application: Path | None = Application, runs: int = Runs, as_json: bool = JsonFlag) -> None:
    """如果现在抽取：漏斗、逐级扩大、结论、理由与最近的合法改变；不触及任何真实种子 · what-if, without touching any real seed."""
    if (tender is None) == (application is None):
        raise typer.BadParameter("--tender 与 --application 请给出其中一个 · give exactly one of them")
    service = cli.services()
    with service.work(reads_only=True) as work, _progress() as watch:
        if application is not None:
            asked = read_application_file(application, demo=service.demo, default_profile=service.settings.profile)
            answer = explain_application(asked, work, runs, watch)
        else:
            answer = explain_tender(tender_of(tender or "", work.uow), work, runs, watch)
    print_json(answer) if as_json else _tell(answer)
    if answer["verdict"] == "refused":
        raise typer.Exit(1)


@contextmanager
def _progress() -> Iterator[Watch]:
    """A line for each stage on the terminal, on stderr and only where somebody looks."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as shown:
        stages = {what: shown.add_task(words, total=None, visible=False) for what, words in _STAGES.items()}
        yield lambda what, done, of: shown.update(stages[what], completed=done, total=of or None, visible=True)


def _tell(answer: dict[str, Any]) -> None:
    chinese, english = _VERDICTS[answer["verdict"]]
    say(f"结论：{chinese}", english)
    for reason, reason_en in zip(answer["reasons"], answer["reasons_en"], strict=True):
        say(f"  {reason}", f"  {reason_en}")
    if answer["verdict"] == "refused":
        return
    if not answer["smallest"]:
        say("  （时限内未能证明以上理由已是最少）", "  (not proved in time that no reason could be left out)")
    _tell_changes(answer)
    _tell_funnel(answer["funnel"])
    for taken in answer["ladder"]:
        say(f"  名额{taken['seat'] + 1} {taken['step']}：{taken['reason']}", "")
    for pool in answer["pools"]:
        effective = "未逐一核算" if pool["effective"] is None else f"{pool['effective']}名"
        say(
            f"  名额{pool['seat'] + 1}（{pool['asked']}）须{pool['wanted']}名：合格{pool['eligible']}名，"
            f"其中可能被抽中{effective}，来自{pool['employers']}个单位",
            f"  seat {pool['seat'] + 1}: {pool['eligible']} eligible, {pool['effective']} could be drawn, {pool['employers']} employers",
        )
    counted = answer["committees"]
    exact, exact_en = ("恰为", "exactly") if counted["exact"] else ("不超过", "at most")
    say(f"  合法的评标委员会{exact}{counted['number']}个", f"  {exact_en} {counted['number']} lawful committees")
    if answer["chances"]:
        _tell_chances(answer["chances"])


def _tell_funnel(funnel: list[dict[str, Any]]) -> None:
    """The rules that bar anybody, or of which facts are missing."""
    if not funnel:
        return
    say(f"  专家库{funnel[0]['left']}人，合格{funnel[-1]['left']}人", f"  {funnel[0]['left']} registered, {funnel[-1]['left']} eligible")
    for sifted in funnel[1:]:
        if sifted["barred"] or sifted["not_known"]:
            chinese, english = rule_sentence(sifted["code"])
            counts = f"排除{sifted['barred']}人，不明{sifted['not_known']}人，余{sifted['left']}人"
            counts_en = f"{sifted['barred']} barred, {sifted['not_known']} not known, {sifted['left']} left"
            say(f"  {sifted['code']} {chinese}：{counts}", f"  {sifted['code']} {english}: {counts_en}")


def _tell_changes(answer: dict[str, Any]) -> None:
    for nth, change in enumerate(answer["changes"], start=1):
        opens, opens_en = ("即可组成", "opens the tender") if change["opens"] else ("只解决其中一处", "ends one clash only")
        say(
            f"  改变{nth}：{change['change']}（{opens}，合格专家增加{change['more_eligible']}名）；"
            f"须：{change['approval']}；依据：{'、'.join(change['sources'])}",
            f"  change {nth}: {change['change_en']} ({opens_en}, {change['more_eligible']} more eligible); {change['approval_en']}",
        )
    for closed in answer["closed"]:
        say(f"  {closed}", "")
    for step in answer["next"]:
        say(f"  另可由人决定 {step['step']}：{step['title']}（{step['approval']}）", "")
    if answer["changes"]:
        say("  以上改变都不会自动采用", "  none of these is ever applied by itself")


def _tell_chances(chances: dict[str, Any]) -> None:
    say(
        f"  模拟{chances['runs']}次（种子即弃，与任何真实抽取无关），95%误差不超过{chances['error']:.1%}；只有代号和人数，没有姓名",
        f"  {chances['runs']} simulated draws under throw-away seeds, error at most {chances['error']:.1%} (95 %)",
    )
    named = [sort for sort in chances["sorts"] if sort["area"]]
    for sort in named[:_SHOWN]:
        weight = f"，权重{sort['weight']}" if sort["weight"] != 1 else ""
        each = "每人约" if sort["alike"] else "平均每人约"
        held = "、".join(sort["specialties"])
        say(f"  {area_name(sort['area'])} {held}{weight}：{len(sort['experts'])}人，{each}{sort['chance']:.1%}±{sort['error']:.1%}", "")
    rest = [sort for sort in chances["sorts"] if not sort["area"]] + named[_SHOWN:]
    if rest:
        people, low, high = sum(len(sort["experts"]) for sort in rest), *(f(sort["chance"] for sort in rest) for f in (min, max))
        say(
            f"  其余{people}人（不足5人的各类不写明专业和地区）：每人约{low:.1%}至{high:.1%}，见 --json",
            f"  the other {people}: {low:.1%} to {high:.1%} each, with --json",
        )
