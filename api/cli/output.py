"""What every command prints with: two-language sentences, JSON facts, and refusals that end with exit code 1."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.text import Text

from api.cli.how import ways
from policies.vocabulary.refused import Refused

P = ParamSpec("P")
R = TypeVar("R")

# What is printed comes from files and people: a square bracket or a colon in it means nothing but itself.
console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)
JsonFlag = typer.Option(False, "--json", help="输出 JSON（供程序读取） · print JSON")


def say(chinese: str, english: str) -> None:
    """One fact for a person: Chinese first, English after it."""
    console.print(Text.assemble(chinese, (f"\n{english}" if english else "", "dim")))


def print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def stop(refusal: Refused, as_json: bool, *, has_mapping: bool = False) -> NoReturn:
    """Says why a request stopped, in both languages or as JSON, and ends with exit code 1.

    `has_mapping`: the command has the options of a mapping, so that it is said how they are used.
    """
    if as_json:
        print_json({"refused": {"code": refusal.code, "message": refusal.chinese}})
    else:
        how = ways([refusal.code]) if has_mapping else ()
        errors.print("；".join((refusal.chinese, *(chinese for chinese, _ in how))))
        errors.print("; ".join((refusal.english, *(english for _, english in how))), style="dim")
    raise typer.Exit(1)


def refusals_exit(command: Callable[P, R]) -> Callable[P, R]:
    """A command whose refusals are sentences, never tracebacks; its `as_json` parameter, if any, chooses the form."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Refused as refusal:
            stop(refusal, as_json=bool(kwargs.get("as_json", False)), has_mapping="columns" in kwargs)

    return guarded
