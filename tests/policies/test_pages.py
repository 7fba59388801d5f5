"""The pages that are made from the rules are those in docs/, and every rule says what it rules in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    values = [line.split(" | ")[2] for line in page.split("## 数值")[1].split("## ")[0].splitlines() if line.startswith("| `")]
    assert [value for value in values if re.search(r"(tendering|procurement|least|taken_by) ", value)] == []
    assert "注：条文只规定利害关系，未规定持股比例。" in page and "working_day" not in page


IN_CHINESE = ("exceptions.appointment_mark", "screening.title_words")  # the words themselves are what is marked, or looked for


def test_every_number_duty_and_profile_has_its_english_half() -> None:
    page = (DOCS / "rules.md").read_text(encoding="utf-8").split("## 其余条款")[1]
    missing = [
        name for name, english in english_halves(page) if len(english) < 8 or (re.search(r"[一-鿿]", english) and name not in IN_CHINESE)
    ]
    assert missing == []


def english_halves(page: str) -> Iterator[tuple[str, str]]:
    column = 0
    for cells in (line[2:-2].split(" | ") for line in page.splitlines() if line.startswith(("| ", "|  |"))):
        heads = [nth for nth, cell in enumerate(cells) if cell.startswith(("In English", "What it asks for"))]
        if heads:
            column = heads[0]
        else:
            yield cells[0].strip("`"), cells[column]


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
