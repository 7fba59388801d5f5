"""The log refuses, in the transaction that appends, what no event may be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dispatch.draw import events
from dispatch.draw.manifest import check_manifest, manifest_hash
from dispatch.draw.refusals import NotAnEvent
from dispatch.kernel.canonical import canonical
from dispatch.kernel.refusals import BadSignature
from dispatch.witness.entry import EVENT_PREFIX
from dispatch.workflow import desk
from dispatch.workflow.draw_course import open_plan
from dispatch.workflow.draw_log import append_own, history_of
from dispatch.workflow.records import DrawStep
from dispatch.workflow.refusals import NotAnOffer, UnknownDraw
from dispatch.workflow.work import Work
from tests.api.town import Town, a_town

TENDER = "DEMO-2026-0001/1"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A draw that waits for the parties' releases."""
    town = a_town(Path(tmp_path_factory.mktemp("town")), 1)
    town.settle_down(TENDER, DrawStep.RELEASES)
    return town


class Undone(Exception):
    """Leaves a unit of work without its changes."""


def draw_of(work: Work) -> tuple[str, dict[str, Any]]:
    (draw,) = work.uow.draws.all()
    return draw.m, open_plan(draw.m, work)


def signed(town: Town, j: str, body: dict[str, Any]) -> tuple[bytes, bytes]:
    text = canonical(body)
    return text, town.embedded.parties[j]._kit.signer.sign(EVENT_PREFIX + text)


def a_release(work: Work, j: str, n: int) -> dict[str, Any]:
    m, plan = draw_of(work)
    return events.release(m, 0, j, n=n, seen=history_of(check_manifest(plan["manifest"]), m, work.uow).seen(n))


def test_a_release_must_name_the_size_of_a_cosigned_checkpoint(town: Town):
    with pytest.raises(NotAnEvent) as refusal, town.embedded.services.work() as work:
        size = work.uow.log.append({"e": "note", "n": 1}) + 1
        desk.submit("T", *signed(town, "T", a_release(work, "T", size)), work)
    assert "cosigned checkpoint" in refusal.value.english


def test_a_release_signed_by_somebody_else_is_refused(town: Town):
    with pytest.raises(BadSignature), town.embedded.services.work() as work:
        text, sig = signed(town, "S", a_release(work, "T", work.uow.log.size))
        desk.submit("T", text, sig, work)


def test_no_event_follows_a_plan_that_names_its_draw_as_prev(town: Town):
    with pytest.raises(Undone), town.embedded.services.work() as work:
        m, plan = draw_of(work)
        late = a_release(work, "T", 1)
        successor = check_manifest({**plan["manifest"], "prev": m, "draw": "ab" * 16})
        following = manifest_hash(successor.body, b"s" * 32).hex()
        work.uow.draws.save(replace(work.uow.draws.get(m), m=following))
        append_own(successor, events.plan(following, successor), work)
        with pytest.raises(NotAnEvent) as refusal:
            desk.submit("T", *signed(town, "T", late), work)
        assert "the draw has ended" in refusal.value.english
        raise Undone


def test_a_stranger_to_a_draw_gets_nothing_of_it_and_hands_nothing_in(town: Town):
    with town.embedded.services.work(reads_only=True) as work:
        m, _ = draw_of(work)
        assert desk.draws_for("X", work) == []
        with pytest.raises(UnknownDraw):
            desk.materials("X", m, work)
        with pytest.raises(NotAnOffer):
            desk.deliver("X", m, 0, b"\0" * 80, work)


@pytest.mark.parametrize(("r", "sealed"), [(0, b"short"), (2, b"\0" * 80), (0, b"\0" * 10_000)])
def test_what_is_no_sealed_value_of_this_round_is_not_taken(town: Town, r: int, sealed: bytes):
    with pytest.raises(NotAnOffer), town.embedded.services.work() as work:
        desk.deliver("T", draw_of(work)[0], r, sealed, work)


@pytest.mark.parametrize("body", [b"[]", b'{"e":"plan","m":"00"}', b'{"e":"vacate","m":"00","r":"x"}'])
def test_what_no_party_hands_in_is_refused(town: Town, body: bytes):
    with pytest.raises(NotAnOffer), town.embedded.services.work() as work:
        desk.submit("S", body, b"\0" * 64, work)
