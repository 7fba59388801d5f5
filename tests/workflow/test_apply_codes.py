"""An application for a code that does not exist is refused at once, with what it most likely meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.workflow.explain import explain_application
from dispatch.workflow.refusals import TenderExists
from policies.refusals import NoSuchSpecialty
from policies.vocabulary.tender import SeatDemand, Tender
from tests.workflow import cast
from tests.workflow.world import a_world, empty_world

STRANGE = "A080399"  # below 公路工程 (A0803), and nowhere


def asking_for(code: str) -> Tender:
    return cast.a_tender("SL-2026-0009", seats=(SeatDemand((cast.WORKS,), 3), SeatDemand((cast.COST, code), 2)))


def test_an_unknown_code_is_refused_when_it_is_applied_for(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    with pytest.raises(NoSuchSpecialty, match="公路工程"):
        world.apply(asking_for(STRANGE))
    with world.services.work(reads_only=True) as work:
        told = explain_application(asking_for(STRANGE), work, runs=0)
    assert told["verdict"] == "refused" and STRANGE in told["reasons"][0]


def test_a_code_that_somebody_holds_or_that_a_table_lists_is_taken(tmp_path: Path):
    held = cast.an_expert(90, STRANGE)
    world = a_world(tmp_path / "centre", experts=(*cast.a_pool(), held))
    world.apply(asking_for(STRANGE))
    with pytest.raises(TenderExists):
        world.apply(asking_for("A080302"))


def test_before_there_is_a_pool_a_selection_says_nothing_against_a_code(tmp_path: Path):
    empty_world(tmp_path / "centre", ()).apply(asking_for(STRANGE))
