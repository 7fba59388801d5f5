"""Imports point one way; the contracts stand in pyproject.toml, and nobody may empty them unseen."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator

import pytest
from importlinter.cli import lint_imports

from tests.architecture.tree import ROOT, Module, modules

PACKAGES = ("kernel", "draw", "seats", "sealing", "witness", "notify", "settle", "intake", "workflow", "store", "adapters", "agents")
FOR_THE_VERIFIER = {*sys.stdlib_module_names, "cryptography"}
FOR_POLICIES = {*sys.stdlib_module_names, "yaml", "pydantic", "numpy"}  # numpy: the columns of a roster


def imported(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def of(prefix: str) -> list[Module]:
    return [module for module in modules() if module.dotted == prefix or module.dotted.startswith(f"{prefix}.")]


def test_all_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports() == 0


def test_the_contracts_are_those_that_the_design_asks_for():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert len(contracts) >= 6
    layers = next(each for each in contracts if each["name"] == "Inside dispatch: inward only")
    assert layers["exhaustive"] and all(any(name in row for row in layers["layers"]) for name in PACKAGES)


@pytest.mark.parametrize("module", of("dispatch.verifier"), ids=lambda module: module.name)
def test_the_verifier_imports_the_standard_library_and_cryptography_only(module: Module):
    assert [
        name for name in imported(module) if name.split(".")[0] not in FOR_THE_VERIFIER and not name.startswith("dispatch.verifier")
    ] == []


@pytest.mark.parametrize("module", of("policies"), ids=lambda module: module.name)
def test_policies_import_the_standard_library_yaml_and_pydantic_only(module: Module):
    assert [name for name in imported(module) if name.split(".")[0] not in FOR_POLICIES | {"policies"}] == []
