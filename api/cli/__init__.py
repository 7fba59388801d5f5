"""The command line `expert-dispatch`: one file for each group of commands, all mounted here."""

from __future__ import annotations

import logging
import os
from functools import cache

import structlog
import typer
from dotenv import dotenv_values

from api.cli import account, audit, centre, demo, documents, draw, fee, party, policy, pool, seats, serve, settle, tender, witness
from api.cli.verify import verify
from dispatch.bootstrap import Services, Settings
from dispatch.centre.node import Node
from dispatch.embedded import open_node

HELP = "公共资源交易评标专家的可验证抽取、通知、分席、分段告知与劳务结算 · verifiable draw and dispatch of evaluation experts"

app = typer.Typer(help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for name, group in {
    "pool": pool,
    "tender": tender,
    "draw": draw,
    "seats": seats,
    "fee": fee,
    "settle": settle,
    "documents": documents,
    "audit": audit,
    "policy": policy,
    "centre": centre,
    "party": party,
    "witness": witness,
    "account": account,
}.items():
    app.add_typer(group.app, name=name)
app.command("verify")(verify)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("worker")(demo.worker)


@cache
def node() -> Node:
    """The centre of this data directory; where none was founded, the embedded mode is made when first asked for."""
    return open_node(settings())


def services() -> Services:
    """What commands work with; settings come from the environment, and from `.env` where the environment is silent."""
    return node().services


def settings() -> Settings:
    given = {name: value for name, value in dotenv_values(".env").items() if value is not None and name.startswith("DISPATCH_")}
    return Settings.from_env({**given, **os.environ})


def main() -> None:
    """Entry point of the console script."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    app()
