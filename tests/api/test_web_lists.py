"""Long lists of the console and the API: a page at a time, found by number, day or month, and no more told than the matrix opens."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import make_app
from dispatch.bootstrap import Services
from dispatch.workflow import pages
from dispatch.workflow.accounts import create_account
from dispatch.workflow.records import TenderRecord, TenderState
from policies.vocabulary.roles import Event, Role
from tests.api.towns import PASSWORD, REMOTE, an_app, client_of, earlier, ended_town
from tests.policies.builders import a_tender
from tests.workflow.cast import START
from tests.workflow.library import a_library

NEXT = re.compile(r'href="([^"]*after=[^"]*)" rel="next"')
NUMBER = re.compile(r"JY-\d-9")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """Five tenders, filed one after another, the first two over; their openings in the other order."""
    services = a_library(tmp_path_factory.mktemp("lists"), 1).services
    with services.work() as work:
        for n in range(5):
            tender = a_tender(number=f"JY-{n}-9", opening_at=START + timedelta(days=20 - n), checkin_at=START + timedelta(days=20 - n))
            state = TenderState.CANCELLED if n < 2 else TenderState.APPROVED
            work.uow.tenders.save(TenderRecord(tender.id, f"{n:016x}", tender, state, "OPR", START + timedelta(hours=n)))
        first = create_account(Role.OPERATOR.value, Role.OPERATOR, PASSWORD, work=work)
        work.uow.web.save_account(replace(first, name=Role.LIBRARIAN.value, role=Role.LIBRARIAN.value))
    return services


@pytest.fixture(scope="module")
def operator(services: Services) -> FlaskClient:
    return client_of(make_app(services), Role.OPERATOR, services)


@pytest.fixture(scope="module")
def ended() -> Flask:
    return an_app(ended_town().embedded.services)


def find(client: FlaskClient, text: str) -> int:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/tenders").text)
    assert token
    return client.post("/tenders", data={"csrf_token": token[1], "text": text}).status_code


def followed(client: FlaskClient, address: str) -> list[list[str]]:
    """The numbers on each page, by the links that lead on."""
    text = client.get(address).text
    onward = NEXT.search(text)
    return [NUMBER.findall(text), *(followed(client, onward[1].replace("&amp;", "&")) if onward else [])]


@pytest.mark.parametrize(("shelf", "wanted"), [("all", "43210"), ("open", "432"), ("over", "10")])
def test_pages_lead_through_a_shelf_by_links(operator: FlaskClient, shelf: str, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE", 2)
    found = followed(operator, f"/tenders?shelf={shelf}")
    assert [number for page in found for number in page] == [f"JY-{n}-9" for n in wanted]
    assert all(len(page) == 2 for page in found[:-1])


def test_the_api_names_the_next_page_in_a_header(operator: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE", 3)
    first = operator.get("/api/v1/tenders")
    onward = re.fullmatch(r'<(/api/v1/tenders\?after=[0-9a-f]+)>; rel="next"', first.headers["Link"])
    assert onward
    second = operator.get(onward[1])
    assert [line["token"] for line in (*first.json, *second.json)] == [f"{n:016x}" for n in (4, 3, 2, 1, 0)]
    assert "Link" not in second.headers


def test_a_tender_is_found_by_number_and_code_and_its_number_is_in_no_address(operator: FlaskClient) -> None:
    assert [find(operator, text) for text in ("ＪＹ-3-9", "JY-3-9/1", "JY-7-9", "")] == [303, 303, 404, 404]
    assert "?text=" not in operator.get("/tenders").text and operator.get("/tenders?text=JY-3-9").status_code == 200


def test_the_tenders_of_a_day_are_listed_and_an_odd_day_is_refused(operator: FlaskClient) -> None:
    day = f"{START + timedelta(days=18):%Y-%m-%d}"
    assert NUMBER.findall(operator.get(f"/tenders?day={day}").text) == ["JY-2-9"]
    assert "这一天没有" in operator.get("/tenders?day=2031-01-01").text
    assert {operator.get(f"/{page}").status_code for page in ("tenders?day=x", "rooms?day=9999-01-01")} == {422}


def test_who_may_not_know_a_number_or_a_time_finds_nothing_by_it(ended: Flask) -> None:
    services = earlier(ended_town().embedded.services, Event.SUBMITTED)
    librarian = client_of(an_app(services), Role.LIBRARIAN, services)
    with services.work(reads_only=True) as work:
        record = work.uow.tenders.get(REMOTE)
        assert record is not None
    day = f"{record.tender.checkin_at:%Y-%m-%d}"
    assert find(librarian, record.id) == 404 and record.token not in librarian.get(f"/tenders?day={day}").text


def test_a_draw_is_found_by_the_beginning_of_its_number(ended: Flask) -> None:
    with ended_town().embedded.services.work(reads_only=True) as work:
        m = work.uow.draws.all()[0].m
    visitor = ended.test_client()
    pages_of = [visitor.get(f"/draws?m={text}").text for text in (m[:6], m[:3], "ffff" if m[0] != "f" else "0000")]
    assert [m in text for text in pages_of] == [True, False, False]


def test_fees_are_listed_by_month_of_payment(ended: Flask) -> None:
    finance = client_of(ended, Role.FINANCE, ended_town().embedded.services)
    month = re.search(r"支付月份 (20\d\d-\d\d)", finance.get("/fees").text)
    assert month
    assert REMOTE in finance.get(f"/fees?month={month[1]}").text and REMOTE not in finance.get("/fees?month=2001-01").text
    assert finance.get("/fees?month=2026-13").status_code == 422


def test_rooms_lead_from_day_to_day(ended: Flask) -> None:
    host = client_of(ended, Role.HOST, ended_town().embedded.services)
    with ended_town().embedded.services.work(reads_only=True) as work:
        record = work.uow.tenders.get(REMOTE)
        assert record is not None
        kept = work.uow.venues.reserved_for(record.token)[0]
    before = host.get(f"/rooms?venue={kept.venue}&day={kept.starts_at - timedelta(days=9):%Y-%m-%d}").text
    onward = re.search(r'href="([^"]+)" rel="next"', before)
    assert onward and "这一天没有席位安排" in before
    assert f"{record.token[:4]}" in host.get(onward[1].replace("&amp;", "&")).text
