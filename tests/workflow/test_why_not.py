"""为什么没抽到我: all reasons with source and evidence, to whom and when the matrix opens them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from dispatch.workflow.pool_relations import import_relations
from dispatch.workflow.refusals import NotAllowed
from dispatch.workflow.shown import Viewer
from dispatch.workflow.why_not import WhyNot, why_not
from policies.calendar import LOCAL
from policies.vocabulary.expert import Relation, Standing
from policies.vocabulary.ids import ExpertNo
from policies.vocabulary.roles import Event, Role
from tests.workflow import cast
from tests.workflow.world import World, a_world, after

NO = "SL000099"
SUPPLIER = "示例被回避单位有限公司"


def a_barred_world(folder: Path, until: Event) -> World:
    """Somebody who is over age and once worked for a unit to be avoided."""
    barred = replace(cast.an_expert(99, cast.WORKS), birth=date(1950, 1, 1), standing=Standing.ACTIVE)
    world = a_world(folder, cast.a_tender(avoid_units=(cast.Unit(SUPPLIER),)), experts=(*cast.a_pool(), barred))
    with world.services.work() as work:
        import_relations([Relation(ExpertNo(NO), "曾任职", SUPPLIER, "", None, date(2025, 6, 30), "", "")], [], work)
    return world.play(until=after(until))


def asked(world: World, role: Role, no: str = NO) -> WhyNot:
    with world.services.work(reads_only=True) as work:
        return why_not(world.record(), no, Viewer("某", role), work)


def test_the_supervisor_gets_every_reason_with_source_and_evidence_and_no_name(tmp_path: Path):
    bars = asked(a_barred_world(tmp_path / "centre", Event.OPENED), Role.SUPERVISOR).bars
    assert [bar.code for bar in bars] == ["R7", "R2"]
    assert all(bar.source.law and bar.evidence for bar in bars) and bars[1].evidence.startswith("关系记录 ")
    assert SUPPLIER not in str(bars) and NO not in str(bars)


def test_the_expert_himself_sees_of_recusals_only_that_there_is_one(tmp_path: Path):
    bars = asked(a_barred_world(tmp_path / "centre", Event.OPENED), Role.EXPERT).bars
    assert [(bar.code, bar.sentence) for bar in bars[1:]] == [("R", "有回避情形")] and bars[0].code == "R7"


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.TENDERER, Role.LIBRARIAN, Role.AUDITOR])
def test_before_their_moment_nobody_else_gets_reasons(role: Role, tmp_path: Path):
    with pytest.raises(NotAllowed):
        asked(a_barred_world(tmp_path / "centre", Event.SEALED), role)


def test_against_whom_nothing_speaks_the_lot_decided(tmp_path: Path):
    world = a_barred_world(tmp_path / "centre", Event.OPENED)
    found = asked(world, Role.SUPERVISOR, "SL000001")
    assert [bar for bar in found.bars if bar.code != "R9"] == [] and found.weight == 1


def test_the_command_tells_reasons_and_refuses_before_their_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    world = a_barred_world(tmp_path / "centre", Event.OPENED)
    monkeypatch.setattr("api.cli.services", lambda: world.services)
    early, late = (CliRunner().invoke(app, ["policy", "why", "SL-2026-0001", "--expert", NO, "--role", role]) for role in ("AUD", "SUP"))
    assert (early.exit_code, late.exit_code) == (1, 0)
    assert f"按{world.clock().astimezone(LOCAL).date()}的登记和规定判断" in late.output
    assert "R7" in late.output and "关系记录" in late.output and SUPPLIER not in late.output
