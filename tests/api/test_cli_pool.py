"""`pool import` is all or nothing, says why in Chinese, and a second import changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli import pool
from dispatch.bootstrap import Services
from dispatch.intake import shipped
from dispatch.intake.columns import POOL_COLUMNS, RELATION_COLUMNS
from dispatch.intake.table_files import table_csv
from tests.api.shop import facts, run, services_in
from tests.intake.builders import a_row, a_workbook, another_row


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    made = services_in(tmp_path)
    monkeypatch.setattr("api.cli.services", lambda: made)
    yield made


def a_pool_file(folder: Path, *rows: dict[str, object], name: str = "pool.csv") -> Path:
    lines = [list(POOL_COLUMNS), *[[str(row[column]) for column in POOL_COLUMNS] for row in rows]]
    path = folder / name
    path.write_bytes(table_csv(lines) if name.endswith("csv") else a_workbook(*lines))
    return path


def experts(centre: Services) -> int:
    with centre.work(reads_only=True) as work:
        return work.uow.registry.count()


def test_sample_pool_is_stored_once_and_unchanged_the_second_time(centre: Services) -> None:
    first = facts(pool.app, "import", shipped.POOL)
    second = facts(pool.app, "import", shipped.POOL)
    assert (first["stored"], first["unchanged"], first["rejected"]) == (603, 0, [])
    assert {warning["code"] for warning in first["warnings"]} == {"age.over"}
    assert (second["stored"], second["unchanged"], experts(centre)) == (0, 603, 603)


def test_what_many_rows_have_in_common_is_told_once(centre: Services) -> None:
    shown = run(pool.app, "import", shipped.POOL, "--dry-run").output
    assert shown.count("age.over") == 1 and "第 8、19、" in shown and "等 13 行" in shown and "row 8, 19, " in shown


@pytest.mark.parametrize("name", ["pool.csv", "pool.xlsx"])
def test_one_bad_row_stores_nothing_and_ends_with_one(centre: Services, tmp_path: Path, name: str) -> None:
    path = a_pool_file(tmp_path, a_row(证件号码="620000197001010015"), another_row(), name=name)
    outcome = run(pool.app, "import", path)
    assert (outcome.exit_code, experts(centre)) == (1, 0)
    rejected = facts(pool.app, "import", path)["rejected"]
    assert [(one["row"], one["column"], one["code"]) for one in rejected] == [(1, "证件号码", "id.check")]


def test_good_rows_are_stored_beside_a_bad_one_on_demand(centre: Services, tmp_path: Path) -> None:
    path = a_pool_file(tmp_path, a_row(性别="?"), another_row())
    found = facts(pool.app, "import", path, "--good-rows")
    assert (found["stored"], len(found["rejected"]), experts(centre)) == (1, 1, 1)


def test_dry_run_stores_nothing(centre: Services) -> None:
    assert facts(pool.app, "import", shipped.POOL, "--dry-run")["stored"] == 603
    assert experts(centre) == 0


def test_relations_come_in_with_the_pool_or_neither_does(centre: Services, tmp_path: Path) -> None:
    wrong = tmp_path / "relations.csv"
    wrong.write_bytes(table_csv([RELATION_COLUMNS, ("CS000001", "朋友", "甲", "", "", "", "", "")]))
    assert facts(pool.app, "import", shipped.POOL, "--relations", wrong)["rejected"][0]["code"] == "value.choice"
    assert experts(centre) == 0
    run(pool.app, "import", shipped.POOL, "--relations", shipped.RELATIONS, "--relations", shipped.EQUITY)
    with centre.work(reads_only=True) as work:
        assert (len(list(work.uow.registry.relations())), len(list(work.uow.registry.equities()))) == (13, 3)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("pool.pdf", b"%PDF", "intake.file_type"),
        ("pool.csv", b"", "intake.empty"),
        ("pool.csv", b"a,b\n1,2\n", "intake.no_header"),
        ("pool.csv", "专家编号,姓名\n1,2\n".encode(), "intake.columns"),
        ("pool.csv", bytes(range(256)), "intake.not_text"),
        ("pool.xlsx", b"PK\x03\x04xxxx", "intake.damaged"),
    ],
)
def test_file_that_is_no_pool_is_one_sentence(centre: Services, tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert facts(pool.app, "import", tmp_path / name)["refused"]["code"] == code
    outcome = run(pool.app, "import", tmp_path / name)
    assert (outcome.exit_code, "Traceback" in outcome.output, experts(centre)) == (1, False, 0)


def test_demo_values_are_refused_where_it_is_serious(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serious = services_in(tmp_path, demo=False)
    monkeypatch.setattr("api.cli.services", lambda: serious)
    found = facts(pool.app, "import", shipped.POOL)
    assert ({one["code"] for one in found["rejected"]}, experts(serious)) == ({"demo.value"}, 0)


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_export_can_be_imported_again_without_change(centre: Services, tmp_path: Path, name: str) -> None:
    run(pool.app, "import", shipped.POOL)
    assert facts(pool.app, "export", "--out", tmp_path / name)["exported"] == 603
    assert facts(pool.app, "import", tmp_path / name)["unchanged"] == 603


def test_an_empty_pool_says_how_it_is_filled(centre: Services) -> None:
    assert "专家库是空的" in run(pool.app, "stats").output and facts(pool.app, "stats")["experts"] == 0


def test_stats_count_and_name_nobody(centre: Services) -> None:
    run(pool.app, "import", shipped.POOL)
    found = facts(pool.app, "stats")
    assert (found["experts"], found["regions"]["430100"]) == (603, 429)
    assert "一名" not in run(pool.app, "stats").output


def test_generated_pools_are_alike_for_one_seed(centre: Services, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        assert facts(pool.app, "generate", "--experts", 20, "--out", tmp_path / name)["generated"] == 20
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert facts(pool.app, "import", tmp_path / "a.csv")["stored"] == 20


def test_unknown_city_is_wrong_usage(tmp_path: Path) -> None:
    assert run(pool.app, "generate", "--experts", 5, "--out", tmp_path / "a.csv", "--city", "110000").exit_code == 2
