"""如果现在抽取 on the console: for whoever may know the seats, in both languages, and not once people are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from dispatch.workflow.accounts import create_account
from policies.vocabulary.expert import Expert
from policies.vocabulary.roles import Role
from policies.vocabulary.tender import SeatDemand
from tests.api.towns import PASSWORD, an_app, client_of
from tests.workflow import cast
from tests.workflow.world import DrawStep, World, a_world, at

RARE = cast.a_tender(seats=(SeatDemand(("A041101",), 2), SeatDemand((cast.COST,), 3)))


def rare_world(tmp_path: Path) -> World:
    experts: Sequence[Expert] = [*cast.a_pool(0, 12, 0), cast.an_expert(50, "A041101")]
    return a_world(tmp_path / "centre", RARE, experts=experts)


def page(world: World, role: Role = Role.SUPERVISOR, language: str = "zh") -> tuple[int, str]:
    with world.services.work() as work:
        create_account(role.value, role, PASSWORD, work=work)
    client = client_of(an_app(world.services), role, world.services)
    client.get(f"/language/{language}")
    answer = client.get(f"/tenders/{world.record().token}/explain")
    return answer.status_code, answer.text


def test_reasons_changes_pools_and_steps_stand_on_one_page(tmp_path: Path) -> None:
    status, text = page(rare_world(tmp_path))
    assert status == 200 and "不能组成评标委员会" in text
    assert "只有1名合格专家，须2名" in text
    assert "名额1（风能）由2名减为1名，代表由0名改为1名，委员会5人仍合规定" in text and "即可组成" in text
    assert "L5" in text and "相邻地区" in text and "可能被抽中" in text


def test_the_page_is_english_where_english_is_asked_for(tmp_path: Path) -> None:
    status, text = page(rare_world(tmp_path), language="en")
    assert status == 200 and "A041101: only 1 eligible in" in text and "opens the tender" in text


def test_a_feasible_tender_says_how_many_committees_there_are(tmp_path: Path) -> None:
    status, text = page(a_world(tmp_path / "centre"))
    assert status == 200 and "合法的评标委员会恰有406000个" in text and "最近的合法改变" not in text


@pytest.mark.parametrize("role", [Role.FINANCE])
def test_whoever_may_not_know_the_seats_gets_no_explanation(tmp_path: Path, role: Role) -> None:
    status, text = page(rare_world(tmp_path), role)
    assert status == 403 and "只有1名" not in text


def test_once_people_are_drawn_nothing_is_reckoned_any_more(tmp_path: Path) -> None:
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.COMMITS))
    status, text = page(world)
    assert status == 200 and "抽取已经开始" in text and "合法的评标委员会" not in text
