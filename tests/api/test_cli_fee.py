"""`fee quote` and `fee tax`: every option of the formats page, the fixed JSON, and one sentence for what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.fee import app

DAY = "2026-12-16T{}:00+08:00"
SITTING = ["--from", DAY.format("09:00"), "--to", DAY.format("14:20")]


def run(*words: str) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON answer of a command."""
    outcome = CliRunner().invoke(app, [*words, "--json"])
    return outcome.exit_code, json.loads(outcome.stdout) if outcome.stdout.startswith("{") else {}


def quoted(*words: str) -> dict[str, Any]:
    code, answer = run("quote", *words)
    assert code == 0, answer
    return answer


def test_a_quote_has_exactly_the_members_that_programs_read() -> None:
    answer = quoted("--standard", "HN", *SITTING)
    names = ["standard", "minutes", "base_fen", "extras", "gross_fen", "tax_fen", "net_fen", "reimbursed_fen", "lines", "readings"]
    assert list(answer) == names
    assert (answer["minutes"], answer["gross_fen"], answer["tax_fen"], answer["net_fen"]) == (320, 86250, 1250, 85000)


@pytest.mark.parametrize(
    ("words", "gross"),
    [
        (["--leader"], 70000),
        (["--senior"], 80000),
        (["--road-hours", "3"], 81000),
        (["--same-city-travel", "city"], 68000),
        (["--own-car", "other_city"], 60000),
        (["--misconduct"], 0),
        (["--left-without-leave"], 0),
        (["--opinion-void"], 0),
        (["--tenderer-representative"], 0),
        (["--cancelled"], 20000),
        (["--recused"], 20000),
        (["--not-started"], 20000),
        (["--left-ill"], 60000),
        (["--successor"], 60000),
        (["--holiday", "--emergency", "--voided", "--offsite", "--remote-venue", "--non-resident", "--overnight"], 60000),
        (["--meal", f"{DAY.format('12:00')}/{DAY.format('13:00')}"], 50000),
        (["--break", f"{DAY.format('12:00')}/{DAY.format('13:00')}"], 50000),
        (["--arrived-at", DAY.format("09:20")], 60000),
        (["--own-standard", "HN", "--remote-fee-rule", "higher_of"], 86250),
        (["--reading", "round=gd_gp"], 50000),
    ],
)
def test_every_option_is_understood(words: list[str], gross: int) -> None:
    assert quoted("--standard", "AH", *SITTING, *words)["gross_fen"] == gross


def test_receipts_and_earlier_sums_are_given_in_fen() -> None:
    earlier = ["--earlier-gross-fen", "86250", "--earlier-tax-fen", "1250", "--earlier-net-fen", "85000"]
    answer = quoted("--standard", "HN", *SITTING, *earlier, "--receipts-fen", "123", "--aggregation", "per_project_month")
    assert (answer["gross_fen"], answer["tax_fen"], answer["reimbursed_fen"]) == (106250, 21250, 123)


def test_several_sittings_are_pairs_in_order() -> None:
    next_day = ["--from", "2026-12-17T09:00:00+08:00", "--to", "2026-12-17T12:00:00+08:00"]
    first_day = ["--from", DAY.format("09:00"), "--to", DAY.format("17:00")]
    assert quoted("--standard", "HN", *first_day, *next_day, "--overnight")["gross_fen"] == 167500


def test_who_came_in_vain_needs_no_times() -> None:
    assert quoted("--standard", "AH", "--recused")["net_fen"] == 20000


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--standard", "GD-GP", *SITTING], "fees.standard_not_built"),
        (["--standard", "HN"], "fees.no_sitting"),
        (["--standard", "HN", "--from", DAY.format("09:00")], "fees.sittings_unpaired"),
        (["--standard", "HN", "--from", DAY.format("14:00"), "--to", DAY.format("09:00")], "fees.sitting_backwards"),
        (["--standard", "HN", *SITTING, *SITTING], "fees.sittings_overlap"),
        (["--standard", "HN", "--from", "2026-12-16T09:00:00", "--to", DAY.format("10:00")], "fees.time_without_zone"),
        (["--standard", "HN", "--from", "morning", "--to", DAY.format("10:00")], "fees.not_a_time"),
        (["--standard", "HN", *SITTING, "--break", "12:00"], "fees.not_a_time"),
        (["--standard", "HN", *SITTING, "--receipts-fen", "-1"], "fees.negative_sum"),
        (["--standard", "HN", *SITTING, "--road-hours", "-1"], "fees.negative_sum"),
        (["--standard", "HN", *SITTING, "--reading", "no_such=1"], "fees.unknown_reading"),
        (["--standard", "HN", *SITTING, "--earlier-tax-fen", "-1"], "withholding.earlier_receipts_clash"),
        (["--standard", "HN", *SITTING, "--on", "2016-01-01"], "policies.not_in_force"),
    ],
)
def test_bad_input_gives_one_sentence_and_exit_code_1(words: list[str], code: str) -> None:
    exit_code, answer = run("quote", *words)
    assert (exit_code, answer["refused"]["code"]) == (1, code)


@pytest.mark.parametrize("words", [["quote"], ["quote", "--standard", "HN", "--own-car", "spaceship"], ["tax", "--gross-fen", "much"]])
def test_wrong_usage_is_exit_code_2(words: list[str]) -> None:
    assert run(*words)[0] == 2


@pytest.mark.parametrize(
    ("words", "sums"),
    [
        (["--gross-fen", "90000"], (90000, 2000, 88000)),
        (["--net-fen", "85000"], (86250, 1250, 85000)),
        (["--gross-fen", "500000", "--non-resident"], (500000, 19000, 481000)),
        (["--gross-fen", "90000", "--earlier-gross-fen", "90000", "--earlier-tax-fen", "2000"], (90000, 18000, 72000)),
        (["--gross-fen", "90000", "--earlier-gross-fen", "90000", "--aggregation", "per_receipt"], (90000, 2000, 88000)),
    ],
)
def test_the_tax_on_one_sum(words: list[str], sums: tuple[int, int, int]) -> None:
    code, answer = run("tax", *words, "--on", "2026-12-16")
    assert code == 0
    assert (answer["gross_fen"], answer["tax_fen"], answer["net_fen"]) == sums


def test_the_platform_method_answers_what_to_withhold_now() -> None:
    income = ["--cumulative-gross-fen", "6000000", "--months", "3", "--other-fen", "0", "--already-fen", "60000"]
    assert run("tax", "--method", "cumulative_platform", *income, "--on", "2026-12-16")[1]["tax_fen"] == 39000


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], "withholding.one_sum_please"),
        (["--gross-fen", "1", "--net-fen", "1"], "withholding.one_sum_please"),
        (["--gross-fen", "-1"], "withholding.negative_amount"),
        (["--method", "cumulative_platform"], "withholding.cumulative_income_missing"),
        (["--method", "cumulative_platform", "--cumulative-gross-fen", "1", "--months", "13"], "withholding.months_out_of_range"),
        (["--method", "cumulative_platform", "--cumulative-gross-fen", "1", "--on", "2025-01-01"], "policies.not_in_force"),
    ],
)
def test_a_tax_question_that_cannot_be_answered_is_refused(words: list[str], code: str) -> None:
    exit_code, answer = run("tax", *words)
    assert (exit_code, answer["refused"]["code"]) == (1, code)


def test_a_person_reads_chinese_first_with_the_rule_beside_each_sum() -> None:
    shown = CliRunner().invoke(app, ["quote", "--standard", "HN", *SITTING]).stdout
    assert "计酬时长5小时20分" in shown
    assert "TAX-03" in shown
    assert "读法：A1" in shown
