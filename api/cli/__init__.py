"""The command line `expert-dispatch`: one file for each group of commands, each loaded when it is called."""

from __future__ import annotations

import logging
import os
import sys
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import structlog
import typer
from dotenv import dotenv_values

from api.cli.lazy import LazyGroup

if TYPE_CHECKING:
    from dispatch.bootstrap import Services, Settings
    from dispatch.centre.node import Node

HELP = "公共资源交易评标专家的可验证抽取、通知、分席、分段告知与劳务结算 · verifiable draw and dispatch of evaluation experts"

WRONG_USAGE = 2
app = typer.Typer(cls=LazyGroup, help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"expert-dispatch {version('expert-dispatch')}")
        raise typer.Exit()


Version = typer.Option(False, "--version", callback=_tell_version, is_eager=True, help="版本号 · the version")


@app.callback()
def _root(_: bool = Version) -> None:
    """Groups are found by LazyGroup; there is nothing to do before them."""


@cache
def node() -> Node:
    """The centre of this data directory; where none was founded, the embedded mode is made when first asked for."""
    from dispatch.embedded import open_node

    return open_node(settings())


def services() -> Services:
    """What commands work with; settings come from the environment, and from `.env` where the environment is silent."""
    return node().services


def settings() -> Settings:
    from dispatch.bootstrap import Settings

    given = {name: value for name, value in dotenv_values(".env").items() if value is not None and name.startswith("DISPATCH_")}
    return Settings.from_env({**given, **os.environ})


def main() -> None:
    """Entry point of the console script."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        app()
    except SystemExit as end:
        if end.code == WRONG_USAGE and len(sys.argv) > 1:
            typer.echo("用法有误，原因见上；在命令后加 --help 查看用法 · wrong usage; add --help to the command", err=True)
        raise
