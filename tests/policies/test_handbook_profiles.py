"""Profiles and fees say what the handbook says of them: sub-venues, overrides of the matrix, and how sure each is."""

from __future__ import annotations

import re
from datetime import date

import pytest

from policies.dated import known_sources
from policies.profiles import profile, profile_names
from policies.replies import refusal_reasons
from policies.vocabulary.source import Status
from tests.policies.handbook import DOMAIN, table_rows

DAY = date(2026, 12, 1)
CHAPTER = (DOMAIN / "01-glossary-and-flow.md").read_text(encoding="utf-8")
PROFILES = {cells[0].strip("`"): cells for cells in table_rows("01-glossary-and-flow.md", r"`[a-z-]+`") if len(cells) == 8}
OURS = {"strict-tendering", "standby-two"}  # an override of §5, and an example
FEES = {cells[0]: cells[-1] for cells in table_rows("03-fees-and-tax.md", r"(?:FEE|TAX)-\d+")}


def test_every_profile_of_the_handbook_is_there_and_no_other() -> None:
    assert len(PROFILES) == 17
    assert set(profile_names()) == set(PROFILES) | OURS


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_is_as_sure_as_the_handbook_is(name: str) -> None:
    assert profile(name).about.status.value == PROFILES[name][-1]
    surest = {Status.REPORTED, Status.READING, Status.SETTING, Status.DESIGN} | ({Status.VERIFIED} if name == "chongqing" else set())
    assert {change.status for change in profile(name).changes.values()} <= surest


@pytest.mark.parametrize("name", [name for name, cells in PROFILES.items() if re.match(r"\d", cells[4])])
def test_the_number_of_subvenues_is_that_of_the_handbook(name: str) -> None:
    said = "；".join(str(text) for _, text in profile(name).about.in_force)
    assert re.search(rf"副场（?{PROFILES[name][4][0]}个", said)


@pytest.mark.parametrize(("name", "most"), [("dengzhou", 1), ("dingxi", 1), ("hunan-default", 64)])
def test_where_one_expert_sits_at_the_host_no_second_one_may(name: str, most: int) -> None:
    assert profile(name).ask("panel.local_most", DAY, int) == most


@pytest.mark.parametrize(("name", "field"), [("shanxi", "V2"), ("xuancheng", "V6"), ("lianyungang", "V4"), ("strict-tendering", "V4")])
def test_an_override_of_the_matrix_is_as_sure_as_the_handbook_is(name: str, field: str) -> None:
    said = {"strict-tendering": r"\| tendering, strict \| V4.*\| (\w+) \|"}.get(name, rf"\| `{name}` \| {field}\b.*\| (\w+) \|")
    found = re.search(said, CHAPTER)
    assert found is not None and profile(name).changes[f"disclosure.{field}"].status.value == found[1]


WINDOWS: list[tuple[str, str, object]] = [
    ("reply window", "reply_window", 15),
    ("reply window, start in < 2 h", "reply_window_short", 5),
    ("attempts", "attempts", 2),
    ("attempts", "attempt_gap", 3),
    ("leave barred", "leave_closes", 24),
    ("silence after notice", "silence_attends", 1),
    ("booth entry", "booth_entry", 5),
    ("network cut-off at night", "night_cutoff", "21:00"),
    ("mutual rating", "mutual_rating", 5),
    ("candidates published", "candidates_published", 3),
    ("GP report to purchaser / decision", "procurement_report", 2),
    ("fee payment", "payment", 10),
]


@pytest.mark.parametrize(("row", "name", "value"), WINDOWS, ids=[name for _, name, _ in WINDOWS])
def test_a_window_of_time_is_that_of_the_handbook_and_as_sure(row: str, name: str, value: object) -> None:
    window = next(cells for cells in table_rows("01-glossary-and-flow.md", re.escape(row)))
    setting = profile("xingshan").setting(f"intervals.{name}", DAY)
    assert str(value) in window[1] and (setting.value, setting.status.value) == (value, window[3])


def test_each_refusal_code_counts_as_the_handbook_says() -> None:
    said = {cells[0]: cells[2] for cells in table_rows("01-glossary-and-flow.md", r"RF\d+")}
    words = {"never": "no", "by_rate": "only by rate", "by_library": "per library rule"}
    assert [each.code for each in refusal_reasons(DAY) if not said[each.code].startswith(words[each.counts])] == []
    assert len(said) == len(refusal_reasons(DAY)) == 11


@pytest.mark.parametrize("code", sorted(set(FEES) & set(known_sources())))
def test_a_rule_about_fees_is_as_sure_as_the_handbook_is(code: str) -> None:
    assert known_sources()[code].status.value in FEES[code]
