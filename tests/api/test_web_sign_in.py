"""Signing in over HTTP: one answer to every failure, a fresh token, a forgery token on every form, no way to another site."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dispatch.workflow.accounts import create_account
from policies.access import access
from policies.vocabulary.roles import Role
from tests.api.shop import services_in
from tests.api.towns import PASSWORD, an_app, calling_town, client_of


@pytest.fixture(scope="module")
def app() -> Flask:
    return an_app(calling_town().embedded.services)


def forgery_token(client: FlaskClient, page: str = "/sign-in") -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert found
    return found[1]


def enter(client: FlaskClient, name: str = "SUP", password: str = PASSWORD, target: str = "") -> TestResponse:
    form = {"name": name, "password": password, "next": target, "csrf_token": forgery_token(client)}
    return client.post("/sign-in", data=form)


def test_whoever_signs_in_comes_to_today_with_a_new_token(app: Flask) -> None:
    client = app.test_client()
    client.get("/sign-in")
    before = client.get_cookie("session")
    answer = enter(client)
    after = client.get_cookie("session")
    assert (answer.status_code, answer.location) == (303, "/today")
    assert before and after and before.value != after.value and after.http_only and after.same_site == "Lax"


@pytest.mark.parametrize(("name", "password"), [("SUP", "wrong password"), ("nobody", PASSWORD), ("", "")])
def test_every_failure_gets_the_same_page(app: Flask, name: str, password: str) -> None:
    answer = enter(app.test_client(), name, password)
    assert answer.status_code == 403 and "账号或口令不正确" in answer.text and "Set-Cookie" not in answer.headers


def test_a_form_without_its_forgery_token_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"name": "SUP", "password": PASSWORD})
    assert answer.status_code == 400 and "页面已过期" in answer.text


def test_a_forgery_token_of_another_visitor_is_refused(app: Flask) -> None:
    stolen = forgery_token(app.test_client())
    client = app.test_client()
    client.get("/sign-in")
    assert client.post("/sign-in", data={"name": "SUP", "password": PASSWORD, "csrf_token": stolen}).status_code == 400


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(app: Flask, target: str) -> None:
    assert enter(app.test_client(), target=target).location == "/today"
    assert app.test_client().get("/language/en", query_string={"back": target}).location == "/"


def test_a_page_that_needs_signing_in_is_reached_after_it(app: Flask) -> None:
    client = app.test_client()
    asked = client.get("/tenders")
    assert (asked.status_code, asked.location) == (302, "/sign-in?next=/tenders")
    assert enter(client, target="/tenders").location == "/tenders"


def test_signing_out_ends_it(app: Flask) -> None:
    client = client_of(app, Role.SUPERVISOR, calling_town().embedded.services)
    token = forgery_token(client, "/today")
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 303
    assert client.get("/today").status_code == 302


def test_a_role_gets_no_page_of_another(app: Flask) -> None:
    librarian = client_of(app, Role.LIBRARIAN, calling_town().embedded.services)
    answer = librarian.get("/fees")
    assert answer.status_code == 403 and "您的角色不使用此页面" in answer.text and "Your role does not use this page" in answer.text


def test_guessing_is_slowed_down() -> None:
    client = an_app(calling_town().embedded.services).test_client()
    answers = [enter(client, "nobody", "a guess").status_code for _ in range(11)]
    assert answers == [403] * 10 + [429]


def test_a_browser_in_which_somebody_signed_in_before_is_not_shut_out_by_who_guesses_elsewhere(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    with services.work() as work:
        create_account("SUP", Role.SUPERVISOR, PASSWORD, work=work)
    app = an_app(services)
    known, guesser = app.test_client(), app.test_client()
    enter(known)
    cookie = known.get_cookie("device")
    assert cookie and cookie.http_only and cookie.same_site == "Lax"
    tries = access(date(2026, 12, 1)).tries
    assert [enter(guesser, password="a guess").status_code for _ in range(tries)] == [403] * tries
    assert (enter(guesser).status_code, enter(known).status_code) == (403, 303)
