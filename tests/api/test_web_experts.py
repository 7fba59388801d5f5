"""专家管理 in the browser: the register, a timeline, and every act looked at, confirmed once, and decided by another person."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import make_app
from api.expert_acts import ACTS
from dispatch.intake.writing import write_pool
from dispatch.workflow.accounts import CONSOLE_ROLES, admit, create_account
from dispatch.workflow.experts.listed import find_expert
from policies.vocabulary.roles import Role
from tests.workflow import cast
from tests.workflow.library import NO, Library, a_candidate, a_library

OTHERS = tuple(role for role in CONSOLE_ROLES if role is not Role.LIBRARIAN)
PASSWORD = "correct horse battery"
ASKED = "本人到窗口提出"


@dataclass(slots=True)
class Desk:
    """Two library keepers and one account of every other role, before one small library."""

    library: Library
    app: Flask

    def sign_in(self, name: str) -> FlaskClient:
        client = self.app.test_client()
        with self.library.work() as work:
            token = admit(name, True, work)
        client.set_cookie("session", str(token))
        return client

    def ref(self, no: str = NO) -> str:
        with self.library.work(reads_only=True) as work:
            return find_expert(no, work).ref

    def act(self, name: str, no: str = NO) -> str:
        return f"/experts/{self.ref(no)}/acts/{name}"

    def look(self, client: FlaskClient, name: str, no: str = NO, **form: str) -> TestResponse:
        return send(client, self.act(name, no), step="look", **form)

    def do(self, client: FlaskClient, name: str, no: str = NO, **form: str) -> TestResponse:
        looked = self.look(client, name, no, **form)
        assert looked.status_code == 200, looked.text
        return send(client, self.act(name, no), step="do", seen=hidden(looked.text, "seen"), **form)

    def relations(self) -> list[str]:
        with self.library.services.work(reads_only=True) as work:
            return [known.kind for known in work.uow.registry.relations()]

    def entries(self, no: str = NO) -> list[str]:
        return [entry.kind.value for entry in self.library.known(no).entries]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def send(client: FlaskClient, path: str, **form: object) -> TestResponse:
    return client.post(path, data={"csrf_token": hidden(client.get("/today").text, "csrf_token"), **form})


def a_desk(folder: Path) -> Desk:
    library = a_library(folder)
    with library.work() as work:
        first = create_account("李管理", Role.LIBRARIAN, PASSWORD, work=work)
        for name, role in (("王主任", Role.LIBRARIAN), *((role.value, role) for role in OTHERS)):
            work.uow.web.save_account(type(first)(name, role.value, first.password, "CS"))
    return Desk(library, make_app(library.services))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """For tests that change nothing."""
    return a_desk(tmp_path_factory.mktemp("experts"))


@pytest.fixture
def keeper(desk: Desk) -> FlaskClient:
    return desk.sign_in("李管理")


@pytest.fixture
def another(desk: Desk) -> FlaskClient:
    return desk.sign_in("王主任")


@pytest.mark.parametrize("role", OTHERS)
def test_only_the_library_comes_to_experts(looked_at: Desk, role: Role) -> None:
    client, ref = looked_at.sign_in(role.value), looked_at.ref()
    for path in ("/experts", f"/experts/{ref}", f"/experts/{ref}/access", "/open-calls", "/open-calls/new", looked_at.act("leave")):
        assert client.get(path).status_code == 403, path
    for path in ("/experts", f"/experts/{ref}/access", "/open-calls", "/open-calls/new", looked_at.act("leave")):
        assert send(client, path, why=ASKED, step="do").status_code == 403, path
    assert looked_at.entries() == [] and "专家管理" not in client.get("/today").text


def test_the_register_is_parted_by_standing_and_shows_nobodys_number(desk: Desk, keeper: FlaskClient, another: FlaskClient) -> None:
    assert "只是提请，由另一人决定" in desk.look(keeper, "suspend", ground="enquiry", why="调查").text
    for client in (keeper, another):
        desk.do(client, "suspend", ground="enquiry", why="调查")
    listed, suspended, left = (keeper.get(f"/experts?shelf={shelf}").text for shelf in ("all", "suspended", "left"))
    assert "SL000003" in listed and NO in suspended and "SL000003" not in suspended and "这一状态下没有专家" in left
    expert = cast.an_expert(1, cast.WORKS)
    secrets = (expert.identity.name, expert.identity.id_no, expert.contact.phone, expert.bank.card)
    page = keeper.get(f"/experts/{desk.ref()}").text
    assert [secret for secret in secrets if secret in listed + suspended + page] == []


def test_an_expert_is_found_by_number_or_document_and_the_document_is_in_no_address(looked_at: Desk) -> None:
    keeper = looked_at.sign_in("李管理")
    document = cast.an_expert(2, cast.WORKS).identity.id_no
    found = send(keeper, "/experts", text=document)
    assert found.status_code == 303 and document not in found.headers["Location"]
    missing = send(keeper, "/experts", text="SL999999")
    assert missing.status_code == 404 and "请核对专家编号" in missing.text


def test_every_form_opens_and_refuses_an_empty_one_in_words(looked_at: Desk) -> None:
    keeper = looked_at.sign_in("李管理")
    for name in ACTS:
        assert keeper.get(looked_at.act(name)).status_code == 200, name
    assert looked_at.look(keeper, "leave").text.count("请填写此项") == 3
    assert looked_at.entries() == []


def test_leave_is_looked_at_recorded_once_and_withdrawn(desk: Desk, keeper: FlaskClient) -> None:
    days = {"since": "2026-12-20", "until": "2026-12-22", "why": ASKED}
    looked = desk.look(keeper, "leave", **days)
    assert "请假 2026-12-20 至 2026-12-22：不参加这些日子的抽取" in looked.text and desk.entries() == []
    twice = [send(keeper, desk.act("leave"), step="do", seen=hidden(looked.text, "seen"), **days) for _ in range(2)]
    assert desk.entries() == ["leave"] and ["changed" in each.headers["Location"] for each in twice] == [False, True]
    assert "这次没有办理任何事项" in keeper.get(twice[1].headers["Location"]).text
    assert keeper.get(f"/experts/{desk.ref()}").text.count('class="away"') == 3
    desk.do(keeper, "withdraw", entry="1", why="不请了")
    page = keeper.get(f"/experts/{desk.ref()}").text
    assert "没有尚未结束的请假" in page and "已撤回或撤销" in page and ASKED in page


def test_a_refusal_of_the_use_case_stands_above_the_form(looked_at: Desk) -> None:
    keeper = looked_at.sign_in("李管理")
    answer = looked_at.look(keeper, "leave", since="2026-12-22", until="2026-12-20", why=ASKED)
    assert answer.status_code == 409 and "起止日期不合适" in answer.text and 'value="2026-12-22"' in answer.text


def test_a_relation_is_put_down_put_right_and_taken_out_each_once(desk: Desk, keeper: FlaskClient) -> None:
    told = {"kind": "任职", "other": "示例第1号施工有限公司", "why": "本人来信说明"}
    looked = desk.look(keeper, "relate", **told)
    assert "补登关系：任职" in looked.text and desk.relations() == []
    twice = [send(keeper, desk.act("relate"), step="do", seen=hidden(looked.text, "seen"), **told) for _ in range(2)]
    assert ["changed" in each.headers["Location"] for each in twice] == [False, True] and len(desk.relations()) == 1
    (mark,) = re.findall(r'name="mark" value="([^"]+)"', keeper.get(desk.act("correct-relation")).text)
    desk.do(keeper, "correct-relation", **told | {"mark": mark, "kind": "曾任职", "until": "2026-11-30"})
    assert desk.relations() == ["曾任职"]
    assert desk.look(keeper, "withdraw-relation", mark=mark, why="看错").status_code == 422  # another one is there now
    (mark,) = re.findall(r'name="mark" value="([^"]+)"', keeper.get(desk.act("withdraw-relation")).text)
    desk.do(keeper, "withdraw-relation", mark=mark, why="本不存在")
    page = keeper.get(f"/experts/{desk.ref()}").text
    assert desk.relations() == [] and "更正关系：任职 → 曾任职" in page and "示例第1号施工" not in page


def test_all_entries_are_compared_with_the_log_on_the_page(desk: Desk, keeper: FlaskClient) -> None:
    desk.do(keeper, "train", course="继续教育", why="参加培训")
    assert "1项记录与见证日志中的承诺一致" in send(keeper, "/experts/check").text
    with desk.library.services.work() as work:
        (known,) = work.uow.lifecycle.of(desk.ref())
        work.uow.lifecycle.rekey(known.ref, known.seq, known.wrapped_dek[:-1] + b"x")
    assert send(keeper, "/experts/check").status_code >= 400


def test_a_relation_is_checked_as_a_row_of_the_table_is(looked_at: Desk) -> None:
    keeper, form = looked_at.sign_in("李管理"), {"other": "XX000001", "why": "经办人提出"}
    apart = looked_at.look(keeper, "relate", kind="不宜同组", **form)
    assert apart.status_code == 409 and "在册的专家编号" in apart.text
    assert looked_at.look(keeper, "relate", kind="持股", share="两成", **form).status_code == 409


def test_points_are_noted_by_one_and_answered_by_another(desk: Desk, keeper: FlaskClient, another: FlaskClient) -> None:
    looked = desk.look(keeper, "points", code="ZJ508", why="现场记录")
    assert "累计扣分：0 → 15" in looked.text and "只是提请，由另一人决定" in looked.text
    desk.do(keeper, "points", code="ZJ508", why="现场记录")
    assert "提请暂停" in keeper.get("/experts/due").text
    assert "须由另一人办理" in desk.look(keeper, "suspend", ground="points", why="达到标准").text
    decided = desk.look(another, "suspend", ground="points", why="达到标准")
    assert "状态：正常 → 暂停" in decided.text and "暂停至 2027-06-15" in decided.text
    desk.do(another, "suspend", ground="points", why="达到标准")
    assert "须由另一人办理" in desk.look(another, "lift", why="复核").text
    desk.do(keeper, "lift", why="复核")
    assert not desk.library.state().suspended


def test_a_correction_is_granted_by_another_who_sees_what_changes(desk: Desk, keeper: FlaskClient, another: FlaskClient) -> None:
    desk.do(keeper, "correct", column="手机号码", value="16199998888", why=ASKED)
    form = another.get(desk.act("review") + "?entry=1").text
    assert "161****8888" in form and "16199998888" not in form and 'value="1" checked' in form
    assert "须由另一人办理" in desk.look(keeper, "review", entry="1", granted="1", why="属实").text
    desk.do(another, "review", entry="1", granted="1", why="属实")
    assert "161****8888" in keeper.get(f"/experts/{desk.ref()}").text


def test_an_appeal_that_is_granted_strikes_the_points_out(desk: Desk, keeper: FlaskClient, another: FlaskClient) -> None:
    desk.do(keeper, "points", code="late", why="现场记录")
    desk.do(keeper, "appeal", against="1", why=ASKED)
    assert "针对第1项" in another.get(desk.act("review")).text
    desk.do(another, "review", entry="2", granted="1", why="当日交通管制")
    assert desk.library.state().points == 0


def test_training_consent_and_exit_are_recorded(desk: Desk, keeper: FlaskClient) -> None:
    desk.do(keeper, "train", course="电子评标", why="年度培训")
    desk.do(keeper, "consent", purpose="face", given="1", statement="v1", why=ASKED)
    desk.do(keeper, "consent", purpose="face", given="0", statement="v1", why=ASKED)
    assert "不能撤销" in desk.look(keeper, "exit", why=ASKED).text
    desk.do(keeper, "exit", why=ASKED)
    assert desk.entries() == ["training", "consent", "consent", "exit"]
    assert "现在不得删除" in desk.look(keeper, "erase", why="保存期满").text


def test_data_are_erased_by_another_once_no_law_keeps_them_and_a_second_time_harms_nobody(desk: Desk, keeper: FlaskClient) -> None:
    desk.do(keeper, "exit", why=ASKED)
    desk.library.wait(366 * 3 + 3)
    keeper, another = desk.sign_in("李管理"), desk.sign_in("王主任")  # the sessions of then are over
    assert "须由另一人办理" in desk.look(keeper, "erase", why="保存期满").text
    path, looked = desk.act("erase"), desk.look(another, "erase", why="保存期满")
    twice = [send(another, path, step="do", seen=hidden(looked.text, "seen"), why="保存期满") for _ in range(2)]
    assert [each.headers["Location"] for each in twice] == ["/experts", "/experts"]
    assert NO not in another.get("/experts?shelf=left").text


def test_what_is_held_is_printed_for_him_without_fees_and_that_is_an_entry(desk: Desk, keeper: FlaskClient) -> None:
    path = f"/experts/{desk.ref()}/access"
    assert send(keeper, path, why="", seen="0").status_code == 422
    opened = send(keeper, path, why=ASKED, seen=hidden(keeper.get(path).text, "seen"))
    expert = cast.an_expert(1, cast.WORKS)
    assert expert.identity.name in opened.text and expert.bank.card in opened.text and "向财务查询" in opened.text
    assert desk.entries() == ["access"]
    assert send(keeper, path, why=ASKED, seen="0").status_code == 303 and desk.entries() == ["access"]


def test_from_an_open_call_over_a_candidacy_to_the_pool(desk: Desk, keeper: FlaskClient, another: FlaskClient, tmp_path: Path) -> None:
    call = {
        "no": "ZJ-1",
        "title": "年度征集",
        "since": "2026-12-01",
        "until": "2026-12-31",
        "edition": "2018",
        "codes": "A08",
        "why": "年度计划",
    }
    assert "接受所持专业在 A08 范围内的人报名" in send(keeper, "/open-calls/new", step="look", **call).text
    assert "还没有征集公告" in keeper.get("/open-calls").text
    send(keeper, "/open-calls/new", step="do", **call)
    write_pool([a_candidate(50)], tmp_path / "报名.xlsx")
    for new in (1, 0):
        file = (io.BytesIO((tmp_path / "报名.xlsx").read_bytes()), "报名.xlsx")
        taken = send(keeper, "/open-calls", call="ZJ-1", why="报名", file=file)
        assert taken.headers["Location"].endswith(f"taken={new}")
    assert "SL000050" in keeper.get("/experts?shelf=candidates").text
    row = another.get(desk.act("review", "SL000050") + "?entry=1").text
    assert "填报的" in row and a_candidate(50).identity.id_no not in row
    desk.do(another, "review", "SL000050", entry="1", granted="1", why="符合条件")
    assert desk.entries("SL000050") == ["candidacy", "review", "admission"]


def test_a_file_that_is_none_says_so_above_the_form(looked_at: Desk) -> None:
    keeper = looked_at.sign_in("李管理")
    answer = send(keeper, "/open-calls", call="ZJ-1", why="报名", file=(io.BytesIO(b"x"), "报名.pdf"))
    assert answer.status_code == 409 and "CSV、XLSX、XLS" in answer.text


def test_nobody_is_found_under_a_false_reference_and_no_form_from_elsewhere_is_taken(looked_at: Desk) -> None:
    keeper = looked_at.sign_in("李管理")
    assert keeper.get("/experts/ffff").status_code == 404
    assert keeper.get(looked_at.act("promote")).status_code == 404
    assert keeper.post(looked_at.act("leave"), data={"step": "do"}).status_code == 400


@pytest.mark.parametrize("topic", ["", "/leave", "/access", "/correct", "/appeal", "/consent", "/exit"])
def test_what_experts_are_told_is_open_to_everybody_in_large_type(looked_at: Desk, topic: str) -> None:
    answer = looked_at.app.test_client().get(f"/my{topic}")
    assert answer.status_code == 200 and "link.css" in answer.text and "Set-Cookie" not in answer.headers
    assert looked_at.app.test_client().get("/my/nothing").status_code == 404


def test_a_message_leads_to_what_experts_are_told(looked_at: Desk) -> None:
    assert 'href="/my"' in looked_at.app.test_client().get("/c/aaaaaaaaaaaaaaaaaaaaaa").text
