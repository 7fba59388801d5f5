"""A draw goes by the entries: whoever is on leave, suspended, punished or gone is in no pool, and the reason is R7."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.workflow.experts import conduct, leaving, service
from dispatch.workflow.screen import facts_of, scope_of, screen_for_seats
from policies.screening import explain
from tests.workflow import cast
from tests.workflow.library import ANNA, BORIS, CLARA, NO, Library, a_library, suspend

SCOPES: list[dict[str, Any]] = [{"labels": [cast.WORKS], "areas": [str(cast.HOME)]}]
OPENING = date(2026, 12, 16)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return a_library(tmp_path)


def eligible(library: Library) -> tuple[int, list[str]]:
    """How many of the three may be drawn for tomorrow's tender, and what R7 says of the one we are about."""
    with library.work(reads_only=True) as work:
        screened = screen_for_seats(cast.a_tender(), SCOPES, work)
        facts = facts_of(cast.a_tender(), [scope_of(scope) for scope in SCOPES], work)
    bars = explain(library.line(), facts).bars
    return len(screened.eligible), [bar.sentence for bar in bars if bar.code == "R7"]


def test_everybody_is_eligible_where_nothing_is_against_it(library: Library):
    assert eligible(library) == (3, [])


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda work: service.take_leave(NO, OPENING, OPENING, ANNA, work), "请假"),
        (lambda work: suspend(NO, "enquiry", ANNA, work), "暂停"),
        (lambda work: suspend(NO, "enquiry", ANNA, work, until=OPENING), "暂停"),
        (lambda work: suspend(NO, "banned", ANNA, work), "暂停、有不良行为记录"),
        (lambda work: leaving.leave_the_pool(NO, ANNA, work), "已退出专家库"),
    ],
)
def test_an_entry_bars_with_its_reason(library: Library, act: Callable[[Any], Any], why: str):
    library.do(act)
    assert eligible(library) == (2, [f"不在可抽取状态：{why}"])


@pytest.mark.parametrize(
    "act",
    [
        lambda work: service.take_leave(NO, OPENING + timedelta(days=1), OPENING + timedelta(days=5), ANNA, work),
        lambda work: conduct.take_points(NO, "ZJ508", ANNA, work),
        lambda work: [suspend(NO, "enquiry", ANNA, work), conduct.lift(NO, CLARA, work)],
        lambda work: [service.take_leave(NO, OPENING, OPENING, ANNA, work), service.withdraw(NO, 1, BORIS, work)],
    ],
)
def test_other_days_points_and_what_was_taken_back_bar_nobody(library: Library, act: Callable[[Any], Any]):
    library.do(act)
    assert eligible(library) == (3, [])
