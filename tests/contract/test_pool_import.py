"""A pool comes in whole or not at all on both databases, however many batches it takes, and an equal row changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dispatch.adapters import crew
from dispatch.adapters.crew import by_a_crew
from dispatch.bootstrap import Services, Settings, build
from dispatch.intake.cells import Cell, Line
from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.demo_values import entropy_from
from dispatch.intake.generator import generate_pool
from dispatch.intake.pool_columns import Day
from dispatch.intake.pool_rows import BadRow, pool_table, read_batches
from dispatch.intake.refusals import ChangedWhileRead
from dispatch.intake.writing import pool_line
from dispatch.kernel.ports import Spread
from dispatch.sealing.person import PersonCodec
from dispatch.workflow import pool_batches
from dispatch.workflow.pool import export_equity, export_pool, export_relations, import_relations
from dispatch.workflow.pool_batches import batches_of
from dispatch.workflow.pool_import import ImportReport, Prepared, RowsRejected, Way, import_batches, prepare, store
from dispatch.workflow.refusals import PoolChanged
from policies.vocabulary.expert import Equity, Expert, Relation
from tests.api.shop import NOW
from tests.intake.builders import TODAY, a_row, another_row

WHOLE = Way()
POOL = tuple(generate_pool(9, entropy_from("contract")))


@pytest.fixture
def centre(new_database: Callable[[], Engine], tmp_path: Path) -> Services:
    url = new_database().url.render_as_string(hide_password=False)
    return build(Settings(data_dir=tmp_path / "var", database_url=url, demo=True), clock=lambda: NOW)


def lines_of(*experts: Expert) -> list[Line]:
    return [list(POOL_COLUMNS), *[pool_line(expert) for expert in experts]]


def rows_of(*rows: dict[str, Cell]) -> list[Line]:
    return [list(POOL_COLUMNS), *[[row[name] for name in POOL_COLUMNS] for row in rows]]


def unheard(bad: BadRow) -> None:
    """Nobody asks for the bad rows."""


def bring(centre: Services, lines: list[Line] | Iterator[Line], way: Way = WHOLE, told: Callable[[BadRow], None] = unheard) -> ImportReport:
    """In batches of two rows."""
    try:
        with centre.work(reads_only=way.dry_run) as work:
            return import_batches(read_batches(pool_table(lines), Day(TODAY, True), 2), work, way, told)
    except RowsRejected as stopped:
        return stopped.report


def kept(centre: Services) -> tuple[int, int]:
    """How many people there are, and how many entries of the log."""
    with centre.work(reads_only=True) as work:
        return work.uow.registry.count(), work.uow.log.size


def exported(centre: Services) -> tuple[Expert, ...]:
    with centre.work() as work:
        return tuple(export_pool(work))


def plain(expert: Expert) -> Expert:
    return replace(expert, identity=replace(expert.identity, employer="", employer_uscc=""))


def test_everybody_of_all_batches_is_stored_once_and_comes_out_as_he_came_in(centre: Services):
    report = bring(centre, lines_of(*POOL))
    assert (report.stored, report.unchanged, report.rejected, kept(centre)) == (9, 0, (), (9, 1))
    assert tuple(map(plain, exported(centre))) == POOL


def test_the_same_file_again_changes_nothing_not_even_the_log(centre: Services):
    bring(centre, lines_of(*POOL))
    report = bring(centre, lines_of(*reversed(POOL)))
    assert (report.stored, report.unchanged, kept(centre)) == (0, 9, (9, 1))


def test_a_bad_row_in_the_last_batch_leaves_the_database_as_it_was(centre: Services):
    heard: list[int] = []
    report = bring(centre, [*lines_of(*POOL), ["?"] * 21], told=lambda bad: heard.append(bad.row))
    assert (report.stored, {error.row for error in report.rejected}, heard, kept(centre)) == (0, {10}, [10], (0, 0))


def test_good_rows_are_stored_beside_bad_ones_on_demand(centre: Services):
    report = bring(centre, [*lines_of(*POOL[:3]), ["?"] * 21, *lines_of(*POOL[3:])[1:]], Way(good_rows=True))
    assert (report.stored, {error.row for error in report.rejected}, kept(centre)) == (9, {4}, (9, 1))


def test_a_dry_run_tells_the_same_and_stores_nothing(centre: Services):
    assert (bring(centre, lines_of(*POOL), Way(dry_run=True)).stored, kept(centre)) == (9, (0, 0))


@pytest.mark.parametrize("known", [0, 2], ids=["into an empty registry", "beside others"])
def test_a_file_that_changes_while_it_is_read_stores_nothing(centre: Services, known: int):
    if known:
        bring(centre, lines_of(*POOL[:known]))

    def torn() -> Iterator[Line]:
        yield from lines_of(*POOL)
        raise ChangedWhileRead()

    with pytest.raises(ChangedWhileRead):
        bring(centre, torn())
    assert kept(centre) == (known, 1 if known else 0)


def test_a_changed_row_is_sealed_anew_under_the_same_handle(centre: Services):
    bring(centre, lines_of(*POOL))
    with centre.work(reads_only=True) as work:
        codec = PersonCodec(work.means.keys, work.means.entropy)
        before = work.uow.registry.by_expert_no([POOL[4].no])[POOL[4].no]
    bring(centre, lines_of(*POOL[:4], replace(POOL[4], title="研究员"), *POOL[5:]))
    with centre.work(reads_only=True) as work:
        after = work.uow.registry.by_expert_no([POOL[4].no])[POOL[4].no]
    assert (after.ref, after.version, after.title) == (before.ref, 2, "研究员")
    assert codec.handle_of(after) == codec.handle_of(before) and after.identity != before.identity
    assert kept(centre) == (9, 2)


def test_a_document_of_somebody_else_is_no_new_person(centre: Services):
    bring(centre, rows_of(a_row()))
    report = bring(centre, rows_of(another_row(), a_row(专家编号="CS000003")))
    assert [(error.row, error.code) for error in report.rejected] == [(2, "id.known")]
    assert kept(centre) == (1, 1)


@pytest.mark.parametrize(("name", "codes"), [("示例张", ["person.alike_known"]), ("李示例", [])])
def test_one_person_under_another_number_is_pointed_out(centre: Services, name: str, codes: list[str]):
    bring(centre, rows_of(a_row()))
    other = a_row(专家编号="CS000003", 姓名=name, 证件类型="护照", 证件号码="E12345678")
    report = bring(centre, rows_of(other))
    assert ([warning.code for warning in report.warnings], report.stored) == (codes, 1)
    assert all("CS000001" in warning.message for warning in report.warnings)


def test_a_changed_row_is_not_taken_for_another_person(centre: Services):
    bring(centre, rows_of(a_row()))
    assert bring(centre, rows_of(a_row(手机号码="16100000009"))).warnings == ()


def test_a_diff_names_columns_and_shows_no_sealed_value(centre: Services):
    bring(centre, rows_of(a_row(), another_row()))
    changed = a_row(手机号码="16100000009", 姓名="王示例", 状态="暂停", 评标专业代码="A080104")
    report = bring(centre, rows_of(changed, another_row()), Way(dry_run=True, changes=True))
    assert [(change.expert_no, change.column, change.old, change.new) for change in report.changes] == [
        ("CS000001", "姓名", "", ""),
        ("CS000001", "手机号码", "", ""),
        ("CS000001", "评标专业代码", "2018:A080104 2018:A060101", "2018:A080104"),
        ("CS000001", "状态", "正常", "暂停"),
    ]
    assert "王示例" not in str([change.as_json() for change in report.changes]) and kept(centre)[1] == 1


def prepared(centre: Services, lines: list[Line], spread: Spread = map) -> Prepared:
    with centre.work(reads_only=True) as work:
        return prepare(batches_of(pool_table(lines), Day(TODAY, True), work, WHOLE, spread), work, WHOLE)


def stored(prepared: Prepared, centre: Services) -> int:
    with centre.work() as work:
        return store(prepared, work).stored


def test_others_write_while_an_import_is_prepared(centre: Services):
    bring(centre, lines_of(*POOL[:1]))
    with centre.work(reads_only=True) as work:
        ready = prepare(read_batches(pool_table(lines_of(*POOL)), Day(TODAY, True)), work, WHOLE)
        with centre.work() as other:
            other.uow.log.append({"e": "fees", "n": 1}, kind="finance")
            assert len(list(export_pool(other))) == 1
    assert (stored(ready, centre), kept(centre)) == (8, (9, 4))


@pytest.mark.parametrize("known", [0, 2], ids=["into an empty registry", "beside others"])
def test_a_pool_that_changed_since_is_refused_and_nothing_is_stored(centre: Services, known: int):
    if known:
        bring(centre, lines_of(*POOL[:known]))
    ready = prepared(centre, lines_of(*POOL))
    bring(centre, lines_of(POOL[8]))
    before = kept(centre)
    with pytest.raises(PoolChanged):
        stored(ready, centre)
    assert kept(centre) == before == (known + 1, 2 if known else 1)


def test_rows_that_are_sealed_as_they_are_read_come_out_as_they_came_in(centre: Services):
    assert stored(prepared(centre, lines_of(*POOL)), centre) == 9
    assert (tuple(map(plain, exported(centre))), bring(centre, lines_of(*POOL)).unchanged) == (POOL, 9)


def test_several_processes_store_what_one_would(centre: Services, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pool_batches, "BATCH", 2)
    monkeypatch.setattr(crew, "MOST", 1)
    assert stored(prepared(centre, lines_of(*POOL), by_a_crew), centre) == 9
    assert (tuple(map(plain, exported(centre))), bring(centre, lines_of(*POOL)).unchanged) == (POOL, 9)


def test_an_update_calls_nobody(centre: Services):
    def nobody(*_: object) -> Iterator[Any]:
        raise AssertionError

    bring(centre, lines_of(*POOL[:4]))
    assert stored(prepared(centre, lines_of(*POOL), nobody), centre) == 5


def test_of_sealed_rows_too_only_the_first_of_two_is_taken(centre: Services):
    way = Way(good_rows=True)
    with centre.work() as work:
        lines = [*lines_of(*POOL), *lines_of(POOL[3])[1:]]
        report = import_batches(batches_of(pool_table(lines), Day(TODAY, True), work, way), work, way)
    assert (report.stored, [(error.row, error.code) for error in report.rejected]) == (9, [(10, "no.twice"), (10, "id.twice")])
    assert tuple(map(plain, exported(centre))) == POOL


def a_relation(expert: Expert, kind: str = "任职") -> Relation:
    return Relation(expert.no, kind, "示例设计院", "91620000DEMX00014Y", TODAY, None, "12%", "兼职")


def test_relations_come_out_as_they_came_in_and_the_same_again_change_nothing(centre: Services):
    bring(centre, lines_of(*POOL))
    relations = [a_relation(POOL[0]), a_relation(POOL[3], "持股")]
    equity = [Equity("甲", "91620000DEMX00014Y", "乙", "91620000DEMX00022R", "51%", TODAY, None)]
    for _ in range(2):
        with centre.work() as work:
            import_relations(relations, equity, work)
    with centre.work(reads_only=True) as work:
        assert (sorted(export_relations(work), key=str), list(export_equity(work))) == (sorted(relations, key=str), equity)
    assert kept(centre)[1] == 2


def test_relations_alone_leave_equity_as_it_is(centre: Services):
    bring(centre, lines_of(*POOL))
    with centre.work() as work:
        import_relations([], [Equity("甲", "", "乙", "", "51%", None, None)], work)
    with centre.work() as work:
        import_relations([a_relation(POOL[0])], [], work)
        assert (len(list(work.uow.registry.relations())), len(list(export_equity(work)))) == (1, 1)
