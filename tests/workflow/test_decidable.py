"""A draw that nobody could verify is not planned: the verifier itself decides its questions first, within a quarter of its limit."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dispatch.draw.frame import Frame, Lists, freeze
from dispatch.draw.manifest import manifest_hash
from dispatch.draw.pool import enrol
from dispatch.workflow import plan_draw
from dispatch.workflow.decidable import check_decidable
from dispatch.workflow.records import TenderState
from dispatch.workflow.refusals import TooHardToVerify
from tests.draw.builders import K_GRP, K_ID, SALT, a_manifest, an_entrant
from tests.workflow.world import a_world


def entangled(classes: int, people: int) -> Frame:
    """Many seat classes, crossing region rules, everybody with several labels, and pairs among neighbours in the list."""
    labels = [f"A08{n:04d}" for n in range(classes)]
    seats = [{"seat": f"s{n}", "labels": labels[n : n + 3], "count": 4} for n in range(classes)]
    regions = [f"4301{n:02d}" for n in range(12)]
    crossing = [{"rule": "region_max", "regions": regions[n : n + 6], "max": 2 * classes} for n in range(6)]
    manifest = a_manifest(seats=seats, rules=[{"rule": "group_cap", "cap": 1}, *crossing, {"rule": "apart"}])
    m = manifest_hash(manifest.body, SALT)
    held = [tuple(sorted({labels[n % classes], labels[(n * 7 + 1) % classes]})) for n in range(people)]
    rows = enrol(m, K_ID, K_GRP, [an_entrant(n, held[n], regions[n * 5 % 12], f"unit {n // 2}") for n in range(people)])
    pairs = sorted({(rows[n].id, rows[k].id) for n in range(people) for k in range(n + 1, min(n + 12, people))})
    return freeze(manifest, m, K_ID, Lists(pool=rows, pairs=tuple(pairs)))


def test_an_ordinary_draw_is_decided_at_once():
    check_decidable(entangled(3, 200), time.monotonic)


def test_a_draw_beyond_the_verifiers_limit_is_refused_in_words():
    with pytest.raises(TooHardToVerify) as refusal:
        check_decidable(entangled(16, 72), time.monotonic, branches=20)
    assert "24" in refusal.value.chinese


def test_time_that_runs_out_is_no_answer_either():
    seconds = iter(range(0, 10**6, 10))
    with pytest.raises(TooHardToVerify):
        check_decidable(entangled(16, 72), lambda: float(next(seconds)))


def test_a_tender_whose_draw_could_not_be_verified_is_refused_before_anything_is_planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(plan_draw, "monotonic", iter(range(0, 10**9, 100)).__next__)
    world = a_world(tmp_path / "centre").play()
    assert (world.record().state, world.record().draw) == (TenderState.REFUSED, None)
    assert "核验" in world.record().refusal[0]
