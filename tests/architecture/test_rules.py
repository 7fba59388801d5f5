"""Each rule has a code of its own, a source, a sentence in two languages, a check or a reason, and a test that names it."""

from __future__ import annotations

import re

import pytest

from api.cli.policy import every_rule
from policies.vocabulary.rule import BoardRule, PersonRule, Rule
from tests.architecture.tree import test_text as all_tests

each_rule = pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.code)


@each_rule
def test_a_rule_names_its_source_and_speaks_two_languages(rule: Rule):
    assert rule.source.law and rule.source.status
    assert re.search(r"[\u4e00-\u9fff]", rule.says) and re.search(r"[a-z]{2}", rule.says_en)


@each_rule
def test_a_rule_is_said_twice(rule: Rule):
    assert not isinstance(rule, BoardRule) or rule.restated is not None, "told to the solver, not restated for the checker"
    assert not isinstance(rule, PersonRule) or rule.reasoned is not None, "a column without a reason for one person"


@each_rule
def test_a_test_names_the_rule_by_its_code_or_by_its_function(rule: Rule):
    assert re.search(rf"""(?<![\w-])({re.escape(rule.code)}|{rule.told.__name__})(?![\w-])""", all_tests()) is not None


def test_there_are_rules_of_every_kind():
    assert {type(rule).__name__ for rule in every_rule()} == {"BoardRule", "PersonRule", "CommitteeRule"}
