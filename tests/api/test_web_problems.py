"""Refusals over the API: one document form, a status for each kind, both sentences, and no value that was sent."""

from __future__ import annotations

import pytest
from flask import Flask

from api.problems import known_refusals, status_of
from dispatch.sealing.refusals import LinkClosed
from dispatch.workflow.refusals import NotAllowed, TooEarly, UnknownDraw
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Role
from tests.api.towns import an_app, calling_town, client_of


@pytest.fixture(scope="module")
def app() -> Flask:
    return an_app(calling_town().embedded.services)


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/tenders", 401, "web.not_signed_in"),
        ("/api/v1/draws/" + "0" * 64, 404, "draw.unknown"),
        ("/api/v1/draws/short", 422, "web.bad_parameters"),
        ("/api/v1/log/inclusion?idx=9&size=5", 404, "log.not_in_log"),
        ("/api/v1/log/entries?start=-1", 422, "web.bad_parameters"),
        ("/api/v1/nowhere", 404, "http.404"),
    ],
)
def test_a_refusal_is_a_problem_document(app: Flask, address: str, status: int, code: str) -> None:
    answer = app.test_client().get(address)
    body = answer.get_json()
    assert (answer.status_code, answer.content_type, body["code"]) == (status, "application/problem+json", code)
    assert body["status"] == status and body["detail"] and body["detail_en"] and body["type"].endswith(code)


def test_what_was_sent_does_not_come_back(app: Flask) -> None:
    assert "secret-value" not in app.test_client().get("/api/v1/log/entries?start=secret-value").text


def test_a_transcript_is_refused_until_its_time(app: Flask) -> None:
    with calling_town().embedded.services.work(reads_only=True) as work:
        m = work.uow.draws.all()[0].m
    answer = app.test_client().get(f"/api/v1/draws/{m}/transcript")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "event.too_early")


def test_a_role_that_may_not_is_told_so(app: Flask) -> None:
    answer = client_of(app, Role.TENDERER, calling_town().embedded.services).get("/api/v1/venues")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "web.role_may_not")


@pytest.mark.parametrize(("kind", "status"), [(NotAllowed, 403), (UnknownDraw, 404), (LinkClosed, 404), (TooEarly, 409), (Refused, 409)])
def test_each_kind_of_refusal_has_one_status(kind: type[Refused], status: int) -> None:
    assert status_of(kind) == status


def test_the_list_of_problems_names_every_code_with_both_sentences(app: Flask) -> None:
    listed = app.test_client().get("/api/v1/problems").get_json()
    assert {each["code"] for each in listed} == {each.code for each in known_refusals()}
    assert all(each["says"] and each["says_en"] for each in listed)
