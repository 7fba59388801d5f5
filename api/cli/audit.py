"""`expert-dispatch audit`: the whole log, its checkpoints and cosignatures, checked from the stored rows."""

from __future__ import annotations

from pathlib import Path

import typer

from api import cli
from api.cli.monitor import look
from api.cli.output import JsonFlag, print_json, refusals_exit, say
from dispatch.witness.receipt import check_receipt, read_receipt
from dispatch.witness.trust import parse_trust
from dispatch.workflow.log_export import export_log, verify_log

app = typer.Typer(help="审计 · audit", no_args_is_help=True)
Receipt = typer.Argument(exists=True, dir_okay=False, help="回执（JSON） · the receipt")
TrustFile = typer.Option(..., "--trust", exists=True, dir_okay=False, help="经另一途径取得的信任文件 · trust file that came by another way")
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


@app.command("receipt")
@refusals_exit
def receipt(file: Path = Receipt, trust: Path = TrustFile, as_json: bool = JsonFlag) -> None:
    """核对见证方交出的回执：该条目确在日志中；无须本中心的数据 · check a receipt against a trust file; needs nothing of this centre."""
    entry = check_receipt(read_receipt(file.read_text(encoding="utf-8")), parse_trust(trust.read_bytes()))
    if as_json:
        print_json({"idx": entry.idx, "by": entry.by, "body": entry.read()})
    else:
        say(f"成立：日志第{entry.idx}条，{entry.body.decode()}", f"proven: entry {entry.idx} of the log")


app.command("monitor")(look)


@app.command("export")
@refusals_exit
def export(out: Path = Out) -> None:
    """导出日志全文供监察 · write the full dump for monitors: one entry a line, then the last checkpoint."""
    with cli.services().work(reads_only=True) as work:
        out.write_text(export_log(work), encoding="utf-8")
    say(f"已写入 {out}", f"Written to {out}")
