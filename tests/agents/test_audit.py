"""The supervisor derives the whole pool again before it commits, and believes no list that it cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dispatch.agents.audited import Audited
from dispatch.agents.carried import check_carried_members, remember_sitting
from dispatch.agents.equipment import Equipment
from dispatch.agents.refusals import OperatorMustAgree, WillNotCommit
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


@pytest.fixture
def kit(world: World) -> Equipment:
    return world.homes["S"].equip()


def a_past(kit: Equipment) -> tuple[str, Course, Audited]:
    """A draw that sat, as the supervisor remembers it."""
    audited = an_audited()
    _, course = Course.start(audited.frame).draw(b"seed".ljust(32, b"."))
    remember_sitting(kit, audited, course)
    return audited.frame.m.hex(), course, audited


def test_nobody_drawn_before_is_a_candidate_again(kit: Equipment):
    m, _, _ = a_past(kit)
    kit.operator.agree_to_fewer((b"n" * 32).hex())
    with pytest.raises(WillNotCommit, match="再次列入候选名单"):
        check_carried_members(kit, an_audited(prev=m, m=b"n" * 32))


def test_members_are_carried_only_with_a_record_of_who_sat(kit: Equipment):
    with pytest.raises(WillNotCommit):
        check_carried_members(kit, an_audited(carried=1, prev="44" * 32))


def test_members_who_sat_are_carried_as_they_were(kit: Equipment):
    audited = an_audited(carried=1, prev="44" * 32)
    a_record(kit, audited)
    check_carried_members(kit, audited)


def test_a_plan_in_between_that_was_given_up_or_refused_here_brings_nobody_back(kit: Equipment):
    m, _, _ = a_past(kit)
    kit.operator.agree_to_fewer((b"n" * 32).hex())
    between = an_audited(prev=m, m=b"o" * 32)
    kit.diary.keep("manifest", between.frame.m.hex(), canonical(dict(between.frame.manifest.body)))
    with pytest.raises(WillNotCommit, match="再次列入候选名单"):
        check_carried_members(kit, an_audited(prev=between.frame.m.hex(), m=b"n" * 32))


def a_record(kit: Equipment, audited: Audited, **more: Any) -> None:
    """Everybody carried sat as he is carried, and so did whoever is named besides."""
    rows, handles = audited.frame.lists.carried, audited.handles
    sitting = {handles[row.id]: [row.seat, list(row.labels), row.region, audited.employers[row.id]] for row in rows}
    told = {"sitting": sitting, "drawn": sorted(sitting), "venues": [], "booths": []} | more
    told["sitting"] = sitting | more.get("sitting", {})
    kit.diary.keep("sitting", "44" * 32, canonical(told))


@pytest.mark.parametrize("more", [{"sitting": {"ff" * 16: ["civil", ["A08"], "430100", ""]}}, {"venues": ["CS"]}], ids=["member", "venue"])
def test_a_member_or_a_venue_is_left_out_only_on_the_word_of_the_supervisors_operator(kit: Equipment, more: dict[str, Any]):
    audited = an_audited(carried=1, prev="44" * 32)
    a_record(kit, audited, **more)
    with pytest.raises(OperatorMustAgree) as refusal:
        check_carried_members(kit, audited)
    assert refusal.value.english.isascii()  # what to type stands in it too
    kit.operator.agree_to_fewer(audited.frame.m.hex())
    check_carried_members(kit, audited)
