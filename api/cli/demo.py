"""`expert-dispatch demo`: the whole main job in one command, and the console afterwards where it is wanted."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import typer
from rich.progress import track
from rich.text import Text

from api.cli.output import console, refusals_exit, say
from dispatch.demo.inputs import read_inputs
from dispatch.demo.leave import leave_files
from dispatch.demo.perform import perform
from dispatch.demo.story import Tell
from dispatch.workflow.records import TenderRecord
from policies.calendar import LOCAL

Pool = typer.Option(None, "--pool", exists=True, dir_okay=False, help="专家库文件，缺省用随附样例 · pool file, else the sample")
TenderFiles = typer.Option([], "--tender", exists=True, dir_okay=False, help="抽取申请，可重复 · application, repeatable")
Venues = typer.Option(None, "--venues", exists=True, dir_okay=False, help="场地文件 · venues file")
Out = typer.Option(Path("out"), "--out", file_okay=False, help="结果目录 · where the results go")
Days = typer.Option(None, "--days", min=1, max=365, help="最多演示几天 · at most so many virtual days")
Serve = typer.Option(False, "--serve", help="演示后打开控制台 · open the console afterwards")
Host = typer.Option("127.0.0.1", "--host", help="控制台监听地址 · address of the console")
Port = typer.Option(8080, "--port", min=1, max=65535, help="控制台端口 · port of the console")


@refusals_exit
def demo(
    *,
    pool: Path | None = Pool,
    tenders: list[Path] = TenderFiles,
    venues: Path | None = Venues,
    out: Path = Out,
    days: int | None = Days,
    serve: bool = Serve,
    host: str = Host,
    port: int = Port,
) -> None:
    """从抽取申请到劳务支付的完整演示（虚拟时钟、虚构人员） · the whole flow on a virtual clock, with invented people."""
    started = time.monotonic()
    inputs = read_inputs(pool, tenders, venues)
    story: list[str] = []
    people = sum(len(reading.experts) for reading in inputs.pools)
    say(f"专家{people}名，申请{len(inputs.tenders)}份，场地{len(inputs.venues)}处", f"{people} experts, {len(inputs.tenders)} applications")
    with console.status("演示进行中 · playing …") if console.is_terminal else nullcontext():
        performed = perform(inputs, out, tell=_teller(story), days=days)
    left = leave_files(performed, story, _watched)
    for verified in left.verified:
        say(verified.report.chinese, verified.report.english)
    say(f"完成，用时{time.monotonic() - started:.0f}秒；请打开 {left.index}", f"Done; open {left.index}")
    nothing_done = performed.refused and len(performed.refused) == len(inputs.tenders)
    if nothing_done or not all(verified.holds for verified in left.verified):
        raise typer.Exit(1)
    if serve:
        from api.cli.serve import serve_node

        serve_node(performed.embedded, host=host, port=port)


def _watched(records: Sequence[TenderRecord]) -> Iterable[TenderRecord]:
    return track(records, "写出文件 writing files", console=console, disable=not console.is_terminal, transient=True)


def _teller(story: list[str]) -> Tell:
    """Prints each line as it happens, and keeps it for the story."""

    def tell(at: datetime, number: str, chinese: str, english: str) -> None:
        hour = f"{at.astimezone(LOCAL):%m-%d %H:%M}"
        story.append(f"{hour}  {number}  {chinese}  ·  {english}")
        console.print(Text.assemble((hour, "dim"), "  ", (number, "bold"), f"  {chinese}"))

    return tell
