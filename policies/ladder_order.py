"""逐级扩大的次序: each step names the next one; a ladder that turns in a circle, breaks off or leaves a step out is refused at load."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from policies.dated import DATA, Dated, load_table
from policies.refusals import BadPolicyFile

FIRST, LADDER = "L0", DATA / "ladder.yaml"


@cache
def ladder_order(path: Path = LADDER) -> tuple[str, ...]:
    """The steps from first to last. Raises BadPolicyFile with file and line."""
    values: dict[str, Dated[Any]] = load_table(path, object)
    steps = {name: value for name, value in values.items() if name[0] == FIRST[0] and name[1:].isdigit()}
    latest = max(since for step in steps.values() for since, _ in step.in_force)
    return _walk(path, {name: _next(path, name, step, latest) for name, step in steps.items()})


def _walk(path: Path, following: Mapping[str, str]) -> tuple[str, ...]:
    order, step = [FIRST], following.get(FIRST, "")
    while step:
        if step not in following:
            raise _refuse(path, order[-1], f"step {step} does not exist")
        if step in order:
            raise _refuse(path, order[-1], f"the ladder turns in a circle: {order[-1]} leads back to {step}")
        order.append(step)
        step = following[step]
    left_out = sorted(following.keys() - set(order))
    if left_out:
        raise _refuse(path, left_out[0], f"no step leads to {left_out[0]}")
    return tuple(order)


def _next(path: Path, name: str, step: Dated[Any], on: date) -> str:
    value = next(value for since, value in reversed(step.in_force) if since <= on)
    if not isinstance(value, dict) or "next" not in value:
        raise _refuse(path, name, f"{name} does not say which step is next")
    return str(value["next"])


def _refuse(path: Path, name: str, what: str) -> BadPolicyFile:
    lines = path.read_text(encoding="utf-8").splitlines()
    return BadPolicyFile(file=path.name, line=next((n for n, text in enumerate(lines, 1) if text.startswith(f"{name}:")), 1), what=what)
