"""Bringing a pool over the web: proposed columns, a check that stores nothing, an error sheet, and storing by a deliberate act."""

from __future__ import annotations

import io
import re
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from api.app import make_app
from api.bringing_run import run
from api.bringing_store import LONGEST, BroughtFiles, Phase
from api.refusals import NothingBrought
from dispatch.bootstrap import Services, Settings
from dispatch.embedded import embed
from dispatch.intake import shipped
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.workflow.accounts import CONSOLE_ROLES, admit, create_account
from dispatch.workflow.pool_import import Way
from policies.vocabulary.roles import Role
from tests.intake.builders import a_row, a_workbook, another_row

PASSWORD = "correct horse battery"
RENAMED = ["身份证号" if name == "证件号码" else "甲" if name == "姓名" else name for name in POOL_COLUMNS]


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = embed(Settings(data_dir=tmp_path / "var", demo=True)).services
    with made.work() as work:
        first = create_account("another", Role.LIBRARIAN, PASSWORD, work=work)
        for role in CONSOLE_ROLES:
            work.uow.web.save_account(replace(first, name=role.value, role=role.value, scope="CS"))
    return made


@pytest.fixture
def app(services: Services) -> Flask:
    return make_app(services)


def signed_in(app: Flask, services: Services, role: Role = Role.LIBRARIAN) -> FlaskClient:
    client = app.test_client()
    with services.work() as work:
        token = admit(role.value, True, work)
    client.set_cookie("session", str(token))
    return client


@pytest.fixture
def librarian(app: Flask, services: Services) -> Iterator[FlaskClient]:
    yield signed_in(app, services)


def post(client: FlaskClient, path: str, **form: object) -> TestResponse:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/pool").text)
    assert found
    return client.post(path, data={"csrf_token": found[1], **form}, content_type="multipart/form-data", follow_redirects=True)


def bring(client: FlaskClient, content: bytes, name: str = "专家.xlsx") -> tuple[TestResponse, str]:
    shown = post(client, "/pool", file=(io.BytesIO(content), name))
    return shown, shown.request.path


def ended(client: FlaskClient, path: str) -> str:
    """The page of one bringing, when it is no longer running."""
    for _ in range(100):
        text = client.get(path).text
        if "hx-trigger" not in text:
            return text
        time.sleep(0.1)
    raise AssertionError("it never ended")


def checked(client: FlaskClient, path: str, **form: object) -> str:
    post(client, f"{path}/check", **form)
    return ended(client, path)


def store(client: FlaskClient, path: str, **form: object) -> TestResponse:
    """Confirms what the page shows."""
    serial = re.search(r'name="serial" value="([0-9]+)"', client.get(path).text)
    return post(client, f"{path}/store", serial=serial[1] if serial else "0", **form)


def chosen(**changes: str) -> dict[str, str]:
    return {f"column-{place}": changes.get(name, name) for place, name in enumerate(POOL_COLUMNS)}


def rows(*lines: dict[str, object], header: list[str] | None = None) -> bytes:
    return a_workbook(header or list(POOL_COLUMNS), *[[line[name] for name in POOL_COLUMNS] for line in lines])


def experts(services: Services) -> int:
    with services.work(reads_only=True) as work:
        return work.uow.registry.count()


def test_mapping_is_proposed_and_can_be_changed(services: Services, librarian: FlaskClient) -> None:
    shown, path = bring(librarian, rows(a_row(), another_row(), header=RENAMED))
    assert "身份证号" in shown.text and "请确认" in shown.text and ">证件号码</option>" in shown.text
    assert "没有错误，可以写入" in checked(librarian, path, **chosen())
    assert experts(services) == 0


def test_what_was_checked_is_stored_when_somebody_says_so(services: Services, librarian: FlaskClient) -> None:
    _, path = bring(librarian, rows(a_row(), another_row()))
    checked(librarian, path, **chosen())
    store(librarian, path)
    assert "已写入 2 人，未变 0 人" in ended(librarian, path) and experts(services) == 2
    with services.work(reads_only=True) as work:
        assert [entry.read()["e"] for entry in work.uow.log.entries()][-1] == "pool-import"


def test_nothing_is_stored_that_was_not_checked_before(services: Services, librarian: FlaskClient) -> None:
    _, path = bring(librarian, rows(a_row()))
    store(librarian, path)
    assert experts(services) == 0


def test_faulty_rows_are_listed_and_come_back_as_a_sheet(services: Services, librarian: FlaskClient) -> None:
    _, path = bring(librarian, rows(a_row(证件号码="620000197001010015"), another_row()))
    text = checked(librarian, path, **chosen())
    assert "1行有错" in text and "id.check" in text and "确认写入" not in text and "只写入无误的1人" in text
    sheet = librarian.get(f"{path}/errors.xlsx")
    lines = CalamineWorkbook.from_filelike(io.BytesIO(sheet.data)).get_sheet_by_index(0).to_python()
    assert (len(lines), lines[1][0], "attachment" in sheet.headers["Content-Disposition"]) == (2, 1.0, True)
    store(librarian, path, good_rows="1")
    assert "已写入 1 人" in ended(librarian, path) and experts(services) == 1


def test_an_update_shows_what_would_change_but_no_personal_value(services: Services, librarian: FlaskClient) -> None:
    _, path = bring(librarian, rows(a_row()))
    checked(librarian, path, **chosen())
    store(librarian, path)
    ended(librarian, path)
    _, path = bring(librarian, rows(a_row(手机号码="16100000009", 状态="退出")))
    text = checked(librarian, path, **chosen())
    assert "手机号码" in text and "退出" in text and "16100000009" not in text


def test_missing_column_can_be_given_one_value(librarian: FlaskClient) -> None:
    place = POOL_COLUMNS.index("专业分类版本")
    header = [name if name != "专业分类版本" else "备注" for name in POOL_COLUMNS]
    shown, path = bring(librarian, rows(a_row(), header=header))
    assert 'name="fixed-专业分类版本"' in shown.text
    form = {**chosen(), f"column-{place}": "", "fixed-专业分类版本": "2018"}
    assert "没有错误" in checked(librarian, path, **form)


def test_one_of_our_columns_cannot_be_chosen_twice(librarian: FlaskClient) -> None:
    _, path = bring(librarian, rows(a_row()))
    answer = post(librarian, f"{path}/check", **chosen(性别="姓名"))
    assert answer.status_code == 422 and "有两列都对应“姓名”" in answer.text


NONE = [("p.xlsx", b"PK\x03\x04x"), ("p.pdf", b"%PDF"), ("p.csv", b""), ("p.json", b"[]"), ("p.csv", b"a,b\n1,2\n")]


@pytest.mark.parametrize(("name", "content"), NONE)
def test_file_that_is_none_is_one_sentence_and_not_kept(librarian: FlaskClient, services: Services, name: str, content: bytes) -> None:
    answer, _ = bring(librarian, content, name)
    assert answer.status_code == 409 and 'role="alert"' in answer.text
    assert not list((services.settings.data_dir / "brought").glob("*"))


def test_whole_shipped_pool_and_the_national_form_of_it(services: Services, librarian: FlaskClient) -> None:
    _, path = bring(librarian, shipped.POOL.read_bytes(), "pool.csv")
    text = checked(librarian, path, **chosen())
    assert "<b>603</b>" in text and "2018" not in re.sub(r"<table.*?</table>", "", text, flags=re.S)


def test_file_lies_sealed_and_goes_when_it_is_discarded(services: Services, librarian: FlaskClient, tmp_path: Path) -> None:
    _, path = bring(librarian, rows(a_row()))
    checked(librarian, path, **chosen())
    kept = [file.read_bytes() for file in (services.settings.data_dir / "brought").rglob("*") if file.is_file()]
    assert kept and not any(needle in content for content in kept for needle in (b"PK\x03\x04", "专家".encode(), b"620000"))
    assert not list(tmp_path.glob("brought-*"))
    post(librarian, f"{path}/discard")
    assert librarian.get(path).status_code == 404 and not list((services.settings.data_dir / "brought").glob("*"))


def test_nobody_finds_what_another_brought(app: Flask, services: Services, librarian: FlaskClient) -> None:
    _, path = bring(librarian, rows(a_row()))
    with services.work() as work:
        token = admit("another", True, work)
    other = app.test_client()
    other.set_cookie("session", str(token))
    assert [other.get(each).status_code for each in (path, f"{path}/errors.xlsx", "/pool/%2e%2e")] == [404] * 3


@pytest.mark.parametrize("role", [role for role in CONSOLE_ROLES if role is not Role.LIBRARIAN])
def test_only_the_library_brings_pools(app: Flask, services: Services, role: Role) -> None:
    client = signed_in(app, services, role)
    assert client.get("/pool").status_code == 403 and "专家库导入" not in client.get("/today").text


def test_forgery_token_is_asked_for(librarian: FlaskClient) -> None:
    assert librarian.post("/pool", data={"file": (io.BytesIO(b"x"), "p.csv")}).status_code == 400


def test_english_is_complete_on_every_step(librarian: FlaskClient) -> None:
    librarian.set_cookie("language", "en")
    shown, path = bring(librarian, rows(a_row()))
    pages = [librarian.get("/pool").text, shown.text, checked(librarian, path, **chosen())]
    assert "Bring a pool" in pages[0] and "Mapping of columns" in pages[1] and "No fault was found" in pages[2]


def test_what_is_left_lying_goes_after_two_hours_by_the_clock_of_the_services(services: Services) -> None:
    late = replace(services, clock=lambda: services.clock() + LONGEST + timedelta(minutes=1))
    early = replace(services, clock=lambda: services.clock() + LONGEST - timedelta(minutes=1))
    brought = BroughtFiles(services).take([("p.csv", b"x")], "LIB")
    BroughtFiles(early).sweep()
    assert BroughtFiles(services).find(brought.handle, "LIB") == brought
    BroughtFiles(late).sweep()
    assert not list((services.settings.data_dir / "brought").glob("*"))


def test_two_hours_count_from_when_it_was_brought_and_nobody_finds_it_later(services: Services) -> None:
    brought = BroughtFiles(services).take([("p.csv", b"x")], "LIB")
    almost = BroughtFiles(replace(services, clock=lambda: services.clock() + LONGEST - timedelta(minutes=1)))
    almost.keep(almost.find(brought.handle, "LIB"))
    late = BroughtFiles(replace(services, clock=lambda: services.clock() + LONGEST + timedelta(minutes=1)))
    with pytest.raises(NothingBrought):
        late.find(brought.handle, "LIB")


def test_what_a_killed_process_left_in_the_clear_goes_too(services: Services, tmp_path: Path) -> None:
    late = replace(services, clock=lambda: services.clock() + LONGEST + timedelta(minutes=1))
    with BroughtFiles(services).in_the_clear([("p.csv", b"x")]) as (path,):
        BroughtFiles(services).sweep()
        assert path.read_bytes() == b"x"
        BroughtFiles(late).sweep()
        assert not list(tmp_path.glob("brought-*"))


def test_another_centre_on_the_machine_sweeps_away_nothing_of_this_one(services: Services, tmp_path: Path) -> None:
    elsewhere = replace(services.settings, data_dir=tmp_path / "elsewhere")
    late = replace(services, settings=elsewhere, clock=lambda: services.clock() + LONGEST + timedelta(minutes=1))
    with BroughtFiles(services).in_the_clear([("p.csv", b"x")]) as (path,):
        BroughtFiles(late).sweep()
        assert path.read_bytes() == b"x"


def test_what_is_still_read_is_not_swept_away(services: Services) -> None:
    late = replace(services, clock=lambda: services.clock() + LONGEST + timedelta(minutes=1))
    brought = BroughtFiles(services).take([("p.csv", b"x")], "LIB")
    BroughtFiles(late).note_progress(brought.handle, 1, 2)
    BroughtFiles(late).sweep()
    assert BroughtFiles(services).find(brought.handle, "LIB") == brought


def test_whoever_confirms_twice_stores_once_and_is_told_so(app: Flask, services: Services, librarian: FlaskClient) -> None:
    _, path = bring(librarian, rows(a_row(), another_row()))
    checked(librarian, path, **chosen())
    files = BroughtFiles(services)
    both = files.find(path.rsplit("/", 1)[1], "LIB")
    with ThreadPoolExecutor(4) as hands:
        list(hands.map(lambda _: run(both, Way(), services), range(4)))
    assert "已写入 2 人，未变 0 人" in ended(librarian, path) and experts(services) == 2
    post(librarian, f"{path}/check", **chosen())
    assert "已写入 2 人，未变 0 人" in ended(librarian, path)


def test_long_name_of_a_file_keeps_its_kind(librarian: FlaskClient) -> None:
    shown, _ = bring(librarian, rows(a_row()), "专家库" * 100 + ".XLSX")
    assert shown.status_code == 200 and "请确认" not in shown.text


STRANGE = ["a" * 3000, "é" * 22, "-", "\N{ARABIC-INDIC DIGIT ONE}" * 22]


@pytest.mark.parametrize("handle", STRANGE)
def test_strange_address_of_a_bringing_is_none(librarian: FlaskClient, handle: str) -> None:
    bring(librarian, rows(a_row()))
    assert librarian.get(f"/pool/{handle}").status_code == 404


@pytest.mark.parametrize("place", ["1" * 5000, "²", "-1", ""])
def test_column_that_cannot_be_is_a_refusal(librarian: FlaskClient, place: str) -> None:
    _, path = bring(librarian, rows(a_row()))
    assert post(librarian, f"{path}/check", **{f"column-{place}": "姓名"}).status_code == 422


def test_run_that_ended_with_its_process_says_so(services: Services) -> None:
    files = BroughtFiles(services)
    brought = files.take([("p.csv", b"x")], "LIB")
    files.note_progress(brought.handle, 1, 2)
    files.keep(replace(brought, phase=Phase.STORING))
    assert files.find(brought.handle, "LIB").phase is Phase.STORING
    late = replace(services, clock=lambda: services.clock() + timedelta(minutes=11))
    found = BroughtFiles(late).find(brought.handle, "LIB")
    assert found.phase is Phase.REFUSED and "重新核对" in found.refusal[0]
