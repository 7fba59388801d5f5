"""`expert-dispatch audit`: the whole log, its checkpoints and cosignatures, checked from the stored rows."""

from __future__ import annotations

from pathlib import Path

import typer

from api import cli
from api.cli.monitor import look
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.workflow.log_export import export_log, verify_log

app = typer.Typer(help="审计 · audit", no_args_is_help=True)
Out = typer.Option(..., "--out", dir_okay=False, help="日志全文（JSON Lines）写入何处 · where to write the full log")


@app.command("verify")
@refusals_exit
def verify(as_json: bool = JsonFlag) -> None:
    """重算全部日志并核对签名与联署 · recompute the whole log and check its signatures and cosignatures."""
    with cli.services().work(reads_only=True) as work:
        found = verify_log(work)
    if as_json:
        print_json(found)
    else:
        say(f"日志共{found['size']}条，根与联署均成立", f"{found['size']} entries; root and cosignatures hold")
        if found["embedded"]:
            say("注意：本日志由同一运营者持有全部密钥（/embedded）", "Note: one operator holds every key of this log (/embedded)")


app.command("monitor")(look)


@app.command("export")
@refusals_exit
def export(out: Path = Out) -> None:
    """导出日志全文供监察 · write the full dump for monitors: one entry a line, then the last checkpoint."""
    with cli.services().work(reads_only=True) as work:
        out.write_text(export_log(work), encoding="utf-8")
    say(f"已写入 {out}", f"Written to {out}")
