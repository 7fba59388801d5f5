"""A profile is a thin overlay: it changes what is declared changeable, from its own first day on, and nothing else."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policies.areas import area_name, area_of
from policies.profiles import Profile, changeable, profile, profile_names
from policies.refusals import BadPolicyFile, UnknownProfile
from policies.soundness import complaints, differences
from policies.titles import title_level
from policies.vocabulary.source import Status
from policies.vocabulary.tender import LawFamily
from tests.policies.builders import TODAY

DOCS = Path(__file__).parents[2] / "docs" / "domain"
SOURCE = "source: {law: 《某规定》, article: 第一条, status: reported}"
ABOUT = f"profile:\n  title: 某地\n  unit: text\n  {SOURCE}\n  in_force: {{2020-01-01: 某地}}\n"


def written(folder: Path, changes: str, about: str = ABOUT) -> Profile:
    (folder / "somewhere.yaml").write_text(about + changes, encoding="utf-8")
    return profile("somewhere", folder)


def a_change(name: str, value: str, unit: str = "person") -> str:
    return f"{name}:\n  title: 改动\n  unit: {unit}\n  {SOURCE}\n  in_force: {{2026-07-01: {value}}}\n"


def test_the_profiles_of_the_handbook_are_there_and_sound() -> None:
    handbook = (DOCS / "01-glossary-and-flow.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)` \|", handbook.split("## 4.")[1].split("## 5.")[0], re.M)) <= set(profile_names())
    assert list(complaints(TODAY)) == []


def test_an_unknown_profile_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownProfile, match="hunan-default"):
        profile("atlantis")


def test_a_change_counts_from_its_own_day_on(tmp_path: Path) -> None:
    rules = written(tmp_path, a_change("ladder.per_place", "5"))
    assert rules.ask("ladder.per_place", date(2026, 6, 30), int) == 3
    assert rules.ask("ladder.per_place", date(2026, 7, 1), int) == 5
    assert rules.setting("ladder.per_place", date(2026, 7, 1)).changed


def test_a_change_of_a_table_replaces_only_what_it_names() -> None:
    limits = profile("chongqing").on(TODAY)
    assert limits.word_for("intervals.earliest_draw", LawFamily.TENDERING) == "24h"
    assert limits.word_for("intervals.earliest_draw", LawFamily.PROCUREMENT) == "2wd"


@pytest.mark.parametrize(
    ("change", "line", "why"),
    [
        (a_change("panel.tendering_least", "3"), 6, "is fixed"),
        (a_change("panel.no_such_rule", "3"), 6, "there is no rule"),
        (a_change("ladder.per_place", "3", unit="yuan"), 6, "unit of"),
        (a_change("ladder.per_place", "three"), 6, "form of the base"),
    ],
)
def test_a_profile_that_changes_what_it_may_not_is_refused_with_its_line(tmp_path: Path, change: str, line: int, why: str) -> None:
    with pytest.raises(BadPolicyFile, match=why) as refused:
        written(tmp_path, change)
    assert refused.value.facts["line"] == line


def test_a_profile_without_a_word_about_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPolicyFile, match="no entry"):
        written(tmp_path, a_change("ladder.per_place", "5"), about="")


def test_a_setting_that_nobody_verified_says_so() -> None:
    assert not profile().setting("panel.local_share", TODAY).verified
    assert profile().setting("panel.tendering_least", TODAY).verified


@pytest.mark.parametrize(
    ("name", "part", "value", "article", "status"),
    [
        ("screening.age_under", "tendering", 70, "第二十七条", Status.VERIFIED),
        ("screening.age_under", "procurement", 70, "第六条", Status.SETTING),
        ("intervals.earliest_draw", "procurement", "2wd", "第八条", Status.REPORTED),
        ("screening.age_under", "", {"tendering": 70, "procurement": 70}, "第二十七条", Status.SETTING),
    ],
)
def test_an_entry_that_a_profile_leaves_alone_keeps_its_own_source(name: str, part: str, value: Any, article: str, status: Status) -> None:
    setting = profile("chongqing").setting(name, TODAY, part)
    assert (setting.value, setting.sources[0].article, setting.status) == (value, article, status)


def test_the_age_of_tendering_in_hunan_is_a_setting_and_that_of_procurement_is_reported() -> None:
    ages = {family: profile().setting("screening.age_under", TODAY, family) for family in LawFamily}
    assert {family: (age.value, age.status) for family, age in ages.items()} == {
        LawFamily.TENDERING: (70, Status.SETTING),
        LawFamily.PROCUREMENT: (69, Status.REPORTED),
    }
    assert not profile().setting("screening.age_under", TODAY).verified


def test_every_value_has_a_title_a_source_a_status_and_a_unit() -> None:
    for name, value in profile().base.items():
        assert value.title and value.unit and value.sources and value.status, name
    assert changeable() <= set(profile().base)


def test_two_profiles_differ_in_what_they_change() -> None:
    found = differences((profile(), TODAY), (profile("chongqing"), TODAY))
    names = {difference.name for difference in found if not difference.name.startswith("exceptions.")}
    panel = {"panel.most_representatives", "panel.leader", "panel.representatives_of_the_interested"}
    assert names == {"intervals.earliest_draw", "screening.age_under", *panel}
    assert differences((profile(), TODAY), (profile(), TODAY)) == ()
    earlier = differences((profile(), date(2019, 1, 1)), (profile(), TODAY))
    assert "panel.local_share" in {difference.name for difference in earlier}


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("高级工程师", "高级"),
        ("副教授", "高级"),
        ("工程师", "中级"),
        ("助理工程师", "初级"),
        ("注册会计师", "中级"),
        ("技术员", "初级"),
        ("初级工程师", "初级"),
        ("助理研究员", "中级"),
        ("副研究员", "高级"),
        ("实习研究员", "初级"),
        ("助理教授", "中级"),
        ("主任编辑", "高级"),
        ("相当于高级（同等专业水平）", "高级"),
        ("相当于中级（同等专业水平）", "中级"),
        ("同等专业水平", ""),
        ("经理", ""),
        ("", ""),
    ],
)
def test_a_title_has_a_level_or_is_not_known(title: str, level: str) -> None:
    assert title_level(title, TODAY) == level


def test_a_county_belongs_to_its_city_and_a_municipality_is_one_area() -> None:
    assert (area_of("430181"), area_of("500112"), area_of("429004"), area_of("430100")) == ("430100", "500000", "429004", "430100")
    assert (area_name("430104"), area_name("620100"), area_name("999999")) == ("长沙市", "兰州市", "999999")
