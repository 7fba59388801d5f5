"""A bad policy file is refused at load, with its name and line, by every way that reads it; the ladder never turns in a circle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.policy import app
from policies import brought, profiles
from policies.dated import load_table
from policies.ladder_order import LADDER, ladder_order
from policies.profiles import changeable, is_own, profile
from policies.refusals import BadPolicyFile
from policies.soundness import _bad_files, complaints, days_of_change
from policies.value_forms import faults
from tests.policies.builders import TODAY
from tests.policies.test_profiles import ABOUT, a_change

LADDER_TEXT = LADDER.read_text(encoding="utf-8")
GOOD = ABOUT + a_change("ladder.per_place", "5")


def a_profile(folder: Path, text: str) -> Path:
    path = folder / "somewhere.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (GOOD.replace("{2026-07-01: 5}", "{2026-07-01: 5, 2027-01-01: null}"), 10, "gap"),
        (GOOD.replace("{2026-07-01: 5}", "{2027-01-01: 5, 2026-01-01: 6}"), 10, "ascend"),
        (GOOD.replace("{2026-07-01: 5}", "{2026-07-01: 5, 2026-07-01: 6}"), 10, "twice"),
        (ABOUT + "ladder.per_place:\n  title: 改动\n  unit: person\n  in_force: {2026-07-01: 5}\n", 7, "source"),
        (ABOUT + a_change("ladder.per_place", "5", unit="furlong"), 8, "unit"),
        (ABOUT + a_change("panel.tendering_least", "3"), 6, "is fixed"),
        (ABOUT + a_change("ladder.L4", "{until: x, approval: x, taken_by: person, next: L1}", unit="rule"), 6, "is fixed"),
    ],
    ids=["gap", "out of order", "overlap", "no source", "unknown unit", "fixed number", "fixed ladder"],
)
def test_a_bad_profile_is_refused_with_file_and_line(text: str, line: int, why: str, tmp_path: Path) -> None:
    outcome = CliRunner().invoke(app, ["check", str(a_profile(tmp_path, text)), "--on", "2026-12-01"])
    assert outcome.exit_code == 1
    assert f"somewhere.yaml第{line}行" in outcome.output.replace("\n", "") and why in outcome.output


@pytest.mark.parametrize(
    ("name", "unit", "value", "why"),
    [
        ("panel.employer_cap", "person", "-1", "from 0"),
        ("panel.employer_cap", "person", "0", "more than 0"),
        ("ladder.per_place", "person", "1000000", "to 10000"),
        ("panel.local_share", "'1'", "'7'", "from 0 to 1"),
        ("panel.local_share", "'1'", "'3/0'", "no share"),
        ("screening.age_under", "{tendering: year}", "{tendering: old}", "form of the base"),
        ("intervals.calls_from", "time", "'25:00'", "no time of day"),
        ("intervals.earliest_draw", "{tendering: choice}", "{tendering: soon}", "none of"),
        ("panel.leader", "{tendering: choice}", "{tendering: friend}", "none of"),
        ("lifecycle.training_required", "flag", "2", "0 or 1"),
        ("ladder.similar", "code", "{A0411: [电]}", "no code"),
        ("ladder.similar", "code", "{A0411: A0410}", "form of the base"),
    ],
)
def test_a_value_that_no_rule_could_reckon_with_is_refused_with_file_and_line(
    name: str, unit: str, value: str, why: str, tmp_path: Path
) -> None:
    path = a_profile(tmp_path, ABOUT + a_change(name, value, unit=unit))
    with pytest.raises(BadPolicyFile, match=why) as refused:
        profile("somewhere", path.parent)
    assert refused.value.facts["line"] == 6


@pytest.mark.parametrize(("spoilt", "why"), [(b"\xff\xfe", "UTF-8"), (GOOD.replace("2026-07-01", "2026-02-30").encode(), "is no day")])
def test_what_is_no_text_or_no_day_is_refused_and_not_a_traceback(spoilt: bytes, why: str, tmp_path: Path) -> None:
    path = a_profile(tmp_path, "")
    path.write_bytes(spoilt)
    with pytest.raises(BadPolicyFile, match=why):
        profile("somewhere", path.parent)


def test_a_profile_names_what_holds_after_it_and_no_repeal(tmp_path: Path) -> None:
    path = a_profile(tmp_path, GOOD + "  repealed: 2027-01-01\n")
    with pytest.raises(BadPolicyFile, match="gap: no value from 2027-01-01 on"):
        profile("somewhere", path.parent)


@pytest.mark.parametrize(
    ("name", "unit", "value", "why"),
    [
        ("disclosure.V2", "event", "{TEN: whenever}", "披露矩阵的写法有误"),
        ("disclosure.V2", "event", "{FRIEND: E0}", "没有“FRIEND”这一角色"),
        ("settlement.fee_standard", "choice", "XX", "没有劳务报酬标准XX"),
        ("intervals.calls_from", "time", "'21:30'", "不早于结束"),
        ("lifecycle.repeated", "'1'", "{nope: 3}", "没有分值"),
        ("screening.weight_tiers", "'1'", "{a: 1}", "写法有误"),
    ],
)
def test_what_only_the_rules_together_show_is_complained_of(name: str, unit: str, value: str, why: str, tmp_path: Path) -> None:
    outcome = CliRunner().invoke(app, ["check", str(a_profile(tmp_path, ABOUT + a_change(name, value, unit=unit))), "--on", "2026-12-01"])
    assert (outcome.exit_code, why in outcome.output.replace("\n", "")) == (1, True)


def test_every_shipped_value_has_a_form_and_every_choice_that_may_be_made_is_listed() -> None:
    base = profile().base
    assert [name for name, one in base.items() for _, value in one.in_force for _ in faults(name, one.unit, value)] == []
    chosen = [
        name
        for name in changeable()
        if "choice" in (base[name].unit, *dict(base[name].unit if isinstance(base[name].unit, dict) else {}).values())
    ]
    assert [name for name in chosen if not list(faults(name, "choice", "???"))] == ["settlement.fee_standard"]


def test_a_good_profile_may_be_used(tmp_path: Path) -> None:
    outcome = CliRunner().invoke(app, ["check", str(a_profile(tmp_path, GOOD)), "--on", "2026-12-01"])
    assert outcome.exit_code == 0 and "可以使用" in outcome.output


def test_a_profile_that_cannot_work_is_complained_of(tmp_path: Path) -> None:
    text = ABOUT + a_change("screening.weight_tiers", "{0: 1, 5: 3}", unit="'1'")
    outcome = CliRunner().invoke(app, ["check", str(a_profile(tmp_path, text)), "--on", "2026-12-01"])
    assert outcome.exit_code == 1 and "不得随参评次数升高" in outcome.output


def test_the_ladder_goes_from_the_first_step_to_the_last() -> None:
    assert ladder_order() == ("L0", "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8")


@pytest.mark.parametrize(
    ("old", "new", "step", "why"),
    [
        ("next: L5", "next: L2", "L4", "circle"),
        ("next: L1}", "next: L0}", "L0", "circle"),
        ("next: L5", "next: L9", "L4", "does not exist"),
        ("next: L5", "next: L6", "L5", "no step leads to"),
        (", next: L5", "", "L4", "does not say"),
    ],
)
def test_a_ladder_that_turns_in_a_circle_or_breaks_off_is_refused(old: str, new: str, step: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "ladder.yaml"
    path.write_text(LADDER_TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(BadPolicyFile, match=why) as refused:
        ladder_order(path)
    assert path.read_text(encoding="utf-8").splitlines()[int(str(refused.value.facts["line"])) - 1] == f"{step}:"


def test_no_two_values_of_one_number_hold_on_one_day() -> None:
    for path in sorted(profiles.PROFILES.glob("*.yaml")):
        for name, value in load_table(path, object).items():
            days = [since for since, _ in value.in_force]
            assert days == sorted(set(days)), (path.name, name)


def test_a_centres_own_profile_counts_before_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "gansu-draft.yaml").write_text(GOOD, encoding="utf-8")
    try:
        brought.look_in(tmp_path)
        assert is_own("gansu-draft") and "ladder.per_place" in profile("gansu-draft").changes
    finally:
        brought.look_in(Path("nowhere"))
    assert not is_own("gansu-draft") and profile("gansu-draft").changes == {}


def test_a_profile_is_checked_on_every_later_day_on_which_it_changes(tmp_path: Path) -> None:
    later = a_change("screening.weight_tiers", "{0: 1, 5: 3}", unit="'1'").replace("2026-07-01", "2030-01-01")
    outcome = CliRunner().invoke(app, ["check", str(a_profile(tmp_path, ABOUT + later)), "--on", "2026-12-01"])
    assert outcome.exit_code == 1 and "不得随参评次数升高" in outcome.output


def test_every_file_of_rules_is_read_by_the_check(tmp_path: Path) -> None:
    (tmp_path / "loose.yaml").write_text("number: 5\n", encoding="utf-8")
    assert [fault for fault in _bad_files(tmp_path) if "loose.yaml" in fault] and list(_bad_files()) == []


def test_the_rules_stay_sound_on_every_day_on_which_something_changes() -> None:
    days = days_of_change(TODAY)
    assert days[0] == TODAY and list(days) == sorted(set(days))
    assert [complaint for day in days for complaint in complaints(day)] == []


@pytest.mark.parametrize("filled_in", [False, True], ids=["as it is", "everything uncommented"])
def test_a_template_holds_every_changeable_number_and_is_sound(filled_in: bool, tmp_path: Path) -> None:
    path = tmp_path / "gansu.yaml"
    title = "甘肃：[草案\n{"
    assert CliRunner().invoke(app, ["template", "--out", str(path), "--title", title, "--on", "2026-12-01"]).exit_code == 0
    text = path.read_text(encoding="utf-8")
    if filled_in:
        path.write_text(re.sub(r"^# (?=[a-z]+\.|  )", "", text, flags=re.M), encoding="utf-8")
    outcome = CliRunner().invoke(app, ["check", str(path), "--on", "2026-12-01"])
    assert outcome.exit_code == 0, outcome.output
    profile.cache_clear()
    assert set(profile("gansu", tmp_path).changes) == (set(changeable()) if filled_in else set())


def test_a_template_never_overwrites(tmp_path: Path) -> None:
    path = a_profile(tmp_path, GOOD)
    for out in (path, tmp_path / "nowhere" / "x.yaml"):
        assert CliRunner().invoke(app, ["template", "--out", str(out)]).exit_code == 2
    assert path.read_text(encoding="utf-8") == GOOD
