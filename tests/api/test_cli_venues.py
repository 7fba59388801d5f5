"""`venues` and `calendar`: all or nothing, the same again changes nothing, and a booth that is set aside stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from api.cli import calendar, venues
from dispatch.bootstrap import Services
from dispatch.intake import shipped
from dispatch.workflow.records import Reserved
from tests.api.shop import NOW, facts, run, services_in

OPENING = datetime(2026, 12, 16, 1, tzinfo=UTC)


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    made = services_in(tmp_path)
    monkeypatch.setattr("api.cli.services", lambda: made)
    yield made


def without(booth: str, folder: Path) -> Path:
    """The shipped venues, less one booth."""
    document = yaml.safe_load(shipped.VENUES.read_text("utf-8"))
    for venue in document["venues"]:
        for room in venue["rooms"]:
            room["booths"] = [one for one in room["booths"] if one["id"] != booth]
            for one in room["booths"]:
                one["beside"] = [other for other in one["beside"] if other != booth]
    (folder / "v.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
    return folder / "v.yaml"


def log_size(centre: Services) -> int:
    with centre.work(reads_only=True) as work:
        return work.uow.log.size


def test_venues_are_stored_once_and_unchanged_the_second_time(centre: Services) -> None:
    first, second = facts(venues.app, "import", shipped.VENUES), facts(venues.app, "import", shipped.VENUES)
    assert (len(first["stored"]), first["unchanged"], len(second["unchanged"]), log_size(centre)) == (6, [], 6, 1)
    assert "CS：新场地，48 个可用机位 · new, 48 usable booths" in first["changes"]


@pytest.mark.parametrize("name", ["v.yaml", "v.json", "v.xlsx"])
def test_export_is_read_back_without_change(centre: Services, tmp_path: Path, name: str) -> None:
    run(venues.app, "import", shipped.VENUES)
    assert facts(venues.app, "export", "--out", tmp_path / name)["exported"] == 6
    assert len(facts(venues.app, "import", tmp_path / name)["unchanged"]) == 6


def test_dry_run_says_what_would_change_and_stores_nothing(centre: Services, tmp_path: Path) -> None:
    run(venues.app, "import", shipped.VENUES)
    found = facts(venues.app, "import", without("CS-301-1", tmp_path), "--dry-run")
    assert (found["stored"], found["changes"]) == (
        ["CS"],
        ["CS：机位 CS-301-1 删去 · booth taken away", "CS：机位 CS-301-2 有改动 · booth changed"],
    )
    assert (log_size(centre), "booths" in facts(venues.app, "show")[0]) == (1, True)


def test_booth_that_is_set_aside_cannot_be_taken_away(centre: Services, tmp_path: Path) -> None:
    run(venues.app, "import", shipped.VENUES)
    with centre.work() as work:
        work.uow.venues.reserve([Reserved("t", "CS", "CS-301-1", OPENING, OPENING + timedelta(hours=8), "expert")])
    assert facts(venues.app, "import", without("CS-301-1", tmp_path))["refused"]["code"] == "venue.booth_in_use"
    assert facts(venues.app, "import", without("CS-301-3", tmp_path))["stored"] == ["CS"]
    assert NOW < OPENING


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.yaml", b"venues: [{id: CS}]"),
        ("v.yaml", b"\xff\xfe"),
        ("v.xlsx", b"PK\x03\x04x"),
        ("v.csv", b"a"),
        ("v.pdf", b"a"),
        ("v.json", b"[]"),
    ],
)
def test_file_that_is_no_venue_file_is_one_sentence(centre: Services, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    outcome = run(venues.app, "import", tmp_path / name)
    assert (outcome.exit_code, "Traceback" in outcome.output, log_size(centre)) == (1, False, 0)
    assert facts(venues.app, "import", tmp_path / name)["refused"]["message"]


def test_calendar_is_checked_and_nothing_is_written(tmp_path: Path) -> None:
    days = [f"2027-10-0{day},放假" for day in range(1, 9)] + [f"2027-02-{day:02d},放假" for day in range(5, 12)]
    (tmp_path / "c.csv").write_text("\n".join(["日期,安排", *days, "2027-10-09,上班"]), "utf-8")
    found = facts(calendar.app, "check", tmp_path / "c.csv")
    assert (found["years"][0]["year"], found["years"][0]["worked"]) == (2027, ["2027-10-09"])
    assert "y2027:" in found["add"] and "policies/data/calendar.yaml" in run(calendar.app, "check", tmp_path / "c.csv").output


def test_calendar_is_put_forward_by_one_and_approved_by_another(centre: Services, tmp_path: Path) -> None:
    days = [f"2027-10-0{day},放假" for day in range(1, 9)] + [f"2027-02-{day:02d},放假" for day in range(5, 12)]
    (tmp_path / "c.csv").write_text("\n".join(["日期,安排", *days]), "utf-8")
    asking = ("import", tmp_path / "c.csv", "--by", "甲", "--why", "示例通知〔2026〕1号")
    dry = facts(calendar.app, *asking, "--dry-run")
    assert (dry["asked"], len(dry["changes"]), log_size(centre)) == ([], 11, 0)
    assert facts(calendar.app, *asking)["asked"] == [2027]
    deciding = ("approve", 2027, "--why", "逐日核对", "--by")
    assert facts(calendar.app, *deciding, "甲")["refused"]["code"] == "tender.same_person"
    assert facts(calendar.app, *deciding, "乙")["granted"] and log_size(centre) == 2
    assert facts(calendar.app, "show")[0]["granted"]["by"] == "乙" and facts(calendar.app, *asking)["changes"] == []


def test_faulty_calendar_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("日期,安排\n2027-10-01,上班\n", "utf-8")
    assert (
        run(calendar.app, "check", tmp_path / "c.csv").exit_code,
        facts(calendar.app, "check", tmp_path / "c.csv")["refused"]["code"],
    ) == (
        1,
        "intake.calendar",
    )
