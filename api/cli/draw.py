"""`expert-dispatch draw`: let due work run, show where draws stand, explain a tender's chances, export transcripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from api import cli
from api.cli import draw_beacon as beacon
from api.cli.draw_explain import explain
from api.cli.earlier import Before, Most, earlier
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from api.cli.worker import drain
from dispatch.kernel.canonical import canonical
from dispatch.workflow.apply import tender_of
from dispatch.workflow.proposals import declined_because
from dispatch.workflow.publish import transcript
from dispatch.workflow.records import DrawRecord
from dispatch.workflow.refusals import UnknownDraw

app = typer.Typer(help="抽取 · draws", no_args_is_help=True)
Tender = typer.Option(..., "--tender", help="项目编号或“编号/标段” · tender number or number/section")
Out = typer.Option(None, "--out", dir_okay=False, help="写入文件而不是屏幕 · write to a file")
app.command("explain")(explain)
app.add_typer(beacon.app, name="beacon")


@app.command("run")
@refusals_exit
def run(as_json: bool = JsonFlag) -> None:
    """办完到期事项：排方案、抽取、通知，无一由人挑选 · do what is due: plan, draw, call out; nothing is chosen by hand."""
    done = drain(cli.node())
    print_json({"done": done}) if as_json else say(f"已办理到期事项{done}件", f"{done} due tasks done")


@app.command("show")
@refusals_exit
def show(before: str = Before, most: int = Most, as_json: bool = JsonFlag) -> None:
    """每次抽取进行到哪一步、在等谁；只见代号与角色 · where draws stand and for whom they wait; roles only."""
    with cli.services().work(reads_only=True) as work:
        with_beacon = work.means.beacon is not None
        before = before and next((draw.m for draw in work.uow.draws.beginning(before, 1)), "")
        found = work.uow.draws.page(before, most + 1)
        rows = [_row(draw, declined_because(draw.m, work.uow)) for draw in reversed(found[:most])]
    if as_json:
        print_json(rows)
    elif not rows:
        say("还没有抽取；请先 `tender apply`，再由另一人 `tender approve`", "No draw yet: `tender apply`, then `tender approve` by another")
    for row in [] if as_json else rows:
        waiting = f"，等待 {row['waiting']}" if row["waiting"] else ""
        waiting += f"（{row['declined']}）" if row["declined"] else ""
        say(f"{row['draw'][:16]}  第{row['round']}轮  {row['step']}{waiting}", "")
    if len(found) > most and not as_json:
        earlier(rows[0]["draw"][:16])
    if with_beacon and not as_json:
        say(*beacon.NOT_TRIED)


@app.command("export")
@refusals_exit
def export(tender: str = Tender, out: Path | None = Out) -> None:
    """到公布时刻后导出可核验抽取记录（vd1） · the vd1 transcript, once its time has come."""
    with cli.services().work(reads_only=True) as work:
        record = tender_of(tender, work.uow)
        if record.draw is None:
            raise UnknownDraw()
        text = canonical(transcript(record.draw, work)).decode("utf-8")
    if out:
        out.write_text(text, encoding="utf-8")
        say(f"已写入 {out}", f"Written to {out}")
    else:
        typer.echo(text)


def _row(draw: DrawRecord, declined: str) -> dict[str, Any]:
    """`declined`: why the supervisor's agent has not signed what is waited for, in its own words."""
    return {"draw": draw.m, "step": draw.step.value, "round": draw.round, "waiting": draw.waiting, "declined": declined}
