"""工作日历 over the web: brought by the wizard, put forward with its basis, compared and approved by another person, once."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from dispatch.bootstrap import Services
from dispatch.workflow.accounts import CONSOLE_ROLES
from dispatch.workflow.calendars import calendar_in_force
from policies.vocabulary.roles import Role
from tests.api.shop import NOW
from tests.api.test_web_bring import app, signed_in
from tests.api.test_web_bring import services as founded
from tests.api.test_web_bring_more import bring_small, confirm, look
from tests.intake.test_own_shapes import a_csv

__all__ = ["app", "founded"]
DAYS = [
    date(2027, 2, 5),
    *(date(2027, 2, 8) + timedelta(days=n) for n in range(5)),
    *(date(2027, 10, 4) + timedelta(days=n) for n in range(5)),
]
LINES = [("放假日期", "安排"), *((str(day), "歇") for day in DAYS), ("2027-01-30", "调休上班")]
WHY = "示例通知〔2026〕1号"
PAGE = "/calendars/2027/approval"


@pytest.fixture
def services(founded: Services) -> Services:
    return replace(founded, clock=lambda: NOW)


@pytest.fixture
def operator(app: Flask, services: Services) -> FlaskClient:
    return signed_in(app, services, Role.OPERATOR)


@pytest.fixture
def supervisor(app: Flask, services: Services) -> FlaskClient:
    return signed_in(app, services, Role.SUPERVISOR)


def asked(operator: FlaskClient, folder: Path, lines: list[tuple[str, ...]] | None = None) -> str:
    """Brings the year, reads their word as ours, and puts it forward; the page after that."""
    shown = bring_small(operator, "calendar", a_csv(folder, *(lines or LINES)), why=WHY)
    _, step = look(operator, shown, **{"word-ours": ["放假"]})
    return confirm(operator, step)


def in_force(services: Services) -> bool:
    with services.work(reads_only=True) as work:
        return calendar_in_force(work).is_known(DAYS[0])


def send(client: FlaskClient, **form: str) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/today").text)
    return client.post(PAGE, data={"csrf_token": token[1] if token else "", "granted": "1", "why": "与通知逐日核对", **form})


def seen(looked: TestResponse) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', looked.text)
    assert found, looked.text
    return found[1]


def test_a_year_is_mapped_checked_put_forward_and_counts_once_another_approves(
    services: Services, operator: FlaskClient, supervisor: FlaskClient, tmp_path: Path
) -> None:
    shown = bring_small(operator, "calendar", a_csv(tmp_path, *LINES), why=WHY)
    text, step = look(operator, shown, **{"word-ours": ["放假"]})
    assert "可以提请" in text and "2027-02-05</span> 周五" in text and "2027-01-30</span> 周六" in text
    assert "已提请更改 1 年的工作日历" in confirm(operator, step) and not in_force(services)
    assert "等待审批的工作日历" in supervisor.get("/today").text
    looked = send(supervisor, step="look")
    assert "改为放假（11天）" in looked.text and WHY in looked.text and not in_force(services)
    assert "done=2027" in send(supervisor, step="do", seen=seen(looked)).headers["Location"] and in_force(services)
    assert "与通知逐日核对" in supervisor.get("/calendars").text and "等待审批的工作日历" not in supervisor.get("/today").text


def test_whoever_put_it_forward_is_told_that_another_decides_and_may_take_it_back(
    services: Services, operator: FlaskClient, tmp_path: Path
) -> None:
    asked(operator, tmp_path)
    own = send(operator, step="look")
    assert own.status_code == 409 and "不能是同一人" in own.text and 'value="do"' not in own.text
    looked = send(operator, step="look", granted="0")
    assert "done=2027" in send(operator, step="do", granted="0", seen=seen(looked)).headers["Location"] and not in_force(services)


def test_what_was_replaced_meanwhile_is_not_approved_and_a_second_click_does_nothing(
    services: Services, operator: FlaskClient, supervisor: FlaskClient, tmp_path: Path
) -> None:
    asked(operator, tmp_path)
    first = seen(send(supervisor, step="look"))
    asked(operator, tmp_path, [*LINES[:-2], LINES[-1]])
    assert "changed=2027" in send(supervisor, step="do", seen=first).headers["Location"] and not in_force(services)
    second = seen(send(supervisor, step="look"))
    done = [send(supervisor, step="do", seen=second).headers["Location"] for _ in range(2)]
    assert ["done=2027" in done[0], "changed=2027" in done[1]] == [True, True]
    assert "这次没有办理任何事项" in supervisor.get(done[1]).text


@pytest.mark.parametrize("role", [role for role in CONSOLE_ROLES if role not in (Role.OPERATOR, Role.SUPERVISOR)])
def test_nobody_else_finds_the_decision(app: Flask, services: Services, role: Role) -> None:
    client = signed_in(app, services, role)
    assert [client.get(path).status_code for path in ("/calendars", PAGE)] == [403, 403]


def test_only_the_operator_brings_a_calendar_and_never_without_its_basis(
    app: Flask, services: Services, operator: FlaskClient, tmp_path: Path
) -> None:
    path = a_csv(tmp_path, *LINES)
    assert bring_small(signed_in(app, services, Role.HOST), "calendar", path, why=WHY).status_code == 403
    assert bring_small(operator, "calendar", path, why="  ").status_code == 409
    assert "工作日历" not in signed_in(app, services, Role.HOST).get("/files").text


def test_faulty_days_come_back_as_a_sheet_and_another_kind_of_file_is_refused(
    services: Services, operator: FlaskClient, tmp_path: Path
) -> None:
    shown = bring_small(operator, "calendar", a_csv(tmp_path, *LINES, ("2027-13-01", "歇")), why=WHY)
    text, step = look(operator, shown, **{"word-ours": ["放假"]})
    assert "处有错，没有写入" in text and "提请更改" not in text
    assert CalamineWorkbook.from_filelike(io.BytesIO(operator.get(f"{step}/errors.xlsx").data)).sheet_names
    other = bring_small(operator, "calendar", a_csv(tmp_path, ("编号", "名称"), ("1", "甲")), why=WHY)
    assert other.status_code >= 400 and not in_force(services)
