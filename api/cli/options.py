"""Commands with many options: declared in a table, one line each, instead of one parameter each."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

Declared = dict[str, tuple[Any, Any]]  # parameter → (type, typer option or argument)


def with_options(declared: Declared) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command that takes `**given` the options declared in a table."""

    def declare(command: Callable[..., None]) -> Callable[..., None]:
        kind = inspect.Parameter.KEYWORD_ONLY
        parameters = [inspect.Parameter(name, kind, default=option, annotation=type_) for name, (type_, option) in declared.items()]
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return command

    return declare
