"""An agent shares nothing with the centre but the desk: what is imported is what could leak."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

AGENTS = sorted((Path(__file__).parents[2] / "dispatch/agents").glob("*.py"))
FORBIDDEN = ("dispatch.workflow", "dispatch.store", "dispatch.adapters", "dispatch.bootstrap", "dispatch.embedded", "sqlalchemy")


@pytest.mark.parametrize("file", AGENTS, ids=lambda file: file.stem)
def test_an_agent_imports_nothing_of_the_centre(file: Path):
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    assert [name for name in names if name.startswith(FORBIDDEN)] == []


@pytest.mark.parametrize("file", AGENTS, ids=lambda file: file.stem)
def test_an_agents_files_stay_small(file: Path):
    assert len(file.read_text("utf-8").splitlines()) <= 200
