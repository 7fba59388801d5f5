"""逐级扩大: each step is wider, is recorded, and is taken only when the one before holds too few."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from policies.ladder import Climb, Ladder, climb, home_areas
from policies.profiles import profile
from policies.specialties import classification, parent
from policies.tender_facts import Scope, labels_of
from policies.vocabulary.expert import Specialty
from policies.vocabulary.tender import LawFamily, SeatDemand
from tests.policies.builders import CITY, NEIGHBOUR, TODAY

MURALS = SeatDemand(("A083303",), 2)  # 石窟寺、石刻及壁画保护, third level 文物保护工程


def a_ladder(*home: str) -> Ladder:
    return Ladder(profile().on(TODAY), classification, home_areas(home or (CITY,)))


def a_pool(**experts: int) -> Callable[[Scope], int]:
    """Counts experts by `code_area`, e.g. A083301_430100=2."""
    held = {tuple(key.split("_")): count for key, count in experts.items()}
    return lambda scope: sum(count for (code, area), count in held.items() if code in scope.labels and area in scope.areas)


def taken(climbed: Climb) -> list[tuple[str, int]]:
    return [(step.widening.step, step.pool) for step in climbed.steps]


def test_enough_of_the_own_specialty_takes_no_further_step() -> None:
    climbed = climb([MURALS], a_ladder(), a_pool(A083303_430100=6))
    assert taken(climbed) == [("L1", 6)]
    assert climbed.widened == () and climbed.short_seats == ()


SOLAR = SeatDemand(("A081102",), 1)  # 太阳能发电工程; 电力工程 (A0810) is on record as similar


@pytest.mark.parametrize(
    ("pool", "steps"),
    [
        ({"A083303_430100": 5, "A083301_430100": 1}, [("L1", 5), ("L2", 6)]),
        ({"A083303_430100": 1, "A083303_430200": 7}, [("L1", 1), ("L2", 1), ("L3", 1), ("L4", 8)]),
        ({"A083303_430100": 3}, [("L1", 3), ("L2", 3), ("L3", 3), ("L4", 3)]),
    ],
)
def test_each_step_is_taken_only_when_the_one_before_holds_too_few(pool: dict[str, int], steps: list[tuple[str, int]]) -> None:
    climbed = climb([MURALS], a_ladder(), a_pool(**pool))
    assert taken(climbed) == steps
    assert climbed.scopes == (climbed.steps[-1].widening.scope,)
    assert all(str(step.pool) in step.reason and step.widening.basis and step.widening.approval for step in climbed.steps)


def test_the_third_step_takes_the_whole_group_and_similar_ones() -> None:
    climbed = climb([SOLAR], a_ladder(), a_pool(A081102_430100=1, A0811_430100=1, A081003_430100=2))
    assert taken(climbed) == [("L1", 1), ("L2", 1), ("L3", 4)]


def test_no_step_is_narrower_than_the_one_before() -> None:
    scopes = [widening.scope for widening in a_ladder().steps(MURALS)]
    for narrow, wide in pairwise(scopes):
        assert set(narrow.specialties) <= set(wide.specialties) and set(narrow.areas) <= set(wide.areas)
    assert scopes[0].areas == (CITY,) and NEIGHBOUR in scopes[3].areas


def test_a_remote_draw_starts_from_all_partner_areas() -> None:
    first = next(iter(a_ladder("430104", "430281").steps(MURALS)))
    assert first.scope.areas == (CITY, NEIGHBOUR)


def test_a_seat_that_stays_short_after_the_last_step_is_known() -> None:
    climbed = climb([MURALS, SeatDemand(("A080104",), 1)], a_ladder(), a_pool(A083303_430100=1, A080104_430900=0))
    assert climbed.short_seats == (0, 1)
    assert [taken.reason for taken in climbed.steps if taken.seat == 0][-1].endswith("合格专家1名，不足下限6名")


def test_steps_beyond_the_system_are_told_and_not_taken() -> None:
    told = a_ladder().told(LawFamily.PROCUREMENT)
    assert [widening.step for widening in told] == ["L5", "L6", "L7", "L8"]
    assert all(widening.scope.specialties == () for widening in told)


def test_a_code_that_only_the_pool_knows_is_a_sibling_too() -> None:
    tree = classification("2018").with_codes([Specialty("2018", "A083399"), Specialty("2010", "A083398")])
    assert tree.siblings("A083303") == ("A083301", "A083302", "A083399")


def test_an_upper_level_stands_for_everything_below_it() -> None:
    first = next(iter(a_ladder().steps(SeatDemand(("A0833",), 1))))
    assert first.scope.labels == ("A0833", "A083301", "A083302", "A083303")


def test_specialties_are_named_with_their_parent() -> None:
    tree = classification("2018")
    assert tree.full_name("A080302") == "桥梁工程（公路工程，A080302）"
    assert (tree.name("A08"), tree.name("A0803"), tree.name("X999999"), parent("A080302")) == ("工程施工", "公路工程", "X999999", "A0803")


def test_a_group_is_known_and_near_an_unknown_code_stand_those_of_its_field() -> None:
    tree = classification("2018")
    assert tree.knows("A08") and tree.knows("A080302") and not tree.knows("A080399")
    assert len(tree.near("A080399")) == 3 and all("公路工程" in name for name in tree.near("A080399"))
    assert tree.near("X999999") == ()


def test_labels_of_another_edition_are_not_held() -> None:
    held = [Specialty("2010", "A080302"), Specialty("2018", "A080303")]
    scope = Scope((Specialty("2018", "A080302"), Specialty("2018", "A080303")))
    assert labels_of(held, [scope]) == ("A080303",)
