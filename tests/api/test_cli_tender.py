"""`tender apply` reads every form of an application; another person approves it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.cli import tender
from dispatch.adapters.brought_files import read_application_file
from dispatch.bootstrap import Services
from dispatch.intake import shipped
from dispatch.intake.writing import application_xlsx
from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.sealing.box import Box
from dispatch.workflow.bidders import bidders_of
from dispatch.workflow.records import TenderState
from tests.api.shop import facts, run, services_in
from tests.intake.builders import an_application

WORKS, BIDDERS = shipped.APPLICATIONS[0], shipped.BIDDERS[0]
EMPTY = canonical({"salt": "", "bidders": []})
CORRECTS = ("--replace", "--by", "经办人甲", "--why", "漏列一家")


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    made = services_in(tmp_path)
    monkeypatch.setattr("api.cli.services", lambda: made)
    yield made


def tenders(centre: Services) -> int:
    with centre.work(reads_only=True) as work:
        return len(work.uow.tenders.all())


def test_every_form_of_an_application_is_the_same_tender(centre: Services, tmp_path: Path) -> None:
    read = read_application_file(WORKS, demo=True)
    (tmp_path / "a.xlsx").write_bytes(application_xlsx(read))
    assert [facts(tender.app, "apply", path)["id"] for path in (WORKS, tmp_path / "a.xlsx")] == ["DEMO-2026-0001/1"] * 2
    assert tenders(centre) == 1


def test_json_application_is_read(centre: Services, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(an_application(), ensure_ascii=False), encoding="utf-8")
    assert facts(tender.app, "apply", tmp_path / "a.json")["id"] == "JY-2026-0142/1"


@pytest.mark.parametrize("path", shipped.APPLICATIONS, ids=lambda path: path.stem)
def test_every_shipped_application_is_accepted(centre: Services, path: Path) -> None:
    assert facts(tender.app, "apply", path)["state"] == "待审"


@pytest.mark.parametrize(
    "changes",
    [
        {"opening_at": "2020-12-16T09:00:00+08:00", "checkin_at": "2020-12-16T08:30:00+08:00"},
        {"reps": 2},
        {"seats": [{"codes": ["A080104"], "count": 3}], "reps": 2},
        {"budget": 1.5},
        {"budgit": 1},
    ],
    ids=["in the past", "even", "fewer than two thirds", "float", "unknown member"],
)
def test_bad_application_is_one_sentence_and_stores_nothing(centre: Services, tmp_path: Path, changes: dict[str, Any]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(an_application(**changes)), encoding="utf-8")
    outcome = run(tender.app, "apply", tmp_path / "a.json")
    assert (outcome.exit_code, "Traceback" in outcome.output, tenders(centre)) == (1, False, 0)
    assert facts(tender.app, "apply", tmp_path / "a.json")["refused"]["message"]


@pytest.mark.parametrize(("name", "content"), [("a.txt", b"x"), ("a.yaml", b""), ("a.yaml", b"a: [1"), ("a.xlsx", b"PK\x03\x04x")])
def test_file_that_is_no_application_is_refused(centre: Services, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    outcome = run(tender.app, "apply", tmp_path / name)
    assert (outcome.exit_code, "Traceback" in outcome.output, tenders(centre)) == (1, False, 0)


def test_applicant_cannot_approve_and_another_can(centre: Services) -> None:
    number = facts(tender.app, "apply", WORKS, "--by", "甲")["id"]
    assert run(tender.app, "approve", number, "--by", "甲").exit_code == 1
    assert facts(tender.app, "approve", number, "--by", "乙")["approved_by"] == "乙"


def test_cancel_needs_a_reason_and_a_second_time_changes_nothing(centre: Services) -> None:
    number = facts(tender.app, "apply", WORKS)["id"]
    assert run(tender.app, "cancel", number).exit_code == 2
    given_up = facts(tender.app, "cancel", number, "--why", "项目资金未落实", "--by", "甲")
    assert (given_up["state"], given_up["refusal"][0]) == ("终止", "项目终止：项目资金未落实")
    assert facts(tender.app, "cancel", number, "--why", "另一理由") == given_up


def test_show_lists_all_or_one_and_refuses_the_unknown(centre: Services) -> None:
    assert facts(tender.app, "show") == []
    facts(tender.app, "apply", WORKS)
    assert [one["id"] for one in facts(tender.app, "show")] == ["DEMO-2026-0001/1"]
    assert facts(tender.app, "show", "DEMO-2026-0001/1")["committee"] == 5
    assert facts(tender.app, "show", "JY-1")["refused"]["code"] == "tender.unknown"


def test_show_lists_the_latest_and_says_how_to_read_on(centre: Services) -> None:
    number = facts(tender.app, "apply", WORKS)["id"]
    with centre.work() as work:
        first = work.uow.tenders.get(number)
        assert first is not None
        for n in (1, 2):
            filed, at = replace(first.tender, number=f"JY-{n}"), first.applied_at + timedelta(hours=n)
            work.uow.tenders.save(replace(first, id=filed.id, token=f"token {n}", tender=filed, applied_at=at))
    assert [one["id"] for one in facts(tender.app, "show", "--most", "2")] == ["JY-1/1", "JY-2/1"]
    assert [one["id"] for one in facts(tender.app, "show", "--before", "JY-1")] == [number]
    said = run(tender.app, "show", "--most", "1").output
    assert "--before JY-2/1" in said and "JY-1/1" not in said


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.xlsx"])
def test_exported_application_is_the_same_tender(centre: Services, tmp_path: Path, name: str) -> None:
    number = facts(tender.app, "apply", WORKS)["id"]
    assert facts(tender.app, "export", number, "--out", tmp_path / name)["id"] == number
    assert (facts(tender.app, "apply", tmp_path / name)["id"], tenders(centre)) == (number, 1)


def log_kinds(centre: Services) -> list[str]:
    with centre.work(reads_only=True) as work:
        return [entry.read()["e"] for entry in work.uow.log.entries()]


def test_bidders_are_sealed_once_and_the_log_names_none(centre: Services) -> None:
    number = facts(tender.app, "apply", WORKS)["id"]
    first, second = facts(tender.app, "bidders", BIDDERS), facts(tender.app, "bidders", BIDDERS)
    assert (first, second["changed"]) == ({"id": number, "bidders": 4, "units": 5, "changed": True}, False)
    assert log_kinds(centre).count("bidders") == 1
    with centre.work(reads_only=True) as work:
        kept, entries = work.uow.tenders.bidders(number), str([entry.read() for entry in work.uow.log.entries()])
        names = [unit.name for bidder in bidders_of(number, work) or () for unit in bidder.units]
    assert len(names) == 5 and kept is not None
    assert not any(name.encode() in kept or name in entries for name in names)


def test_another_list_is_a_correction_that_has_to_be_asked_for(centre: Services, tmp_path: Path) -> None:
    number = facts(tender.app, "apply", WORKS)["id"]
    run(tender.app, "bidders", BIDDERS)
    other = tmp_path / "b.yaml"
    other.write_text(f"id: {number.split('/')[0]}\nsection: '1'\nbidders:\n- {{name: 甲, uscc: 91620000DEMX00014Y}}\n", "utf-8")
    assert facts(tender.app, "bidders", other)["refused"]["code"] == "bidders.exist"
    assert facts(tender.app, "bidders", other, "--replace")["refused"]["code"] == "expert.author_and_reason"
    assert facts(tender.app, "bidders", other, *CORRECTS, "--dry-run")["changed"]
    assert facts(tender.app, "bidders", other, *CORRECTS)["bidders"] == 1
    assert log_kinds(centre).count("bidders") == 2
    with centre.work(reads_only=True) as work:
        box = Box(work.means.keys, "tender/bidders", work.means.entropy)
        kept = parse_canonical(box.open(work.uow.tenders.bidders(number) or b"", number))
    assert (kept["by"], kept["why"], len(kept["before"]["bidders"])) == ("经办人甲", "漏列一家", 4)


def test_list_stays_when_the_tender_goes_on_and_is_refused_when_it_has_ended(centre: Services) -> None:
    number = facts(tender.app, "apply", WORKS)["id"]
    run(tender.app, "bidders", BIDDERS)
    facts(tender.app, "approve", number, "--by", "乙")
    assert facts(tender.app, "bidders", BIDDERS)["changed"] is False
    with centre.work() as work:
        record = work.uow.tenders.get(number)
        assert record is not None
        work.uow.tenders.save(replace(record, state=TenderState.ARCHIVED))
        work.uow.tenders.save_bidders(number, Box(work.means.keys, "tender/bidders", work.means.entropy).seal(EMPTY, number))
    assert facts(tender.app, "bidders", BIDDERS, *CORRECTS)["refused"]["code"] == "bidders.too_late"


@pytest.mark.parametrize(("name", "content"), [("b.yaml", b"id: X"), ("b.xlsx", b"PK\x03\x04x"), ("b.csv", b"x"), ("b.yaml", b"\xff")])
def test_file_that_is_no_bidder_list_is_refused(centre: Services, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    outcome = run(tender.app, "bidders", tmp_path / name)
    assert (outcome.exit_code, "Traceback" in outcome.output, log_kinds(centre)) == (1, False, [])


def test_list_of_an_unknown_tender_is_refused(centre: Services) -> None:
    assert facts(tender.app, "bidders", BIDDERS)["refused"]["code"] == "tender.unknown"
