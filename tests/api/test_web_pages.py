"""Every page for every role in both languages, with headers that let nothing in from elsewhere, and no word on what went wrong inside."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from api.console.menu import ITEMS
from api.roles import roles_of
from dispatch.workflow.accounts import CONSOLE_ROLES
from policies.vocabulary.roles import Event, Role
from tests.api.towns import REMOTE, an_app, client_of, earlier, ended_town

PAGES = ("/sign-in", "/draws", "/log", "/log?from=0", "/embedded", "/healthz", "/c/aaaaaaaaaaaaaaaaaaaaaa")


@pytest.fixture(scope="module")
def app() -> Flask:
    return an_app(ended_town().embedded.services)


def tender_token() -> str:
    with ended_town().embedded.services.work(reads_only=True) as work:
        record = work.uow.tenders.get(REMOTE)
        assert record is not None
        return record.token


def draw_m() -> str:
    with ended_town().embedded.services.work(reads_only=True) as work:
        return work.uow.draws.all()[0].m


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", CONSOLE_ROLES)
def test_every_page_of_a_role_is_shown(app: Flask, role: Role, language: str) -> None:
    client = client_of(app, role, ended_town().embedded.services)
    client.get(f"/language/{language}")
    mine = [item.endpoint for item in ITEMS if {role, Role.PUBLIC} & roles_of(app.view_functions[item.endpoint])]
    with app.test_request_context():
        addresses = [app.url_for(endpoint) for endpoint in mine]
    for address in (*addresses, "/today/board", f"/draws/{draw_m()}"):
        answer = client.get(address)
        assert (answer.status_code == 200 and f'lang="{"en" if language == "en" else "zh-CN"}"' in answer.text) or "board" in address


@pytest.mark.parametrize("page", PAGES)
def test_whoever_only_looks_on_gets_headers_that_let_nothing_in(app: Flask, page: str) -> None:
    answer = app.test_client().get(page)
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200 and "default-src 'none'" in policy and "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Cache-Control"] == "no-store"
    assert ("Set-Cookie" in answer.headers) == (page == "/sign-in")


def test_no_page_has_anything_inline_that_the_policy_would_refuse(app: Flask) -> None:
    client = client_of(app, Role.SUPERVISOR, ended_town().embedded.services)
    for page in ("/today", f"/tenders/{tender_token()}", f"/draws/{draw_m()}", "/rooms", "/fees", "/log"):
        text = client.get(page).text
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text) == []


def test_files_may_be_kept_for_a_year_since_their_address_changes(app: Flask) -> None:
    found = re.search(r'href="(/static/console.css\?v=[0-9a-f]+)"', app.test_client().get("/sign-in").text)
    assert found
    answer = app.test_client().get(found[1])
    assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["..%2fwords.py", "../words.py", "vendor/../../words.py"])
def test_no_other_file_is_given_out(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/static/{name}").status_code == 404


def test_names_are_shown_by_a_deliberate_act_only(app: Flask) -> None:
    client = client_of(app, Role.SUPERVISOR, ended_town().embedded.services)
    page = client.get(f"/tenders/{tender_token()}").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token and "查看姓名" in page and '<th scope="col">姓名</th>' not in page
    opened = client.post(f"/tenders/{tender_token()}/names", data={"csrf_token": token[1]})
    assert opened.status_code == 200 and '<th scope="col">姓名</th>' in opened.text


def test_a_question_by_name_that_is_refused_is_kept_without_its_value() -> None:
    services = earlier(ended_town().embedded.services, Event.ACCEPTED)
    app = an_app(services)
    finance = client_of(app, Role.FINANCE, services)
    assert finance.get(f"/tenders/{tender_token()}").status_code == 403
    listed = client_of(app, Role.AUDITOR, services).get("/denials").text
    assert "财务" in listed and "V1" in listed and REMOTE not in listed and "示例新区" not in listed


def test_what_nobody_foresaw_shows_a_number_and_nothing_of_the_inside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise RuntimeError("secret 43010019800101001X")

    monkeypatch.setitem(app.view_functions, "log.page", broken)
    broken.allowed_roles = frozenset({Role.PUBLIC})  # type: ignore[attr-defined]
    answer = app.test_client().get("/log")
    assert answer.status_code == 500 and "编号" in answer.text
    assert "secret" not in answer.text and "RuntimeError" not in answer.text and "Traceback" not in answer.text


def test_a_page_that_is_not_there_says_so_in_both_languages(app: Flask) -> None:
    answer = app.test_client().get("/nowhere")
    assert answer.status_code == 404 and "没有这个页面" in answer.text and "There is no such page" in answer.text


def test_the_embedded_mode_is_said_on_every_page_and_explained(app: Flask) -> None:
    client = app.test_client()
    assert "同一运营者持有全部密钥" in client.get("/draws").text
    assert "不能主张" in client.get("/embedded").text


def test_a_number_that_nobody_confirmed_is_marked(app: Flask) -> None:
    client = client_of(app, Role.OPERATOR, ended_town().embedded.services)
    assert '<span class="unverified">未核实</span>' in client.get(f"/tenders/{tender_token()}").text


def test_a_draw_page_tells_the_public_neither_tender_nor_times(app: Flask) -> None:
    text = app.test_client().get(f"/draws/{draw_m()}").text
    assert REMOTE not in text and "示例新区" not in text and "结果封存" in text
