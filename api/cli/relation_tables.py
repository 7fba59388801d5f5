"""`relations import` and `relations export`: tables of relations and companies' shares for a pool that is there already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from api import cli
from api.bringing import Wish, bring_relations
from api.cli import pool_report as told
from api.cli.mapping_options import ERRORS, MAPPING, laid_down_by, show_tables
from api.cli.options import Declared
from api.cli.output import JsonFlag, print_json, say
from dispatch.adapters.brought_files import propose_relations
from dispatch.intake.writing import write_equity, write_relations
from dispatch.workflow.pool import export_equity, export_relations
from dispatch.workflow.pool_import import Way

IMPORT: Declared = {
    "files": (
        list[Path],
        typer.Argument(exists=True, dir_okay=False, readable=True, help="关系表、股权表（CSV、XLSX、XLS） · relation and equity tables"),
    ),
    "dry_run": (bool, typer.Option(False, "--dry-run", help="只核对，不写入 · check only, store nothing")),
    "good_rows": (bool, typer.Option(False, "--good-rows", help="写入无误的行，其余退回 · store the good rows, reject the others")),
    "diff": (bool, typer.Option(False, "--diff", help="列出将新增和撤下的行，不写入 · list what would come and go, store nothing")),
    **MAPPING,
    **ERRORS,
    "as_json": (bool, JsonFlag),
}
Out = typer.Option(..., "--out", dir_okay=False, help="关系表（.csv、.xlsx） · the relations")
EquityOut = typer.Option(None, "--equity", dir_okay=False, help="股权表（.csv、.xlsx） · companies' shares")


def import_files(**given: Any) -> None:
    """录入关系表、股权表：所带的表整体替换上次的，撤下的行封存备查 · each kind of table that is brought replaces the last."""
    laid_down = laid_down_by(given)
    if given["show_mapping"] or given["save_mapping"]:
        show_tables(propose_relations(given["files"], laid_down), laid_down, given)
        return
    way = Way(given["dry_run"] or given["diff"], given["good_rows"], given["diff"])
    wish = Wish(laid_down, tuple(given["files"]), way, given["errors"])
    report = bring_relations(cli.services(), wish)
    if given["as_json"]:
        print_json(told.report_facts(report, way))
    else:
        told.tell_report(report, way, ("条", "rows"))
        if wish.errors and report.rejected:
            told.tell_error_sheet(wish.errors, len(report.rejected))
    if report.rejected and not way.good_rows:
        raise typer.Exit(1)


def export_files(out: Path = Out, equity: Path | None = EquityOut, as_json: bool = JsonFlag) -> None:
    """导出关系表、股权表，形状与录入相同 · export them in the shape that `import` reads."""
    with cli.services().work(reads_only=True) as work:
        written = {"relations": write_relations(export_relations(work), out)}
        written |= {"equity": write_equity(export_equity(work), equity)} if equity else {}
    if as_json:
        print_json({"file": str(out), **written})
    else:
        say(f"已导出 {written['relations']} 条关系到 {out}；文件含个人信息，请妥善保管", f"{written['relations']} relations exported")
