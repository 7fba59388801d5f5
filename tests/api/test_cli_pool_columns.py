"""`pool import` with columns as centres name them, its error sheet, its diff, and the files of other systems."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.cli import pool
from dispatch.adapters.sheets import read_sheets
from dispatch.bootstrap import Services
from dispatch.intake import shipped
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.table_files import table_csv
from tests.api.shop import facts, run, services_in
from tests.intake.builders import a_row, a_workbook, another_row

THEIRS = {"姓名": "甲", "证件号码": "身份证号", "手机号码": "联系电话", "所在单位": "工作单位"}
OLD_SYSTEM = Path(__file__).parents[1] / "intake" / "files" / "pool.xls"


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    made = services_in(tmp_path)
    monkeypatch.setattr("api.cli.services", lambda: made)
    yield made


def a_file(folder: Path, *rows: dict[str, Any], drop: tuple[str, ...] = ()) -> Path:
    kept = [name for name in POOL_COLUMNS if name not in drop]
    lines = [["某市专家名册"], [THEIRS.get(name, name) for name in kept], *[[str(row[name]) for name in kept] for row in rows]]
    (folder / "theirs.csv").write_bytes(table_csv(lines))
    return folder / "theirs.csv"


def experts(centre: Services) -> int:
    with centre.work(reads_only=True) as work:
        return work.uow.registry.count()


def test_weak_column_is_asked_for_in_one_sentence_and_taken_when_confirmed(centre: Services, tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row())
    refused = facts(pool.app, "import", path)["refused"]
    assert (refused["code"], "“甲=姓名”" in refused["message"]) == ("intake.columns", True)
    assert facts(pool.app, "import", path, "--map", "甲=姓名")["stored"] == experts(centre) == 1


def test_mapping_is_shown_kept_and_used_again(centre: Services, tmp_path: Path) -> None:
    path, kept = a_file(tmp_path, a_row(), drop=("专业分类版本",)), tmp_path / "kept.yaml"
    words = ("--map", "甲=姓名", "--set", "专业分类版本=2018")
    shown = facts(pool.app, "import", path, "--show-mapping", "--save-mapping", kept, *words)
    assert (shown["header_line"], shown["missing"], experts(centre)) == (2, [], 0)
    assert {column["written"]: column["ours"] for column in shown["columns"]}["身份证号"] == "证件号码"
    assert facts(pool.app, "import", path, "--mapping", kept)["stored"] == 1


def test_mapping_is_shown_to_people_with_its_reasons(centre: Services, tmp_path: Path) -> None:
    shown = run(pool.app, "import", a_file(tmp_path, a_row()), "--show-mapping").output
    assert "表头在第 2 行" in shown and "姓名？" in shown and "--map" in shown


@pytest.mark.parametrize("word", ["甲", "丁=姓名", "甲=名字"])
def test_mapping_that_does_not_fit_is_one_sentence(centre: Services, tmp_path: Path, word: str) -> None:
    outcome = run(pool.app, "import", a_file(tmp_path, a_row()), "--map", word)
    assert (outcome.exit_code, "列的对应有误" in outcome.output, experts(centre)) == (1, True, 0)


def test_spreadsheet_of_an_old_system_is_read(centre: Services) -> None:
    assert facts(pool.app, "import", OLD_SYSTEM)["stored"] == experts(centre) == 2


def test_instruction_page_before_the_pool_is_passed_over(centre: Services, tmp_path: Path) -> None:
    from dispatch.intake.table_files import write_tables

    lines = [list(POOL_COLUMNS), [str(a_row()[name]) for name in POOL_COLUMNS]]
    write_tables(tmp_path / "p.xlsx", {"填表说明": [("请认真填写",), ("一、不得空缺",)], "名单": lines})
    assert facts(pool.app, "import", tmp_path / "p.xlsx")["stored"] == 1


def test_error_sheet_holds_the_bad_rows_and_can_be_corrected_and_brought_again(centre: Services, tmp_path: Path) -> None:
    path, sheet = a_file(tmp_path, a_row(证件号码="620000197001010015"), another_row()), tmp_path / "errors.xlsx"
    outcome = run(pool.app, "import", path, "--map", "甲=姓名", "--good-rows", "--errors", sheet)
    assert (outcome.exit_code, "已写出 1 个有错的行" in outcome.output, experts(centre)) == (0, True, 1)
    lines = read_sheets(sheet)["错误"]
    right = [[*lines[0]], ["620000197001010014" if cell == "620000197001010015" else cell for cell in lines[1]]]
    (tmp_path / "corrected.xlsx").write_bytes(a_workbook(*right))
    assert facts(pool.app, "import", tmp_path / "corrected.xlsx", "--map", "甲=姓名")["stored"] == 1
    assert experts(centre) == 2


def test_dry_run_writes_the_error_sheet_too(centre: Services, tmp_path: Path) -> None:
    run(pool.app, "import", a_file(tmp_path, a_row(性别="?")), "--map", "甲=姓名", "--dry-run", "--errors", tmp_path / "e.xlsx")
    assert (len(read_sheets(tmp_path / "e.xlsx")["错误"]), experts(centre)) == (2, 0)


def test_diff_lists_columns_and_stores_nothing(centre: Services, tmp_path: Path) -> None:
    run(pool.app, "import", a_file(tmp_path, a_row(), another_row()), "--map", "甲=姓名")
    changed = a_file(tmp_path, a_row(状态="退出", 银行卡号="6200000000000000026"), another_row())
    found = facts(pool.app, "import", changed, "--map", "甲=姓名", "--diff")
    assert (found["stored"], found["unchanged"]) == (1, 1)
    assert found["changes"] == [
        {"expert_no": "CS000001", "column": "银行卡号", "value": "改变"},
        {"expert_no": "CS000001", "column": "状态", "from": "正常", "to": "退出"},
    ]
    assert facts(pool.app, "import", changed, "--map", "甲=姓名", "--dry-run")["stored"] == 1


def test_export_as_a_workbook_brings_its_relations_along(centre: Services, tmp_path: Path) -> None:
    run(pool.app, "import", shipped.POOL, "--relations", shipped.RELATIONS, "--relations", shipped.EQUITY)
    found = facts(pool.app, "export", "--out", tmp_path / "e.xlsx", "--relations", tmp_path / "r.csv", "--equity", tmp_path / "q.csv")
    assert (found["relations"], found["equity"], table(tmp_path / "q.csv")) == (13, 3, shipped.EQUITY.read_text("utf-8-sig").splitlines())
    assert [len(read_sheets(tmp_path / "e.xlsx")[name]) for name in ("关系", "股权")] == [14, 4] and len(table(tmp_path / "r.csv")) == 14
    with centre.work(reads_only=True) as work:
        before = work.uow.log.size
    assert facts(pool.app, "import", tmp_path / "e.xlsx")["unchanged"] == 603
    with centre.work(reads_only=True) as work:
        assert (work.uow.log.size, len(list(work.uow.registry.relations())), len(list(work.uow.registry.equities()))) == (before, 13, 3)


def table(path: Path) -> list[str]:
    return path.read_text("utf-8-sig").splitlines()


def test_national_file_changes_what_it_carries_and_nothing_else(centre: Services, tmp_path: Path) -> None:
    run(pool.app, "import", shipped.POOL)
    assert facts(pool.app, "export", "--as", "national", "--out", tmp_path / "n.json")["exported"] == 603
    assert facts(pool.app, "import", tmp_path / "n.json")["unchanged"] == 603
    document = json.loads((tmp_path / "n.json").read_text("utf-8"))
    document["records"][0]["状态"] = "退出"
    (tmp_path / "n.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    changes = facts(pool.app, "import", tmp_path / "n.json", "--diff")["changes"]
    assert [(change["column"], change["to"]) for change in changes] == [("状态", "退出")]


def test_stranger_of_a_national_file_is_asked_what_it_does_not_carry(centre: Services, tmp_path: Path) -> None:
    run(pool.app, "import", shipped.POOL)
    run(pool.app, "export", "--as", "national", "--out", tmp_path / "n.json")
    document = json.loads((tmp_path / "n.json").read_text("utf-8"))
    document["records"] = [{**document["records"][0], "专家编号": "NEW1", "证件号码": "620000197001010014"}]
    (tmp_path / "n.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    rejected = facts(pool.app, "import", tmp_path / "n.json", "--set", "专业分类版本=2018")["rejected"]
    assert {error["column"] for error in rejected} == {"性别", "出生日期", "手机号码"} and experts(centre) == 603


def test_edition_of_changed_codes_is_never_guessed(centre: Services, tmp_path: Path) -> None:
    run(pool.app, "import", shipped.POOL)
    run(pool.app, "export", "--as", "national", "--out", tmp_path / "n.json")
    document = json.loads((tmp_path / "n.json").read_text("utf-8"))
    document["records"][0]["评标专业代码"] = "A080104"
    document["records"] = document["records"][:1]
    (tmp_path / "n.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    assert [error["code"] for error in facts(pool.app, "import", tmp_path / "n.json")["rejected"]] == ["specialty.edition"]
    assert facts(pool.app, "import", tmp_path / "n.json", "--set", "专业分类版本=2018")["stored"] == 1


def test_unknown_shape_of_an_export_is_wrong_usage(centre: Services, tmp_path: Path) -> None:
    assert run(pool.app, "export", "--as", "other", "--out", tmp_path / "x.csv").exit_code == 2
    assert run(pool.app, "export", "--as", "national", "--out", tmp_path / "x.csv").exit_code == 1
