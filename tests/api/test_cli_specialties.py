"""`expert-dispatch specialties` brings whole editions in, shows them, and says whose codes a new edition changes."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app, node
from dispatch.bootstrap import Settings, build
from dispatch.intake.pool_rows import PoolReading
from dispatch.intake.specialties import is_known_leaf
from dispatch.workflow.pool import import_pool
from policies import brought
from policies.vocabulary.expert import Specialty
from tests.workflow.cast import an_expert

UPPER = "代码,名称\nA,工程\nA01,规划\nA0101,规划类\n"
OLD, NEW = UPPER + "A010101,铁路\nA010102,公路\nA010103,水运\n", UPPER + "A010101,铁路\nA010102,主体功能区\nA010106,公路\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("DISPATCH_DATA_DIR", str(tmp_path / "centre"))
    monkeypatch.setenv("DISPATCH_DEMO", "1")
    node.cache_clear()
    yield tmp_path
    node.cache_clear()
    brought.look_in(Path("nowhere"))


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["specialties", *words])


def brought_in(home: Path, text: str, edition: str, since: str) -> Any:
    path = home / f"{edition}.csv"
    path.write_text(text, encoding="utf-8")
    return run("import", str(path), "--edition", edition, "--since", since, "--json")


def test_an_edition_is_imported_once_and_noted_in_the_log(home: Path) -> None:
    first, again = (json.loads(brought_in(home, OLD, "2010", "2010-07-01").output) for _ in range(2))
    assert (first["leaves"], first["stored"], again["stored"]) == (3, True, False)
    with build(Settings(data_dir=home / "centre", demo=True)).work(reads_only=True) as work:
        assert [entry.read()["e"] for entry in work.uow.log.entries()] == ["specialties-import"]


def test_a_bad_table_is_refused_and_leaves_nothing(home: Path) -> None:
    outcome = brought_in(home, UPPER + "A010101,\n", "2010", "2010-07-01")
    assert outcome.exit_code == 1 and "第5行" in json.loads(outcome.output)["refused"]["message"]
    assert not (home / "centre" / "specialties").exists()


def test_show_marks_a_selection_as_not_verified(home: Path) -> None:
    assert "未核实" in run("show", "A0833").output
    brought_in(home, OLD, "2010", "2010-07-01")
    shown = run("show", "A0101", "--edition", "2010").output
    assert "A010102 公路" in shown and "未核实" not in shown


@pytest.fixture
def pool_of_three(home: Path) -> Path:
    brought_in(home, OLD, "2010", "2010-07-01")
    brought_in(home, NEW, "2018", "2018-03-01")
    codes = (("A010101",), ("A010102", "A010103"), ("A010102",))
    people = [an_expert(nth, "A010101", specialties=tuple(Specialty("2010", c) for c in held)) for nth, held in enumerate(codes, 1)]
    with build(Settings(data_dir=home / "centre", demo=True)).work() as work:
        import_pool(PoolReading(tuple(people), rows=(2, 3, 4)), work)
    return home


def test_the_migration_report_names_whose_codes_change(pool_of_three: Path) -> None:
    home = pool_of_three
    facts = json.loads(run("migration", "--experts", str(home / "them.csv"), "--json").output)
    assert facts["counts"] == {"same": {"codes": 1, "experts": 1}, "other_meaning": {"codes": 1, "experts": 2},
                               "vanished": {"codes": 1, "experts": 1}}  # fmt: skip
    with (home / "them.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["专家编号"], row["原代码"], row["候选代码"]) for row in rows] == [
        ("SL000002", "A010102", "A010106"), ("SL000003", "A010102", "A010106"), ("SL000002", "A010103", ""),
    ]  # fmt: skip
    assert "代码相同，含义不同：1个代码，2名专家" in run("migration").output


def filled(home: Path, codes: dict[str, str]) -> list[str]:
    """The report as a library fills it in, by code; the words of `migrate` for it."""
    run("migration", "--experts", str(home / "them.csv"))
    with (home / "them.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with (home / "them.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "确认后的代码": codes.get(row["原代码"], "")} for row in rows)
    return ["migrate", str(home / "them.csv"), "--why", "换版", "--json", "--by"]


def held(home: Path) -> list[str]:
    with build(Settings(data_dir=home / "centre", demo=True)).work(reads_only=True) as work:
        return [person.specialties for person in work.uow.registry.persons(by_number=True)]


def test_confirmed_codes_are_filed_by_one_person_and_granted_by_another(pool_of_three: Path) -> None:
    words = filled(pool_of_three, {"A010102": "A010106", "A010103": "无"})
    tried = json.loads(run(*words, "甲", "--dry-run").output)
    assert (tried["done"], tried["changed"], held(pool_of_three)[1]) == (0, 2, "2010:A010102 2010:A010103")
    assert [json.loads(run(*words, "甲").output)["done"] for _ in range(2)] == [2, 0]
    assert run(*words, "甲", "--grant").exit_code == 1 and held(pool_of_three)[2] == "2010:A010102"
    assert json.loads(run(*words, "乙", "--grant").output)["done"] == 2
    assert held(pool_of_three) == ["2010:A010101", "2018:A010106", "2018:A010106"]


def test_whoever_is_not_wholly_confirmed_stays_as_he_is_and_the_table_says_why(pool_of_three: Path) -> None:
    steps = json.loads(run(*filled(pool_of_three, {"A010102": "A010106"}), "甲").output)["steps"]
    assert [(step["expert_no"], step["to"], "A010103" in step["why"]) for step in steps] == [
        ("SL000002", [], True), ("SL000003", ["A010106"], False),
    ]  # fmt: skip


def test_a_code_that_the_new_edition_does_not_list_refuses_the_whole_table(pool_of_three: Path) -> None:
    told = run(*filled(pool_of_three, {"A010102": "A010107", "A010103": "无"}), "甲")
    assert told.exit_code == 1 and "A010106" in json.loads(told.output)["refused"]["message"]
    assert held(pool_of_three)[1] == "2010:A010102 2010:A010103"


def test_an_imported_edition_tells_the_pool_import_which_codes_exist(home: Path) -> None:
    assert is_known_leaf("2010", "A010199")
    brought_in(home, OLD, "2010", "2010-07-01")
    assert is_known_leaf("2010", "A010103") and not is_known_leaf("2010", "A010199")
