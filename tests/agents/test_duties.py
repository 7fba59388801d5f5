"""The table of an agent's duties names functions and tests that exist: docs/agent-duties.md."""

from __future__ import annotations

import re
from functools import reduce
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = [line.split("|")[1:-1] for line in (ROOT / "docs/agent-duties.md").read_text("utf-8").splitlines() if line.startswith("| ")]
DUTIES = [row for row in ROWS if row[0].strip() != "the duty"]


def test_every_duty_is_kept_by_a_function_that_exists():
    for _, kept_by, _ in DUTIES:
        names = re.findall(r"`([\w.]+)`", kept_by)
        assert names, kept_by
        for module, *path in (name.split(".") for name in names):
            assert callable(reduce(getattr, path, import_module(f"dispatch.agents.{module}")))


def test_every_duty_is_tried_by_a_test_that_exists():
    for _, _, tried_by in DUTIES:
        names = re.findall(r"`([\w/]+)::(\w+)`", tried_by)
        assert names, tried_by
        for file, test in names:
            path = ROOT / (f"{file}.py" if "/" in file else f"tests/agents/{file}.py")
            assert f"def {test}(" in path.read_text("utf-8"), f"{file}::{test}"
