"""No row of the handbook is lost, changed or made surer than it is: code, article, status, day and number are compared."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from api.cli.policy import every_rule
from policies.dated import DATA, Dated, known_sources, load_table
from policies.profiles import PROFILES, profile, profile_names
from policies.retention import first_day_after, kept_until
from policies.vocabulary.rule import PersonRule
from policies.vocabulary.source import Source, Status
from policies.vocabulary.tender import LawFamily
from tests.policies.handbook import articles_of, articles_of_the_handbook, rows

BASE = profile().base
RULES = {rule.code: rule for rule in every_rule()}
NUMBERED = {name.partition(".")[2]: value for name, value in BASE.items() if name.startswith(("duties.", "ladder."))}
DUTIES = {name.partition(".")[2]: value for name, value in BASE.items() if name.startswith("duties.")}
# Cited by us and named by no chapter: real articles, never shown as checked.
BEYOND = {("《政府采购法》", 36), ("《个人信息保护法》", 50), ("《劳动法》", 15)}
FIRST_DAYS = {
    "《招标投标法》": date(2000, 1, 1),
    "七部委令第12号": date(2001, 7, 5),
    "《政府采购法》": date(2003, 1, 1),
    "《招标投标法实施条例》": date(2012, 2, 1),
    "《浙江省招标投标条例》": date(2014, 1, 1),
    "《政府采购法实施条例》": date(2015, 3, 1),
    "财库〔2016〕198号": date(2017, 1, 1),
    "《网络安全法》": date(2017, 6, 1),
    "财政部令第87号": date(2017, 10, 1),
    "《重庆市招标投标条例》": date(2018, 1, 1),
    "《密码法》": date(2020, 1, 1),
    "《档案法》": date(2021, 1, 1),
    "《个人信息保护法》": date(2021, 11, 1),
    "青政务〔2022〕19号": date(2022, 1, 1),
    "《商用密码管理条例》": date(2023, 7, 1),
    "《商用密码应用安全性评估管理办法》": date(2023, 11, 1),
    "《网络数据安全管理条例》": date(2025, 1, 1),
    "国家发展改革委令第26号": date(2025, 1, 1),
    "发改办法规〔2025〕807号": date(2025, 1, 1),
    "2025年3月": date(2025, 3, 1),
    "《人脸识别技术应用安全管理办法》": date(2025, 6, 1),
    "（2026年）": date(2026, 1, 1),
}
each_code = pytest.mark.parametrize("code", rows())
each_duty = pytest.mark.parametrize("code", DUTIES)


def sources_of(code: str) -> tuple[Source, ...]:
    rule = RULES.get(code)
    return NUMBERED[code].sources if rule is None else rule.sources if isinstance(rule, PersonRule) else (rule.source,)


def inline_sources() -> list[Source]:
    """Every source that some value cites, of the base and of all profiles."""
    tables = [load_table(path, object) for path in (*PROFILES.glob("*.yaml"), DATA / "withholding.yaml", DATA / "fees" / "readings.yaml")]
    values: list[Dated[Any]] = [*BASE.values(), *(value for table in tables for value in table.values())]
    return [source for value in values for source in value.sources]


def test_the_handbook_was_read() -> None:
    assert len(rows()) >= 116 and len(articles_of_the_handbook()) >= 60
    assert rows()["PI-03"].articles == {("《个人信息保护法》", 17), ("《个人信息保护法》", 30)}


@each_code
def test_each_row_is_a_rule_or_a_dated_duty_as_sure_as_the_handbook_is(code: str) -> None:
    found = {source.status for source in sources_of(code)} if code in RULES else {NUMBERED[code].status}
    assert all(status.value in rows()[code].status for status in found)


@each_code
def test_each_row_cites_its_own_articles(code: str) -> None:
    cited = frozenset(pair for source in sources_of(code) for pair in articles_of(source))
    wanted = rows()[code].articles
    assert cited <= wanted and bool(cited) == bool(wanted)
    assert code in RULES or cited == wanted


@pytest.mark.parametrize("source", [*known_sources().values(), *inline_sources()], ids=lambda source: source.id)
def test_each_article_cited_is_one_of_the_handbook_or_not_called_checked(source: Source) -> None:
    unknown = articles_of(source) - articles_of_the_handbook()
    assert unknown <= BEYOND and not (unknown and source.status is Status.VERIFIED)
    assert not (source.status is Status.VERIFIED and not articles_of(source))
    assert not re.search(r"第\d|art", source.article) and not re.search(r"第$|\s$", source.law)


@each_duty
def test_a_duty_holds_from_the_day_of_its_law(code: str) -> None:
    laws = [source.law for source in DUTIES[code].sources]
    days = [day for law in laws[:1] for name, day in FIRST_DAYS.items() if name in law]
    assert [since for since, _ in DUTIES[code].in_force] == (days or [date(2020, 1, 1)])


@each_duty
def test_a_duty_points_only_to_what_exists_and_is_in_force(code: str) -> None:
    text = str(DUTIES[code].in_force[-1][1])
    named = re.findall(r"[a-z]+\.\w*[A-Za-z0-9](?:_?[a-z0-9])*", text, re.ASCII)
    assert set(named) <= set(BASE) and not re.search(r"(?<![.\w])[a-z]+_[a-z_]+", text, re.ASCII)
    assert set(re.findall(r"规则([A-Z]+\d*(?:-\d+)?)", text)) <= set(RULES)
    assert set(re.findall(r"方案([a-z-]+)", text)) <= set(profile_names())


SETTINGS: list[tuple[str, str, Any]] = [
    ("ZB-01", "panel.tendering_least", 5),
    ("ZB-01", "panel.experts_share", {"tendering": "2/3", "procurement": "2/3"}),
    ("ZB-02", "screening.years_in_field", {"tendering": 8, "procurement": 8}),
    ("ZB-14", "ladder.library_least", 500),
    ("ZB-17", "exceptions.bidders_least", {"tendering": 3, "procurement": 3}),
    ("GP-01", "panel.procurement_least", 5),
    ("GP-02", "panel.procurement_large_least", 7),
    ("GP-02", "panel.procurement_large_budget", 10_000_000),
    ("GP-03", "panel.negotiation_least", 3),
    ("GP-04", "panel.negotiation_large_least", 5),
    ("GP-05", "panel.legal_experts", 1),
    ("GP-06", "panel.consultation_least", 3),
    ("TM-01", "panel.more_time_share", "1/3"),
    ("TM-04", "intervals.earliest_draw", {"tendering": "none", "procurement": "2wd"}),
    ("TM-11", "intervals.candidates_published", 3),
    ("TM-11", "intervals.candidates_open", 3),
    ("TM-12", "intervals.procurement_report", 2),
    ("TM-12", "intervals.procurement_decision", 5),
    ("R2", "screening.look_back", 3),
    ("R5", "screening.dispute_look_back", 3),
    ("R10", "panel.employer_cap", 1),
    ("SU-01", "conduct.bribe_fine", {"least": 3000, "most": 50_000}),
    ("SU-03", "conduct.composition_fine", {"most": 100_000}),
    ("SU-04", "conduct.procurement_fine", {"least": 2000, "most": 20_000}),
    ("SU-04", "conduct.procurement_grave_fine", {"least": 20_000, "most": 50_000}),
    ("SU-05", "conduct.chongqing_fine", {"least": 5000, "most": 30_000}),
    ("SU-06", "lifecycle.points_total", 25),
    ("SU-06", "lifecycle.points_single", 15),
    ("SU-07", "lifecycle.repeated", {"late": 3, "absent": 2}),
    ("SU-10", "lifecycle.points_base", 100),
    ("SU-13", "intervals.mutual_rating", 5),
    ("RE-01", "retention.procurement_archive", 15),
    ("RE-04", "retention.tendering_archive", 15),
    ("RE-05", "retention.network_logs", 6),
    ("RE-06", "retention.disclosures", 3),
    ("RE-07", "retention.impact_assessments", 3),
]
_SURE = (Status.SETTING, Status.READING, Status.DESIGN, Status.REPORTED, Status.VERIFIED)


@pytest.mark.parametrize(("code", "name", "value"), SETTINGS, ids=lambda each: str(each) if isinstance(each, str) else "")
def test_a_number_is_that_of_its_row_and_no_surer(code: str, name: str, value: Any) -> None:
    setting = profile("xingshan").setting(name, date(2026, 12, 1))  # a profile that changes nothing
    assert setting.value == value
    surest = max((status for status in Status if status.value in rows()[code].status), key=_SURE.index)
    assert _SURE.index(setting.status) <= _SURE.index(surest)


@pytest.mark.parametrize(
    ("family", "ended", "free"),
    [
        (LawFamily.PROCUREMENT, date(2026, 12, 16), date(2041, 12, 16)),
        (LawFamily.TENDERING, date(2028, 2, 29), date(2043, 3, 1)),
    ],
)
def test_the_archive_is_kept_as_long_as_the_law_says(family: LawFamily, ended: date, free: date) -> None:
    assert kept_until(family, ended, profile()) == free


def test_a_time_never_ends_before_its_months_are_over() -> None:
    assert first_day_after(date(2026, 1, 31), 1) == date(2026, 3, 1)
