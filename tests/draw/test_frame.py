"""A frame exists only if its lists are in order, and binds every one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.draw.frame import Lists, freeze, read_lists, spell_lists
from dispatch.draw.manifest import manifest_hash
from dispatch.draw.pool import CarriedRow, Composition, Panel, PoolRow, enrol
from dispatch.draw.refusals import BadFrame
from tests.draw.builders import CIVIL, COST, K_GRP, K_ID, SALT, ZERO, a_frame, a_manifest, a_pool, an_entrant

APART = [{"rule": "apart"}]
POOL = a_pool(manifest_hash(a_manifest().body, SALT))
FIRST, SECOND = POOL[0].id, POOL[1].id


def changed(row: PoolRow, **changes: Any) -> tuple[PoolRow, ...]:
    return tuple(row._replace(**changes) if found == row else found for found in POOL)


CARRIED = CarriedRow("ff" * 32, "civil", CIVIL, "430100", "")


@pytest.mark.parametrize(
    ("where", "lists", "manifest"),
    [
        ("pool", Lists(pool=POOL[::-1]), {}),
        ("pool", Lists(pool=(*POOL, POOL[-1])), {}),
        ("labels", Lists(pool=changed(POOL[0], labels=())), {}),
        ("labels", Lists(pool=changed(POOL[0], labels=("Z",))), {}),
        ("region", Lists(pool=changed(POOL[0], region="")), {}),
        ("pool.group", Lists(pool=changed(POOL[0], group="00")), {}),
        ("pool.weight", Lists(pool=changed(POOL[0], weight=65)), {}),
        ("pool.weight", Lists(pool=changed(POOL[0], weight=2)), {"method": "panel-lottery"}),
        ("pairs", Lists(pool=POOL, pairs=((FIRST, SECOND),)), {}),
        ("pairs", Lists(pool=POOL, pairs=((SECOND, FIRST),)), {"rules": APART}),
        ("pairs", Lists(pool=POOL, pairs=((FIRST, "ff" * 32),)), {"rules": APART}),
        ("panels", Lists(pool=POOL, panels=(Panel((FIRST,), 1),)), {}),
        ("panels.count", Lists(pool=POOL, panels=(Panel((FIRST,), 1000), Panel((SECOND,), 1))), {"method": "panel-lottery"}),
        ("panels", Lists(pool=POOL, panels=(Panel((SECOND,), 1), Panel((FIRST,), 1))), {"method": "panel-lottery"}),
        ("panels.types", Lists(pool=POOL, panels=(Composition(((CIVIL, "430100", 2),), 1),)), {"method": "composition-lottery"}),
        ("booths.venue", Lists(pool=POOL, booths=(("V1", "B1"),)), {}),
        ("booths", Lists(pool=POOL, booths=(("", "B2"), ("", "B1"))), {}),
        ("carried", Lists(pool=POOL, carried=(CARRIED,)), {}),
        ("carried", Lists(pool=POOL, carried=(CARRIED._replace(id=FIRST),)), {"carried": 1, "prev": ZERO}),
        ("carried.seat", Lists(pool=POOL, carried=(CARRIED._replace(seat="cost"),)), {"carried": 1, "prev": ZERO}),
    ],
)
def test_a_list_out_of_order_is_refused(where: str, lists: Lists, manifest: dict[str, Any]) -> None:
    with pytest.raises(BadFrame) as refusal:
        a_frame(lists, **manifest)
    assert refusal.value.facts["where"] == where


def test_carried_members_may_not_break_an_upper_bound() -> None:
    rules = [{"rule": "region_max", "regions": ["430100"], "max": 0}]
    with pytest.raises(BadFrame):
        a_frame(Lists(pool=POOL, carried=(CARRIED,)), carried=1, prev=ZERO, rules=rules)


def test_every_list_is_bound_by_the_frozen_hash() -> None:
    frame = a_frame(Lists(pool=POOL))
    booths = freeze(frame.manifest, frame.m, K_ID, replace(frame.lists, booths=(("", "B1"),)))
    weighty = freeze(frame.manifest, frame.m, K_ID, Lists(pool=changed(POOL[0], weight=2)))
    assert len({frame.F, booths.F, weighty.F}) == 3


def test_lists_survive_being_spelled_and_read() -> None:
    lists = Lists(pool=POOL, pairs=((FIRST, SECOND),), booths=(("", "B1"),), carried=(CARRIED,))
    assert read_lists(a_manifest(), spell_lists(lists)) == lists


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_in_which_experts_are_listed_does_not_matter(order: list[int]) -> None:
    entrants = [an_entrant(k, COST if k % 2 else CIVIL, employer=f"甲{k % 3}公司") for k in range(6)]
    assert enrol(SALT, K_ID, K_GRP, (entrants[k] for k in order)) == enrol(SALT, K_ID, K_GRP, entrants)
