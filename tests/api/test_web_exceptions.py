"""Lawful exceptions and approval in the browser: filled in, looked at, confirmed; for the right roles, once, and by another person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import make_app
from api.tender_acts import ACTS, FORM
from dispatch.adapters.clock import VirtualClock
from dispatch.bootstrap import Services, Settings
from dispatch.embedded import embed
from dispatch.intake import shipped
from dispatch.intake.application import read_application
from dispatch.intake.documents import read_document
from dispatch.intake.pool_rows import PoolReading
from dispatch.workflow.accounts import CONSOLE_ROLES
from dispatch.workflow.apply import apply
from dispatch.workflow.exceptions.foreseen import foresee
from dispatch.workflow.exceptions.offered import Act, offered
from dispatch.workflow.pool import import_pool
from dispatch.workflow.records import TenderRecord, TenderState
from policies.vocabulary.roles import Role
from tests.api.towns import calling_town, client_of, ended_town, make_accounts
from tests.workflow import cast

WORKS, SMALL = "DEMO-2026-0001/1", "SL-2026-0001/1"
OTHERS = tuple(role for role in CONSOLE_ROLES if role is not Role.OPERATOR)
FORMS = tuple(act for act in Act if ACTS[act].page == FORM)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """One application of the operator, waiting, and a second section of the same project."""
    clock = VirtualClock(datetime(2026, 12, 9, 2, tzinfo=UTC))
    made = embed(Settings(data_dir=Path(tmp_path_factory.mktemp("exceptions")), demo=True), clock=clock).services
    tender = read_application(read_document(shipped.APPLICATIONS[0].read_bytes(), ".yaml"), demo=True)
    with made.work() as work:
        apply(tender, by=Role.OPERATOR.value, work=work)
        apply(replace(tender, section="2"), by=Role.OPERATOR.value, work=work)
        work.uow.venues.save_all([cast.a_venue()])
    make_accounts(made)
    yield made


@pytest.fixture
def kept(services: Services) -> Iterator[Services]:
    """The same centre; what a test does to its two sections is put back."""
    with services.work(reads_only=True) as work:
        before = work.uow.tenders.all()
    yield services
    with services.work() as work:
        for record in before:
            work.uow.tenders.save(record)


@pytest.fixture(scope="module")
def app(services: Services) -> Flask:
    return make_app(services)


@pytest.fixture
def operator(app: Flask, kept: Services) -> FlaskClient:
    return client_of(app, Role.OPERATOR, kept)


def record(services: Services, id: str = WORKS) -> TenderRecord:
    with services.work(reads_only=True) as work:
        found = work.uow.tenders.get(id)
        assert found is not None
        return found


def address(services: Services, act: str, id: str = WORKS) -> str:
    return f"/tenders/{record(services, id).token}/" + ("approval" if act == "approve" else f"acts/{act}")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def send(client: FlaskClient, path: str, **form: str) -> TestResponse:
    return client.post(path, data={"csrf_token": hidden(client.get("/today").text, "csrf_token"), **form})


def confirm(client: FlaskClient, path: str, looked: TestResponse, **form: str) -> TestResponse:
    return send(client, path, step="do", seen=hidden(looked.text, "seen"), **form)


@pytest.mark.parametrize("role", [Role.PUBLIC, *OTHERS])
def test_only_the_operator_finds_the_forms(app: Flask, kept: Services, role: Role) -> None:
    client = client_of(app, role, kept)
    for act in FORMS:
        shown = client.get(address(kept, act))
        assert shown.status_code == (302 if role is Role.PUBLIC else 403)
    assert (role is Role.PUBLIC) or send(client, address(kept, "cancel"), step="do", why="x", seen="").status_code == 403
    assert record(kept).state is TenderState.APPLIED


@pytest.mark.parametrize("role", [role for role in CONSOLE_ROLES if role not in (Role.OPERATOR, Role.SUPERVISOR)])
def test_nobody_but_operator_and_supervisor_approves(app: Flask, kept: Services, role: Role) -> None:
    assert client_of(app, role, kept).get(address(kept, "approve")).status_code == 403


def test_the_tender_page_offers_each_role_its_own(app: Flask, kept: Services, operator: FlaskClient) -> None:
    page = f"/tenders/{record(kept).token}"
    shown, approving, looking = (client_of(app, role, kept).get(page).text for role in (Role.OPERATOR, Role.SUPERVISOR, Role.HOST))
    assert "延期开标" in shown and "与另一标段共用评标委员会" in shown and "召回原评标委员会" not in shown
    assert "审批抽取申请" in approving and "延期开标" not in approving
    assert "可办理事项" not in looking
    today = [client_of(app, role, kept).get("/today").text for role in (Role.SUPERVISOR, Role.HOST)]
    assert ["等待审批的申请" in text for text in today] == [True, False]


def test_cancelling_is_looked_at_first_and_done_once(kept: Services, operator: FlaskClient) -> None:
    path = address(kept, "cancel")
    looked = send(operator, path, step="look", why="资金未落实")
    assert "尚未抽取" in looked.text and "终止后不能恢复" in looked.text and record(kept).state is TenderState.APPLIED
    first = confirm(operator, path, looked, why="资金未落实")
    assert "done=cancel" in first.headers["Location"] and record(kept).state is TenderState.CANCELLED
    size = log_size(kept)
    again = confirm(operator, path, looked, why="资金未落实")
    assert "changed=cancel" in again.headers["Location"] and log_size(kept) == size
    assert "这次没有办理任何事项" in operator.get(again.headers["Location"]).text


def log_size(services: Services) -> int:
    with services.work(reads_only=True) as work:
        return work.uow.log.size


def test_a_form_without_reason_says_what_to_do_and_keeps_what_was_typed(kept: Services, operator: FlaskClient) -> None:
    answer = send(operator, address(kept, "postpone"), step="look", opening_at="2026-12-18T09:00", why=" ")
    assert answer.status_code == 422 and "请填写此项" in answer.text and "2026-12-18T09:00" in answer.text


def test_looking_changes_nothing_and_says_the_new_time(kept: Services, operator: FlaskClient) -> None:
    size = log_size(kept)
    looked = send(operator, address(kept, "postpone"), step="look", opening_at="2026-12-18T09:00", why="答疑延后")
    assert "2026-12-16 09:00 → 2026-12-18 09:00" in looked.text and "第1次延期，最多3次" in looked.text
    assert (record(kept).tender.opening_at.day, log_size(kept)) == (16, size)


def test_postponing_twice_by_one_page_moves_once(kept: Services, operator: FlaskClient) -> None:
    path, form = address(kept, "postpone"), {"opening_at": "2026-12-18T09:00", "why": "答疑延后"}
    looked = send(operator, path, step="look", **form)
    assert [confirm(operator, path, looked, **form).status_code for _ in range(2)] == [303, 303]
    assert record(kept).tender.extra["延期"].count("→") == 1


def test_a_reason_of_several_lines_is_kept_in_one(kept: Services, operator: FlaskClient) -> None:
    path, form = address(kept, "cancel"), {"why": "资金\r\n未落实"}
    confirm(operator, path, send(operator, path, step="look", **form), **form)
    assert "资金 未落实" in record(kept).refusal[0]


def test_a_refusal_stands_above_the_form_in_the_readers_language(kept: Services, operator: FlaskClient) -> None:
    form = {"opening_at": "2026-12-10T09:00", "why": "提前"}
    answer = send(operator, address(kept, "postpone"), step="look", **form)
    assert answer.status_code == 409 and "延期只能推后" in answer.text and 'value="2026-12-10T09:00"' in answer.text


def test_another_person_approves(app: Flask, kept: Services, operator: FlaskClient) -> None:
    path = address(kept, "approve")
    own = operator.get(path)
    assert own.status_code == 409 and "另一" in own.text and 'value="do"' not in own.text
    supervisor = client_of(app, Role.SUPERVISOR, kept)
    looked = supervisor.get(path)
    assert "中间无人操作" in looked.text
    assert confirm(supervisor, path, looked).status_code == 303
    assert (record(kept).state, record(kept).approved_by) == (TenderState.APPROVED, "SUP")


def test_a_section_shares_the_committee_of_another_and_waits_for_approval(kept: Services, operator: FlaskClient) -> None:
    path = address(kept, "share", "DEMO-2026-0001/2")
    looked = send(operator, path, step="look", first=WORKS)
    assert "本标段不另抽取" in looked.text
    confirm(operator, path, looked, first=WORKS)
    shared = record(kept, "DEMO-2026-0001/2")
    assert (shared.tender.shares, shared.state) == (WORKS, TenderState.APPLIED)


def test_naming_needs_a_lawful_ground_and_every_place(kept: Services, operator: FlaskClient) -> None:
    form = {f"seat{n}_0": f"X{n}" for n in range(5)} | {"ground": "complex", "consent_by": "示例监督局", "consent_no": "示监〔2026〕7号"}
    path = address(kept, "appoint")
    assert "请从列出的各项中选择" in send(operator, path, step="look", **{**form, "ground": "haste"}).text
    assert "请填写此项" in send(operator, path, step="look", **form).text  # two places of one seat


def test_an_act_that_is_not_there_is_not_found(kept: Services, operator: FlaskClient) -> None:
    assert operator.get(address(kept, "approve-all")).status_code == 404


def test_a_form_from_elsewhere_is_refused(kept: Services, operator: FlaskClient) -> None:
    assert operator.post(address(kept, "cancel"), data={"step": "do", "why": "x"}).status_code == 400


def test_how_the_draw_would_end_and_how_many_are_told_is_said_before() -> None:
    services = calling_town().embedded.services
    operator = client_of(make_app(services), Role.OPERATOR, services)
    looked = send(operator, address(services, "cancel"), step="look", why="资金未落实")
    assert "以“完成”公开终结" in looked.text and "链接随即关闭" in looked.text and "终止后可就同一标段重新申请" in looked.text


def test_after_the_report_nothing_is_offered_that_would_be_refused() -> None:
    services = ended_town().embedded.services
    with services.work(reads_only=True) as work:
        (remote,) = work.uow.tenders.all()
        assert offered(remote, work) == () and foresee(remote, work).signed == remote.tender.experts  # a remote committee is not recalled


@dataclass(frozen=True, slots=True)
class Bench:
    """A centre of its own with one application and whoever may be named for it, on a clock that the test moves."""

    services: Services
    clock: VirtualClock
    operator: FlaskClient
    supervisor: FlaskClient

    def address(self, act: str) -> str:
        return address(self.services, act, SMALL)

    def record(self) -> TenderRecord:
        return record(self.services, SMALL)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    clock = VirtualClock(cast.START)
    made = embed(Settings(data_dir=tmp_path, demo=True), clock=clock).services
    with made.work() as work:
        import_pool(PoolReading(cast.a_pool(5, 2, 2), rows=tuple(range(2, 11))), work)
        work.uow.venues.save_all([cast.a_venue()])
        apply(cast.a_tender(), by=Role.OPERATOR.value, work=work)
    make_accounts(made)
    app = make_app(made)
    return Bench(made, clock, client_of(app, Role.OPERATOR, made), client_of(app, Role.SUPERVISOR, made))


NAMED = {
    f"seat{n}": no for n, no in (("0_0", "SL000001"), ("0_1", "SL000002"), ("0_2", "SL000003"), ("1_0", "SL000006"), ("2_0", "SL000008"))
}
CONSENT = {"ground": "complex", "consent_by": "示例监督局", "consent_no": "示监〔2026〕7号"}


def test_named_experts_are_checked_marked_sealed_and_approved_by_another_who_sees_no_number(bench: Bench) -> None:
    barred = send(bench.operator, bench.address("appoint"), step="look", **{**NAMED, "seat2_0": "SL000006"}, **CONSENT)
    assert barred.status_code == 409 and "各写明一名不同的专家" in barred.text
    looked = send(bench.operator, bench.address("appoint"), step="look", **NAMED, **CONSENT)
    assert "公开标明“直接确定”" in looked.text and bench.record().tender.appointment is None
    confirm(bench.operator, bench.address("appoint"), looked, **NAMED, **CONSENT)
    approving = bench.supervisor.get(bench.address("approve")).text
    assert "专家未经抽取：直接确定" in approving and "示监〔2026〕7号" in approving and "SL00000" not in approving
    confirm(bench.supervisor, bench.address("approve"), bench.supervisor.get(bench.address("approve")))
    assert bench.record().state is TenderState.APPROVED


def test_no_opening_is_offered_after_the_deadline_and_says_what_to_fill_in(bench: Bench) -> None:
    confirm(bench.supervisor, bench.address("approve"), bench.supervisor.get(bench.address("approve")))
    assert "当前状态下没有这一事项可办" in bench.operator.get(bench.address("no-opening")).text
    bench.clock.advance_to(cast.OPENING)  # who was signed in is so no longer
    operator = client_of(make_app(bench.services), Role.OPERATOR, bench.services)
    unsaid = send(operator, bench.address("no-opening"), step="look")
    assert unsaid.status_code == 409 and "在本页填写“投标人个数”" in unsaid.text
    assert "应当开标" in send(operator, bench.address("no-opening"), step="look", bidders="3").text
    looked = send(operator, bench.address("no-opening"), step="look", bidders="2")
    assert "不开标：投标人少于法定个数" in looked.text and bench.record().state is TenderState.APPROVED
    confirm(operator, bench.address("no-opening"), looked, bidders="2")
    assert bench.record().state is TenderState.CANCELLED


def test_a_recall_opens_nobody_before_it_is_confirmed_and_is_made_once(bench: Bench) -> None:
    with bench.services.work() as work:
        work.uow.tenders.save(replace(bench.record(), state=TenderState.REPORTED))
    path, form = bench.address("recall"), {"begins_at": "2027-01-15T09:00", "hours": "4", "why": "候选人财务状况变化"}
    size = log_size(bench.services)
    looked = send(bench.operator, path, step="look", **form)
    assert "代号不变，不抽取" in looked.text and log_size(bench.services) == size
    assert ["done" in confirm(bench.operator, path, looked, **form).headers["Location"] for _ in range(2)] == [True, False]
    assert record(bench.services, f"{SMALL}-复会1").tender.appointment is not None
    assert send(bench.operator, path, step="look", **{**form, "begins_at": "2027-01-16T09:00"}).status_code == 409
