"""`expert-dispatch venues`: bring venues, rooms and booths in, take them out, list them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from api import cli
from api.bringing_small import SmallWish, bring_venues
from api.cli.mapping_options import ERRORS, MAPPING, laid_down_by, shows_only
from api.cli.options import Declared, with_options
from api.cli.output import JsonFlag, console, print_json, refusals_exit, say
from dispatch.adapters.brought_files import VENUES
from dispatch.intake.document_files import write_venues

app = typer.Typer(help="场地与机位 · venues and booths", no_args_is_help=True)

IMPORT: Declared = {
    "file": (
        Path,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="场地文件（YAML、JSON、XLSX、XLS、CSV） · venue file"),
    ),
    "dry_run": (bool, typer.Option(False, "--dry-run", help="只核对并列出改动，不写入 · check and list changes, store nothing")),
    **MAPPING,
    **ERRORS,
    "as_json": (bool, JsonFlag),
}
OutFile = typer.Option(..., "--out", dir_okay=False, help="输出文件（.yaml、.json、.xlsx） · file to write")


@app.command("import")
@refusals_exit
@with_options(IMPORT)
def import_file(**given: Any) -> None:
    """录入场地与机位；有一处不对即全部不写入，未列出的场地不动 · all or nothing; venues not in the file stay."""
    laid_down, dry_run = laid_down_by(given), given["dry_run"]
    if shows_only(VENUES, laid_down, given):
        return
    report = bring_venues(given["file"], cli.services(), SmallWish(laid_down, dry_run, errors=given["errors"]))
    if given["as_json"]:
        print_json({"stored": list(report.stored), "unchanged": list(report.unchanged), "changes": list(report.changes)})
        return
    for change in report.changes:
        console.print(change)
    verb, verb_en = ("将写入", "would be stored") if dry_run else ("已写入", "stored")
    stored, unchanged = len(report.stored), len(report.unchanged)
    say(f"{verb} {stored} 个场地，未变 {unchanged} 个", f"{stored} venues {verb_en}, {unchanged} unchanged")


@app.command("export")
@refusals_exit
def export_file(out: Path = OutFile, as_json: bool = JsonFlag) -> None:
    """导出场地与机位，形状与录入相同 · export venues in the shape that import reads."""
    with cli.services().work(reads_only=True) as work:
        venues = work.uow.venues.all()
    write_venues(venues, out)
    if as_json:
        print_json({"exported": len(venues), "file": str(out)})
    else:
        say(f"已导出 {len(venues)} 个场地到 {out}", f"{len(venues)} venues exported to {out}")


@app.command("show")
@refusals_exit
def show(as_json: bool = JsonFlag) -> None:
    """列出场地与可用机位数 · venues and how many booths can be used."""
    with cli.services().work(reads_only=True) as work:
        venues = work.uow.venues.all()
    facts = [{"id": v.id, "name": v.name, "region": v.region, "rooms": len(v.rooms), "booths": len(v.booths)} for v in venues]
    if as_json:
        print_json(facts)
        return
    for one in facts:
        say(f"{one['id']} {one['name']}（{one['region']}）：{one['rooms']} 间评标室，{one['booths']} 个专家机位可用", "")
    if not facts:
        say("还没有场地；用 `expert-dispatch venues import 文件` 录入", "no venue yet; bring them with `venues import`")
