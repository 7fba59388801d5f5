"""`relations import`: tables for a pool that is there already, in a centre's own shape, checked first, with what comes and goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from api.cli import pool, relations
from dispatch.bootstrap import Services
from dispatch.intake import shipped
from dispatch.intake.columns import RELATION_COLUMNS
from dispatch.intake.table_files import table_csv, write_tables
from tests.api.shop import facts, run, services_in

THEIRS = ("备注", "专家号", "关系类型", "单位名称", "信用代码", "开始日期", "结束日期", "持股比例")
ROW = ("无", "CS000001", "股东", "示例公司", "91620000DEMX00014Y", "2020年1月1日", "", "5%")


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    made = services_in(tmp_path)
    monkeypatch.setattr("api.cli.services", lambda: made)
    run(pool.app, "import", shipped.POOL, "--relations", shipped.RELATIONS, "--relations", shipped.EQUITY)
    yield made


def kinds(centre: Services) -> list[str]:
    with centre.work(reads_only=True) as work:
        return [known.kind for known in work.uow.registry.relations()]


def a_file(folder: Path, *rows: tuple[str, ...], header: tuple[str, ...] = THEIRS) -> Path:
    path = folder / "rel.csv"
    path.write_bytes(table_csv([("回避关系登记表", ""), header, *rows]).decode("utf-8-sig").encode("gb18030"))
    return path


def test_table_in_a_centres_own_shape_is_read_once_its_words_are_laid_down(centre: Services, tmp_path: Path) -> None:
    path, kept = a_file(tmp_path, ROW), tmp_path / "kept.yaml"
    shown = facts(relations.app, "import", path, "--save-mapping", kept)
    assert [(word["written"], word["ours"], word["count"]) for word in shown["words"]] == [("股东", "持股", 1)]
    assert facts(relations.app, "import", path)["rejected"][0]["code"] == "value.choice"
    assert (facts(relations.app, "import", path, "--mapping", kept)["stored"], kinds(centre)) == (1, ["持股"])


def test_words_of_the_pool_and_of_the_relations_beside_it_are_kept_in_one_file(centre: Services, tmp_path: Path) -> None:
    kept = tmp_path / "kept.yaml"
    kept.write_text("words: {状态: {在库: 正常}, 关系: {股东: 持股}}\ncolumns: {rel!专家号: 专家编号}", encoding="utf-8")
    assert facts(relations.app, "import", a_file(tmp_path, ROW), "--mapping", kept)["stored"] == 1
    found = facts(pool.app, "import", shipped.POOL, "--relations", a_file(tmp_path, ROW), "--mapping", kept, "--dry-run")
    assert found["rejected"] == [] and facts(relations.app, "import", a_file(tmp_path, ROW), "--set", "没有=1")["refused"]


def test_what_would_come_and_go_is_told_and_nothing_is_stored(centre: Services, tmp_path: Path) -> None:
    before = kinds(centre)
    path = a_file(tmp_path, ("CS000001", "任职", "示例公司", "", "", "", "", ""), header=RELATION_COLUMNS)
    found = facts(relations.app, "import", path, "--diff")
    came, gone = ([change for change in found["changes"] if change[end] == "（无）"] for end in ("from", "to"))
    assert (len(came), len(gone), found["stored"], kinds(centre)) == (1, len(before), 1, before)
    assert "示例公司" not in str(found["changes"])


def test_same_tables_again_change_nothing(centre: Services) -> None:
    again = facts(relations.app, "import", shipped.RELATIONS, shipped.EQUITY, "--diff")
    assert (again["stored"], again["unchanged"], again["changes"], again["warnings"]) == (0, 16, [], [])


def test_bad_rows_come_back_as_a_sheet_and_nothing_is_stored(centre: Services, tmp_path: Path) -> None:
    before = kinds(centre)
    path = a_file(tmp_path, ("CS000001", "朋友", "甲", "", "", "", "", ""), header=RELATION_COLUMNS)
    outcome = run(relations.app, "import", path, "--errors", tmp_path / "errors.xlsx")
    lines = CalamineWorkbook.from_path(str(tmp_path / "errors.xlsx")).get_sheet_by_index(0).to_python()
    assert (outcome.exit_code, kinds(centre), len(lines), lines[1][2]) == (1, before, 2, "朋友")


def test_expert_who_is_in_nobodys_pool_is_a_warning(centre: Services, tmp_path: Path) -> None:
    path = a_file(tmp_path, ("ZZ999", "任职", "甲", "", "", "", "", ""), header=RELATION_COLUMNS)
    assert [doubt["code"] for doubt in facts(relations.app, "import", path, "--dry-run")["warnings"]] == ["relation.expert"]


def test_workbook_with_both_tables_and_a_page_before_them_is_read(centre: Services, tmp_path: Path) -> None:
    one = ("CS000001", "任职", "示例公司", "", "", "", "", "")
    share = ("甲公司", "91620000DEMX00014Y", "乙公司", "91620000DEMX00022R", "51%")
    equity = ("股东名称", "股东代码", "被投资企业", "被投资企业代码", "持股比例")
    write_tables(tmp_path / "r.xlsx", {"说明": [("填表说明",)], "表2": [RELATION_COLUMNS, one], "表3": [equity, share]})
    assert facts(relations.app, "import", tmp_path / "r.xlsx")["stored"] == 2


def test_tables_go_out_in_the_shape_in_which_they_come_in(centre: Services, tmp_path: Path) -> None:
    assert facts(relations.app, "export", "--out", tmp_path / "r.csv", "--equity", tmp_path / "e.csv") == {
        "file": str(tmp_path / "r.csv"), "relations": 13, "equity": 3,
    }  # fmt: skip
    assert facts(relations.app, "import", tmp_path / "r.csv", tmp_path / "e.csv")["stored"] == 0
