"""One page confirmed by several hands at once does its act once, on SQLite and on PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from api.app import make_app
from dispatch.adapters.clock import VirtualClock
from dispatch.bootstrap import Services, Settings
from dispatch.embedded import embed
from dispatch.intake.calendars import YearOff
from dispatch.intake.pool_rows import PoolReading
from dispatch.workflow.accounts import admit, create_account
from dispatch.workflow.apply import apply
from dispatch.workflow.calendars import ASKED, GRANTED, ask_calendar
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.experts.listed import find_expert
from dispatch.workflow.pool import import_pool
from policies.vocabulary.roles import Role
from tests.workflow import cast

HANDS = 4
PASSWORD = "correct horse battery"


@pytest.fixture
def services(new_database: Callable[[], Engine], tmp_path: Path) -> Services:
    """An application of the operator that waits, and one expert."""
    url = new_database().url.render_as_string(hide_password=False)
    clock = VirtualClock(datetime(2026, 12, 9, 2, tzinfo=UTC))
    made = embed(Settings(data_dir=tmp_path, database_url=url, demo=True), clock=clock).services
    with made.work() as work:
        import_pool(PoolReading((cast.an_expert(1, cast.WORKS),), rows=(2,)), work)
        apply(cast.a_tender(), by="甲", work=work)
        create_account("甲", Role.OPERATOR, PASSWORD, work=work)
        create_account("乙", Role.LIBRARIAN, PASSWORD, work=work)
    return made


def signed_in(services: Services, name: str) -> FlaskClient:
    client = make_app(services).test_client()
    with services.work() as work:
        client.set_cookie("session", str(admit(name, True, work)))
    return client


def confirmed_at_once(client: FlaskClient, path: str, form: dict[str, str]) -> int:
    """How many of so many confirmations of one page say that they did it."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/today").text)
    assert token
    looked = client.post(path, data={**form, "csrf_token": token[1], "step": "look"}).text
    seen = re.search(r'name="seen" value="([^"]+)"', looked)
    assert seen, looked
    cookie, sent = client.get_cookie("session"), {**form, "csrf_token": token[1], "step": "do", "seen": seen[1]}
    assert cookie

    def confirm(_: int) -> str:
        hand = client.application.test_client()
        hand.set_cookie("session", cookie.value)
        return hand.post(path, data=sent).headers["Location"]

    with ThreadPoolExecutor(HANDS) as hands:
        return sum("done=" in told for told in hands.map(confirm, range(HANDS)))


def test_an_opening_is_postponed_once(services: Services):
    with services.work(reads_only=True) as work:
        token, size = work.uow.tenders.all()[0].token, work.uow.log.size
    form = {"opening_at": "2026-12-18T09:00", "why": "答疑延后"}
    assert confirmed_at_once(signed_in(services, "甲"), f"/tenders/{token}/acts/postpone", form) == 1
    with services.work(reads_only=True) as work:
        assert [entry.read()["e"] for entry in work.uow.log.entries(size)].count("postponed") == 1


def test_a_calendar_is_approved_once(services: Services):
    holidays = tuple(date(2027, 2, day) for day in range(8, 13))
    with services.work() as work:
        ask_calendar([YearOff(2027, holidays, ())], Act("乙", "示例通知"), work)
    assert confirmed_at_once(signed_in(services, "甲"), "/calendars/2027/approval", {"granted": "1", "why": "逐日核对"}) == 1
    with services.work(reads_only=True) as work:
        assert [entry["what"] for entry in work.uow.calendars.entries()] == [ASKED, GRANTED]


def test_points_are_noted_once(services: Services):
    with services.work(reads_only=True) as work:
        ref = find_expert("SL000001", work).ref
    assert confirmed_at_once(signed_in(services, "乙"), f"/experts/{ref}/acts/points", {"code": "late", "why": "现场记录"}) == 1
    with services.work(reads_only=True) as work:
        assert find_expert("SL000001", work).state.points == 3
