"""One word per idea: the synonyms that are not used in our own names, and the places where a word means something else."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.tree import Function, Module, modules, words

# word not used → the word used instead
SYNONYMS = {
    "judge": "expert",
    "reviewer": "expert",
    "lot": "section",
    "lots": "section",
    "reserve": "standby",
    "reserved": "standby",
    "backup": "standby",
    "request": "application",
    "requests": "application",
    "requisition": "application",
    "invitation": "call_out",
    "invited": "call_out",
    "invite": "call_out",
    "notice": "call_out",
    "notices": "call_out",
    "supplementary": "redraw",
    "quorum": "complete, for a committee",
}
# where such a word names another idea: module or name, and why
ELSEWHERE = (
    r"^(policies/fees/.*|dispatch/settle/.*|dispatch/workflow/fees\.py) \w*(?i:request)\w*$",  # for a quote, no 抽取申请
    r"^api/\S+ \w*request\w*$",  # HTTP's
    r"^\S+ (?i:venue_notice)$",  # 告知场地, the event EV of the matrix
    r"^policies/vocabulary/tender\.py INVITED$",  # 邀请招标
    r"^\S+ [Rr]eserve(d|d_before|d_for)?$",  # 预留, a state of booths
    r"^(dispatch/(verifier|witness)/.*|dispatch/workflow/(publish|shown_log)\.py) \w*(?i:quorum)\w*$",  # of cosignatures
)
VAGUE = {"manager", "helper", "helpers", "util", "utils", "data", "info", "process"}
LIBRARY_NAMES = {"process_bind_param", "process_result_value"}  # SQLAlchemy asks for these
each_module = pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)


@each_module
def test_no_name_uses_a_word_that_the_glossary_replaces(module: Module):
    places = [(f"{module.name} {name}", line, word) for name, line in module.own_names() for word in words(name) if word in SYNONYMS]
    found = [(place, line) for place, line, _ in places if not any(re.match(known, place) for known in ELSEWHERE)]
    assert found == []


@each_module
def test_no_module_class_or_function_has_a_name_that_says_nothing(module: Module):
    named = [node.name for node in ast.walk(module.tree) if isinstance(node, Function | ast.ClassDef)]
    vague = [name for name in (module.path.stem, *named) if VAGUE & set(words(name)) and name not in LIBRARY_NAMES]
    assert vague == []


def test_every_exception_of_the_glossary_is_still_needed():
    places = [f"{module.name} {name}" for module in modules() for name, _ in module.own_names()]
    assert [known for known in ELSEWHERE if not any(re.match(known, place) for place in places)] == []
