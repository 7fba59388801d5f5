"""Chance and time come in as arguments; what leaves in a log line is a code or a role, never a person or a secret."""

from __future__ import annotations

import ast
import tomllib

import pytest

from tests.architecture.tree import ROOT, Module, modules

BANNED = {"random", "secrets", "uuid.uuid4", "numpy.random", "datetime.datetime.now", "datetime.date.today", "time.time"}
LOGGED = {"kind", "fault", "witness", "status", "number", "where", "endpoint"}
PROGRAMS = ("dispatch/verifier/main.py", "dispatch/verifier/bundle.py")  # they print their answer and import nothing of ours
each_module = pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)


def calls(module: Module) -> list[ast.Call]:
    return [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]


def test_ruff_bans_chance_and_time_everywhere_but_in_adapters():
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    exempt = [path for path, codes in ruff["per-file-ignores"].items() if "TID251" in codes]
    assert ruff["flake8-tidy-imports"]["banned-api"].keys() >= BANNED
    assert "TID251" in ruff["select"] and exempt == ["dispatch/adapters/*"]


@each_module
def test_nobody_excuses_himself_from_the_ban(module: Module):
    assert "noqa: TID251" not in module.text and "ruff: noqa" not in module.text


@each_module
def test_a_log_line_holds_codes_and_roles_only(module: Module):
    to_log = [call for call in calls(module) if ast.unparse(call.func).startswith(("log.debug", "log.info", "log.warn", "log.error"))]
    assert all(isinstance(call.args[0], ast.Constant) and len(call.args) == 1 for call in to_log)
    assert {word.arg for call in to_log for word in call.keywords} <= LOGGED


@each_module
def test_nothing_is_printed_past_the_two_language_output(module: Module):
    assert module.name in PROGRAMS or not [call.lineno for call in calls(module) if ast.unparse(call.func) == "print"]
