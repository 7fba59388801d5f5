"""Venues, bidder lists, applications and calendars at the command line: mapping, dry run, error sheet, what changes, and out again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from api.cli import calendar, tender, venues
from dispatch.bootstrap import Services
from dispatch.intake import shipped
from tests.api.shop import facts, run, services_in
from tests.intake.test_own_shapes import APPLICATION, BOOTH_HEADER, BOOTHS, SITE, a_csv

HEADER = ("甲", "场地编号", "详细地址", "行政区划代码", "接收区域", *BOOTH_HEADER[1:])
LINES = [HEADER, *[(*SITE, *booth[1:]) for booth in BOOTHS]]


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    made = services_in(tmp_path)
    monkeypatch.setattr("api.cli.services", lambda: made)
    yield made


def test_venues_of_a_centres_own_shape_come_in_by_a_kept_mapping_and_go_out(centre: Services, tmp_path: Path) -> None:
    path, kept, out = a_csv(tmp_path, *LINES), tmp_path / "kept.yaml", tmp_path / "out.xlsx"
    assert facts(venues.app, "import", path)["refused"]["code"] == "intake.columns"
    shown = facts(venues.app, "import", path, "--map", "甲=名称", "--save-mapping", kept)
    assert {word["written"]: word["ours"] for word in shown["words"]} == {"评标区": "专家区", "正常": "是", "停用": "否"}
    found = facts(venues.app, "import", path, "--mapping", kept, "--dry-run")
    assert (found["stored"], facts(venues.app, "show")) == (["CS"], [])
    assert facts(venues.app, "import", path, "--mapping", kept)["stored"] == ["CS"]
    run(venues.app, "export", "--out", out)
    assert facts(venues.app, "import", out)["unchanged"] == ["CS"]


def test_bad_rows_of_venues_are_written_as_a_sheet(centre: Services, tmp_path: Path) -> None:
    path = a_csv(tmp_path, ("名称", *HEADER[1:]), *LINES[1:])
    outcome = run(venues.app, "import", path, "--errors", tmp_path / "e.xlsx")
    assert (outcome.exit_code, "“分区”" in outcome.output) == (1, True)
    assert "机位" in CalamineWorkbook.from_path(str(tmp_path / "e.xlsx")).sheet_names


def test_refusal_tells_how_it_is_mended_here(centre: Services, tmp_path: Path) -> None:
    outcome = run(venues.app, "import", a_csv(tmp_path, *LINES))
    assert "--map" in outcome.output and len(outcome.output.strip().splitlines()) == 2
    assert "--map" not in facts(venues.app, "import", a_csv(tmp_path, *LINES))["refused"]["message"]


def test_application_is_checked_and_not_filed(centre: Services, tmp_path: Path) -> None:
    path = a_csv(tmp_path, *APPLICATION)
    found = facts(tender.app, "apply", path, "--dry-run", "--set", "副场数量=0")
    assert (found["id"], facts(tender.app, "show")) == ("JY-9/1", [])
    assert facts(tender.app, "apply", path)["id"] == "JY-9/1"


def test_bidders_without_a_project_are_filed_by_what_is_laid_down(centre: Services, tmp_path: Path) -> None:
    run(tender.app, "apply", shipped.APPLICATIONS[0])
    path = a_csv(tmp_path, ("投标单位", "信用代码"), ("甲", "91620000DEMX00014Y"))
    assert facts(tender.app, "bidders", path)["refused"]["code"] == "intake.bidders"
    laid_down = ("--set", "项目编号=DEMO-2026-0001", "--set", "标段=1")
    assert facts(tender.app, "bidders", path, *laid_down, "--dry-run")["changed"] is True
    assert facts(tender.app, "bidders", path, *laid_down) == {"id": "DEMO-2026-0001/1", "bidders": 1, "units": 1, "changed": True}


def test_other_bidders_are_refused_until_they_are_said_to_be_a_correction(centre: Services, tmp_path: Path) -> None:
    run(tender.app, "apply", shipped.APPLICATIONS[0])
    run(tender.app, "bidders", shipped.BIDDERS[0])
    path = a_csv(tmp_path, ("项目编号", "标段", "投标人", "信用代码"), ("DEMO-2026-0001", "1", "甲", "91620000DEMX00014Y"))
    assert "--replace" in run(tender.app, "bidders", path).output
    assert facts(tender.app, "bidders", path, "--replace", "--by", "经办人甲", "--why", "漏列一家")["changed"] is True


def test_words_of_a_calendar_are_matched(centre: Services, tmp_path: Path) -> None:
    days = [(f"2027-10-{day:02d}", "公休") for day in (1, 4, 5, 6, 7)] + [(f"2027-02-{day:02d}", "公休") for day in (5, 8, 9, 10, 11)]
    path, kept = a_csv(tmp_path, ("日期", "类型"), *days), tmp_path / "kept.yaml"
    assert facts(calendar.app, "check", path)["refused"]["code"] == "intake.calendar"
    kept.write_text("words: {安排: {公休: 放假}}", encoding="utf-8")
    assert facts(calendar.app, "check", path, "--mapping", kept)["years"][0]["year"] == 2027
