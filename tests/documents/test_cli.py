"""`expert-dispatch documents`: lists and makes forms; a refusal of the matrix is said and kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api import cli
from api.cli import documents
from dispatch.documents.kinds import Kind
from policies.vocabulary.roles import Event
from tests.api.shop import run
from tests.api.town import Town
from tests.api.towns import REMOTE, earlier, ended_town


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    town = ended_town()
    monkeypatch.setattr(cli, "services", lambda: town.embedded.services)
    return town


def test_the_list_names_every_form_and_its_readers(town: Town):
    rows = json.loads(run(documents.app, "list", "--tender", REMOTE, "--json").stdout)
    assert {row["kind"] for row in rows} == set(Kind)
    assert rows[0]["kind"] == "application" and rows[0]["title"] == "评标专家抽取申请表" and rows[0]["open"]


def test_one_form_is_written_as_pdf_and_as_spreadsheet(town: Town, tmp_path: Path):
    done = run(documents.app, "make", "--tender", REMOTE, "--kind", "seating", "--out", tmp_path)
    assert done.exit_code == 0 and {path.name for path in tmp_path.iterdir()} == {"05-seating.pdf", "05-seating.xlsx"}


def test_everything_that_can_be_made_is_made_at_once(town: Town, tmp_path: Path):
    files = json.loads(run(documents.app, "make", "--tender", REMOTE, "--out", tmp_path, "--json").stdout)
    assert len(files) == len(list(tmp_path.iterdir())) >= 2 * len(Kind)


def test_a_form_before_its_moment_is_refused_and_the_refusal_kept(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    services = earlier(town.embedded.services, Event.CALLED)
    monkeypatch.setattr(cli, "services", lambda: services)
    done = run(documents.app, "make", "--tender", REMOTE, "--kind", "draw-record", "--out", tmp_path)
    with town.embedded.services.work(reads_only=True) as work:
        denials = work.uow.web.denials(5)
    assert done.exit_code == 1 and "披露矩阵" in done.stderr and list(tmp_path.iterdir()) == []
    assert any(denial.role == "SUP" and denial.field == "V4" for denial in denials)


def test_a_form_for_a_stranger_is_refused(town: Town, tmp_path: Path):
    done = run(documents.app, "make", "--tender", REMOTE, "--kind", "fees", "--for", "HOST", "--out", tmp_path)
    assert done.exit_code == 1 and "不发给主场工作人员" in done.stderr


def test_a_form_that_does_not_exist_is_refused_with_those_that_do(town: Town, tmp_path: Path):
    done = run(documents.app, "make", "--tender", REMOTE, "--kind", "invoice", "--out", tmp_path, "--json")
    assert done.exit_code == 1 and json.loads(done.stdout)["refused"]["code"] == "documents.unknown"
