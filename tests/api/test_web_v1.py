"""/api/v1: its description covers every route, every answer has the described form, and its proofs hold."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from pydantic import BaseModel

from api.routes.v1 import shapes
from dispatch.draw.manifest import check_manifest
from dispatch.kernel.merkle import leaf_hash
from dispatch.witness.proofs import check_consistency, check_inclusion
from policies.vocabulary.roles import Event, Role
from tests.api.towns import REMOTE, an_app, client_of, earlier, ended_town


@pytest.fixture(scope="module")
def app() -> Flask:
    return an_app(earlier(ended_town().embedded.services, Event.SETTLED))


def ask(app: Flask, address: str, role: Role = Role.PUBLIC) -> Any:
    answer = client_of(app, role, ended_town().embedded.services).get(address)
    assert answer.status_code == 200, answer.text
    return answer


def token_and_draw() -> tuple[str, str]:
    with ended_town().embedded.services.work(reads_only=True) as work:
        record = work.uow.tenders.get(REMOTE)
        assert record is not None and record.draw
        return record.token, record.draw


@pytest.mark.parametrize(
    ("address", "role", "form"),
    [
        ("/api/v1/tenders", Role.HOST, shapes.Tenders),
        ("/api/v1/tenders/{token}", Role.SUPERVISOR, shapes.Tender),
        ("/api/v1/tenders/{token}/committee", Role.HOST, shapes.Committee),
        ("/api/v1/tenders/{token}/fees", Role.FINANCE, shapes.Settlements),
        ("/api/v1/draws", Role.PUBLIC, shapes.Draws),
        ("/api/v1/draws/{m}", Role.PUBLIC, shapes.Draw),
        ("/api/v1/log", Role.PUBLIC, shapes.Log),
        ("/api/v1/log/entries?start=3&count=7", Role.PUBLIC, shapes.Entries),
        ("/api/v1/log/checkpoint", Role.PUBLIC, shapes.Checkpoint),
        ("/api/v1/log/trust", Role.PUBLIC, shapes.Trust),
        ("/api/v1/venues", Role.HOST, shapes.Venues),
        ("/api/v1/venues/CS/plan", Role.HOST, shapes.Rooms),
        ("/api/v1/fees", Role.AUDITOR, shapes.Settlements),
    ],
)
def test_an_answer_has_the_described_form(app: Flask, address: str, role: Role, form: type[BaseModel]) -> None:
    token, m = token_and_draw()
    answer = ask(app, address.format(token=token, m=m), role)
    assert form.model_validate_json(answer.text, strict=False) and answer.get_json()


def test_every_route_is_described_with_its_refusals(app: Flask) -> None:
    described = ask(app, "/api/v1/openapi.json").get_json()
    routes = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1")}
    assert {path.replace("{", "<").replace("}", ">") for path in described["paths"]} == routes
    assert described["openapi"].startswith("3.1")
    for operation in (each for path in described["paths"].values() for each in path.values()):
        assert "application/problem+json" in operation["responses"]["404"]["content"]


def test_an_entry_is_proved_to_stand_in_the_log(app: Flask) -> None:
    checkpoint = ask(app, "/api/v1/log/checkpoint").get_json()
    (entry,) = ask(app, "/api/v1/log/entries?start=5&count=1").get_json()
    proof = ask(app, f"/api/v1/log/inclusion?idx=5&size={checkpoint['size']}").get_json()
    pieces = [bytes.fromhex(piece) for piece in proof["proof"]]
    check_inclusion(leaf_hash(entry["body"].encode()), 5, checkpoint["size"], pieces, bytes.fromhex(checkpoint["root"]))


def test_the_log_is_proved_to_have_only_grown(app: Flask) -> None:
    checkpoint = ask(app, "/api/v1/log/checkpoint").get_json()
    with ended_town().embedded.services.work(reads_only=True) as work:
        old_root = work.uow.log.root(7)
    proof = ask(app, f"/api/v1/log/consistency?old=7&new={checkpoint['size']}").get_json()
    pieces = [bytes.fromhex(piece) for piece in proof["proof"]]
    check_consistency(7, checkpoint["size"], pieces, old_root, bytes.fromhex(checkpoint["root"]))


def test_a_published_transcript_is_given_to_anybody(app: Flask) -> None:
    town, (_, m) = ended_town(), token_and_draw()
    with town.embedded.services.work(reads_only=True) as work:
        draw = work.uow.draws.get(m)
        assert draw is not None
    town.clock.advance_to(max(town.clock(), draw.publish_from))
    transcript = ask(app, f"/api/v1/draws/{m}/transcript").get_json()
    assert check_manifest(transcript["manifest"]) and transcript["v"] == "vd1"


def test_people_are_refused_to_a_role_before_its_moment() -> None:
    services = earlier(ended_town().embedded.services, Event.ACCEPTED)
    client, (token, _) = client_of(an_app(services), Role.HOST, services), token_and_draw()
    answer = client.get(f"/api/v1/tenders/{token}/committee")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "disclosure.not_allowed")


def test_a_session_says_who_is_signed_in(app: Flask) -> None:
    assert ask(app, "/api/v1/session", Role.AUDITOR).get_json()["role"] == "AUD"
