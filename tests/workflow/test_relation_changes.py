"""关系更正: a relation is superseded with author and reason, never overwritten; what it was stays sealed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app, node
from dispatch.workflow.experts.entries import Act, entries_of
from dispatch.workflow.experts.refusals import AuthorAndReason, UnknownExpert
from dispatch.workflow.pool_relations import EQUITY, compare_tables, export_equity, export_relations, import_relations
from dispatch.workflow.refusals import BadRelation, UnknownRelation
from dispatch.workflow.relation_changes import add_relation, correct_relation, declare_none, history_of, relations_of, withdraw_relation
from dispatch.workflow.roster import roster_lines
from policies.vocabulary.expert import Equity, Relation
from policies.vocabulary.ids import ExpertNo
from tests.workflow import cast
from tests.workflow.world import World, empty_world

NO = ExpertNo("SL000001")
WRONG = Relation(NO, "曾任职", "示例旧单位有限公司", "", date(2020, 1, 1), date(2024, 6, 30), "", "")
RIGHT = replace(WRONG, until=date(2021, 6, 30), note="劳动合同")
BY = Act("库管甲", "本人提交解除劳动合同证明")


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = empty_world(tmp_path / "centre", cast.a_pool(3, 0, 0))
    made.take_in(cast.a_pool(3, 0, 0), ())
    return made


def known(world: World) -> list[Relation]:
    with world.services.work(reads_only=True) as work:
        return [each.relation for each in relations_of(NO, work)]


def mark(world: World) -> str:
    with world.services.work(reads_only=True) as work:
        return relations_of(NO, work)[0].mark


def told(world: World) -> list[tuple[str, Any, Any]]:
    with world.services.work(reads_only=True) as work:
        return [(entry.by, entry.facts["before"], entry.facts["after"]) for entry in history_of(NO, work)]


def do(world: World, act: Any, *given: Any) -> None:
    with world.services.work() as work:
        act(*given, BY, work)


def test_a_corrected_relation_holds_and_the_wrong_one_stays_in_the_history(world: World):
    do(world, add_relation, WRONG)
    do(world, correct_relation, mark(world), RIGHT)
    assert known(world) == [RIGHT]
    (_, _, first), (by, before, after) = told(world)
    assert (by, before, before == first) == ("库管甲", [["曾任职", "示例旧单位有限公司", "", "2020-01-01", "2024-06-30", "", ""]], True)
    assert after[0][4] == "2021-06-30"


def test_a_reason_against_an_expert_cites_the_mark_under_which_the_relation_is_listed(world: World):
    do(world, add_relation, WRONG)
    with world.services.work(reads_only=True) as work:
        line = next(line for line in roster_lines(work) if line.relations)
    assert [relation.evidence for relation in line.relations or ()] == [mark(world)]


def test_whoever_was_asked_and_has_none_is_known_to_have_none(world: World):
    def declared() -> int:
        with world.services.work(reads_only=True) as work:
            return sum(line.relations is not None for line in roster_lines(work))

    assert declared() == 0
    do(world, declare_none, NO)
    assert declared() == 1
    do(world, add_relation, WRONG)
    do(world, withdraw_relation, NO, mark(world))
    assert (declared(), known(world), len(told(world))) == (1, [], 3)


def test_a_table_that_supersedes_relations_keeps_what_it_superseded(world: World):
    other = replace(WRONG, expert_no=ExpertNo("SL000002"))
    with world.services.work() as work:
        import_relations([WRONG, other], [], work)
    stays = mark(world)
    with world.services.work() as work:
        import_relations([WRONG, replace(other, until=None)], [], work)
        assert len(list(export_relations(work))) == 2
    assert (mark(world), told(world)) == (stays, [])
    with world.services.work(reads_only=True) as work:
        (entry,) = history_of("SL000002", work)
    assert "2024-06-30" in str(entry.facts["before"]) and entry.why == "按新的关系表、股权表更新"


def test_of_tables_with_rows_left_out_the_others_are_added_and_nothing_goes(world: World):
    other = replace(WRONG, expert_no=ExpertNo("SL000002"))
    share, more = (Equity("示例母公司", "", name, "", "60%", None, None) for name in ("示例子公司", "示例二公司"))
    with world.services.work() as work:
        import_relations([WRONG], [share], work)
        told = compare_tables([other], [share, more], work, whole=False)
        import_relations([other], [share, more], work, whole=False)
        assert (set(export_relations(work)), set(export_equity(work))) == ({WRONG, other}, {share, more})
    assert (told.added, told.gone) == (2, 0)


def test_superseded_shares_are_kept_too(world: World):
    share = Equity("示例母公司", "", "示例子公司", "", "60%", None, None)
    for percent in ("60%", "40%"):
        with world.services.work() as work:
            import_relations([], [replace(share, share=percent)], work)
    with world.services.work(reads_only=True) as work:
        assert [entry.facts["before"][0][4] for entry in entries_of(EQUITY, work)] == ["60%"]


@pytest.mark.parametrize(
    "wrong",
    [
        replace(WRONG, other_name=" "),
        replace(WRONG, other_uscc="123"),
        replace(WRONG, share="200%"),
        replace(WRONG, note="\x1b[31m"),
        replace(WRONG, kind="不宜同组", other_name=NO),
        replace(WRONG, kind="不宜同组", other_name="SL999999"),
    ],
)
def test_what_no_table_could_bring_in_comes_in_by_no_single_entry(world: World, wrong: Relation):
    with pytest.raises(BadRelation):
        do(world, add_relation, wrong)
    assert (known(world), told(world)) == ([], [])


def test_what_is_not_there_is_not_corrected(world: World):
    with pytest.raises(UnknownRelation):
        do(world, correct_relation, "0" * 12, RIGHT)
    with pytest.raises(UnknownExpert):
        do(world, add_relation, replace(WRONG, expert_no=ExpertNo("SL999999")))
    with pytest.raises(AuthorAndReason):
        Act("库管甲", " ")


def test_names_of_the_other_side_are_nowhere_in_clear(world: World):
    do(world, add_relation, WRONG)
    do(world, correct_relation, mark(world), RIGHT)
    found = [path for path in world.folder.rglob("*") if path.is_file() and "示例旧单位".encode() in path.read_bytes()]
    assert found == []


def test_the_commands_add_correct_and_tell_the_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: World):
    monkeypatch.setenv("DISPATCH_DATA_DIR", str(world.folder))
    monkeypatch.setenv("DISPATCH_DEMO", "1")
    node.cache_clear()

    def run(*words: str) -> Any:
        outcome = CliRunner().invoke(app, ["relations", *words, "--json"])
        assert outcome.exit_code == 0, outcome.output
        return json.loads(outcome.output)

    signed = ("--by", "库管甲", "--why", "核对档案")
    run("add", NO, "--kind", "持股", "--other", "示例公司", "--share", "5%", *signed)
    (listed,) = run("list", NO)
    run("correct", NO, "--mark", listed["mark"], "--kind", "持股", "--other", "示例公司", "--share", "15%", *signed)
    assert ([each["比例"] for each in run("list", NO)], len(run("history", NO))) == (["15%"], 2)
    node.cache_clear()
