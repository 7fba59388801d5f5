"""`draw explain`: JSON for programs, sentences for people, an exit code that says whether the application would be taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.cli import draw
from dispatch.bootstrap import Services
from dispatch.intake.document_files import write_application
from dispatch.intake.pool_rows import PoolReading
from dispatch.workflow.apply import apply
from dispatch.workflow.pool import import_pool
from policies.vocabulary.tender import SeatDemand
from tests.api.shop import facts, run, services_in
from tests.workflow import cast

RARE = cast.a_tender("SL-2", seats=(SeatDemand(("A041101",), 2), SeatDemand((cast.COST,), 3)))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """Thirty experts and two applications, one of them for a specialty that nobody holds."""
    made = services_in(tmp_path_factory.mktemp("explain"))
    with made.work() as work:
        import_pool(PoolReading(cast.a_pool(10, 10, 10), (), ()), work)
        for tender in (cast.a_tender("SL-1"), RARE):
            apply(tender, by="经办人", work=work)
    return made


@pytest.fixture
def centre(shop: Services, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setattr("api.cli.services", lambda: shop)
    yield shop


def explained(*words: object) -> Any:
    return facts(draw.app, "explain", "--runs", 20, *words)


def test_the_answer_holds_what_other_programs_rely_on(centre: Services) -> None:
    answer = explained("--tender", "SL-1/1")
    assert (answer["verdict"], answer["reasons"]) == ("feasible", [])
    assert answer["funnel"][0] == {"code": "", "barred": 0, "not_known": 0, "left": 30}
    assert [step["step"] for step in answer["ladder"]] == ["L1", "L1", "L1"]
    assert answer["chances"]["runs"] == 20


def test_an_infeasible_tender_is_an_answer_and_no_failure(centre: Services) -> None:
    result = run(draw.app, "explain", "--tender", "SL-2/1")
    assert result.exit_code == 0
    assert "结论：无法组成合法的评标委员会" in result.stdout
    assert "风能（新能源工程，A041101）专业在长沙市、株洲市、湘潭市、岳阳市、益阳市、娄底市只有0名合格专家，须2名" in result.stdout
    assert "另可由人决定 L5：其他依法组建的专家库随机抽取" in result.stdout


def test_people_are_told_pools_committees_and_chances_without_any_reference(centre: Services) -> None:
    result = run(draw.app, "explain", "--tender", "SL-1/1", "--runs", 20)
    assert "合法的评标委员会恰为12000个" in result.stdout and "模拟20次（种子即弃" in result.stdout
    assert "长沙市 A080104：10人，每人约30.0%" in result.stdout
    assert "SL000001" not in result.stdout


def test_a_file_is_explained_before_anything_is_filed(centre: Services, tmp_path: Path) -> None:
    write_application(cast.a_tender("SL-3"), tmp_path / "a.yaml")
    assert explained("--application", tmp_path / "a.yaml")["verdict"] == "feasible"
    with centre.work(reads_only=True) as work:
        assert work.uow.tenders.get("SL-3/1") is None


def test_a_file_that_breaks_a_rule_ends_with_exit_code_1(centre: Services, tmp_path: Path) -> None:
    write_application(replace(cast.a_tender("SL-3"), reps=1), tmp_path / "a.yaml")
    result = run(draw.app, "explain", "--application", tmp_path / "a.yaml")
    assert result.exit_code == 1 and "申请不予受理" in result.stdout and "应当为单数" in result.stdout


@pytest.mark.parametrize("words", [(), ("--tender", "SL-1/1", "--application", __file__)])
def test_neither_or_both_is_wrong_usage(centre: Services, words: tuple[str, ...]) -> None:
    assert run(draw.app, "explain", *words).exit_code == 2


def test_an_unknown_tender_is_a_sentence_and_exit_code_1(centre: Services) -> None:
    assert facts(draw.app, "explain", "--tender", "XX")["refused"]["code"] == "tender.unknown"
