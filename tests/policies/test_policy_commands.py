"""`expert-dispatch policy` tells the rules of a day with their sources and refuses what it does not know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.policy import app


def said(*words: str) -> str:
    outcome = CliRunner().invoke(app, list(words))
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def told(*words: str) -> Any:
    return json.loads(said(*words, "--json"))


def test_show_prints_the_numbers_of_a_day_with_sources() -> None:
    shown = said("show", "--on", "2026-12-01", "--profile", "chongqing")
    assert "《重庆市招标投标条例》" in shown and "【未核实】" in shown
    settings = {setting["name"]: setting for setting in told("show", "--on", "2026-12-01")["settings"]}
    assert settings["panel.tendering_least"]["value"] == 5
    assert settings["panel.local_share"]["verified"] is False


def test_list_names_every_rule_and_profile() -> None:
    listed = told("list")
    assert {"ZB-01", "R1", "H1"} <= {rule["code"] for rule in listed["rules"]}
    assert "hunan-default" in {each["profile"] for each in listed["profiles"]}
    assert "R1" in said("list")


def test_check_finds_the_shipped_rules_sound() -> None:
    assert told("check", "--on", "2026-12-01") == {"sound": True, "complaints": []}
    assert "规则齐全" in said("check", "--on", "2026-12-01")


def test_a_duty_of_a_later_law_is_no_gap_in_the_rules() -> None:
    assert told("check", "--on", "2025-03-15") == {"sound": True, "complaints": []}
    assert "duties.SU-09" not in {setting["name"] for setting in told("show", "--on", "2025-03-15")["settings"]}


def test_check_ends_with_1_where_a_day_lacks_rules() -> None:
    outcome = CliRunner().invoke(app, ["check", "--on", "1999-01-01"])
    assert outcome.exit_code == 1 and "尚无" in outcome.output


def test_diff_compares_profiles_and_days() -> None:
    assert "intervals.earliest_draw" in {each["name"] for each in told("diff", "hunan-default@2026-12-01", "chongqing@2026-12-01")}
    assert "→" in said("diff", "2019-01-01", "2026-12-01")
    assert "【未核实】主场本地专家" in said("diff", "wuxi-gp@2026-12-01", "2026-12-01").replace("远程异地评标中", "")
    assert "没有不同" in said("diff", "2026-12-01", "2026-12-01")


def test_an_unknown_profile_ends_with_1_and_both_languages() -> None:
    outcome = CliRunner().invoke(app, ["show", "--profile", "atlantis"])
    assert outcome.exit_code == 1
    assert "没有名为" in outcome.output and "There is no profile" in outcome.output


def test_a_bad_day_is_wrong_usage() -> None:
    assert CliRunner().invoke(app, ["diff", "hunan-default@yesterday", "chongqing"]).exit_code == 2


@pytest.mark.parametrize("page", ["rules.md", "domain/visibility.md"])
def test_pages_are_written_where_asked(tmp_path: Path, page: str) -> None:
    said("pages", str(tmp_path))
    assert (tmp_path / page).read_text(encoding="utf-8").startswith("# ")
