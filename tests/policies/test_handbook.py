"""No row of the handbook's rules is lost: each code is a rule with a function, or stands among the numbers with what meets it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from api.cli.policy import every_rule
from policies.profiles import profile
from policies.retention import ARCHIVE, Kept, first_day_after, kept_until
from policies.vocabulary.tender import LawFamily

ROOT = Path(__file__).parents[2]
RULES = (ROOT / "docs" / "domain" / "02-rules.md").read_text(encoding="utf-8")
CODES = sorted(set(re.findall(r"^\| ((?:ZB|GP|LC|TM|RP|SU|RE|PI|DB|MP)-\d+|R\d+|L\d) ", RULES, re.M)))


@pytest.mark.parametrize("code", CODES)
def test_each_row_of_the_rules_is_a_rule_or_a_dated_duty(code: str) -> None:
    base = profile().base
    known = {rule.code for rule in every_rule()} | {name.partition(".")[2] for name in base if name.startswith(("duties.", "ladder."))}
    assert code in known


def test_a_duty_that_points_to_a_number_points_to_one_that_exists() -> None:
    base = profile().base
    told = [str(value.in_force[-1][1]) for name, value in base.items() if name.startswith("duties.")]
    named = {name for text in told for name in re.findall(r"\b(?:panel|screening|ladder|intervals|lifecycle|conduct)\.\w+", text)}
    assert named and named <= set(base)


@pytest.mark.parametrize(
    ("kind", "ended", "free"),
    [
        (Kept.PROCUREMENT, date(2026, 12, 16), date(2041, 12, 16)),
        (Kept.TENDERING, date(2028, 2, 29), date(2043, 3, 1)),
        (Kept.NETWORK_LOG, date(2026, 8, 31), date(2027, 3, 1)),
        (Kept.DISCLOSURE, date(2026, 1, 1), date(2029, 1, 1)),
        (Kept.ASSESSMENT, date(2026, 1, 1), date(2029, 1, 1)),
    ],
)
def test_records_are_kept_as_long_as_the_law_says(kind: Kept, ended: date, free: date) -> None:
    assert kept_until(kind, ended, profile()) == free


def test_each_family_of_law_has_its_archive() -> None:
    assert {family: kept_until(ARCHIVE[family], date(2026, 1, 1), profile()).year for family in LawFamily} == dict.fromkeys(LawFamily, 2041)


def test_a_time_never_ends_before_its_months_are_over() -> None:
    assert first_day_after(date(2026, 1, 31), 1) == date(2026, 3, 1)
