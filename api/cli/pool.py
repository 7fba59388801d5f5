"""`expert-dispatch pool`: bring an expert pool in, take it out, count it, or invent one for a load test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import typer
from rich.progress import track

from api.cli.output import JsonFlag, console, print_json, refusals_exit, say
from dispatch.adapters.brought_files import read_pool_file
from dispatch.bootstrap import Services
from dispatch.intake.demo_shape import CITY, PARTNERS, partner
from dispatch.intake.demo_values import entropy_from
from dispatch.intake.findings import Finding
from dispatch.intake.generator import generate_pool
from dispatch.intake.pool_rows import PoolReading
from dispatch.intake.writing import write_pool
from dispatch.workflow.pool import ImportReport, export_pool, import_pool, import_relations, pool_stats
from policies.vocabulary.ids import RegionCode

T = TypeVar("T")
app = typer.Typer(help="专家库 · the expert pool", no_args_is_help=True)
BEIJING = ZoneInfo("Asia/Shanghai")
_SHOWN = 50  # findings printed for a person; JSON holds all
_MOST = 2_000_000

PoolFile = typer.Argument(exists=True, dir_okay=False, readable=True, help="专家库文件（CSV、XLSX） · pool file")
RelationFiles = typer.Option(
    [], "--relations", exists=True, dir_okay=False, readable=True, help="关系表或股权表，可重复 · relation or equity table, repeatable"
)
DryRun = typer.Option(False, "--dry-run", help="只核对，不写入 · check only, store nothing")
GoodRows = typer.Option(False, "--good-rows", help="写入无误的行，其余退回 · store the good rows, reject the others")
OutFile = typer.Option(..., "--out", dir_okay=False, help="输出文件（.csv 或 .xlsx） · file to write")
Experts = typer.Option(..., "--experts", min=1, max=_MOST, help="人数 · how many experts")
City = typer.Option(str(CITY.regions[0][0]), "--city", help=f"城市：{CITY.regions[0][0]} 或 {'、'.join(PARTNERS)} · which city")
Seed = typer.Option("expert-dispatch", "--seed", help="同一种子生成同一批人 · the same seed gives the same people")


@app.command("import")
@refusals_exit
def import_file(
    file: Path = PoolFile,
    dry_run: bool = DryRun,
    good_rows: bool = GoodRows,
    relations: list[Path] = RelationFiles,
    as_json: bool = JsonFlag,
) -> None:
    """导入专家库：默认有一行不合格即全部不写入 · import a pool; by default all or nothing."""
    service = _services()
    today = service.clock().astimezone(BEIJING).date()
    reading = read_pool_file(file, demo=service.demo, on=today, relations=relations)
    report = _store(reading, service, dry_run=dry_run, good_rows=good_rows)
    if as_json:
        print_json(_facts(report))
    else:
        _tell(report, dry_run=dry_run, good_rows=good_rows)
    if report.rejected and not good_rows:
        raise typer.Exit(1)


@app.command("export")
@refusals_exit
def export_file(out: Path = OutFile, as_json: bool = JsonFlag) -> None:
    """导出专家库，列与导入相同 · export the pool in the shape that import reads."""
    with _services().work() as work:
        count = write_pool(_watched(export_pool(work), "导出 exporting"), out)
    if as_json:
        print_json({"exported": count, "file": str(out)})
    else:
        say(f"已导出 {count} 名专家到 {out}；文件含个人信息，请妥善保管", f"{count} experts exported to {out}; it holds personal data")


@app.command("stats")
@refusals_exit
def stats(as_json: bool = JsonFlag) -> None:
    """专家库统计，不含个人信息 · counts that name nobody."""
    with _services().work(reads_only=True) as work:
        facts = pool_stats(work)
    if as_json:
        print_json(facts)
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
    count = write_pool(_watched(people, "生成 generating", experts), out)
    if as_json:
        print_json({"generated": count, "file": str(out)})
    else:
        say(f"已生成 {count} 名虚构专家：{out}（仅演示模式可导入）", f"{count} invented experts written; import needs DISPATCH_DEMO=1")


def _services() -> Services:
    from api.cli import services  # the package imports this module

    return services()


def _store(reading: PoolReading, service: Services, *, dry_run: bool, good_rows: bool) -> ImportReport:
    """Pool and relations in one transaction; a fault in a relation file stops both, unless good rows are wanted."""
    stops = bool(reading.relation_errors) and not good_rows
    with service.work() as work:
        report = import_pool(reading, work, dry_run=dry_run or stops, good_rows=good_rows)
        done = not dry_run and not stops and (good_rows or not report.rejected)
        if done and (reading.relations or reading.equity):
            import_relations(reading.relations, reading.equity, work)
    if not stops:
        return ImportReport(report.stored, report.unchanged, (*report.rejected, *reading.relation_errors), report.warnings)
    return ImportReport(0, 0, (*report.rejected, *reading.relation_errors), report.warnings)


def _facts(report: ImportReport) -> dict[str, Any]:
    return {
        "stored": report.stored,
        "unchanged": report.unchanged,
        "rejected": [fault.as_json() for fault in report.rejected],
        "warnings": [doubt.as_json() for doubt in report.warnings],
    }


def _tell(report: ImportReport, *, dry_run: bool, good_rows: bool) -> None:
    _list("错误 error", report.rejected)
    _list("提示 warning", report.warnings)
    if report.rejected and not good_rows:
        say(
            f"有 {len(report.rejected)} 处错误，全部未写入；请改正后重新导入，或用 --good-rows 只写入无误的行",
            f"{len(report.rejected)} errors; nothing was stored. Correct them, or use --good-rows for the good rows only",
        )
        return
    verb, verb_en = ("将写入", "would be stored") if dry_run else ("已写入", "stored")
    say(f"{verb} {report.stored} 名，未变 {report.unchanged} 名", f"{report.stored} {verb_en}, {report.unchanged} unchanged")


def _list(kind: str, findings: tuple[Finding, ...]) -> None:
    for one in findings[:_SHOWN]:
        console.print(f"{kind}：第 {one.row} 行 {one.message}（{one.code}）", markup=False)
    if len(findings) > _SHOWN:
        console.print(f"…… 共 {len(findings)} 处；--json 列出全部 · {len(findings)} in all, --json lists them", markup=False)


def _watched(things: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """The same things, with a bar on a terminal; a pipe sees none."""
    return iter(track(things, description=label, total=total, console=console, disable=not console.is_terminal, transient=True))
