"""经批准的扩大 in the browser: asked by one person with a reason, approved by another, once, and only where there is somewhere to go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import make_app
from dispatch.adapters.clock import VirtualClock
from dispatch.bootstrap import Services, Settings
from dispatch.embedded import embed
from dispatch.workflow.apply import apply, approve
from dispatch.workflow.records import TenderState
from dispatch.workflow.widen import widenings
from policies import brought
from policies.profiles import PROFILES
from policies.vocabulary.roles import Role
from tests.api.test_web_exceptions import SMALL, confirm, record, send
from tests.api.towns import client_of, make_accounts
from tests.workflow import cast
from tests.workflow.test_widen import SHARED

FORM = {"ladder_step": "L5", "why": "本库只有1名合格专家"}
AGREED = {"ladder_step": "L5", "why": "按共享协议同意"}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A centre with an agreement, and one application of somebody else, approved."""
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "hunan-default.yaml").write_text((PROFILES / "hunan-default.yaml").read_text("utf-8") + SHARED, "utf-8")
    made = embed(Settings(data_dir=tmp_path, demo=True), clock=VirtualClock(cast.START)).services
    with made.work() as work:
        work.uow.venues.save_all([cast.a_venue()])
        apply(cast.a_tender(), by="经办人甲", work=work)
        approve(SMALL, by="监督人乙", work=work)
    make_accounts(made)
    yield made
    brought.look_in(Path("nowhere"))


@pytest.fixture
def app(services: Services) -> Flask:
    return make_app(services)


@pytest.fixture
def operator(app: Flask, services: Services) -> FlaskClient:
    return client_of(app, Role.OPERATOR, services)


@pytest.fixture
def supervisor(app: Flask, services: Services) -> FlaskClient:
    return client_of(app, Role.SUPERVISOR, services)


def asking(services: Services) -> str:
    return f"/tenders/{record(services, SMALL).token}/acts/widen"


def granting(services: Services) -> str:
    return f"/tenders/{record(services, SMALL).token}/widening"


def asked(services: Services, operator: FlaskClient) -> None:
    looked = send(operator, asking(services), step="look", **FORM)
    assert "示例外省综合评标专家库" in looked.text and stands(services) == []
    assert "done=widen" in confirm(operator, asking(services), looked, **FORM).headers["Location"]
    assert "changed=widen" in confirm(operator, asking(services), looked, **FORM).headers["Location"]


def stands(services: Services) -> list[tuple[str, str]]:
    with services.work(reads_only=True) as work:
        return [(each.by, each.approved_by) for each in widenings(record(services, SMALL), work)]


def test_a_step_is_asked_once_and_approved_once_by_another(services: Services, operator: FlaskClient, supervisor: FlaskClient) -> None:
    asked(services, operator)
    own = send(operator, granting(services), step="look", **AGREED)
    assert own.status_code == 409 and "不能是同一人" in own.text
    assert "批准扩大抽取范围" in supervisor.get(f"/tenders/{record(services, SMALL).token}").text
    looked = send(supervisor, granting(services), step="look", **AGREED)
    assert "本库只有1名合格专家" in looked.text and stands(services) == [("OPR", "")]
    done = [confirm(supervisor, granting(services), looked, **AGREED).headers["Location"] for _ in range(2)]
    assert ["done=widen-approve" in done[0], "changed=widen-approve" in done[1], stands(services)] == [True, True, [("OPR", "SUP")]]


def test_a_tender_refused_for_want_of_experts_is_planned_anew(services: Services, operator: FlaskClient, supervisor: FlaskClient) -> None:
    with services.work() as work:
        work.uow.tenders.save(replace(record(services, SMALL), state=TenderState.REFUSED, refusal=("人数不足",)))
    asked(services, operator)
    looked = send(supervisor, granting(services), step="look", **AGREED)
    assert "在同一申请上重新编排" in looked.text and record(services, SMALL).state is TenderState.REFUSED
    confirm(supervisor, granting(services), looked, **AGREED)
    assert record(services, SMALL).state is TenderState.APPROVED


def test_each_role_finds_its_own_half(app: Flask, services: Services, operator: FlaskClient, supervisor: FlaskClient) -> None:
    host = client_of(app, Role.HOST, services)
    found = [client.get(path(services)).status_code for client in (host, supervisor, operator) for path in (asking, granting)]
    assert found == [403, 403, 403, 200, 200, 200]
    assert "当前状态下没有这一事项可办" in supervisor.get(granting(services)).text
    assert operator.get(asking(services) + "-approve").status_code == 404


def test_what_nobody_asked_for_is_not_approved_and_no_other_step_either(
    services: Services, operator: FlaskClient, supervisor: FlaskClient
) -> None:
    assert "changed=widen-approve" in send(supervisor, granting(services), step="do", seen="x", **AGREED).headers["Location"]
    asked(services, operator)
    wrong = send(supervisor, granting(services), step="look", ladder_step="L6", why="同意")
    assert wrong.status_code == 422 and "请从列出的各项中选择" in wrong.text


def test_without_an_agreement_no_tendering_offers_it(services: Services, operator: FlaskClient) -> None:
    brought.look_in(Path("nowhere"))
    assert "申请进一步扩大抽取范围" not in operator.get(f"/tenders/{record(services, SMALL).token}").text
