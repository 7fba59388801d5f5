"""Who meets too often: soft rules lower a weight only if policy says so; familiar pairs are kept apart; tiers never rise."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.draw.roster import Roster
from policies.encounters import draw_weights, familiar_pairs, looks_back, weight_faults
from policies.profiles import PolicyDay, profile
from policies.screening import explain, screen
from policies.tender_facts import SoftEffect
from tests.policies.builders import EVALUATION, TENDERER, TODAY, a_line, served, with_limits
from tests.policies.test_profiles import a_change, written

BEFORE = tuple(EVALUATION - timedelta(days=30 * n) for n in range(1, 6))
TIERS = {0: 8, 2: 4, 4: 1}


def a_day(folder: Path, **changes: str) -> PolicyDay:
    """The base with these numbers of screening changed."""
    units = {"pair_limit": "'1'", "pair_window": "day", "met_effect": "choice"}
    text = "".join(a_change(f"screening.{name}", value, units.get(name, "'1'")) for name, value in changes.items())
    return written(folder, text).on(TODAY)


@pytest.mark.parametrize(("times", "weight"), [(0, 8), (1, 8), (2, 4), (3, 4), (4, 1), (5, 1)])
def test_the_weight_falls_by_tiers_of_the_evaluations_lately(times: int, weight: int) -> None:
    line = a_line(served=served(*BEFORE[:times]))
    assert list(draw_weights(Roster([line]), with_limits(tiers=TIERS))) == [weight]


def test_evaluations_before_the_window_do_not_count() -> None:
    line = a_line(served=served(*(EVALUATION - timedelta(days=366 + n) for n in range(5))))
    assert list(draw_weights(Roster([line]), with_limits(tiers=TIERS))) == [8]


@pytest.mark.parametrize(("effect", "weight", "eligible"), [("lower", 2, 1), ("count", 4, 1), ("bar", 4, 0)])
def test_whoever_met_a_party_often_is_counted_lowered_or_barred_as_policy_says(effect: str, weight: int, eligible: int) -> None:
    line = a_line(served=served(*BEFORE[:3], parties=(TENDERER,)))
    facts = with_limits(met=3, met_effect=SoftEffect(effect), met_weight=2, tiers={0: 4})
    screening, explained = screen(Roster([line]), facts), explain(line, facts)
    assert screening.barred["R12"] == 1
    assert (list(draw_weights(Roster([line]), facts)), len(screening.eligible)) == ([weight], eligible)
    assert (explained.eligible, [bar.code for bar in explained.soft]) == (bool(eligible), ["R12"] * eligible)


PAIRS: list[tuple[list[tuple[date, list[str]]], bool]] = [
    ([(TODAY, ["a", "b", "c"]), (BEFORE[1], ["b", "a"])], True),
    ([(TODAY, ["a", "b", "c"]), (BEFORE[1], ["b", "c"])], False),
    ([(TODAY, ["a", "b"]), (TODAY - timedelta(days=366), ["a", "b"])], False),
]


@pytest.mark.parametrize(("committees", "apart"), PAIRS, ids=["twice", "once", "too long ago"])
def test_two_who_sat_together_often_are_a_familiar_pair(committees: Any, apart: bool, tmp_path: Path) -> None:
    pairs = familiar_pairs(committees, a_day(tmp_path, pair_limit="2"))
    assert (("a", "b") in pairs) is apart


def test_without_a_limit_nobody_is_familiar() -> None:
    assert familiar_pairs([(TODAY, ["a", "b"])] * 9, profile().on(TODAY)) == frozenset()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"weight_tiers": "{0: 65}"}, "1至64"),
        ({"weight_tiers": "{0: 2, 3: 4}"}, "不得随参评次数升高"),
        ({"met_limit": "3"}, "没有作用"),
    ],
)
def test_tiers_that_cannot_work_are_found(changes: dict[str, str], fault: str, tmp_path: Path) -> None:
    assert fault in "".join(weight_faults(a_day(tmp_path, **changes)))


def test_the_shipped_weights_are_sound_and_all_equal() -> None:
    assert list(weight_faults(profile().on(TODAY))) == []
    assert list(draw_weights(Roster([a_line(served=served(*BEFORE))]), with_limits())) == [1]


@given(
    interval=st.integers(0, 40),
    most=st.integers(0, 2),
    met=st.integers(0, 2),
    window=st.integers(1, 400),
    met_window=st.integers(1, 400),
    tiers=st.sampled_from(({0: 1}, TIERS)),
    ago=st.lists(st.integers(-45, 420), max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_nothing_is_judged_by_committees_before_the_day_that_the_rules_look_back_to(ago: list[int], **numbers: Any) -> None:
    facts = with_limits(met_effect=SoftEffect.BAR, **numbers)
    days = tuple(EVALUATION - timedelta(days=n) for n in ago)
    whole, lately = (
        a_line(served=served(*on, parties=(TENDERER,)), busy=on) for on in (days, tuple(day for day in days if day >= looks_back(facts)))
    )
    assert explain(whole, facts) == explain(lately, facts)
    assert list(draw_weights(Roster([whole]), facts)) == list(draw_weights(Roster([lately]), facts))
