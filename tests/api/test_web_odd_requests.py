"""Requests that no page of ours would send: each is a sentence for its sender, never a fault of the program, and nothing is kept of it."""

from __future__ import annotations

import re
import sqlite3

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from api.roles import EVERYBODY, allowed
from policies.vocabulary.roles import Role
from tests.api.towns import PASSWORD, an_app, calling_town, client_of


@pytest.fixture(scope="module")
def app() -> Flask:
    return an_app(calling_town().embedded.services)


@pytest.fixture
def supervisor(app: Flask) -> FlaskClient:
    return client_of(app, Role.SUPERVISOR, calling_town().embedded.services)


@pytest.mark.parametrize("start", ["9" * 30, str(2**63), str(2**63 - 1)])
def test_place_beyond_every_log_is_a_wrong_parameter(app: Flask, start: str) -> None:
    assert app.test_client().get("/api/v1/log/entries", query_string={"start": start}).status_code == 422


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
@pytest.mark.parametrize("path", ["/rooms", "/api/v1/venues/CS/plan"])
def test_moment_at_the_end_of_the_calendar_is_a_wrong_parameter(supervisor: FlaskClient, path: str, at: str) -> None:
    assert supervisor.get(path, query_string={"at": at}).status_code == 422


@pytest.mark.parametrize("path", ["/draws/%00", "/tenders/%00", "/rooms?venue=%00", "/language/en?back=%00", "/c/%00"])
def test_zero_byte_goes_no_further_than_the_door(supervisor: FlaskClient, path: str) -> None:
    assert supervisor.get(path).status_code == 400


def test_zero_byte_in_a_form_goes_no_further_than_the_door(app: Flask) -> None:
    answers = app.test_client().post("/c/abc", data={"secret": "a", "words": "\0"}), sign_in(app.test_client(), "SUP\0")
    assert [answer.status_code for answer in answers] == [400, 400]


def test_whoever_may_not_come_is_turned_away_before_anything_is_read(app: Flask) -> None:
    assert app.test_client().post("/pool", data={"a": "\0"}).status_code == 401


def test_page_with_a_users_name_on_it_is_kept_by_no_browser(supervisor: FlaskClient) -> None:
    answer = supervisor.get("/static/nothing.css")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_nobody_is_sent_to_the_host_that_a_caller_named(app: Flask) -> None:
    answer = app.test_client().get("/static//x.css", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 404 and "elsewhere.example" not in str(answer.headers)


def test_form_that_seems_to_come_from_elsewhere_says_what_may_be_wrong(app: Flask) -> None:
    client = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in", base_url="https://centre.example").text)
    form = {"name": "SUP", "password": PASSWORD, "csrf_token": found[1] if found else ""}
    answer = client.post("/sign-in", data=form, base_url="https://centre.example")
    assert answer.status_code == 400 and "Host" in answer.text


def test_database_that_is_busy_for_long_is_no_fault_and_says_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    app = an_app(calling_town().embedded.services)
    monkeypatch.setitem(app.view_functions, "log.page", waits_in_vain)
    answer = app.test_client().get("/log")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60") and "一分钟后再试" in answer.text


def test_wrong_method_is_told_the_right_ones(app: Flask) -> None:
    answer = app.test_client().put("/log")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_whoever_asks_too_often_is_told_when_to_come_back(app: Flask) -> None:
    client = an_app(calling_town().embedded.services).test_client()
    answers = [client.post("/c/abc", data={"secret": "a"}) for _ in range(31)]
    assert (answers[-1].status_code, answers[-1].headers["Retry-After"]) == (429, "60")


def test_secret_with_a_blank_around_it_or_the_whole_link_opens_the_page(app: Flask) -> None:
    _, locator, secret = calling_town().texts[0]
    for typed in (f" {secret}\n", f"#{secret}", f"https://centre.example/c/{locator}#{secret}"):
        assert "您有一条评审任务" in app.test_client().post(f"/c/{locator}", data={"secret": typed}).text
    assert 'maxlength="200"' in app.test_client().get(f"/c/{locator}").text


def test_name_typed_in_full_width_letters_signs_in(app: Flask) -> None:
    assert sign_in(app.test_client(), "ＳＵＰ　").status_code == 303


def test_signing_in_again_ends_the_former_session(app: Flask) -> None:
    client, other = app.test_client(), app.test_client()
    sign_in(client, "SUP")
    former = client.get_cookie("session")
    sign_in(client, "AUD")
    other.set_cookie("session", former.value if former else "")
    assert (other.get("/today").status_code, client.get("/denials").status_code) == (302, 200)


@allowed(*EVERYBODY)
def waits_in_vain() -> None:
    raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("database is locked"))


def sign_in(client: FlaskClient, name: str) -> TestResponse:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert found
    return client.post("/sign-in", data={"name": name, "password": PASSWORD, "csrf_token": found[1]})
