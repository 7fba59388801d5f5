"""The pages that are made from the rules are those in docs/, and every rule says what it rules in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli.policy import every_rule
from policies.pages import rules_page, visibility_page
from policies.profiles import profile
from policies.sources import cite
from policies.vocabulary.rule import BoardRule, PersonRule, Rule, registered, rule

DOCS = Path(__file__).parents[2] / "docs"


def test_the_rules_page_is_what_the_rules_say() -> None:
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == rules_page(every_rule())


def test_the_visibility_page_is_what_the_matrix_says() -> None:
    assert (DOCS / "domain" / "visibility.md").read_text(encoding="utf-8") == visibility_page(profile())


@pytest.mark.parametrize("each", every_rule(), ids=lambda each: each.code)
def test_every_rule_has_a_source_sentences_and_a_check(each: Rule) -> None:
    assert each.source.law and each.says and each.says_en
    assert not isinstance(each, PersonRule) or each.reasoned is not None
    assert not isinstance(each, BoardRule) or each.restated is not None


def test_no_rule_of_the_program_is_left_out_of_the_pages() -> None:
    ours = {each.code for each in registered() if each.module.startswith(("policies.", "dispatch."))}
    assert ours == {each.code for each in every_rule()}


def test_a_code_is_never_used_twice() -> None:
    with pytest.raises(ValueError, match="R1 is used twice"):
        rule("R1", source=cite("DESIGN"), says="又一条")(lambda board: ())
