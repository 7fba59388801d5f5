"""Long lists on the command line: the latest first so many, and how to read on."""

from __future__ import annotations

import typer

from api.cli.output import say

Before = typer.Option("", "--before", help="只列此项之前的 · those before this one")
Most = typer.Option(100, "--most", min=1, max=100_000, help="最多列出几项 · how many at most")


def earlier(first: str) -> None:
    """Said where the list begins with this one, and there are earlier ones."""
    say(f"更早的用 --before {first} 列出", f"--before {first} lists earlier ones")
