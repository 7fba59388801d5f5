"""Bringing over the web what stands beside a pool: relations, words, kept mappings, venues, applications, bidder lists."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from api.bringing_run import run as run_it
from api.bringing_store import BroughtFiles, Phase
from dispatch.bootstrap import Services
from dispatch.intake import shipped
from dispatch.intake.columns import POOL_COLUMNS, RELATION_COLUMNS
from dispatch.intake.table_files import table_csv
from dispatch.workflow.pool_import import Way
from policies.vocabulary.roles import Role
from tests.api.shop import NOW
from tests.api.test_web_bring import app, checked, chosen, ended, experts, librarian, post, rows, signed_in, store
from tests.api.test_web_bring import services as founded
from tests.intake.builders import a_row, another_row
from tests.intake.test_own_shapes import APPLICATION, BOOTH_HEADER, BOOTHS, SITE, a_csv

__all__ = ["app", "founded", "librarian"]
RELATION = ("CS000001", "股东", "示例公司", "", "2020-01-01", "", "5%", "")
WORDS = {"word-column": "状态", "word-written": "在库", "word-ours": "正常"}
SITE_HEADER = ("甲", "场地编号", "详细地址", "行政区划代码", "接收区域", *BOOTH_HEADER[1:])
SELECTED = re.compile(r'<option(?: value="([^"]*)")? selected>([^<]*)')


@pytest.fixture
def services(founded: Services) -> Services:
    """On the day before the samples' first draw, whatever day it is."""
    return replace(founded, clock=lambda: NOW)


def kinds(services: Services) -> list[str]:
    with services.work(reads_only=True) as work:
        return [known.kind for known in work.uow.registry.relations()]


def a_table(*lines: tuple[str, ...]) -> tuple[io.BytesIO, str]:
    return io.BytesIO(table_csv([RELATION_COLUMNS, *lines])), "关系.csv"


def asked(text: str, form: dict[str, object] | None = None) -> dict[str, object]:
    """What the page would send as it stands."""
    found: dict[str, object] = {}
    for name, options in re.findall(r'<select name="(column-[^"]+)".*?>(.*?)</select>', text, re.S):
        selected = SELECTED.search(options)
        found[name] = (selected[1] or selected[2]) if selected else ""
    found["entry-written"] = re.findall(r'name="entry-written" value="([^"]*)"', text)
    found["entry-ours"] = _chosen(text, "entry-ours")
    found["word-column"] = re.findall(r'name="word-column" value="([^"]*)"', text)
    found["word-written"] = re.findall(r'name="word-written" value="([^"]*)"', text)
    found["word-ours"] = _chosen(text, "word-ours")
    return {**found, **(form or {})}


def _chosen(text: str, name: str) -> list[str]:
    found = []
    for options, value in re.findall(rf'<select name="{name}".*?>(.*?)</select>|<input name="{name}" value="([^"]*)"', text, re.S):
        selected = SELECTED.search(options)
        found.append(value or ((selected[1] or selected[2]) if selected else ""))
    return found


def follow(client: FlaskClient, shown: TestResponse, **form: object) -> tuple[str, str]:
    """Checks what was brought as the page proposes it; the page after that, and its address."""
    path = shown.request.path
    return checked(client, path, **asked(shown.text, form)), path


def with_pool(librarian: FlaskClient, **more: object) -> str:
    shown = post(librarian, "/pool", file=(io.BytesIO(rows(a_row(), another_row())), "p.xlsx"), **more)
    text, path = follow(librarian, shown)
    store(librarian, path)
    return ended(librarian, path) + text


def test_relations_come_beside_a_pool_with_words_of_their_own(services: Services, librarian: FlaskClient) -> None:
    text = with_pool(librarian, relations=a_table(RELATION))
    assert "已写入 2 人" in text and kinds(services) == ["持股"]


def test_relations_come_alone_for_the_pool_that_is_there(services: Services, librarian: FlaskClient) -> None:
    with_pool(librarian, relations=a_table(RELATION))
    shown = post(librarian, "/pool", kind="relations", relations=a_table(("CS000002", "任职", "示例公司", "", "", "", "", "")))
    text, path = follow(librarian, shown)
    assert "库中有1条关系或股权不在所带的表中" in text and "示例公司" not in text and kinds(services) == ["持股"]
    store(librarian, path)
    assert "已写入 1 条" in ended(librarian, path) and kinds(services) == ["任职"]


def test_bad_relations_come_back_in_the_error_sheet(librarian: FlaskClient) -> None:
    with_pool(librarian)
    shown = post(librarian, "/pool", kind="relations", relations=a_table(("CS000001", "朋友", "甲", "", "", "", "", "")))
    text, path = follow(librarian, shown)
    book = CalamineWorkbook.from_filelike(io.BytesIO(librarian.get(f"{path}/errors.xlsx").data))
    assert "1行有错" in text and "更改列的对应" in text and book.sheet_names == ["关系错误1"]


def test_words_are_proposed_with_counts_and_changed(services: Services, librarian: FlaskClient) -> None:
    shown = post(librarian, "/pool", file=(io.BytesIO(rows(a_row(状态="在库"), another_row(状态="待查"))), "p.xlsx"))
    assert asked(shown.text)["word-ours"] == ["正常", ""] and "（不对应）" in shown.text
    assert "1行有错" in follow(librarian, shown)[0]
    text, path = follow(librarian, shown, **{"word-ours": ["正常", "退出"]})
    assert "没有错误" in text
    store(librarian, path)
    ended(librarian, path)
    with services.work(reads_only=True) as work:
        assert sorted(person.standing for person in work.uow.registry.persons()) == ["正常", "退出"]


def test_words_of_a_column_that_is_chosen_later_are_asked_for_first(services: Services, librarian: FlaskClient) -> None:
    header = ["备注" if name == "状态" else name for name in POOL_COLUMNS]
    shown = post(librarian, "/pool", file=(io.BytesIO(rows(a_row(状态="在库"), header=header)), "p.xlsx"))
    path = shown.request.path
    again = post(librarian, f"{path}/check", **chosen())
    assert "这些词语还没有看过" in again.text and experts(services) == 0
    assert "没有错误" in follow(librarian, again)[0]


def test_mapping_that_was_kept_here_is_read_by_the_command_line_and_the_other_way_round(librarian: FlaskClient, tmp_path: Path) -> None:
    shown = post(librarian, "/pool", file=(io.BytesIO(rows(a_row(状态="在库"))), "p.xlsx"))
    path = shown.request.path
    follow(librarian, shown)
    kept = librarian.get(f"{path}/mapping.yaml").data
    assert "在库: 正常" in kept.decode()
    again = post(librarian, "/pool", file=(io.BytesIO(rows(a_row(状态="在库"))), "p.xlsx"), mapping=(io.BytesIO(kept), "kept.yaml"))
    assert asked(again.text)["word-ours"] == ["正常"] and "没有错误" in follow(librarian, again)[0]


def test_what_another_tab_checked_meanwhile_is_not_stored_unseen(services: Services, librarian: FlaskClient) -> None:
    shown = post(librarian, "/pool", file=(io.BytesIO(rows(a_row(), another_row())), "p.xlsx"))
    _, path = follow(librarian, shown)
    first = re.search(r'name="serial" value="([0-9]+)"', librarian.get(path).text)
    follow(librarian, shown)
    answer = post(librarian, f"{path}/store", serial=first[1] if first else "")
    assert "在另一处重新核对过" in answer.text and experts(services) == 0


def test_rows_that_no_longer_fit_when_they_are_stored_are_told_and_the_file_is_kept(services: Services, librarian: FlaskClient) -> None:
    shown = post(librarian, "/pool", file=(io.BytesIO(rows(a_row(), another_row())), "p.xlsx"))
    _, path = follow(librarian, shown)
    other = post(librarian, "/pool", file=(io.BytesIO(rows(a_row(专家编号="CS000009"))), "q.xlsx"))
    _, its = follow(librarian, other)
    store(librarian, its)
    ended(librarian, its)
    store(librarian, path)
    text = ended(librarian, path)
    assert "1行有错" in text and "id.known" in text and experts(services) == 1
    assert BroughtFiles(services).find(path.rsplit("/", 1)[1], "LIB").phase is Phase.CHECKED


def test_what_was_left_half_done_is_found_again_from_the_first_page(app: Flask, services: Services, librarian: FlaskClient) -> None:
    post(librarian, "/pool", file=(io.BytesIO(rows(a_row())), "七月.xlsx"))
    again = signed_in(app, services)
    found = re.search(r'<a href="(/brought/[^"]+)">七月.xlsx</a>', again.get("/pool").text)
    assert found and again.get(found[1]).status_code == 200
    assert "七月" not in signed_in(app, services, Role.OPERATOR).get("/files").text


def test_findings_are_told_in_the_readers_language(librarian: FlaskClient) -> None:
    librarian.set_cookie("language", "en")
    shown = post(librarian, "/pool", file=(io.BytesIO(rows(a_row(证件号码="620000197001010015"))), "p.xlsx"))
    assert "fails its check digit" in follow(librarian, shown)[0]


def bring_small(client: FlaskClient, kind: str, path: Path, **form: object) -> TestResponse:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/files").text)
    token = found[1] if found else ""
    data = {"csrf_token": token, "kind": kind, "file": (io.BytesIO(path.read_bytes()), path.name), **form}
    return client.post("/files", data=data, content_type="multipart/form-data", follow_redirects=True)


@pytest.fixture
def operator(app: Flask, services: Services) -> FlaskClient:
    client = signed_in(app, services, Role.OPERATOR)
    client.get("/pool")
    return client


def confirm(client: FlaskClient, path: str) -> str:
    page = client.get(path).text
    token, serial = (re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("csrf_token", "serial"))
    assert token and serial, page
    client.post(f"{path}/store", data={"csrf_token": token[1], "serial": serial[1]})
    return ended(client, path)


def look(client: FlaskClient, shown: TestResponse, **form: object) -> tuple[str, str]:
    found = re.search(r'name="csrf_token" value="([^"]+)"', shown.text)
    path = shown.request.path
    client.post(f"{path}/check", data={"csrf_token": found[1] if found else "", **asked(shown.text, form)})
    return ended(client, path), path


def test_venues_of_a_centres_own_shape_are_matched_checked_and_stored(services: Services, operator: FlaskClient, tmp_path: Path) -> None:
    path = a_csv(tmp_path, SITE_HEADER, *[(*SITE, *booth[1:]) for booth in BOOTHS])
    shown = bring_small(operator, "venues", path)
    text, step = look(operator, shown, **{"column-0": "名称"})
    assert "新场地" in text and "没有错误" in text
    assert "已写入 1 条" in confirm(operator, step)
    assert operator.get("/files/venues.xlsx").status_code == 200
    with services.work(reads_only=True) as work:
        assert [(venue.name, len(venue.booths)) for venue in work.uow.venues.all()] == [("长沙中心", 2)]


def test_bad_cells_of_venues_are_listed_by_row_and_come_back_as_a_sheet(services: Services, operator: FlaskClient, tmp_path: Path) -> None:
    header = ("名称", *SITE_HEADER[1:])
    shown = bring_small(operator, "venues", a_csv(tmp_path, header, (*SITE, "R1", "大厅", "B1", "", "坏")))
    text, step = look(operator, shown)
    assert "机位 分区" in text and "确认写入" not in text and operator.get(f"{step}/errors.xlsx").status_code == 200


def test_application_of_a_centres_own_shape_is_filed_in_the_name_of_who_confirmed(
    services: Services, operator: FlaskClient, tmp_path: Path
) -> None:
    shown = bring_small(operator, "application", a_csv(tmp_path, *APPLICATION))
    text, step = look(operator, shown)
    with services.work(reads_only=True) as work:
        assert "JY-9/1 示例学校" in text and not work.uow.tenders.all()
    assert "申请须由另一人审批" in confirm(operator, step)
    with services.work(reads_only=True) as work:
        assert [(record.id, record.applied_by) for record in work.uow.tenders.all()] == [("JY-9/1", "OPR")]


def test_name_of_a_form_that_nobody_knows_is_left_out_by_looking_at_it(operator: FlaskClient, tmp_path: Path) -> None:
    shown = bring_small(operator, "application", a_csv(tmp_path, *APPLICATION[:3], ("经办人", "张某"), *APPLICATION[3:]))
    assert "经办人" in shown.text and "没有错误" in look(operator, shown)[0]


def test_file_of_another_kind_is_refused_at_once(operator: FlaskClient, tmp_path: Path) -> None:
    answer = bring_small(operator, "venues", a_csv(tmp_path, *APPLICATION))
    assert answer.status_code == 409 and 'role="alert"' in answer.text


def test_bidders_are_taken_only_once_the_operator_may_know_them(services: Services, operator: FlaskClient) -> None:
    shown = bring_small(operator, "application", shipped.APPLICATIONS[0])
    confirm(operator, look(operator, shown)[1])
    text, _ = look(operator, bring_small(operator, "bidders", shipped.BIDDERS[0]))
    assert "确认写入" not in text and 'role="alert"' in text
    with services.work(reads_only=True) as work:
        assert [denial.field for denial in work.uow.web.denials(10)] == ["V2"]


def test_small_files_are_for_those_whose_work_they_are(app: Flask, services: Services) -> None:
    pages = {role: signed_in(app, services, role).get("/files") for role in (Role.LIBRARIAN, Role.SUPERVISOR, Role.TENDERER, Role.HOST)}
    assert [page.status_code for page in pages.values()] == [403, 403, 200, 200]
    assert [role for role, page in pages.items() if 'value="bidders"' in page.text] == [Role.TENDERER]
    assert [role for role, page in pages.items() if 'value="venues"' in page.text] == [Role.HOST]


def test_kind_that_is_another_roles_is_refused(app: Flask, services: Services, tmp_path: Path) -> None:
    answer = bring_small(signed_in(app, services, Role.TENDERER), "venues", a_csv(tmp_path, SITE_HEADER, SITE))
    assert answer.status_code == 403


def test_whoever_lost_the_role_meanwhile_stores_nothing(app: Flask, services: Services, librarian: FlaskClient) -> None:
    shown = post(librarian, "/pool", file=(io.BytesIO(rows(a_row())), "p.xlsx"))
    _, path = follow(librarian, shown)
    with services.work() as work:
        account = next(account for account in [work.uow.web.account("LIB")] if account)
        work.uow.web.save_account(replace(account, role=Role.AUDITOR.value))
    assert librarian.get(path).status_code == 403


def test_time_that_is_over_between_check_and_confirmation_is_a_sentence(services: Services, librarian: FlaskClient) -> None:
    shown = post(librarian, "/pool", file=(io.BytesIO(rows(a_row())), "p.xlsx"))
    _, path = follow(librarian, shown)
    late = replace(services, clock=lambda: services.clock() + timedelta(hours=3))
    brought = BroughtFiles(services).find(path.rsplit("/", 1)[1], "LIB")
    BroughtFiles(late).sweep()
    with pytest.raises(Exception, match="两小时"):
        run_it(brought, Way(), services)
    answer = post(librarian, f"{path}/store", serial=str(brought.serial))
    assert answer.status_code == 404 and "重新选择文件" in answer.text
