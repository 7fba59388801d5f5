"""Maxima of size: what is longer than this is doing two things. Medians are aims, and only reported (conftest.py)."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.tree import Function, Module, modules

LINES_OF_FILE, LINES_OF_FUNCTION, POSITIONAL = 400, 50, 5
each_module = pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)


def lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def positional(function: Function) -> int:
    """Parameters that a caller may give by place; the object itself is none, and Typer gives a command's all by name."""
    if any("command" in ast.unparse(decorator) for decorator in function.decorator_list):
        return 0
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return len([name for name in names if name not in ("self", "cls")])


@each_module
def test_no_file_is_longer_than_four_hundred_lines(module: Module):
    assert len(module.text.splitlines()) <= LINES_OF_FILE


@each_module
def test_no_function_is_longer_than_fifty_lines(module: Module):
    assert [f"{each.name}:{each.lineno}" for each in module.functions() if lines(each) > LINES_OF_FUNCTION] == []


@each_module
def test_no_function_takes_more_than_five_positional_parameters(module: Module):
    assert [f"{each.name}:{each.lineno}" for each in module.functions() if positional(each) > POSITIONAL] == []
