"""Entries that are rightly signed and logged, and yet no lawful part of the draw, are refused."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from dispatch.verifier.limit import Limit
from dispatch.verifier.refusals import StepFailed
from dispatch.verifier.verify import verify
from tests.verifier.maker import Log, a_pool, a_transcript, trust

SEATS = [{"seat": "a", "labels": ["A01"], "count": 2}]
H = "66" * 32


def outcome(**changes: Any) -> str:
    raw = a_transcript(a_pool(20, ("A01",)), SEATS, **changes)
    try:
        verify(json.dumps(raw).encode(), json.dumps(trust()).encode(), Limit(time.monotonic))
    except StepFailed as failed:
        return failed.step
    return "verified"


def test_the_honest_transcript_verifies() -> None:
    assert outcome() == "verified"


@pytest.mark.parametrize(
    ("entry", "step"),
    [
        (lambda log: log.append("S", "vacate", r=0, vac=[], draw_at=0, ev=H), "V28"),
        (lambda log: log.append("S", "vacate", r=1, vac=[], draw_at=0, ev=H), "V27"),
        (lambda log: log.append("S", "vacate", r=64, vac=[], draw_at=0, ev=H), "V28"),
        (lambda log: log.append("S", "settle", r=0, acc=H, ev=H), "V14"),
        (lambda log: log.append("S", "settle", r=7, acc=H, ev=H), "V28"),
        (lambda log: log.append("C", "infeasible", r=0), "V14"),
        (lambda log: log.append("C", "infeasible", r=1), "V28"),
        (lambda log: log.append("C", "result", r=1, S=H, R=H), "V28"),
        (lambda log: log.append("C", "release", r=0, j="C", n=5, seen=H), "V05"),
        (lambda log: log.append("C", "release", r=1, j="C", n=5, seen=H), "V28"),
        (lambda log: log.append("C", "plan", publish_from=0, prev=""), "V05"),
        (lambda log: log.append("T", "vacate", r=1, vac=[], draw_at=0, ev=H), "V05"),
        (lambda log: log.append("T", "commit", F=H, j="C", a=H, L=4), "V05"),
        (lambda log: log.append("C", "wish", r=0), "V05"),
        (lambda log: log.append("S", "final", rounds=1, status="complete", why="", idx=[]), "V05"),
    ],
)
def test_a_surplus_entry_is_refused(entry: Callable[[Log], object], step: str) -> None:
    assert outcome(before_final=entry) == step


def test_a_cancelled_draw_with_all_seats_filled_is_refused() -> None:
    assert outcome(status="cancelled") == "V27"


def test_an_empty_vacancy_cannot_turn_a_full_committee_into_a_cancelled_draw() -> None:
    assert outcome(status="cancelled", before_final=lambda log: log.append("S", "vacate", r=1, vac=[], draw_at=0, ev=H)) == "V28"
