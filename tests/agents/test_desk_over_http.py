"""The desk takes a call only from the party that signed it, and an agent takes an answer only within limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from dispatch.adapters.clock import system_clock
from dispatch.agents.centre_http import DESK, USUAL, HttpCentre, a_client
from dispatch.agents.refusals import AnswerMalformed, AnswerTooLarge, CentreDeclined, CentreUnreachable
from dispatch.agents.signed_call import PARTY, SIGNATURE, TIME, Caller
from dispatch.kernel.canonical import canonical
from dispatch.workflow.desk import submit
from dispatch.workflow.refusals import NotAnOffer
from tests.agents.desk_over_http import served
from tests.agents.world import DRAW_TIME, World
from tests.witness.builders import ORIGIN, a_signer


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with served(world.centre) as found:
        yield found


def a_line(world: World, address: str, j: str = "T") -> HttpCentre:
    return HttpCentre(address, world.agents[j].caller(system_clock), a_client())


def answering(content: bytes, status: int = 200) -> HttpCentre:
    """A centre that gives this answer to everything."""
    line = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(status, content=content)))
    return HttpCentre("http://127.0.0.1", Caller("T", a_signer("T"), system_clock, ORIGIN), line)


def code_of(address: str, headers: dict[str, str], path: str = "/draws") -> tuple[int, str]:
    answer = httpx.get(address + DESK + path, headers=headers, trust_env=False)
    return answer.status_code, answer.json().get("code", "")


def test_three_agents_draw_over_http_as_they_do_in_one_process(world: World, address: str):
    m = world.a_frozen_draw()
    for _ in range(3):
        for j, agent in world.agents.items():
            agent.tick(a_line(world, address, j), DRAW_TIME)
        world.centre.checkpoint()
    assert sorted(world.centre.delivered) == [(m, 0, "CA"), (m, 0, "S"), (m, 0, "T")]


def test_an_unsigned_call_is_refused(address: str):
    assert code_of(address, {}) == (401, "desk.call_not_signed")
    assert code_of(address, {PARTY: "T", TIME: "soon", SIGNATURE: "00" * 64}) == (401, "desk.call_not_signed")


def test_a_signature_holds_for_one_address_one_body_one_log_and_one_party(world: World, address: str):
    caller = world.agents["T"].caller(system_clock)
    target = f"{DESK}/draws"
    assert code_of(address, caller.headers("GET", target, b"")) == (200, "")
    others = [("GET", f"{DESK}/wanted", b""), ("POST", target, b""), ("GET", target, b"{}")]
    forged = [caller.headers(*other) for other in others]
    forged.append(Caller("T", a_signer("T"), system_clock, "another.example/log").headers("GET", target, b""))
    forged.append({**caller.headers("GET", target, b""), PARTY: "S"})
    assert {code_of(address, headers) for headers in forged} == {(401, "desk.call_not_signed")}


def test_a_call_of_another_time_is_refused(world: World, address: str):
    late = world.agents["T"].caller(lambda: system_clock() - timedelta(minutes=6))
    assert code_of(address, late.headers("GET", f"{DESK}/draws", b"")) == (401, "desk.clocks_differ")


def test_only_the_supervisor_gets_lists_and_audit_envelope(world: World, address: str):
    m = world.a_frozen_draw()
    given = {j: a_line(world, address, j).materials(j, m) for j in ("S", "T")}
    assert (given["S"].audit is None, given["S"].lists is None) == (False, False)
    assert (given["T"].audit, given["T"].lists, given["T"].tender_no) == (None, None, "JY-2026-0142/1")


def test_a_call_that_is_too_large_is_refused(world: World, address: str):
    body = json.dumps({"body": "x" * 300_000, "sig": "00" * 64}).encode()
    headers = world.agents["T"].caller(system_clock).headers("POST", f"{DESK}/events", body)
    answer = httpx.post(address + DESK + "/events", content=body, headers=headers, trust_env=False)
    assert answer.status_code == 413


@pytest.mark.parametrize("odd", ["\0", "\ud800"], ids=["a zero byte", "half a character"])
@pytest.mark.parametrize(
    ("path", "members"),
    [("/events", {"body": "{}", "sig": "00" * 64}), ("/declines", {"sha256": "00" * 32, "reason": "why"})],
    ids=["event", "decline"],
)
def test_text_that_no_database_keeps_is_refused_in_a_sentence(world: World, address: str, path: str, members: dict[str, str], odd: str):
    name = "body" if "body" in members else "reason"
    body = json.dumps({**members, name: members[name] + odd}).encode()
    headers = world.agents["T"].caller(system_clock).headers("POST", DESK + path, body)
    answer = httpx.post(address + DESK + path, content=body, headers={**headers, "Content-Type": "application/json"}, trust_env=False)
    assert (answer.status_code, answer.json()["code"]) == (422, "web.bad_parameters")


@pytest.mark.parametrize("m", ["\0", "00", "G" * 64])
def test_a_name_that_no_draw_can_have_is_not_looked_for(m: str):
    nowhere: Any = SimpleNamespace(uow=SimpleNamespace(draws=SimpleNamespace(get=pytest.fail)))
    with pytest.raises(NotAnOffer):
        submit("T", canonical({"e": "commit", "m": m}), b"", nowhere)


def test_what_the_centre_refuses_is_said_in_its_own_words(world: World, address: str):
    with pytest.raises(CentreDeclined) as refusal:
        a_line(world, address).submit("T", b'{"e":"commit","m":"00"}', b"\0" * 64)
    assert (refusal.value.facts["status"], refusal.value.facts["reason"]) == (409, "kernel.bad_signature")


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"note":1}', b'{"note":"a","note":"b"}', b'{"note":1.5}', b"[" * 100_000])
def test_an_answer_of_another_shape_is_not_believed(content: bytes):
    with pytest.raises(AnswerMalformed):
        answering(content).note()


@pytest.mark.parametrize(
    "entry", [{}, {"idx": "0"}, {"idx": 0, "body": 1, "by": "", "sig": ""}, {"idx": 0, "body": "{}", "by": "", "sig": "xy"}, [], None]
)
def test_an_entry_of_another_shape_is_not_believed(entry: Any):
    with pytest.raises(AnswerMalformed):
        answering(json.dumps({"entries": [entry]}).encode()).entries(0)


def test_an_answer_that_is_too_large_is_not_taken():
    with pytest.raises(AnswerTooLarge):
        answering(b'{"note":"' + b"a" * USUAL + b'"}').note()


def test_a_centre_that_is_not_there_is_a_refusal_like_any_other(world: World):
    line = HttpCentre("http://127.0.0.1:9", world.agents["T"].caller(system_clock), a_client())
    with pytest.raises(CentreUnreachable):
        line.note()
    assert world.agents["T"].tick(line, DRAW_TIME) is False
    assert world.codes("T") == ["agents.centre_unreachable"]
