"""The pages that are made from the rules are those in docs/, and every rule says what it rules in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.cli.policy import every_rule
from policies.pages import rules_page, visibility_page
from policies.profiles import profile
from policies.sources import cite
from policies.vocabulary.rule import BoardRule, PersonRule, Rule, registered, rule
from policies.vocabulary.source import Status

DOCS = Path(__file__).parents[2] / "docs"


def test_the_rules_page_is_what_the_rules_say() -> None:
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == rules_page(every_rule())


def test_the_visibility_page_is_what_the_matrix_says() -> None:
    assert (DOCS / "domain" / "visibility.md").read_text(encoding="utf-8") == visibility_page(profile())


def test_each_line_of_the_rules_page_shows_how_sure_it_is() -> None:
    page = (DOCS / "rules.md").read_text(encoding="utf-8")
    shown = [("**未核实**" if status is Status.SETTING else status.chinese, code) for code, status in statuses()]
    lines = {line.split(" | ")[0].strip("| `"): line for line in page.split("## 地区方案")[0].splitlines() if line.startswith("| ")}
    assert [code for word, code in shown if f"（{word}）" not in lines[code]] == []


def test_the_rules_page_speaks_words_and_shows_notes() -> None:
    page = (DOCS / "rules.md").read_text(encoding="utf-8")
    assert not re.search(r"(tendering|procurement|least|taken_by) ", page.split("## 数值")[1])
    assert "注：条文只规定利害关系，未规定持股比例。" in page and "working_day" not in page


@pytest.mark.parametrize("name", ["free_between", "RF7", "first_block_min", "withholding resident_per_time", "fees/HN"])
def test_the_rules_page_names_seats_refusals_readings_fees_and_tax(name: str) -> None:
    assert f"| `{name}` |" in (DOCS / "rules.md").read_text(encoding="utf-8")


def statuses() -> list[tuple[str, Status]]:
    values = [(name.removeprefix("duties."), value.status) for name, value in profile().base.items() if not name.startswith("disclosure.")]
    return [*values, *((each.code, each.source.status) for each in every_rule())]


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
