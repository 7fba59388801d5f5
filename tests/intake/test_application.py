"""An application is read whole, or every faulty member is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dispatch.intake.application import CHINESE_NAMES, REMARKS, read_application
from dispatch.intake.refusals import BadApplication
from dispatch.intake.writing import application_members
from policies.vocabulary.tender import LawFamily, Method, SeatDemand, Unit
from tests.intake.builders import a_unit, an_application

OPTIONAL = ("avoid_units", "profile", *REMARKS)


def faults(**changes: Any) -> str:
    with pytest.raises(BadApplication) as refusal:
        read_application(an_application(**changes), demo=True)
    return str(refusal.value.facts["what"])


def test_application_becomes_a_tender() -> None:
    tender = read_application(an_application(), demo=True)
    assert (tender.id, tender.experts, tender.committee, tender.budget_fen) == ("JY-2026-0142/1", 4, 5, 1_200_000_000)
    assert (tender.law_family, tender.method, tender.agent) == (LawFamily.TENDERING, Method.OPEN, None)
    assert (tender.opening_at, tender.duration) == (datetime(2026, 12, 16, 1, tzinfo=UTC), timedelta(hours=8))
    assert (tender.tenderer, tender.seats) == (Unit("示例建设管理中心", "91620000DEMX00014Y"), (SeatDemand(("A080104",), 4),))


@pytest.mark.parametrize("member", [name for name in CHINESE_NAMES if name not in OPTIONAL])
def test_missing_member_is_named_in_both_languages(member: str) -> None:
    with pytest.raises(BadApplication) as refusal:
        read_application(an_application(**{member: ...}), demo=True)
    assert refusal.value.facts["count"] == 1
    assert f"{member}（{CHINESE_NAMES[member]}） 缺失" in refusal.value.chinese
    assert member in refusal.value.english and "missing" in refusal.value.english


def test_profile_and_units_to_avoid_may_be_left_out() -> None:
    tender = read_application(an_application(profile=..., avoid_units=...), demo=True, default_profile="anhui")
    assert (tender.profile, tender.avoid_units) == ("anhui", ())


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("id", 7),
        ("id", ""),
        ("id", "a b"),
        ("section", 1),
        ("section", True),
        ("law_family", "works"),
        ("method", "抽签"),
        ("title", "=1+1"),
        ("title", "a\u202eb"),
        ("budget", 1.5),
        ("budget", True),
        ("budget", -1),
        ("budget", 0),
        ("budget", "1.234"),
        ("budget", "12,000"),
        ("region", 430100),
        ("region", "4301"),
        ("opening_at", "2026-12-16T09:00:00"),
        ("opening_at", "2026-12-16"),
        ("opening_at", "16.12.2026"),
        ("opening_at", "0001-01-01T00:00:00+08:00"),
        ("checkin_at", 20261216),
        ("duration", "8h"),
        ("duration", "PT0H"),
        ("duration", "P99D"),
        ("duration", "P"),
        ("overnight", "no"),
        ("overnight", 0),
        ("tenderer", None),
        ("tenderer", "甲公司"),
        ("agent", {"name": "甲"}),
        ("seats", []),
        ("seats", "A080104"),
        ("seats", [{"codes": [], "count": 1}]),
        ("seats", [{"codes": ["A0801"], "count": 1}]),
        ("seats", [{"codes": ["A080104"], "count": 2.0}]),
        ("seats", [{"codes": ["A080104"], "count": True}]),
        ("seats", [{"codes": ["A080104"], "count": 0}]),
        ("seats", [{"codes": ["A080104"]}]),
        ("seats", [{"codes": ["A080104"], "count": 65}]),
        ("seats", [{"codes": ["A080104"], "count": 1, "edition": "2024"}]),
        ("seats", [{"codes": ["A080104"], "count": 1, "extra": 1}]),
        ("seats", [{"codes": ["A080104", "A080104"], "count": 1}]),
        ("reps", -1),
        ("reps", "1"),
        ("n_subvenues", 1.0),
        ("host_centre", None),
        ("avoid_units", {"name": "甲"}),
        ("avoid_units", [None]),
        ("profile", 3),
    ],
)
def test_wrong_member_is_one_fault_that_names_it(member: str, value: Any) -> None:
    what = faults(**{member: value})
    assert what.startswith(member) and "；" not in what


def test_unknown_member_is_named_because_it_may_be_a_slip() -> None:
    assert "openning_at" in faults(openning_at="2026-12-16T09:00:00+08:00")


def test_every_fault_is_named_at_once() -> None:
    what = faults(id=1, budget=1.5, seats=[{"codes": ["x"], "count": 0}])
    assert [part.split("（")[0].split(" ")[0] for part in what.split("；")] == ["id", "budget", "seats[0].codes", "seats[0].count"]


def test_credit_codes_are_checked_and_demo_ones_refused_where_it_is_serious() -> None:
    assert "tenderer.uscc" in faults(tenderer=a_unit("91620000DEMX00014X"))
    with pytest.raises(BadApplication, match="DISPATCH_DEMO=1"):
        read_application(an_application(), demo=False)


def test_budget_with_cents_is_written_as_quoted_text() -> None:
    assert read_application(an_application(budget="12000000.55"), demo=True).budget_fen == 1_200_000_055


def test_seat_of_another_edition_says_so() -> None:
    seats = [{"codes": ["A02010104"], "count": 5, "edition": "政采"}]
    assert read_application(an_application(seats=seats), demo=True).seats == (SeatDemand(("A02010104",), 5, "政采"),)


def test_remarks_may_be_left_out_and_are_kept_as_rules_ask_for_them():
    plain, remarked = (read_application(an_application(**more), demo=True) for more in ({}, {"complex": True, "legal_expert": "是"}))
    assert (plain.extra, remarked.extra) == ({}, {"技术复杂": "是", "法律专家": "已含"})
    assert read_application(application_members(remarked), demo=True) == remarked


def test_a_remark_that_is_neither_yes_nor_no_is_refused():
    with pytest.raises(BadApplication, match="complex"):
        read_application(an_application(complex="也许"), demo=True)
