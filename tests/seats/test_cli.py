"""`seats plan` on files is a trial that stores nothing; `seats show` tells no tender code before check-in."""

from __future__ import annotations

import json
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from api.cli import seats
from dispatch.intake.shipped import APPLICATIONS, VENUES
from dispatch.workflow.records import Reserved
from policies.vocabulary.roles import Event
from tests.seats.builders import a_slot, rows

TRIAL = ["plan", "--date", "2026-12-16", "--venues", str(VENUES), "--tenders", str(APPLICATIONS[0]), "--tenders", str(APPLICATIONS[1])]


@pytest.fixture(autouse=True)
def demo(monkeypatch):
    monkeypatch.setattr("api.cli.services", lambda: SimpleNamespace(demo=True, settings=SimpleNamespace(profile="hunan-default")))


def run(*arguments):
    return CliRunner().invoke(seats.app, [*arguments])


def test_a_trial_on_files_plans_the_tenders_of_the_day():
    booths = json.loads(run(*TRIAL, "--json").stdout)["booths"]
    assert {row["tender"] for row in booths} == {"P01", "P02"}
    assert {row["venue"] for row in booths} == {"CS"}


def test_a_remote_tender_gets_booths_in_every_venue_that_may_be_drawn():
    found = run("plan", "--date", "2026-12-17", "--venues", str(VENUES), "--tenders", str(APPLICATIONS[2]), "--json")
    booths = json.loads(found.stdout)["booths"]
    assert {row["venue"] for row in booths} == {"CS", "ZZ", "XT", "HY", "YY", "CD"}
    assert [row["booth"] for row in booths if row["for"] == "招标人代表"] != []


def test_pictures_and_a_page_are_written_where_asked(tmp_path):
    files = json.loads(run(*TRIAL, "--out", str(tmp_path), "--json").stdout)["files"]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", ".svg", ".svg"]
    assert len(files) == 3


def test_a_rule_that_may_not_be_relaxed_ends_with_exit_code_1():
    refused = run(*TRIAL, "--relax", "H3", "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["refused"]["code"] == "seats.unlawful_relaxation"


@pytest.mark.parametrize(("stage", "seen"), [(Event.SEALED, ""), (Event.CHECKED_IN, "9f3c")])
def test_stored_booths_show_their_tender_from_check_in_on(monkeypatch, stage, seen):
    monkeypatch.setattr("api.cli.services", lambda: a_centre(stage))
    booths = json.loads(run("show", "--date", "2026-12-16", "--json").stdout)["booths"]
    assert [(row["booth"], row["tender"]) for row in booths] == [("R01-1", seen)]


def a_centre(stage):
    slot = a_slot((1, 9))
    kept = Reserved("9f3c", "CS", "R01-1", slot.starts, slot.ends, "评标专家")
    venues = SimpleNamespace(all=lambda: [rows(1, 2)], reserved=lambda starts, ends: [kept])
    holders = {"9f3c": SimpleNamespace(token="9f3c", id="t")}
    tenders = SimpleNamespace(by_token=holders.get, moments=lambda tender: {Event.SUBMITTED: 0, stage: 0})

    @contextmanager
    def work(reads_only):
        yield SimpleNamespace(uow=SimpleNamespace(venues=venues, tenders=tenders))

    return SimpleNamespace(work=work)
