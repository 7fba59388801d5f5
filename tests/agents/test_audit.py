"""The supervisor derives the whole pool again before it commits, and believes no list that it cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dispatch.agents.audited import Audited
from dispatch.agents.carried import check_carried_members, remember_sitting
from dispatch.agents.diary import Diary
from dispatch.agents.refusals import WillNotCommit
from dispatch.draw.course import Course
from dispatch.draw.manifest import check_manifest
from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.sealing import envelope
from dispatch.sealing.hpke import public_of
from tests.agents.fake_centre import a_frame, a_manifest
from tests.agents.world import World
from tests.witness.builders import a_signer

CUSTODY = b"custody".ljust(32, b".")
CUSTODY_PUBLIC = public_of(CUSTODY)
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def a_draw_with_audit(world: World, change: Change) -> None:
    """A frozen draw whose audit envelope says something else, though its hash in the log fits."""
    m = world.centre.plan()
    draw = world.centre.all_draws[m]
    body = parse_canonical(envelope.open_alone(draw.audit, "S", world.homes["S"]._custody()))
    change(body)
    custody = {"S": world.homes["S"].custody_public}
    draw.audit = envelope.seal(canonical(body), ctx={"draw": m}, custodians=custody, k=1, nbf=0, entropy=lambda n: b"e" * n)
    world.centre.freeze(m)
    world.centre.checkpoint()


def first_id(body: dict[str, Any]) -> str:
    return next(iter(body["handles"]))


def left_out(body: dict[str, Any]) -> None:
    id = first_id(body)
    del body["handles"][id], body["employers"][id]


@pytest.mark.parametrize(
    "change",
    [
        left_out,
        lambda body: body["handles"].update({first_id(body): "ff" * 16}),
        lambda body: body["handles"].update({first_id(body): "no hex"}),
        lambda body: body["employers"].update({first_id(body): "another unit"}),
        lambda body: body.update(k_id="00" * 32),
        lambda body: body.update(k_grp="00" * 32),
        lambda body: body.pop("pairs"),
        lambda body: body.update(handles=[]),
    ],
)
def test_a_pool_that_does_not_follow_from_the_envelope_is_refused(world: World, change: Change):
    a_draw_with_audit(world, change)
    world.tick("S")
    assert (world.events("commit", "S"), world.codes("S")) == ([], ["agents.will_not_commit"])


def test_an_envelope_other_than_the_one_in_the_log_is_refused(world: World):
    m = world.a_frozen_draw()
    world.centre.all_draws[m].audit += b" "
    world.tick("S")
    assert (world.events("commit", "S"), world.codes("S")) == ([], ["agents.will_not_commit"])


def test_lists_other_than_those_of_the_log_are_refused(world: World):
    m = world.a_frozen_draw()
    draw = world.centre.all_draws[m]
    shorter = replace(draw.frame.lists, pool=draw.frame.lists.pool[1:])
    draw.frame = replace(draw.frame, lists=shorter)
    world.tick("S")
    assert (world.events("commit", "S"), world.codes("S")) == ([], ["agents.will_not_commit"])


def test_the_other_parties_commit_without_seeing_the_pool(world: World):
    a_draw_with_audit(world, left_out)
    world.tick("T")
    assert len(world.events("commit", "T")) == 1


def an_audited(carried: int = 0, prev: str = "", m: bytes = b"m" * 32) -> Audited:
    keys = {token: a_signer(token).public for token in ("C", "CA", "S", "T")}
    manifest = check_manifest(a_manifest(keys, "00" * 32, draw="00" * 16) | {"carried": carried, "prev": prev})
    frame, sealed = a_frame(manifest, m, CUSTODY_PUBLIC)
    body = parse_canonical(envelope.open_alone(sealed, "S", CUSTODY))
    return Audited(frame, body["handles"], body["employers"])


def a_past(diary: Diary) -> tuple[str, Course, Audited]:
    """A draw that sat, as the supervisor remembers it."""
    audited = an_audited()
    _, course = Course.start(audited.frame).draw(b"seed".ljust(32, b"."))
    remember_sitting(diary, audited, course)
    return audited.frame.m.hex(), course, audited


def test_nobody_drawn_before_is_a_candidate_again(tmp_path: Path):
    diary = Diary(tmp_path / "diary")
    m, _, _ = a_past(diary)
    with pytest.raises(WillNotCommit):
        check_carried_members(diary, an_audited(prev=m, m=b"n" * 32))


def test_members_are_carried_only_with_a_record_of_who_sat(tmp_path: Path):
    with pytest.raises(WillNotCommit):
        check_carried_members(Diary(tmp_path / "diary"), an_audited(carried=1, prev="44" * 32))


def test_members_who_sat_are_carried_as_they_were(tmp_path: Path):
    diary = Diary(tmp_path / "diary")
    audited = an_audited(carried=1, prev="44" * 32)
    row = audited.frame.lists.carried[0]
    place = [row.seat, list(row.labels), row.region, audited.employers[row.id]]
    sitting = {"sitting": {audited.handles[row.id]: place}, "drawn": [audited.handles[row.id]], "venues": [], "booths": []}
    diary.keep("sitting", "44" * 32, canonical(sitting))
    check_carried_members(diary, audited)
