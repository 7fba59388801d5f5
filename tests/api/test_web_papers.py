"""Printed forms over the web: those of one's role, as the matrix opens them; and the code on them leads to the record it means."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from dispatch.bootstrap import Services
from dispatch.documents.kinds import FORMS
from dispatch.workflow.documents_link import transcript_digest
from dispatch.workflow.shown import ANYBODY
from policies.vocabulary.roles import Event, Role
from tests.api.towns import REMOTE, an_app, client_of, earlier, ended_town


def a_client(role: Role, event: Event | None = None) -> FlaskClient:
    services = ended_town().embedded.services
    return client_of(an_app(earlier(services, event) if event else services), role, services)


def remote() -> tuple[str, str]:
    """Token and draw of the remote tender."""
    with ended_town().embedded.services.work(reads_only=True) as work:
        found = work.uow.tenders.get(REMOTE)
        assert found and found.draw
        return found.token, found.draw


def published() -> Services:
    """The same services once the record is published; the town, which other tests look at too, stays at its own time."""
    services = ended_town().embedded.services
    with services.work(reads_only=True) as work:
        draw = work.uow.draws.get(remote()[1])
    assert draw is not None
    moment = max(services.clock(), draw.publish_from)
    return replace(services, clock=lambda: moment)


def link(kind: str) -> str:
    return f"/tenders/{remote()[0]}/documents/{kind}"


def test_a_supervisor_finds_his_forms_and_no_others() -> None:
    text = a_client(Role.SUPERVISOR).get(f"/tenders/{remote()[0]}/documents").text
    shown = [form.chinese in text for form in FORMS]
    assert shown == [Role.SUPERVISOR in form.readers for form in FORMS]


def test_a_form_is_handed_out_as_pdf_and_as_a_sheet() -> None:
    client = a_client(Role.SUPERVISOR)
    paper, sheet = client.get(link("draw-record.pdf")), client.get(link("draw-record.xlsx"))
    assert (paper.status_code, paper.data[:5], paper.headers["Cache-Control"]) == (200, b"%PDF-", "no-store")
    assert CalamineWorkbook.from_filelike(io.BytesIO(sheet.data)).sheet_names == ["评标专家抽取记录表"]


def test_names_are_unsealed_by_a_deliberate_act_that_the_log_keeps() -> None:
    client, services = a_client(Role.SUPERVISOR), ended_town().embedded.services
    with services.work(reads_only=True) as work:
        before = work.uow.log.size
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"/tenders/{remote()[0]}/documents").text)
    assert found and client.post(link("draw-record"), data={"ending": "pdf"}).status_code == 400
    assert client.post(link("draw-record"), data={"csrf_token": found[1], "ending": "pdf"}).data[:5] == b"%PDF-"
    with services.work(reads_only=True) as work:
        assert work.uow.log.size > before


@pytest.mark.parametrize(
    ("role", "event", "kind", "status"),
    [
        (Role.FINANCE, None, "draw-record.pdf", 403),
        (Role.SUPERVISOR, Event.SUBMITTED, "draw-record.pdf", 403),
        (Role.SUPERVISOR, None, "invoice.pdf", 404),
        (Role.SUPERVISOR, None, "draw-record.exe", 422),
        (Role.PUBLIC, None, "draw-record.pdf", 302),
    ],
)
def test_what_is_not_theirs_or_not_yet_is_refused(role: Role, event: Event | None, kind: str, status: int) -> None:
    assert a_client(role, event).get(link(kind)).status_code == status


def test_code_of_a_form_is_compared_with_the_record_that_is_published() -> None:
    services, (_, m) = published(), remote()
    client = client_of(an_app(services), Role.PUBLIC, services)
    with services.work(reads_only=True) as work:
        printed = transcript_digest(m, ANYBODY, work)
    assert "与所印表单一致" in client.get(f"/draws/{m}?sha256={printed}").text
    assert "与所印表单不一致" in client.get(f"/draws/{m}?sha256={'0' * 64}").text
    assert "所印表单" not in client.get(f"/draws/{m}").text
    early = a_client(Role.PUBLIC, Event.OPENED).get(f"/draws/{m}?sha256={printed}").text
    assert "尚未公布" in early and f">{printed}<" not in early
