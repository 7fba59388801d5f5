"""Each refusal has a code of its own, speaks two languages with the same facts, and stands in the tree of its package."""

from __future__ import annotations

import ast
import importlib
import re
import string
import sys
from collections import Counter

import pytest

from policies.vocabulary.refused import Refused
from tests.architecture.tree import Module, modules


def every_refusal() -> list[type[Refused]]:
    for module in modules():
        if not module.dotted.endswith("__main__"):
            importlib.import_module(module.dotted)
    found: list[type[Refused]] = []
    waiting: list[type[Refused]] = [Refused]
    while waiting:
        below = waiting.pop().__subclasses__()
        found += [each for each in below if each.__module__.split(".")[0] in ("api", "dispatch", "policies")]
        waiting += below
    return sorted(found, key=lambda each: f"{each.__module__}.{each.__name__}")


REFUSALS = every_refusal()
BY_NAME = {each.__name__: each for each in REFUSALS}
each_refusal = pytest.mark.parametrize("refusal", REFUSALS, ids=lambda each: each.__name__)


def slots(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_no_code_is_used_twice():
    assert [code for code, count in Counter(each.code for each in REFUSALS).items() if count > 1] == []


@each_refusal
def test_a_refusal_has_its_own_code_and_two_sentences(refusal: type[Refused]):
    assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", refusal.code) and "code" in vars(refusal)
    assert re.search(r"[\u4e00-\u9fff]", refusal.says)
    assert re.search(r"[a-z]{2}", refusal.says_en)


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_a_refusal_is_raised_with_every_fact_that_its_sentences_show(module: Module):
    for call in (node.exc for node in ast.walk(module.tree) if isinstance(node, ast.Raise)):
        refusal = BY_NAME.get(ast.unparse(call.func)) if isinstance(call, ast.Call) else None
        if isinstance(call, ast.Call) and refusal and "__init__" not in vars(refusal):
            given = {word.arg for word in call.keywords}
            assert None in given or slots(refusal.says) | slots(refusal.says_en) <= given, f"{module.name}:{call.lineno}"


@each_refusal
def test_a_refusal_stands_in_the_tree_of_its_package(refusal: type[Refused]):
    home = sys.modules[refusal.__module__]
    assert refusal.__module__.endswith((".refusals", ".refused"))
    assert re.search(rf"\b{refusal.__name__}\b", home.__doc__ or "")


@each_refusal
def test_a_refusal_is_named_after_what_is_refused(refusal: type[Refused]):
    assert not refusal.__name__.endswith(("Error", "Exception"))
