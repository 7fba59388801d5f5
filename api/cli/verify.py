"""`expert-dispatch verify`: hands a transcript to the offline verifier, which shares no code with the draw."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.output import JsonFlag
from dispatch.verifier.main import main

_Trust = typer.Option(None, "--trust", help="经另一途径取得的信任数据 · trust data that came by another way", exists=True, dir_okay=False)
_Me = typer.Option(None, "--me", metavar="HANDLE", help="我的句柄，- 从标准输入读 · my handle, - reads it from standard input")
_Transcript = typer.Argument(..., help="公开的抽取记录 · the published transcript", exists=True, dir_okay=False)


def verify(
    *,
    transcript: Path = _Transcript,
    trust: Path | None = _Trust,
    me: str | None = _Me,
    as_json: bool = JsonFlag,
    every_skip: bool = typer.Option(False, "--all", help="列出每一个被跳过的人 · list every expert who was skipped"),
    limit: float | None = typer.Option(None, "--limit", metavar="SECONDS", help="时间上限 · time limit"),
) -> None:
    """离线核验一次抽取：0 成立，1 不成立并指出步骤 · verifies a draw offline: 0 if it holds, 1 with the failing step."""
    given = {"--trust": trust, "--me": me, "--limit": limit}
    options = [f"{name}={value}" for name, value in given.items() if value is not None]
    flags = [name for name, chosen in {"--json": as_json, "--all": every_skip}.items() if chosen]
    raise typer.Exit(main([*options, *flags, "--", str(transcript)]))
