"""`expert-dispatch specialties`: the classification of specialties by edition — import a whole one, show it, report a change of edition."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from api.cli.options import Declared, with_options
from api.cli.output import JsonFlag, console, print_json, refusals_exit, say
from dispatch.adapters.specialty_files import REPORT_COLUMNS, keep_tree, read_confirmed, read_tree_file
from dispatch.bootstrap import Services
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.specialty_migration import ask_migration, grant_migration, migration_steps
from dispatch.workflow.specialty_trees import Migration, migration_report, note_tree
from policies.calendar import local_day
from policies.specialties import classification, is_whole

app = typer.Typer(help="评标专业分类 · the classification of specialties", no_args_is_help=True)

TreeFile = typer.Argument(exists=True, dir_okay=False, readable=True, help="分类全表（CSV、XLSX），两列：代码、名称 · the whole table")
Edition = typer.Option("2018", "--edition", help="版本：2018、2010、政采 · which edition")
Since = typer.Option(None, "--since", formats=["%Y-%m-%d"], help="自哪一天起，默认今天 · from which day on")
OnDay = typer.Option(None, "--on", formats=["%Y-%m-%d"], help="哪一天的分类 · as it stands on this day")
Under = typer.Argument("", help="只显示这个代码及其下级 · this code and what is below it")
Old = typer.Option("2010", "--from", help="原版本 · the old edition")
New = typer.Option("2018", "--to", help="新版本 · the new edition")
ExpertsFile = typer.Option(None, "--experts", dir_okay=False, help="逐人写成 CSV，供专家库确认 · a row for each expert, for the library")

MIGRATE: Declared = {
    "file": (
        Path,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="migration --experts 写出并填好的表 · the filled table"),
    ),
    "old": (str, Old),
    "new": (str, New),
    "grant": (bool, typer.Option(False, "--grant", help="审核：须为登记人以外的人 · grant what another person filed")),
    "dry_run": (bool, typer.Option(False, "--dry-run", help="只列出，不写入 · list only, store nothing")),
    "by": (str, typer.Option(..., "--by", help="经办人 · who does this")),
    "why": (str, typer.Option(..., "--why", help="理由，写入记录 · the reason, kept with every entry")),
    "as_json": (bool, JsonFlag),
}


@app.command("import")
@refusals_exit
def import_tree(file: Path = TreeFile, edition: str = Edition, since: datetime | None = Since, as_json: bool = JsonFlag) -> None:
    """导入一版完整的专业分类；已有内容不覆盖 · import a whole edition; nothing is overwritten."""
    services, tree = _services(), read_tree_file(file, edition)
    day = since.date() if since else local_day(services.clock())
    with services.work() as work:
        fresh = keep_tree(services.settings.data_dir / "specialties", tree, day)
        if fresh:
            note_tree(tree, day, work)
    facts = {"edition": edition, "since": str(day), "codes": len(tree.names), "leaves": len(tree.leaves), "stored": fresh}
    if as_json:
        print_json(facts)
    elif fresh:
        say(f"已导入{edition}版专业分类：{len(tree.leaves)}个叶级专业，自{day}起", f"{len(tree.leaves)} leaves of {edition}, from {day} on")
    else:
        say("相同内容已在，没有变化", "The same is there already; nothing changed")


@app.command("show")
@refusals_exit
def show(under: str = Under, edition: str = Edition, on: datetime | None = OnDay, as_json: bool = JsonFlag) -> None:
    """显示专业分类 · show the classification."""
    services = _services()
    tree = classification(edition, on.date() if on else local_day(services.clock()))
    found = {code: name for code, name in sorted(tree.names.items()) if code.startswith(under.upper())}
    if as_json:
        print_json({"edition": edition, "whole": is_whole(edition), "specialties": found})
        return
    if not is_whole(edition):
        say("【未核实】所附仅为选编，请用 specialties import 导入全表", "Only a selection is shipped: import the whole table")
    for code, name in found.items():
        console.print(f"{'  ' * (len(code) // 2)}{code} {name}", markup=False)


@app.command("migration")
@refusals_exit
def migration(old: str = Old, new: str = New, experts: Path | None = ExpertsFile, as_json: bool = JsonFlag) -> None:
    """换版报告：哪些专家的代码改变含义、取消或拆分；不改动任何人 · what a change of edition means; nobody is changed."""
    with _services().work(reads_only=True) as work:
        found = migration_report(old, new, work)
    if experts:
        _write(found, experts)
    if as_json:
        print_json(_facts(found))
        return
    for fate, (codes, people) in found.counts().items():
        say(f"{fate}：{codes}个代码，{people}名专家", "")
    for change, holders in found.undecided:
        target = change.new_name or "（无）"
        console.print(
            f"{change.code} {change.name} → {target}：{change.fate}，{len(holders)}人；候选{'、'.join(change.candidates) or '无'}",
            markup=False,
        )
    if not is_whole(old) or not is_whole(new):
        say(
            "【未核实】未导入全表的版本只能按所附选编比较",
            "An edition that was not imported whole is compared by the shipped selection only",
        )


@app.command("migrate")
@refusals_exit
@with_options(MIGRATE)
def migrate(**given: Any) -> None:
    """按专家库确认的代码换版：先登记，再由另一人以 --grant 审核 · confirmed codes become corrections, granted by another."""
    act, rows = Act(given["by"], given["why"]), read_confirmed(given["file"])
    with _services().work(reads_only=given["dry_run"]) as work:
        steps = migration_steps(rows, given["old"], given["new"], work)
        done = 0 if given["dry_run"] else (grant_migration if given["grant"] else ask_migration)(steps, given["new"], act, work)
    left = [step for step in steps if not step.after]
    if given["as_json"]:
        shown = [{"expert_no": step.no, "from": step.before, "to": step.after, "why": step.why} for step in steps]
        print_json({"experts": len(steps), "changed": len(steps) - len(left), "done": done, "dry_run": given["dry_run"], "steps": shown})
        return
    for step in steps if given["dry_run"] else left:
        console.print(f"{step.no} {'、'.join(step.before)} → {'、'.join(step.after) or step.why}", markup=False)
    if given["dry_run"]:
        say(f"共{len(steps)}名，{len(steps) - len(left)}名可换版；未写入", f"{len(steps) - len(left)} of {len(steps)}; nothing stored")
    elif given["grant"]:
        say(f"已审核{done}名专家的换版", f"{done} granted")
    else:
        say(f"已登记{done}名专家的换版，等待另一人以 --grant 审核", f"{done} filed; another person grants them with --grant")


def _facts(found: Migration) -> dict[str, Any]:
    return {
        "from": found.old,
        "to": found.new,
        "counts": {fate.name.lower(): {"codes": codes, "experts": people} for fate, (codes, people) in found.counts().items()},
        "codes": [
            {
                "code": c.code,
                "name": c.name,
                "fate": c.fate.name.lower(),
                "new_name": c.new_name,
                "candidates": c.candidates,
                "experts": len(held),
            }
            for c, held in found.held
        ],
    }


def _write(found: Migration, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(REPORT_COLUMNS)
        for change, holders in found.undecided:
            for no in holders:
                writer.writerow((no, change.code, change.name, change.fate, change.new_name, "、".join(change.candidates), ""))


def _services() -> Services:
    from api.cli import services  # the package imports this module

    return services()
