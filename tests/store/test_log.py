"""The log stands in the service's own database: an entry comes with its change or not at all, and stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dispatch.kernel.canonical import canonical
from dispatch.kernel.refusals import NotCanonical
from dispatch.store.base import Row, engine_for
from dispatch.store.log import SqlLog
from dispatch.store.refusals import LogDamaged, LogNotWritable, SecondRoot, UnsignedEvent
from dispatch.store.tables.log import FROZEN_TABLES, guard_ddl, guard_log
from dispatch.witness.note import Checkpoint, read_note, sign_checkpoint
from dispatch.witness.proofs import check_consistency, check_inclusion
from dispatch.witness.tree import Tree
from tests.witness.builders import LOG, ORIGIN, a_signer

SIGNER = a_signer("log")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = engine_for(f"sqlite:///{tmp_path}/log.db")
    with made.begin() as connection:
        Row.metadata.create_all(connection, tables=[t for t in Row.metadata.sorted_tables if t.name.startswith("tlog_")])
        guard_log(connection)
    yield made
    made.dispose()


def a_log(session: Session) -> SqlLog:
    return SqlLog(session, ORIGIN)


def fill(engine: Engine, count: int) -> None:
    with Session(engine) as session, session.begin():
        for number in range(count):
            a_log(session).append({"e": "note", "n": number})


def tamper(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_entries_are_numbered_without_gap_and_read_back(engine: Engine):
    fill(engine, 5)
    with Session(engine) as session:
        bodies = [entry.body for entry in a_log(session).entries(1, 4)]
        assert bodies == [canonical({"e": "note", "n": number}) for number in (1, 2, 3)]
        assert a_log(session).size == 5


def test_an_entry_disappears_with_the_change_that_was_rolled_back(engine: Engine):
    fill(engine, 3)
    with Session(engine) as session:
        assert a_log(session).append({"e": "note", "n": 3}) == 3
        session.rollback()
    fill(engine, 1)
    with Session(engine) as session:
        assert a_log(session).size == 4


def test_every_root_and_proof_is_that_of_the_tree_over_all_entries(engine: Engine):
    fill(engine, 23)
    with Session(engine) as session:
        log = a_log(session)
        tree = Tree(entry.body for entry in log.entries())
        for size in range(1, 24):
            assert log.root(size) == tree.root(size)
            check_consistency(size, 23, log.consistency(size, 23), log.root(size), log.root(23))
        check_inclusion(tree.read(0, 9), 9, 23, log.inclusion(9, 23), log.root(23))


def test_a_session_for_reading_cannot_append(engine: Engine):
    reading = engine.connect().execution_options(reads_only=True)
    with reading, Session(reading) as session, pytest.raises(LogNotWritable):
        a_log(session).append({"e": "note"})


def test_an_event_of_a_draw_needs_its_roles_signature(engine: Engine):
    with Session(engine) as session, pytest.raises(UnsignedEvent):
        a_log(session).append({"e": "plan", "m": "00" * 32})


def test_a_body_that_is_not_canonical_changes_nothing(engine: Engine):
    with Session(engine) as session, pytest.raises(NotCanonical):
        a_log(session).append({"e": "note", "share": 0.5})


@pytest.mark.parametrize("table", FROZEN_TABLES)
@pytest.mark.parametrize("change", ["UPDATE {} SET origin = 'x'", "DELETE FROM {}"])
def test_rows_of_the_log_can_be_neither_changed_nor_deleted(engine: Engine, table: str, change: str):
    fill(engine, 2)
    with Session(engine) as session, session.begin():
        a_log(session).checkpoint(SIGNER)
        a_log(session).save_cosignature(2, "w", "line\n")
    with pytest.raises(IntegrityError, match="append-only"):
        tamper(engine, change.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tlog_head SET size = 1",
        "DELETE FROM tlog_head",
        'INSERT OR REPLACE INTO tlog_entry SELECT origin, 0, kind, body, hash, "by", sig FROM tlog_entry WHERE idx = 1',
        "INSERT OR REPLACE INTO tlog_node SELECT * FROM tlog_node",
        'INSERT INTO tlog_entry SELECT origin, 9, kind, body, hash, "by", sig FROM tlog_entry WHERE idx = 1',
        "INSERT OR REPLACE INTO tlog_head VALUES ('" + ORIGIN + "', 0)",
    ],
)
def test_the_log_can_be_neither_shortened_nor_replaced_nor_given_a_gap(engine: Engine, statement: str):
    fill(engine, 2)
    with pytest.raises(IntegrityError, match="append-only"):
        tamper(engine, statement)


def test_a_checkpoint_is_signed_once_for_each_size(engine: Engine):
    fill(engine, 3)
    with Session(engine) as session, session.begin():
        note = a_log(session).checkpoint(SIGNER)
        assert a_log(session).checkpoint(SIGNER) == note
        assert read_note(note, LOG).checkpoint.size == 3


def test_a_checkpoint_with_another_root_is_not_kept(engine: Engine):
    fill(engine, 3)
    with Session(engine) as session, session.begin(), pytest.raises(SecondRoot):
        a_log(session).save_checkpoint(sign_checkpoint(Checkpoint(ORIGIN, 3, b"0" * 32), SIGNER), 3)


def test_the_latest_note_is_the_largest_that_enough_witnesses_cosigned(engine: Engine):
    with Session(engine) as session, session.begin():
        log = a_log(session)
        assert log.latest_note() is None
        for size, cosigners in ((1, "ab"), (2, "ab"), (3, "a")):
            log.append({"e": "note", "n": size})
            log.checkpoint(SIGNER)
            for witness in cosigners:
                log.save_cosignature(size, witness, f"— {witness} AAAAAAA=\n")
        assert [str(log.latest_note(n)).split("\n")[1] for n in (0, 1, 2)] == ["3", "3", "2"]
        assert str(log.note_over(0, 2)).split("\n")[1] == "1"
        assert log.note_of(3, 2) is None


def test_a_first_cosignature_is_kept_with_its_time(engine: Engine):
    fill(engine, 1)
    with Session(engine) as session, session.begin():
        a_log(session).checkpoint(SIGNER)
        a_log(session).save_cosignature(1, "w", "early\n")
        a_log(session).save_cosignature(1, "w", "late\n")
        assert a_log(session).cosignatures(1) == {"w": "early\n"}


def test_the_log_remembers_the_largest_size_that_a_witness_cosigned(engine: Engine):
    with Session(engine) as session, session.begin():
        log = a_log(session)
        for size in (1, 2):
            log.append({"e": "note", "n": size})
            log.checkpoint(SIGNER)
            log.save_cosignature(size, "w", "line\n")
        assert (log.last_cosigned("w"), log.last_cosigned("other")) == (2, 0)


def test_a_new_node_recomputes_the_last_checkpoint(engine: Engine):
    fill(engine, 6)
    with Session(engine) as session, session.begin():
        assert a_log(session).check() == 0
        a_log(session).checkpoint(SIGNER)
        assert a_log(session).check() == 6


@pytest.mark.parametrize(
    "damage",
    [
        ("DROP TRIGGER tlog_entry_no_update", "UPDATE tlog_entry SET body = 'x' WHERE idx = 2"),
        ("DROP TRIGGER tlog_node_no_update", "UPDATE tlog_node SET hash = zeroblob(32)"),
        ("DROP TRIGGER tlog_entry_no_delete", "DELETE FROM tlog_entry WHERE idx = 5"),
        ("DROP TRIGGER tlog_head_only_grows", "UPDATE tlog_head SET size = 2"),
    ],
)
def test_a_node_does_not_start_over_a_damaged_log(engine: Engine, damage: tuple[str, ...]):
    fill(engine, 6)
    with Session(engine) as session, session.begin():
        a_log(session).checkpoint(SIGNER)
    tamper(engine, *(statement.replace("'x'", "CAST('x' AS BLOB)") for statement in damage))
    with Session(engine) as session, pytest.raises(LogDamaged):
        a_log(session).check()


def test_guards_may_be_laid_again(engine: Engine):
    with engine.begin() as connection:
        guard_log(connection)
    assert all("append-only" in statement or "tlog" in statement for statement in guard_ddl("postgresql"))
