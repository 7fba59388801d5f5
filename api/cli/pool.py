"""`expert-dispatch pool`: bring an expert pool in, take it out, count it, or invent one for a load test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import typer
from rich.progress import Progress

from api import cli
from api.bringing import Wish, bring_pool
from api.cli import pool_report as told
from api.cli.mapping_options import ERRORS, MAPPING, laid_down_by, show_tables
from api.cli.options import Declared, with_options
from api.cli.output import JsonFlag, console, print_json, refusals_exit, say
from dispatch.adapters.brought_files import propose_pool
from dispatch.adapters.clock import system_clock
from dispatch.adapters.crew import by_a_crew
from dispatch.intake.demo_shape import CITY, PARTNERS, partner
from dispatch.intake.demo_values import entropy_from
from dispatch.intake.generator import generate_pool
from dispatch.intake.national import write_national
from dispatch.intake.writing import Beside, write_equity, write_pool, write_relations
from dispatch.workflow.pool import export_equity, export_pool, export_relations, pool_stats
from dispatch.workflow.pool_import import Way
from policies.calendar import local_day
from policies.vocabulary.ids import RegionCode

T = TypeVar("T")
app = typer.Typer(help="专家库 · the expert pool", no_args_is_help=True)
_MOST = 2_000_000
_AT_ONCE = 1000  # things between two pictures of a bar


def _file(*names: str, help_: str, many: bool = False) -> Any:
    return typer.Option([] if many else None, *names, exists=True, dir_okay=False, readable=True, help=help_)


IMPORT: Declared = {
    "file": (
        Path,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="专家库文件（CSV、XLSX、XLS，或国家规范 JSON） · pool file"),
    ),
    "dry_run": (bool, typer.Option(False, "--dry-run", help="只核对，不写入 · check only, store nothing")),
    "good_rows": (bool, typer.Option(False, "--good-rows", help="写入无误的行，其余退回 · store the good rows, reject the others")),
    "relations": (list[Path], _file("--relations", help_="关系表或股权表，可重复 · relation or equity table, repeatable", many=True)),
    **MAPPING,
    **ERRORS,
    "diff": (bool, typer.Option(False, "--diff", help="列出会改变的栏目，不写入 · list what would change, store nothing")),
    "as_json": (bool, JsonFlag),
}
OutFile = typer.Option(..., "--out", dir_okay=False, help="输出文件（.csv、.xlsx；国家规范为 .json） · file to write")
RelationsOut = typer.Option(None, "--relations", dir_okay=False, help="关系另写一个文件（.csv、.xlsx） · relations as a file of their own")
EquityOut = typer.Option(
    None, "--equity", dir_okay=False, help="股权另写一个文件（.csv、.xlsx） · companies' shares as a file of their own"
)
Shape = typer.Option("own", "--as", help="own：本库列；national：国家数据规范 · own columns, or the national specification")
Experts = typer.Option(..., "--experts", min=1, max=_MOST, help="人数 · how many experts")
City = typer.Option(str(CITY.regions[0][0]), "--city", help=f"城市：{CITY.regions[0][0]} 或 {'、'.join(PARTNERS)} · which city")
Seed = typer.Option("expert-dispatch", "--seed", help="同一种子生成同一批人 · the same seed gives the same people")


@app.command("import")
@refusals_exit
@with_options(IMPORT)
def import_file(**given: Any) -> None:
    """导入专家库：默认有一行不合格即全部不写入 · import a pool; by default all or nothing."""
    laid_down = laid_down_by(given)
    if given["show_mapping"] or given["save_mapping"]:
        show_tables(propose_pool(given["file"], given["relations"], laid_down, local_day(system_clock())), laid_down, given)
        return
    way = Way(given["dry_run"] or given["diff"], given["good_rows"], given["diff"])
    wish = Wish(laid_down, tuple(given["relations"]), way, given["errors"], by_a_crew)
    report = bring_pool(given["file"], cli.services(), wish, lambda lines, count: _watched(lines, "导入 importing", count))
    if given["as_json"]:
        print_json(told.report_facts(report, way))
    else:
        told.tell_report(report, way)
        if wish.errors and report.rejected:
            told.tell_error_sheet(wish.errors, len({fault.row for fault in report.rejected}))
    if report.rejected and not way.good_rows:
        raise typer.Exit(1)


@app.command("export")
@refusals_exit
def export_file(
    out: Path = OutFile,
    relations: Path | None = RelationsOut,
    equity: Path | None = EquityOut,
    shape: str = Shape,
    as_json: bool = JsonFlag,
) -> None:
    """导出专家库，列与导入相同；XLSX 含关系表、股权表 · export the pool in the shape that import reads; XLSX with relations and equity."""
    if shape not in ("own", "national"):
        raise typer.BadParameter(f"{shape}: own 或 national", param_hint="--as")
    with cli.services().work() as work:
        experts = _watched(export_pool(work), "导出 exporting", work.uow.registry.count())
        if shape == "national":
            count = write_national(experts, out)
        else:
            beside = Beside(export_relations(work), export_equity(work)) if out.suffix.lower() == ".xlsx" else None
            count = write_pool(experts, out, beside, with_period=work.uow.registry.has_suspension_end())
        written = {"relations": write_relations(export_relations(work), relations)} if relations else {}
        written |= {"equity": write_equity(export_equity(work), equity)} if equity else {}
    if as_json:
        print_json({"exported": count, "file": str(out), **written})
    else:
        say(f"已导出 {count} 名专家到 {out}；文件含个人信息，请妥善保管", f"{count} experts exported to {out}; it holds personal data")


@app.command("stats")
@refusals_exit
def stats(as_json: bool = JsonFlag) -> None:
    """专家库统计，不含个人信息 · counts that name nobody."""
    with cli.services().work(reads_only=True) as work:
        facts = pool_stats(work)
    if as_json:
        print_json(facts)
        return
    if not facts["experts"]:
        say("专家库是空的；用 `expert-dispatch pool import 文件` 导入", "the pool is empty; bring it with `pool import`")
        return
    say(f"专家 {facts['experts']} 名", f"{facts['experts']} experts")
    for chinese, name in (("区域", "regions"), ("类别", "categories"), ("状态", "standings")):
        say(f"{chinese}：" + "，".join(f"{key} {count}" for key, count in facts[name].items()), "")
    scarce = [code for code, count in facts["specialties"].items() if count <= 2]
    say(
        f"专业 {len(facts['specialties'])} 个，其中 {len(scarce)} 个只有 1 至 2 人",
        f"{len(scarce)} specialties are held by one or two only",
    )


@app.command("generate")
@refusals_exit
def generate(experts: int = Experts, out: Path = OutFile, city: str = City, seed: str = Seed, as_json: bool = JsonFlag) -> None:
    """生成虚构专家（演示值），用于演示和压力测试 · invent experts with demo values."""
    if city != CITY.regions[0][0] and city not in PARTNERS:
        raise typer.BadParameter(f"{city}: 没有这个城市 no such city", param_hint="--city")
    shape = CITY if city == CITY.regions[0][0] else partner(RegionCode(city))
    people = generate_pool(experts, entropy_from(seed), shape=shape)
    count = write_pool(_watched(people, "生成 generating", experts), out, with_period=False)
    if as_json:
        print_json({"generated": count, "file": str(out)})
    else:
        say(f"已生成 {count} 名虚构专家：{out}（仅演示模式可导入）", f"{count} invented experts written; import needs DISPATCH_DEMO=1")


def _watched(things: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """The same things, with a bar on a terminal; a pipe sees none. It is drawn without a thread, beside which no crew could be forked."""
    with Progress(console=console, disable=not console.is_terminal, transient=True, auto_refresh=False) as shown:
        bar = shown.add_task(label, total=total)
        for done, thing in enumerate(things, start=1):
            yield thing
            if done % _AT_ONCE == 0:
                shown.update(bar, completed=done, refresh=True)
